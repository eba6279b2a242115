#include "assess/definition_text.hpp"

#include <algorithm>
#include <utility>

#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace qd::assess {

namespace {

/// Walks a TOML string in the file's bytes and tells how many decoded bytes each step gives.
class StringWalk {
 public:
  StringWalk(std::string_view text, std::size_t at, Position position) : text_(text), at_(at), position_(position) {
    const char quote = text_[at_];
    escapes_ = quote == '"';
    const std::string triple(3, quote);
    const bool multi = text_.substr(at_).starts_with(triple);
    forward(multi ? 3 : 1);
    if (!multi) return;
    // TOML leaves out a line end directly behind the opening quotes.
    if (peek() == '\r') forward(1);
    if (peek() == '\n') new_line();
  }

  /// Moves on until `offset` decoded bytes lie behind.
  void advance_to(std::size_t offset) {
    while (decoded_ < offset && at_ < text_.size()) step();
  }
  [[nodiscard]] Position position() const { return position_; }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void forward(std::size_t characters) {
    at_ += characters;
    position_.column += static_cast<std::uint32_t>(characters);
  }
  void new_line() {
    ++at_;
    ++position_.line;
    position_.column = 1;
  }

  void step() {
    if (escapes_ && peek() == '\\') return escape();
    if (peek() == '\n') {
      ++decoded_;
      return new_line();
    }
    const utf8::Decoded one = utf8::decode_one(text_.substr(at_));
    at_ += one.length;
    ++position_.column;
    decoded_ += one.length;
  }

  void escape() {
    const char kind = peek(1);
    if (kind == 'u' || kind == 'U') {
      const std::size_t digits = kind == 'u' ? 4 : 8;
      char32_t character = 0;
      for (std::size_t i = 0; i < digits; ++i) character = character * 16 + hex(peek(2 + i));
      std::string bytes;
      utf8::append(bytes, character);
      decoded_ += bytes.size();
      return forward(2 + digits);
    }
    if (kind != '\n' && kind != '\r' && kind != ' ' && kind != '\t') {
      ++decoded_;
      return forward(2);
    }
    forward(1);  // a backslash at the end of the line swallows all space up to the next character
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n')
      peek() == '\n' ? new_line() : forward(1);
  }

  static char32_t hex(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<char32_t>(digit - '0');
    const int letter = (digit | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? static_cast<char32_t>(letter + 10) : 0;
  }

  std::string_view text_;
  std::size_t at_;
  Position position_;
  std::size_t decoded_ = 0;
  bool escapes_ = false;
};

/// Where a line starts; the end of the text when there is no such line.
std::size_t offset_of_line(std::string_view text, std::uint32_t line) {
  std::size_t at = 0;
  for (std::uint32_t n = 1; n < line; ++n) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  return at;
}

}  // namespace

Position locate(const DefinitionFile& file, const Written& written, std::size_t begin, std::size_t end) {
  Position whole = written.at;
  whole.length = std::max<std::uint32_t>(whole.length, static_cast<std::uint32_t>(utf8::length(written.text)));
  std::size_t at = offset_of_line(file.text, written.at.line);
  for (std::uint32_t column = 1; column < written.at.column && at < file.text.size(); ++column)
    at += utf8::decode_one(std::string_view(file.text).substr(at)).length;
  if (at >= file.text.size() || (file.text[at] != '"' && file.text[at] != '\'')) return whole;
  StringWalk walk(file.text, at, written.at);
  walk.advance_to(begin);
  Position out = walk.position();
  walk.advance_to(std::max(end, begin + 1));
  const Position stop = walk.position();
  out.length = stop.line == out.line && stop.column > out.column ? stop.column - out.column : 1;
  return out;
}

std::string_view line_of(const DefinitionFile& file, std::uint32_t line) {
  const std::string_view text = file.text;
  const std::size_t begin = offset_of_line(text, line);
  std::string_view out = text.substr(begin, text.find('\n', begin) - begin);
  if (out.ends_with('\r')) out.remove_suffix(1);
  return out;
}

void DefinitionProblems::add(std::string_view code, const Written& where, std::string message, std::string hint) {
  add(code, where, 0, where.text.size(), std::move(message), std::move(hint));
}

void DefinitionProblems::add(std::string_view code, const Written& where, std::size_t begin, std::size_t end,
                             std::string message, std::string hint) {
  Diagnostic out{.severity = Severity::error, .code = code, .message = std::move(message), .hint = std::move(hint)};
  if (where.given() && where.file < files_.size()) {
    const DefinitionFile& file = files_[where.file];
    out.file = file.path;
    out.at = locate(file, where, begin, end);
    out.line = line_of(file, out.at.line);
  }
  out_.push_back(std::move(out));
  ++count_;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t limit = word.size() < 4 ? 1 : word.size() < 8 ? 2 : 3;
  std::string_view best;
  std::size_t least = limit + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, limit);
    if (distance < least) least = distance, best = candidate;
  }
  return best.empty() ? std::string() : "did you mean `" + std::string(best) + "`?";
}

}  // namespace qd::assess
