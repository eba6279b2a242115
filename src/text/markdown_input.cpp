#include "text/markdown_input.hpp"

#include <algorithm>

namespace qd::text {

namespace {

// Between two blocks stand empty lines, any number of link references, and hardly ever the rest of a link's target.
constexpr unsigned kMostOtherLines = 4;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

bool ends_word(std::string_view text, std::size_t at) {
  return at == text.size() || is_blank(text[at]) || is_line_end(text[at]);
}

/// Bytes of the bullet or number at the start, 0 if there is none.
std::size_t item_mark(std::string_view text) {
  std::size_t length = 0;
  if (text.starts_with('-') || text.starts_with('+') || text.starts_with('*')) {
    length = 1;
  } else {
    while (length < text.size() && length < 9 && text[length] >= '0' && text[length] <= '9') ++length;
    if (length == 0 || length == text.size() || (text[length] != '.' && text[length] != ')')) return 0;
    ++length;
  }
  return ends_word(text, length) ? length : 0;
}

bool is_rule(std::string_view line) {
  const auto marks = std::ranges::count(line, line[0]);
  return marks >= 3 && marks + std::ranges::count_if(line, is_blank) == std::ssize(line);
}

bool is_empty_heading(std::string_view text) {
  const std::size_t level = std::min(text.substr(0, 7).find_first_not_of('#'), text.size());
  return level >= 1 && level <= 6 && ends_word(text, level);
}

}  // namespace

std::size_t MarkdownInput::inserted_before(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(insertions, offset, {}, &Insertion::offset);
  return after == insertions.begin() ? 0 : std::prev(after)->before;
}

std::string_view without_prefix(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t>"), line.size()));
}

bool is_delimiter_row(std::string_view line) {
  const auto blanks = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
  const auto take = [&line](char c) {
    if (!line.starts_with(c)) return false;
    line.remove_prefix(1);
    return true;
  };
  blanks();
  bool pipes = take('|');
  for (int cells = 0;; ++cells) {
    blanks();
    if (line.empty()) return pipes && cells > 0;
    take(':');
    if (!take('-')) return false;
    while (take('-')) continue;
    take(':');
    blanks();
    if (line.empty()) return pipes;
    if (!take('|')) return false;
    pipes = true;
  }
}

std::string_view BlockCursor::rest_of_line(std::size_t offset) const {
  std::size_t end = offset;
  while (end < text_.size() && !is_line_end(text_[end])) ++end;
  return text_.substr(offset, end - offset);
}

std::size_t BlockCursor::move_past_line_end() {
  at_ += rest_of_line(at_).size();
  const std::size_t line_end = at_;
  if (text_.substr(at_).starts_with("\r\n")) ++at_;
  if (at_ < text_.size()) ++at_;
  prefixes_ = quotes_;
  return line_end;
}

void BlockCursor::move_past_line() {
  if (at_ == 0 || !is_line_end(text_[at_ - 1])) move_past_line_end();
}

void BlockCursor::skip_to_content() {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (is_line_end(c)) {
      prefixes_ = quotes_;
    } else if (c == '>' && prefixes_ > 0) {
      --prefixes_;
    } else if (!is_blank(c)) {
      return;
    }
  }
}

template <class Matches>
std::optional<std::size_t> BlockCursor::find(Matches matches) {
  skip_to_content();
  std::size_t resume = at_;
  unsigned prefixes = prefixes_;
  for (unsigned other = 0; at_ < text_.size() && other <= kMostOtherLines; skip_to_content()) {
    if (matches(text_.substr(at_))) return at_;
    const bool reference = other == 0 && text_[at_] == '[';
    other += reference ? 0 : 1;
    move_past_line_end();
    if (reference) {
      resume = at_;
      prefixes = prefixes_;
    }
  }
  at_ = resume;
  prefixes_ = prefixes;
  return std::nullopt;
}

std::optional<std::size_t> BlockCursor::quote() {
  const auto found = find([](std::string_view text) { return text[0] == '>'; });
  if (found) ++at_;
  return found;
}

std::optional<std::size_t> BlockCursor::item() {
  const auto found = find([](std::string_view text) { return item_mark(text) > 0; });
  if (found) at_ += item_mark(text_.substr(at_));
  return found;
}

std::optional<std::size_t> BlockCursor::rule() {
  const auto found = find([this](std::string_view text) {
    return (text[0] == '-' || text[0] == '*' || text[0] == '_') && is_rule(rest_of_line(at_));
  });
  if (found) move_past_line_end();
  return found;
}

std::optional<std::size_t> BlockCursor::fence() {
  const auto found = find([](std::string_view text) { return text.starts_with("```") || text.starts_with("~~~"); });
  if (found) move_past_line_end();
  return found;
}

std::optional<std::size_t> BlockCursor::empty_heading() {
  const auto found = find(is_empty_heading);
  if (found) move_past_line_end();
  return found;
}

std::optional<std::size_t> BlockCursor::table() {
  return find([this](std::string_view) {
    std::size_t next = at_ + rest_of_line(at_).size();
    next += text_.substr(next).starts_with("\r\n") ? 2 : 1;
    return next < text_.size() && is_delimiter_row(without_prefix(rest_of_line(next)));
  });
}

std::size_t BlockCursor::content() {
  skip_to_content();
  return at_;
}

bool BlockCursor::take_line_of(char mark) {
  std::string_view content = without_prefix(rest_of_line(at_));
  content.remove_suffix(content.size() - std::min(content.size(), content.find_last_not_of(" \t") + 1));
  const bool enough = content.size() >= (mark == '`' || mark == '~' ? 3 : 1);
  if (!enough || content.find_first_not_of(mark) != std::string_view::npos) return false;
  move_past_line_end();
  return true;
}

}  // namespace qd::text
