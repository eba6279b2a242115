#include "text/markdown_builder.hpp"

#include <algorithm>

namespace qd::text {

namespace {

/// Whether the line, up to where the text of its heading starts, opens an ATX heading ("- ## Costs").
bool starts_with_number_signs(std::string_view line, std::size_t text) {
  const std::size_t mark = line.find_first_not_of(" \t>*+-.)0123456789");
  if (mark == std::string_view::npos || mark >= text || line[mark] != '#') return false;
  const std::size_t after = std::min(line.find_first_not_of('#', mark), line.size());
  return after - mark <= 6 && (after == line.size() || line[after] == ' ' || line[after] == '\t');
}

}  // namespace

/// md4c calls these; none may throw except for want of memory, which ends the program anyway.
struct MarkdownBuilder::Events {
  static MarkdownBuilder& builder(void* self) { return *static_cast<MarkdownBuilder*>(self); }
  static int enter_block(MD_BLOCKTYPE type, void* detail, void* self) {
    return builder(self).enter_block(type, detail);
  }
  static int leave_block(MD_BLOCKTYPE type, void*, void* self) { return builder(self).leave_block(type); }
  static int enter_span(MD_SPANTYPE type, void*, void* self) { return builder(self).enter_span(type), 0; }
  static int leave_span(MD_SPANTYPE type, void*, void* self) { return builder(self).leave_span(type), 0; }
  static int text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    return builder(self).add_text(type, {text, size}), 0;
  }
};

const MarkdownBuilder::Outcome& MarkdownBuilder::build(MarkdownTree& tree, const MarkdownInput& input, bool tables) {
  tree_ = &tree;
  input_ = &input;
  tree.text_.clear();
  tree.text_.reserve(input.text.size() + 16);
  tree.blocks_.clear();
  tree.runs_.clear();
  cursor_ = BlockCursor(input.text);
  outcome_.swallowed_tables.clear();
  outcome_.shown_insertions.clear();
  outcome_.padded_too_much = false;
  open_.clear();
  spans_.fill(0);
  marks_ = 0;
  in_leaf_ = implicit_ = own_run_ = in_head_ = false;
  flattened_ = list_depth_ = 0;
  line_ = input.source.line_of(input.skip);
  last_line_ = line_;
  missing_cells_ = spaces_ = 0;

  const unsigned flags = MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | (tables ? MD_FLAG_TABLES : 0u);
  const MD_PARSER parser{
      0,       flags,  Events::enter_block, Events::leave_block, Events::enter_span, Events::leave_span, Events::text,
      nullptr, nullptr};
  md_parse(input.text.data(), static_cast<MD_SIZE>(input.text.size()), &parser, this);
  return outcome_;
}

int MarkdownBuilder::enter_block(MD_BLOCKTYPE type, void* detail) {
  close_implicit_paragraph();
  switch (type) {
    case MD_BLOCK_DOC:
      push(BlockKind::document).first_line = line_;
      break;
    case MD_BLOCK_QUOTE:
      enter_container(BlockKind::quote, cursor_.quote());
      cursor_.enter_quote();
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      ++list_depth_;
      enter_container(BlockKind::list, std::nullopt);
      if (flattened_ == 0) tree_->blocks_.back().ordered = type == MD_BLOCK_OL;
      break;
    case MD_BLOCK_LI:
      enter_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
      break;
    case MD_BLOCK_HR:
      open_leaf(BlockKind::rule);
      if (const auto at = cursor_.rule()) start_at(line_at(input_->origin(*at)));
      break;
    case MD_BLOCK_H:
      open_leaf(BlockKind::heading).level = static_cast<std::uint8_t>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
      break;
    case MD_BLOCK_CODE:
      enter_code(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail));
      break;
    case MD_BLOCK_HTML:
      open_leaf(BlockKind::html);
      break;
    case MD_BLOCK_P:
      open_leaf(BlockKind::paragraph);
      break;
    case MD_BLOCK_TABLE:
      push(BlockKind::table);
      table_line_ = 0;
      break;
    case MD_BLOCK_THEAD:
      in_head_ = true;
      break;
    case MD_BLOCK_TBODY:
      break;
    case MD_BLOCK_TR:
      push(BlockKind::row).header = in_head_;
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      open_leaf(BlockKind::cell).header = in_head_;
      break;
  }
  return 0;
}

int MarkdownBuilder::leave_block(MD_BLOCKTYPE type) {
  close_implicit_paragraph();
  switch (type) {
    case MD_BLOCK_DOC:
      tree_->blocks_[0].last_line = std::max(input_->source.lines(), tree_->blocks_[0].first_line);
      pop();
      break;
    case MD_BLOCK_QUOTE:
      cursor_.leave_quote();
      leave_container();
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      --list_depth_;
      leave_container();
      break;
    case MD_BLOCK_LI:
      leave_container();
      break;
    case MD_BLOCK_TABLE:
      tree_->blocks_[open_.back()].last_line = last_line_ = table_line_;
      pop();
      break;
    case MD_BLOCK_THEAD:
      in_head_ = false;
      table_line_ = std::min(table_line_ + 1, input_->source.lines());  // the row of dashes
      cursor_.move_past_line_end();
      break;
    case MD_BLOCK_TBODY:
      break;
    case MD_BLOCK_TR:
      finish_row();
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      return leave_cell();
    default:
      finish_leaf();
      break;
  }
  return 0;
}

Block& MarkdownBuilder::push(BlockKind kind) {
  Block block;
  block.kind = kind;
  block.parent = open_.empty() ? 0 : open_.back();
  open_.push_back(static_cast<std::uint32_t>(tree_->blocks_.size()));
  return tree_->blocks_.emplace_back(block);
}

void MarkdownBuilder::pop() {
  tree_->blocks_[open_.back()].end = static_cast<std::uint32_t>(tree_->blocks_.size());
  open_.pop_back();
}

void MarkdownBuilder::enter_container(BlockKind kind, std::optional<std::size_t> found) {
  if (flattened_ > 0 || open_.size() > MarkdownParser::kDeepest) {
    ++flattened_;
    return;
  }
  push(kind).level = kind == BlockKind::quote ? 0 : static_cast<std::uint8_t>(std::min(list_depth_, 255u));
  if (found) start_at(line_at(input_->origin(*found)));
}

void MarkdownBuilder::leave_container() {
  if (flattened_ > 0) {
    --flattened_;
    return;
  }
  Block& block = tree_->blocks_[open_.back()];
  if (block.first_line == 0) start_at(line_);
  block.last_line = last_line_ = std::max(last_line_, block.first_line);
  pop();
}

void MarkdownBuilder::enter_item(const MD_BLOCK_LI_DETAIL& detail) {
  enter_container(BlockKind::item, cursor_.item());
  if (detail.is_task == 0) return;
  cursor_.move_to(detail.task_mark_offset + 2);
  if (flattened_ == 0) tree_->blocks_.back().task = detail.task_mark;
}

void MarkdownBuilder::enter_code(const MD_BLOCK_CODE_DETAIL& detail) {
  open_leaf(BlockKind::code);
  fence_ = detail.fence_char;
  if (fence_ == 0) return;
  if (const auto at = cursor_.fence()) start_at(line_at(input_->origin(*at)));
}

Block& MarkdownBuilder::open_leaf(BlockKind kind) {
  Block& block = push(kind);
  block.text_begin = static_cast<std::uint32_t>(tree_->text_.size());
  block.run_begin = static_cast<std::uint32_t>(tree_->runs_.size());
  in_leaf_ = true;
  own_run_ = false;
  return block;
}

/// Cells get their lines from their row.
void MarkdownBuilder::close_leaf() {
  Block& block = tree_->blocks_[open_.back()];
  block.text_end = static_cast<std::uint32_t>(tree_->text_.size());
  block.run_end = static_cast<std::uint32_t>(tree_->runs_.size());
  if (block.kind != BlockKind::cell) {
    if (block.first_line == 0) {
      start_at(line_at(input_->origin(cursor_.content())));
      cursor_.move_past_line_end();
    }
    block.last_line = last_line_ = std::max(line_, block.first_line);
    cursor_.move_past_line();
  }
  in_leaf_ = false;
}

void MarkdownBuilder::close_implicit_paragraph() {
  if (!implicit_) return;
  implicit_ = false;
  finish_leaf();
}

void MarkdownBuilder::finish_leaf() {
  const std::uint32_t index = open_.back();
  switch (tree_->blocks_[index].kind) {
    case BlockKind::heading:
      finish_heading();
      break;
    case BlockKind::code:
    case BlockKind::html:
      finish_code();
      break;
    default:
      close_leaf();
  }
  if (const Block& block = tree_->blocks_[index]; block.kind == BlockKind::paragraph) find_swallowed_table(block);
  pop();
}

void MarkdownBuilder::finish_heading() {
  Block& block = tree_->blocks_[open_.back()];
  if (block.first_line == 0) {
    if (const auto at = cursor_.empty_heading()) start_at(line_at(input_->origin(*at)));
    return close_leaf();
  }
  const std::size_t text = tree_->runs_[block.run_begin].source;
  block.setext = !starts_with_number_signs(input_->source.line(block.first_line),
                                           text - input_->source.line_start(block.first_line));
  close_leaf();
  const std::size_t below = cursor_.at();
  if (block.setext && (cursor_.take_line_of('=') || cursor_.take_line_of('-')))
    block.last_line = last_line_ = line_at(input_->origin(below));
}

/// md4c ends each line of code and HTML with a line end; the last one separates nothing.
void MarkdownBuilder::finish_code() {
  Block& block = tree_->blocks_[open_.back()];
  if (tree_->text_.size() > block.text_begin && tree_->text_.back() == '\n') {
    tree_->text_.pop_back();
    Run& last = tree_->runs_.back();
    if (--last.end == last.begin) tree_->runs_.pop_back();
  }
  const bool fenced = block.kind == BlockKind::code && fence_ != 0;
  close_leaf();
  const std::size_t below = cursor_.at();
  if (fenced && cursor_.take_line_of(fence_)) block.last_line = last_line_ = line_at(input_->origin(below));
}

}  // namespace qd::text
