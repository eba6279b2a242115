// What md4c gets wrong about tables, or does not see.
#include <algorithm>

#include "text/markdown_builder.hpp"

namespace qd::text {

namespace {

constexpr std::size_t kToleratedMissingCells = 1000;

/// Columns of the white space in front of the content, after the last '>' of block quotes.
std::size_t indentation(std::string_view line) {
  const std::size_t content = std::min(line.find_first_not_of(" \t>"), line.size());
  const std::size_t quote = line.substr(0, content).rfind('>');
  const std::string_view blanks = line.substr(0, content).substr(quote == std::string_view::npos ? 0 : quote + 1);
  return blanks.size() + 3 * static_cast<std::size_t>(std::ranges::count(blanks, '\t'));
}

}  // namespace

int MarkdownBuilder::leave_cell() {
  close_leaf();
  const Block& cell = tree_->blocks_[open_.back()];
  pop();
  if (cell.text_begin != cell.text_end || ++missing_cells_ <= input_->text.size() + kToleratedMissingCells) return 0;
  outcome_.padded_too_much = true;
  return -1;  // md4c goes on after a positive number
}

void MarkdownBuilder::finish_row() {
  const std::uint32_t index = open_.back();
  if (table_line_ == 0) {
    if (tree_->blocks_[index].first_line == 0) {
      if (const auto at = cursor_.table()) line_ = line_at(input_->origin(*at));
    }
    table_line_ = line_;
    start_at(table_line_);
  } else {
    table_line_ = std::min(table_line_ + 1, input_->source.lines());
  }
  place_row(index);
  restore_empty_cells(index);
  pop();
  cursor_.move_past_line_end();
}

/// A row has a line of its own, below the last one's. Text tells better when a head without text was found in
/// the wrong place.
void MarkdownBuilder::place_row(std::uint32_t row) {
  const std::span blocks(tree_->blocks_);
  const std::uint32_t text_line = blocks[row].first_line;
  if (text_line != 0 && text_line != table_line_) {
    table_line_ = text_line;
    for (Block& above : blocks.subspan(blocks[row].parent, row - blocks[row].parent)) {
      above.first_line = std::min(above.first_line, text_line);
      above.last_line = std::min(above.last_line, text_line);
    }
  }
  for (Block& block : blocks.subspan(row)) block.first_line = block.last_line = table_line_;
}

/// md4c leaves out a cell without even a space ("| a || c |"), so that the cells after it would move to the left.
void MarkdownBuilder::restore_empty_cells(std::uint32_t row) {
  std::string_view line = input_->source.line(table_line_);
  if (line.find("||") == std::string_view::npos) return;
  std::vector<Block>& blocks = tree_->blocks_;
  const std::size_t count = blocks.size() - row - 1;
  cells_.assign(blocks.begin() + row + 1, blocks.end());
  blocks.resize(row + 1);

  line.remove_prefix(std::min(line.find_first_not_of(" \t>"), line.size()));
  Block empty = cells_.empty() ? Block() : cells_.front();
  empty.text_begin = empty.text_end = static_cast<std::uint32_t>(tree_->text_.size());
  empty.run_begin = empty.run_end = static_cast<std::uint32_t>(tree_->runs_.size());
  std::size_t next = 0;
  std::size_t segment = 0;
  for (std::size_t at = 0; at < line.size() && blocks.size() < row + 1 + count; ++at) {
    if (line[at] == '\\') {
      ++at;  // and with it what it escapes
    } else if (line[at] == '|') {
      if (at > segment) {
        blocks.push_back(next < cells_.size() ? cells_[next++] : empty);
      } else if (at > 0) {
        blocks.push_back(empty);
      }
      segment = at + 1;
    }
  }
  while (blocks.size() < row + 1 + count) blocks.push_back(next < cells_.size() ? cells_[next++] : empty);
  for (std::size_t i = row + 1; i < blocks.size(); ++i) blocks[i].end = static_cast<std::uint32_t>(i + 1);
}

/// In GFM a table may interrupt a paragraph, and one dash is enough; md4c wants its head first and three characters.
void MarkdownBuilder::find_swallowed_table(const Block& paragraph) {
  if (paragraph.last_line == paragraph.first_line) return;
  if (tree_->text(paragraph).find('|') == std::string_view::npos) return;
  const SourceText& source = input_->source;
  for (std::uint32_t line = paragraph.first_line; line < paragraph.last_line; ++line) {
    const std::string_view header = source.line(line);
    if (header.find('|') == std::string_view::npos || !is_delimiter_row(without_prefix(source.line(line + 1))))
      continue;
    const bool first = line == paragraph.first_line;
    const bool in_item = std::ranges::any_of(open_, [&](auto i) { return tree_->blocks_[i].kind == BlockKind::item; });
    const std::size_t text_column = tree_->runs_[paragraph.run_begin].source - source.line_start(paragraph.first_line);
    // Behind an empty line, four columns more than the block's own would make it indented code.
    const bool fits = indentation(header) < (in_item ? text_column : 0) + 4;
    if (first || fits) outcome_.swallowed_tables.push_back({line, !first});
    return;
  }
}

}  // namespace qd::text
