// What md4c is given to read, and a cursor over it that finds the blocks for which md4c gives no text, hence no place.
//
// The cursor follows the events: whoever consumes text moves it behind that text, so the next block of a kind is the
// first thing of its shape after the cursor.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "text/source_text.hpp"

namespace qd::text {

/// The Markdown of a source: its text without the front matter, or a copy into which line ends were inserted.
struct MarkdownInput {
  /// `before`: bytes inserted so far, that one included, from `offset` in the copy on.
  struct Insertion {
    std::uint32_t offset = 0;
    std::uint32_t before = 0;
  };

  const SourceText& source;
  std::string_view text;
  std::size_t skip = 0;
  std::vector<Insertion> insertions;

  /// The place in the source of an offset in `text`.
  [[nodiscard]] std::size_t origin(std::size_t offset) const {
    return skip + offset - (insertions.empty() ? 0 : inserted_before(offset));
  }
  [[nodiscard]] std::size_t inserted_before(std::size_t offset) const;
};

class BlockCursor {
 public:
  explicit BlockCursor(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  void move_to(std::size_t offset) { at_ = offset; }
  /// Past the end of the line the cursor is in; no move at the start of a line that `move_past_line` went to.
  void move_past_line();
  /// Past the next line end; gives its offset.
  std::size_t move_past_line_end();

  /// Each block quote that is open puts a '>' at the start of every line.
  void enter_quote() { ++quotes_; }
  void leave_quote() { prefixes_ = std::min(prefixes_, --quotes_); }

  // Each moves to the next thing of its kind and gives its offset; nothing, and no move past text, when there is none
  // near.
  std::optional<std::size_t> quote();          ///< then behind the '>'
  std::optional<std::size_t> item();           ///< then behind the bullet or number
  std::optional<std::size_t> rule();           ///< then behind the line
  std::optional<std::size_t> fence();          ///< then behind the line
  std::optional<std::size_t> empty_heading();  ///< then behind the line
  std::optional<std::size_t> table();          ///< its first row; then at it
  std::size_t content();                       ///< whatever comes next; then at it

  /// Whether the next line closes a fenced block or, for '=' or '-', underlines a heading; then behind it.
  bool take_line_of(char mark);

 private:
  template <class Matches>
  std::optional<std::size_t> find(Matches matches);
  [[nodiscard]] std::string_view rest_of_line(std::size_t offset) const;
  void skip_to_content();

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned quotes_ = 0;
  unsigned prefixes_ = 0;  // '>' of open quotes that may still come on this line
};

/// Without indentation and the marks of block quotes.
[[nodiscard]] std::string_view without_prefix(std::string_view line);

/// "|---|:-:|" and the like, as GFM has it: what makes the line above it the head of a table.
[[nodiscard]] bool is_delimiter_row(std::string_view line);

}  // namespace qd::text
