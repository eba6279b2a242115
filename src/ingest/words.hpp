// The words of a text, folded so that people's spellings meet: lower case, no accents, full-width forms as ASCII.
//
// A word is a run of letters and digits; a Han, Kana or Hangul character is a word of its own, so that a phrase in
// these scripts is found inside a longer run. '#' and '%' are words too, because column headers consist of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qd::ingest {

struct Word {
  std::uint32_t begin = 0;  ///< in the folded text
  std::uint32_t end = 0;
  std::uint32_t source_begin = 0;  ///< in the text as given
  std::uint32_t source_end = 0;
  bool ideogram = false;  ///< one character of a script that puts no spaces between words
};

/// Keeps its memory from one text to the next.
class Words {
 public:
  /// At most `limit` words are split off.
  void split(std::string_view text, std::size_t limit = 64);

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] const Word& operator[](std::size_t i) const { return words_[i]; }
  [[nodiscard]] std::string_view text(std::size_t i) const {
    return std::string_view(folded_).substr(words_[i].begin, words_[i].end - words_[i].begin);
  }

 private:
  void take(std::string_view text, std::size_t& at, bool& in_word);
  void take_plain(std::string_view text, std::size_t& at, bool& in_word);

  std::string folded_;
  std::vector<Word> words_;
};

}  // namespace qd::ingest
