// Markdown as a flat tree of blocks with plain text and exact positions, made by md4c.
//
// Readers of hand-offs want the words, not the markup, and want to know where each word stands. So each leaf block has
// its text without markup, lines separated by '\n' as in the source, and `Run`s that say for each stretch of it how it
// was marked and where it lies in the source.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/source_text.hpp"

namespace qd::text {

enum class BlockKind : std::uint8_t {
  document,
  heading,
  paragraph,
  quote,
  list,
  item,
  code,
  html,
  table,
  row,
  cell,
  rule,
};

/// Marks of a run, to be or-ed.
enum Mark : std::uint8_t {
  kBold = 1,
  kItalic = 2,
  kStrike = 4,
  kCode = 8,
  kLink = 16,
  kImage = 32,
  kHtml = 64,  ///< inline HTML, kept as text
};

/// A run stands in the source as it stands in the text, byte by byte, except that a line end is always '\n' here, a tab
/// before indented code is spaces, and a decoded entity or `<br>` (each in a run of its own) is written otherwise
/// there.
struct Run {
  std::uint32_t begin = 0;  ///< in the tree's text buffer
  std::uint32_t end = 0;
  std::uint32_t source = 0;  ///< offset of its first byte in SourceText::text()
  std::uint8_t marks = 0;
};

struct Block {
  BlockKind kind = BlockKind::document;
  std::uint8_t level = 0;        ///< heading: 1…6; item, list: nesting depth from 1, capped at 255
  bool ordered = false;          ///< list
  bool header = false;           ///< row, cell of a table's head
  bool setext = false;           ///< heading: its mark is a line of = or - below, which people may have meant as a rule
  char task = 0;                 ///< item: the character between [ and ], or 0 when there is no box
  std::uint32_t parent = 0;      ///< index; the document is its own parent
  std::uint32_t end = 0;         ///< index one past the last block inside this one
  std::uint32_t first_line = 0;  ///< from 1 in the source
  std::uint32_t last_line = 0;
  std::uint32_t text_begin = 0;  ///< leaf blocks: heading, paragraph, code, html, cell
  std::uint32_t text_end = 0;
  std::uint32_t run_begin = 0;
  std::uint32_t run_end = 0;
};

class MarkdownBuilder;

/// Blocks in the order of the document, parents before children. A tight list item holds a paragraph too, as a loose
/// one does, so that readers see one shape. Rows and cells hang directly under the table; empty cells are there.
class MarkdownTree {
 public:
  [[nodiscard]] std::span<const Block> blocks() const { return blocks_; }
  /// Of all leaf blocks, one behind the other.
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view text(const Block& block) const {
    return std::string_view(text_).substr(block.text_begin, block.text_end - block.text_begin);
  }
  [[nodiscard]] std::span<const Run> runs(const Block& block) const {
    return std::span(runs_).subspan(block.run_begin, block.run_end - block.run_begin);
  }
  /// Where the byte of the text buffer at `offset` (block.text_begin + n) stands in the source text.
  [[nodiscard]] std::size_t source_offset(const Block& block, std::size_t offset) const;

 private:
  friend class MarkdownBuilder;
  std::string text_;
  std::vector<Block> blocks_;
  std::vector<Run> runs_;
};

/// Keeps its memory from one document to the next: one for each thread.
class MarkdownParser {
 public:
  MarkdownParser();
  ~MarkdownParser();
  MarkdownParser(const MarkdownParser&) = delete;
  MarkdownParser& operator=(const MarkdownParser&) = delete;

  /// Reads CommonMark with tables, strikethrough and task lists, without md4c's autolinks, which take quadratic time on
  /// hostile input. A table is also one directly under a line of text. `skip` bytes at the front (front matter) are no
  /// Markdown but count for positions. Nesting beyond kDeepest is flattened into the block at that depth. A document
  /// whose tables would be padded with more empty cells than it has bytes is read without tables. No recursion.
  /// The tree is valid until the next call and refers to nothing of `source`.
  const MarkdownTree& parse(const SourceText& source, std::size_t skip = 0);

  static constexpr int kDeepest = 100;

 private:
  MarkdownTree tree_;
  std::string input_;
  std::unique_ptr<MarkdownBuilder> builder_;
};

}  // namespace qd::text
