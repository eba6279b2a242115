// One line of a leaf block as a reader of words sees it: no markup, no struck text, and what was bold at its start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "text/markdown.hpp"

namespace qd::ingest {

struct Line {
  std::string_view text;     ///< trimmed; struck and HTML parts taken out
  std::string_view bold;     ///< the bold beginning of `text`; empty when it does not begin so
  std::string_view struck;   ///< what was struck out, the first stretch
  std::uint32_t number = 0;  ///< of the source, from 1
  bool code_first = false;   ///< begins with `code`
  bool italic = false;       ///< wholly
  std::uint32_t block = 0;   ///< index in the tree
  std::uint32_t begin = 0;   ///< of the line in the block's text; for positions

  [[nodiscard]] bool empty() const { return text.empty(); }
  [[nodiscard]] bool wholly_bold() const { return !bold.empty() && bold.size() == text.size(); }
};

/// Splits blocks into lines. Keeps the texts that it had to write anew until `clear`.
class LineSplitter {
 public:
  /// The lines of the block, empty ones left out. Valid until `clear`; the vector until the next call.
  void split(const text::MarkdownTree& tree, std::uint32_t block, std::vector<Line>& lines);
  /// The whole block as one line (a cell): line ends become spaces.
  [[nodiscard]] Line whole(const text::MarkdownTree& tree, std::uint32_t block);
  void clear();

 private:
  Line read(const text::MarkdownTree& tree, std::uint32_t block, std::size_t begin, std::size_t end);
  std::string& fresh();

  std::deque<std::string> texts_;
  std::size_t used_ = 0;
};

[[nodiscard]] inline std::string_view trim(std::string_view text) {
  constexpr auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  std::size_t begin = 0, end = text.size();
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  return {text.data() + begin, end - begin};
}
/// Takes emoji, bullets, check marks and arrows off the front, and spaces off both ends.
[[nodiscard]] std::string_view strip_signs(std::string_view text);  // of a trimmed text
[[nodiscard]] inline std::string_view strip_decoration(std::string_view text) {
  text = trim(text);
  const bool plain = text.empty() || static_cast<unsigned char>(text.front()) < 0x80;
  return plain ? text : strip_signs(text);
}
/// Whether the text holds a digit.
[[nodiscard]] bool has_digit(std::string_view text);

}  // namespace qd::ingest
