#include "text/front_matter_lines.hpp"

#include <algorithm>

namespace qd::text {

namespace {

constexpr std::size_t kLongestKey = 100;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Printable, and neither a line end nor a byte order mark to any version of YAML.
bool is_plain_text(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto c = static_cast<unsigned char>(line[i]);
    if (c < 0x20 || c == 0x7F) return false;
    if (c != 0xC2 && c != 0xE2 && c != 0xEF) continue;
    const std::string_view rest = line.substr(i, 3);
    if (c == 0xC2 && static_cast<unsigned char>(rest[1]) < 0xA0) return false;
    if (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9" || rest == "\xEF\xBB\xBF") return false;
    if (rest == "\xEF\xBF\xBE" || rest == "\xEF\xBF\xBF") return false;
  }
  return true;
}

std::string_view trimmed_right(std::string_view text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

/// Without a comment, which starts with a '#' after a space.
std::string_view without_comment(std::string_view text) {
  const std::size_t comment = text.starts_with('#') ? 0 : text.find(" #");
  return trimmed_right(text.substr(0, comment));
}

bool is_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool starts_plain(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '(' || c == '/' || c == '+' || c < 0;
}

}  // namespace

bool FrontMatterLines::read_all() {
  const std::string_view yaml = out_.source_->text().substr(0, span_.end);
  for (std::size_t at = span_.begin; at < yaml.size();) {
    const std::size_t end = std::min(yaml.find('\n', at), yaml.size());
    std::string_view line = yaml.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!read_line(line, at)) {
      out_.clear();
      return false;
    }
    at = end + 1;
  }
  return true;
}

void FrontMatterLines::read_some() {
  const SourceText& source = *out_.source_;
  for (std::uint32_t line = source.line_of(span_.begin); line < source.line_of(span_.end); ++line)
    if (!read_line(source.line(line), source.line_start(line))) open_list_ = false;
}

bool FrontMatterLines::read_line(std::string_view line, std::size_t offset) {
  if (!is_plain_text(line)) return false;
  const std::size_t content = line.find_first_not_of(' ');
  if (content == std::string_view::npos || line[content] == '#') return true;
  if (line[content] == '-') return read_item(line, offset);
  return content == 0 && read_entry(line, offset);
}

bool FrontMatterLines::read_entry(std::string_view line, std::size_t offset) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon > kLongestKey) return false;
  const std::string_view key = line.substr(0, colon);
  const auto in_key = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == ' '; };
  if (!is_letter(key[0]) || key.back() == ' ' || !std::ranges::all_of(key, in_key)) return false;
  if (colon + 1 < line.size() && line[colon + 1] != ' ') return false;

  const std::size_t start = std::min(line.find_first_not_of(' ', colon + 1), line.size());
  const std::string_view value = line.substr(start);
  std::optional<Piece> piece;
  const bool is_list = value.starts_with('[');
  const bool is_empty = without_comment(value).empty();
  if (!is_list && !is_empty) {
    piece = scalar(value, offset + start, false);
    if (!piece) return false;
  }
  open_list_ = false;
  if (!out_.add_key(key, offset, offset + colon)) return false;
  if (is_list && !read_flow_list(value, offset + start)) {
    out_.values_.resize(out_.entries_.back().value_begin);
    out_.entries_.pop_back();
    return false;
  }
  open_list_ = is_empty && !is_list;
  has_items_ = false;
  if (piece) add(*piece);
  return true;
}

bool FrontMatterLines::read_item(std::string_view line, std::size_t offset) {
  const std::size_t dash = line.find('-');
  if (!open_list_ || (has_items_ && dash != indentation_)) return false;
  if (dash + 1 < line.size() && line[dash + 1] != ' ') return false;
  const std::size_t start = std::min(line.find_first_not_of(' ', dash + 1), line.size());
  const auto piece = scalar(line.substr(start), offset + start, false);
  if (!piece || piece->text.empty()) return false;
  add(*piece);
  has_items_ = true;
  indentation_ = dash;
  out_.entries_.back().list = true;
  return true;
}

bool FrontMatterLines::read_flow_list(std::string_view list, std::size_t offset) {
  out_.entries_.back().list = true;
  list = without_comment(list);
  if (!list.ends_with(']')) return false;
  const std::string_view inside = list.substr(1, list.size() - 2);
  if (inside.find_first_not_of(' ') == std::string_view::npos) return true;
  for (std::size_t at = 0; at <= inside.size();) {
    const std::size_t comma = std::min(inside.find(',', at), inside.size());
    const std::size_t start = std::min(inside.find_first_not_of(' ', at), comma);
    const auto piece = scalar(inside.substr(start, comma - start), offset + 1 + start, true);
    if (!piece) return false;
    add(*piece);
    at = comma + 1;
  }
  return true;
}

std::optional<FrontMatterLines::Piece> FrontMatterLines::scalar(std::string_view text, std::size_t offset,
                                                                bool in_flow) {
  const char first = text.empty() ? '\0' : text[0];
  if (first == '"' || first == '\'') {
    const std::size_t close = text.find(first, 1);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view inside = text.substr(1, close - 1);
    const std::string_view after = text.substr(close + 1);
    const bool ends =
        in_flow ? trimmed_right(after).empty() : after.empty() || without_comment(after.substr(1)).empty();
    if (!ends || (!after.empty() && after[0] != ' ')) return std::nullopt;
    if (inside.find_first_of(in_flow ? "\\[]{}," : "\\") != std::string_view::npos) return std::nullopt;
    return Piece{inside, offset + 1, offset + close, true};
  }
  if (!starts_plain(first) && text != "~") return std::nullopt;
  const std::string_view plain = in_flow ? trimmed_right(text) : without_comment(text);
  if (plain.ends_with(':') || plain.find(": ") != std::string_view::npos) return std::nullopt;
  if (in_flow && plain.find_first_of("[]{}:#\"'") != std::string_view::npos) return std::nullopt;
  return Piece{plain, offset, offset + plain.size(), false};
}

void FrontMatterLines::add(const Piece& piece) {
  if (piece.quoted || !is_null(piece.text)) out_.add_value(piece.text, piece.begin, piece.end);
}

}  // namespace qd::text
