// The text of leaf blocks, and where each stretch of it stands.
#include <algorithm>

#include "base/utf8.hpp"
#include "text/entities.hpp"
#include "text/markdown_builder.hpp"

namespace qd::text {

namespace {

bool is_line_break_tag(std::string_view html) {
  if (html.size() < 4 || html[0] != '<' || (html[1] | 0x20) != 'b' || (html[2] | 0x20) != 'r') return false;
  return html.find_first_not_of(" \t/", 3) == html.size() - 1 && html.back() == '>';
}

constexpr std::uint8_t mark_of(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM:
      return kItalic;
    case MD_SPAN_STRONG:
      return kBold;
    case MD_SPAN_A:
      return kLink;
    case MD_SPAN_IMG:
      return kImage;
    case MD_SPAN_CODE:
      return kCode;
    case MD_SPAN_DEL:
      return kStrike;
    default:
      return 0;
  }
}

}  // namespace

void MarkdownBuilder::enter_span(MD_SPANTYPE type) {
  ++spans_[type];
  marks_ |= mark_of(type);
}

void MarkdownBuilder::leave_span(MD_SPANTYPE type) {
  if (--spans_[type] == 0) marks_ &= static_cast<std::uint8_t>(~mark_of(type));
}

void MarkdownBuilder::add_text(MD_TEXTTYPE type, std::string_view text) {
  if (!in_leaf_) {
    open_leaf(BlockKind::paragraph);
    implicit_ = true;
  }
  switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      return append_line_end();
    case MD_TEXT_NORMAL:
      return append(text, offset_of(text));
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
      return append_verbatim(type, text);
    case MD_TEXT_ENTITY: {
      const std::size_t begin = tree_->text_.size();
      append_entity(tree_->text_, text);
      return end_own_run(begin, offset_of(text), text.size());
    }
    default: {  // a NUL, which SourceText does not let through
      const std::size_t begin = tree_->text_.size();
      utf8::append(tree_->text_, utf8::kReplacement);
      return end_own_run(begin, cursor_.at(), 1);
    }
  }
}

/// md4c gives line ends and indentation as text of its own, outside the input.
void MarkdownBuilder::append_verbatim(MD_TEXTTYPE type, std::string_view text) {
  const BlockKind block = tree_->blocks_[open_.back()].kind;
  const bool in_line = block != BlockKind::code && block != BlockKind::html;
  if (!in_input(text)) {
    if (in_line || text == "\n") return append_line_end();
    tree_->text_ += text;
    spaces_ += text.size();
    return;
  }
  if (type == MD_TEXT_CODE) return block == BlockKind::cell ? append_code_in_cell(text) : append(text, offset_of(text));
  if (!in_line) return append(text, offset_of(text));
  if (is_line_break_tag(text)) {
    const std::size_t begin = tree_->text_.size();
    tree_->text_ += '\n';
    return end_own_run(begin, offset_of(text), text.size());
  }
  marks_ |= kHtml;
  append(text, offset_of(text));
  marks_ &= static_cast<std::uint8_t>(~kHtml);
}

/// A '|' is escaped in the code of a cell too, though code knows no escapes elsewhere.
void MarkdownBuilder::append_code_in_cell(std::string_view text) {
  for (std::size_t escape; (escape = text.find("\\|")) != std::string_view::npos; text.remove_prefix(escape + 1))
    append(text.substr(0, escape), offset_of(text));
  append(text, offset_of(text));
}

void MarkdownBuilder::append(std::string_view text, std::size_t at) {
  if (text.empty()) return;
  place_spaces(at);
  tree_->text_ += text;
  add_run(text.size(), at);
  const std::size_t end = at + text.size();
  if (!input_->insertions.empty() && input_->inserted_before(at) != input_->inserted_before(end))
    outcome_.shown_insertions.push_back(line_);
  cursor_.move_to(end);
}

void MarkdownBuilder::append_line_end() {
  const std::size_t at = cursor_.move_past_line_end();
  place_spaces(at);
  tree_->text_ += '\n';
  add_run(1, at);
}

/// The spaces stand before `at`; a tab there is wider than its byte, so they are a run of their own.
void MarkdownBuilder::place_spaces(std::size_t at) {
  if (spaces_ == 0) return;
  std::size_t begin = at;
  while (begin > 0 && at - begin < spaces_ && input_->text[begin - 1] == ' ') --begin;
  const bool otherwise = at - begin < spaces_;
  if (otherwise && begin > 0 && input_->text[begin - 1] == '\t') --begin;
  own_run_ |= otherwise;
  add_run(spaces_, begin);
  own_run_ = otherwise;
  spaces_ = 0;
}

/// What stands otherwise in the source, `length` bytes from `at` on.
void MarkdownBuilder::end_own_run(std::size_t begin, std::size_t at, std::size_t length) {
  own_run_ = true;
  add_run(tree_->text_.size() - begin, at);
  own_run_ = true;
  cursor_.move_to(at + length);
}

void MarkdownBuilder::add_run(std::size_t length, std::size_t at) {
  const auto source = static_cast<std::uint32_t>(input_->origin(at));
  const auto end = static_cast<std::uint32_t>(tree_->text_.size());
  const auto begin = static_cast<std::uint32_t>(end - length);
  line_ = line_at(source);
  const Block& leaf = tree_->blocks_[open_.back()];
  if (leaf.first_line == 0 || line_ < leaf.first_line) start_at(line_);
  std::vector<Run>& runs = tree_->runs_;
  // A line end was placed by a cursor that a flaw of md4c had led too far.
  for (std::size_t i = runs.size(); i > leaf.run_begin && runs[i - 1].source > source; --i) runs[i - 1].source = source;
  const bool first = runs.size() == leaf.run_begin;
  if (!first && !own_run_ && runs.back().marks == marks_ && runs.back().end == begin &&
      runs.back().source + (begin - runs.back().begin) == source) {
    runs.back().end = end;
  } else {
    runs.push_back({begin, end, source, marks_});
  }
  own_run_ = false;
}

bool MarkdownBuilder::in_input(std::string_view text) const {
  const std::less_equal<const char*> not_after;
  return not_after(input_->text.data(), text.data()) &&
         not_after(text.data() + text.size(), input_->text.data() + input_->text.size());
}

std::size_t MarkdownBuilder::offset_of(std::string_view text) const {
  return in_input(text) ? static_cast<std::size_t>(text.data() - input_->text.data()) : cursor_.at();
}

/// Text comes in the order of the source, so the line is hardly ever searched.
std::uint32_t MarkdownBuilder::line_at(std::size_t offset) const {
  const SourceText& source = input_->source;
  if (offset < source.line_start(line_)) return source.line_of(offset);
  std::uint32_t line = line_;
  while (line < source.lines() && source.line_start(line + 1) <= offset) ++line;
  return line;
}

/// Blocks around the first text begin with it, unless their own mark was found before it.
void MarkdownBuilder::start_at(std::uint32_t line) {
  line_ = line;
  for (std::size_t i = open_.size(); i-- > 0;) {
    Block& block = tree_->blocks_[open_[i]];
    if (block.first_line != 0 && block.first_line <= line) return;
    block.first_line = line;
  }
}

}  // namespace qd::text
