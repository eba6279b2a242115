// Turns the events of md4c's parser into the blocks of a MarkdownTree, with the places that md4c does not tell.
#pragma once

#include <md4c.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/markdown.hpp"
#include "text/markdown_input.hpp"

namespace qd::text {

/// Lines of a paragraph that are a table in GFM, but not to md4c.
struct SwallowedTable {
  std::uint32_t header = 0;  ///< line in the source; the next one is the row of dashes
  bool needs_gap = false;    ///< lines of text stand directly above
};

/// Fills one tree after the other and keeps its own memory between them.
class MarkdownBuilder {
 public:
  struct Outcome {
    std::vector<SwallowedTable> swallowed_tables;
    std::vector<std::uint32_t> shown_insertions;  ///< lines of the source where what was inserted came out as text
    bool padded_too_much = false;                 ///< parsing stopped at a table of almost only missing cells
  };

  /// Clears `tree`. It and `input` must live until the outcome is there.
  const Outcome& build(MarkdownTree& tree, const MarkdownInput& input, bool tables);

 private:
  struct Events;  // md4c's callbacks

  int enter_block(MD_BLOCKTYPE type, void* detail);
  int leave_block(MD_BLOCKTYPE type);
  void enter_span(MD_SPANTYPE type);
  void leave_span(MD_SPANTYPE type);
  void add_text(MD_TEXTTYPE type, std::string_view text);

  Block& push(BlockKind kind);
  void pop();
  void enter_container(BlockKind kind, std::optional<std::size_t> found);
  void leave_container();
  void enter_item(const MD_BLOCK_LI_DETAIL& detail);
  void enter_code(const MD_BLOCK_CODE_DETAIL& detail);
  int leave_cell();
  Block& open_leaf(BlockKind kind);
  void close_leaf();
  void close_implicit_paragraph();
  void finish_leaf();
  void finish_heading();
  void finish_code();
  void finish_row();
  void place_row(std::uint32_t row);
  void restore_empty_cells(std::uint32_t row);
  void find_swallowed_table(const Block& paragraph);

  void append(std::string_view text, std::size_t at);
  void append_line_end();
  void place_spaces(std::size_t at);
  void append_verbatim(MD_TEXTTYPE type, std::string_view text);
  void append_code_in_cell(std::string_view text);
  void end_own_run(std::size_t begin, std::size_t at, std::size_t length);
  void add_run(std::size_t length, std::size_t at);

  [[nodiscard]] bool in_input(std::string_view text) const;
  [[nodiscard]] std::size_t offset_of(std::string_view text) const;
  [[nodiscard]] std::uint32_t line_at(std::size_t offset) const;
  void start_at(std::uint32_t line);

  MarkdownTree* tree_ = nullptr;
  const MarkdownInput* input_ = nullptr;
  BlockCursor cursor_{{}};
  Outcome outcome_;
  std::vector<Block> cells_;                          // of a row that is put together anew
  std::vector<std::uint32_t> open_;                   // indices of the blocks that enclose what comes next
  std::array<std::uint32_t, MD_SPAN_U + 1> spans_{};  // how many of each type are open
  std::uint8_t marks_ = 0;
  bool in_leaf_ = false;
  bool implicit_ = false;  // the leaf is a paragraph that md4c does not announce, in a tight item
  bool own_run_ = false;   // the last run must not grow
  bool in_head_ = false;   // of a table
  char fence_ = 0;
  unsigned flattened_ = 0;  // containers that were too deep
  unsigned list_depth_ = 0;
  std::uint32_t line_ = 1;        // of the source, where the last text or mark was
  std::uint32_t last_line_ = 1;   // of the last leaf that was closed
  std::uint32_t table_line_ = 0;  // of the last row, 0 before the first
  std::size_t spaces_ = 0;        // of code before the text that tells where they stand
  std::size_t missing_cells_ = 0;
};

}  // namespace qd::text
