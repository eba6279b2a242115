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

#include "base/result.hpp"
#include "ingest/glyph.hpp"

namespace qd::ingest {

/// Of a byte: the lower-case letter if it is an ASCII letter, 1 if it is not ASCII, else 0.
inline constexpr auto kFolded = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool small = c >= 'a' && c <= 'z';
    table[c] = static_cast<std::uint8_t>(capital ? c + 32 : small ? c : c >= 0x80 ? 1 : 0);
  }
  return table;
}();
[[nodiscard]] inline std::uint8_t folded_byte(std::string_view text, std::size_t at) {
  return at < text.size() ? kFolded[static_cast<unsigned char>(text[at])] : std::uint8_t{0};
}

/// Behind the letters of alphabets that stand at `at`.
[[nodiscard]] inline std::size_t skip_letters(std::string_view text, std::size_t at) {
  for (;;) {
    while (folded_byte(text, at) > 1) ++at;
    if (folded_byte(text, at) == 0) return at;
    const Glyph g = glyph(text, at);
    if (!is_letter(g.c)) return at;
    at += g.length;
  }
}

/// The first words of a text at some byte. Refers to nothing; small enough for the stack.
class Phrase {
 public:
  static constexpr std::size_t kMostWords = 4;

  /// Reads up to `most` words of letters that start exactly at `at`; none when no letter stands there, or when the
  /// first word is longer than any in a table. Ideographs are no words: see match_ideographs.
  Phrase(std::string_view text, std::size_t at, std::size_t most = kMostWords);

  [[nodiscard]] std::size_t words() const { return words_; }
  /// The first `n` words, folded. Here and below, `n` is from 1 to words().
  [[nodiscard]] std::string_view first(std::size_t n) const {
    ensure(n - 1 < words_, "only words that were read are asked for");
    return {folded_.data(), ends_[n - 1]};
  }
  /// The n-th word alone.
  [[nodiscard]] std::string_view word(std::size_t n) const {
    ensure(n - 1 < words_, "only words that were read are asked for");
    const std::size_t begin = n == 1 ? 0 : ends_[n - 2] + std::size_t{1};
    return {folded_.data() + begin, ends_[n - 1] - begin};
  }
  /// Where in the text the n-th word ends.
  [[nodiscard]] std::size_t end(std::size_t n) const {
    ensure(n - 1 < words_, "only words that were read are asked for");
    return source_ends_[n - 1];
  }

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
        const std::string_view word = rest.substr(0, end);
        entries_[size++] = {word, head_of(word), row.value};
        const std::uint8_t first = kFolded[static_cast<unsigned char>(word[0])];
        const std::uint8_t second = word.size() > 1 ? kFolded[static_cast<unsigned char>(word[1])] : std::uint8_t{0};
        if (first > 1) starts_[first - 'a'] |= bit_of(second);
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
    const std::uint32_t head = head_of(word);
    for (std::size_t i = begins_[byte]; i < begins_[byte + 1]; ++i) {
      if (entries_[i].head == head && entries_[i].word == word) return &entries_[i].value;
    }
    return nullptr;
  }

  /// Whether any word of the table can start at `at`: a quick no for most words of a text.
  [[nodiscard]] bool may_start(std::string_view text, std::size_t at) const {
    const std::uint8_t first = folded_byte(text, at);
    if (first <= 1) return first == 1;
    const std::uint32_t starts = starts_[first - 'a'];
    const bool joint = at + 1 < text.size() && (text[at + 1] == '.' || text[at + 1] == '\'');
    const std::uint8_t second = folded_byte(text, at + 1);
    // What is not ASCII may be a letter or the end of the word ("300K–").
    const std::uint32_t bits = second == 1 ? bit_of(1) | bit_of(0) : bit_of(second);
    return joint ? starts != 0 : (starts & bits) != 0;
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
    std::uint32_t head;  // its first bytes and its length, which tell most words apart
    T value;
  };

  static constexpr std::uint32_t head_of(std::string_view word) {
    std::uint32_t head = static_cast<std::uint32_t>(word.size()) << 24;
    for (std::size_t i = 0; i < std::min<std::size_t>(word.size(), 3); ++i)
      head |= std::uint32_t{static_cast<unsigned char>(word[i])} << (8 * i);
    return head;
  }
  /// Of a second byte: bit 0 for the end of the word, 1…26 for letters, 27 for what is not ASCII.
  static constexpr std::uint32_t bit_of(std::uint8_t second) {
    return 1u << (second == 0 ? 0 : second == 1 ? 27 : second - 'a' + 1);
  }

  std::array<Word, N> entries_{};
  std::array<std::uint16_t, 257> begins_{};
  std::array<std::uint32_t, 26> starts_{};  // by first letter, the bits of the second bytes
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
