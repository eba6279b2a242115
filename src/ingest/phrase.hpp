// Words and short phrases, folded so that one table serves every spelling: lower case, one space between words for any
// run of spaces or a hyphen, dots inside abbreviations dropped ("p.a." is "pa", "One-Time" is "one time").
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "ingest/glyph.hpp"

namespace qd::ingest {

/// The first words of a text at some byte. Refers to nothing; small enough for the stack.
class Phrase {
 public:
  static constexpr std::size_t kMostWords = 4;

  /// Reads up to `most` words of letters that start exactly at `at`; none when no letter stands there. Ideographs are
  /// no words: see match_ideographs.
  Phrase(std::string_view text, std::size_t at, std::size_t most = kMostWords);

  [[nodiscard]] std::size_t words() const { return words_; }
  /// The first `n` words, folded.
  [[nodiscard]] std::string_view first(std::size_t n) const { return {folded_.data(), ends_[n - 1]}; }
  /// The n-th word alone, from 1.
  [[nodiscard]] std::string_view word(std::size_t n) const {
    const std::size_t begin = n == 1 ? 0 : ends_[n - 2] + std::size_t{1};
    return {folded_.data() + begin, ends_[n - 1] - begin};
  }
  /// Where in the text the n-th word ends.
  [[nodiscard]] std::size_t end(std::size_t n) const { return source_ends_[n - 1]; }

 private:
  static constexpr std::size_t kMostBytes = 64;  // a longer phrase is in no table

  bool add_word(std::string_view text, std::size_t& at, std::size_t& size);

  std::array<char, kMostBytes> folded_;
  std::array<std::uint8_t, kMostWords> ends_;
  std::array<std::size_t, kMostWords> source_ends_;
  std::size_t words_ = 0;
};

/// Lower case of the alphabets that have one.
[[nodiscard]] char32_t lower(char32_t c);

/// Words that mean the same, joined by '|'.
template <class T>
struct Entry {
  std::string_view words;
  T value;
};

/// A table of words made at compile time; a look-up compares only words with the same first byte.
template <class T, std::size_t N>
class WordTable {
 public:
  consteval explicit WordTable(std::span<const Entry<T>> rows) {
    std::size_t size = 0;
    for (const Entry<T>& row : rows) {
      for (std::string_view rest = row.words; !rest.empty();) {
        const std::size_t end = std::min(rest.find('|'), rest.size());
        entries_[size++] = {rest.substr(0, end), row.value};
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    std::ranges::sort(entries_, {}, &Word::word);
    std::size_t next = 0;
    for (std::size_t byte = 0; byte < 256; ++byte) {
      begins_[byte] = static_cast<std::uint16_t>(next);
      while (next < N && static_cast<unsigned char>(entries_[next].word[0]) == byte) ++next;
    }
    begins_[256] = static_cast<std::uint16_t>(N);
    for (std::size_t i = 1; i < N; ++i) {
      if (entries_[i - 1].word == entries_[i].word) throw "a word stands in a table twice";
    }
  }

  /// Nothing for a word that is not there.
  [[nodiscard]] const T* find(std::string_view word) const {
    if (word.empty()) return nullptr;
    const auto byte = static_cast<unsigned char>(word[0]);
    for (std::size_t i = begins_[byte]; i < begins_[byte + 1]; ++i) {
      if (entries_[i].word == word) return &entries_[i].value;
    }
    return nullptr;
  }

  struct Match {
    const T* value = nullptr;
    std::size_t words = 0;
  };
  /// The longest entry that `phrase` starts with.
  [[nodiscard]] Match longest(const Phrase& phrase) const {
    for (std::size_t n = phrase.words(); n > 0; --n) {
      if (const T* value = find(phrase.first(n))) return {value, n};
    }
    return {};
  }

  struct Prefix {
    const T* value = nullptr;
    std::size_t length = 0;
  };
  /// The longest entry that the text at `at` starts with, byte by byte: for scripts without spaces.
  [[nodiscard]] Prefix longest_prefix(std::string_view text, std::size_t at) const {
    Prefix best;
    if (at >= text.size()) return best;
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::string_view rest = text.substr(at);
    for (std::size_t i = begins_[byte]; i < begins_[byte + 1]; ++i) {
      if (entries_[i].word.size() > best.length && rest.starts_with(entries_[i].word))
        best = {&entries_[i].value, entries_[i].word.size()};
    }
    return best;
  }

 private:
  struct Word {
    std::string_view word;
    T value;
  };
  std::array<Word, N> entries_{};
  std::array<std::uint16_t, 257> begins_{};
};

/// `kRows`: an array of Entry with static storage.
template <const auto& kRows>
consteval auto word_table() {
  using T = std::remove_cvref_t<decltype(kRows[0].value)>;
  constexpr std::size_t kWords = [] {
    std::size_t count = 0;
    for (const auto& row : kRows) count += 1 + static_cast<std::size_t>(std::ranges::count(row.words, '|'));
    return count;
  }();
  return WordTable<T, kWords>(kRows);
}

}  // namespace qd::ingest
