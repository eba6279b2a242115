#include "text/csv.hpp"

#include <algorithm>
#include <array>

namespace qd::text {

namespace {

constexpr std::size_t kSampledRows = 20;
constexpr std::size_t kSampledBytes = 64 * 1024;

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// Separators outside quotes in each of the first rows that are not empty.
std::vector<std::size_t> counts(std::string_view text, char separator) {
  std::vector<std::size_t> rows;
  std::size_t count = 0;
  bool quoted = false;
  bool empty = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && is_line_end(c)) {
      if (!empty) rows.push_back(count);
      if (rows.size() == kSampledRows) return rows;
      count = 0;
      empty = true;
    } else {
      count += !quoted && c == separator ? 1 : 0;
      empty = false;
    }
  }
  if (!empty) rows.push_back(count);
  return rows;
}

}  // namespace

char guess_separator(std::string_view text) {
  text = text.substr(0, kSampledBytes);
  char best = ',';
  std::size_t best_rows = 0;
  std::size_t best_count = 0;
  for (const char candidate : std::array{',', ';', '\t'}) {
    const std::vector<std::size_t> rows = counts(text, candidate);
    if (rows.empty() || rows.front() == 0) continue;
    const auto alike = static_cast<std::size_t>(std::ranges::count(rows, rows.front()));
    if (alike > best_rows || (alike == best_rows && rows.front() > best_count)) {
      best = candidate;
      best_rows = alike;
      best_count = rows.front();
    }
  }
  return best;
}

CsvReader::CsvReader(const SourceText& source, std::string_view file, Diagnostics& diagnostics, char separator)
    : source_(source),
      text_(source.text()),
      file_(file),
      diagnostics_(diagnostics),
      separator_(separator != 0 ? separator : guess_separator(text_)) {}

const CsvRow* CsvReader::next() {
  row_.fields.clear();
  unescaped_used_ = 0;
  while (at_ < text_.size() && is_line_end(text_[at_])) take_line_end();
  if (at_ == text_.size()) return nullptr;
  row_.line = line_;
  while (true) {
    row_.fields.push_back(text_.substr(at_).starts_with('"') ? quoted_field() : plain_field());
    if (at_ == text_.size() || text_[at_] != separator_) break;
    ++at_;
  }
  row_.last_line = line_;
  if (at_ < text_.size()) take_line_end();
  return &row_;
}

void CsvReader::take_line_end() {
  if (text_.substr(at_).starts_with("\r\n")) ++at_;
  ++at_;
  ++line_;
}

std::string_view CsvReader::plain_field() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && !is_line_end(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

/// Past the quote that closes the one at `at_`; nothing when there is none, on the line if it has to be there.
std::optional<std::size_t> CsvReader::closing_quote() const {
  for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
    if (quotes_end_with_line_ && is_line_end(text_[at])) return std::nullopt;
    if (text_[at] != '"') continue;
    if (at + 1 == text_.size() || text_[at + 1] != '"') return at;
    ++at;
  }
  return std::nullopt;
}

std::string_view CsvReader::quoted_field() {
  const std::size_t begin = at_;
  const auto close = closing_quote();
  if (!close) {
    quotes_end_with_line_ = true;
    complain(begin, "csv-quote-open", "this quote is never closed", "close it, or double it if it belongs to the text");
    return plain_field();
  }
  at_ = *close + 1;
  const std::string_view content = unescaped(text_.substr(begin + 1, *close - begin - 1));
  line_ = source_.line_of(*close);
  if (at_ == text_.size() || text_[at_] == separator_ || is_line_end(text_[at_])) return content;
  complain(begin, "csv-quote-inside", "text follows the closing quote of this field",
           "double the quotes that belong to the text");
  const std::string_view rest = plain_field();
  return keep(std::string(content).append(rest));
}

std::string_view CsvReader::unescaped(std::string_view quoted) {
  if (quoted.find('"') == std::string_view::npos) return quoted;
  std::string out;
  for (std::size_t at = 0; at < quoted.size(); ++at) {
    out += quoted[at];
    if (quoted[at] == '"') ++at;
  }
  return keep(std::move(out));
}

/// Slots are used again from row to row; a deque, so that views of short strings stay true when it grows.
std::string_view CsvReader::keep(std::string text) {
  if (unescaped_used_ == unescaped_.size()) unescaped_.emplace_back();
  std::string& slot = unescaped_[unescaped_used_++];
  slot = std::move(text);
  return slot;
}

void CsvReader::complain(std::size_t begin, std::string_view code, std::string message, std::string hint) {
  diagnostics_.push_back(
      placed({.severity = Severity::warning, .code = code, .message = std::move(message), .hint = std::move(hint)},
             file_, source_, source_.position(begin, begin + 1)));
}

}  // namespace qd::text
