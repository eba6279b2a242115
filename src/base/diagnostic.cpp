#include "base/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"

namespace qd {

namespace {

constexpr std::size_t kShownWidth = 110;  // characters of the source line, so that an excerpt fits a terminal
constexpr std::size_t kShownBefore = 60;  // of which at most so many stand before the caret

void append_excerpt(std::string& out, const Diagnostic& diagnostic) {
  std::u32string line = utf8::decode(diagnostic.line);
  std::ranges::replace_if(line, [](char32_t c) { return c < 0x20 || c == 0x7F; }, U' ');
  const std::size_t column = diagnostic.at.column == 0 ? 0 : diagnostic.at.column - 1;
  const std::size_t from = column > kShownBefore && line.size() > kShownWidth ? column - kShownBefore : 0;
  const std::size_t to = std::min(line.size(), from + kShownWidth);
  if (from >= line.size()) return;
  fmt::format_to(std::back_inserter(out), "  {}{}{}\n", from > 0 ? "…" : "",
                 utf8::encode(std::u32string_view(line).substr(from, to - from)), to < line.size() ? "…" : "");
  if (diagnostic.at.column == 0) return;

  // The caret line copies the width of what stands above it, so that wide characters do not shift it.
  std::size_t blanks = from > 0 ? 1 : 0;
  for (std::size_t i = from; i < std::min(column, line.size()); ++i) blanks += utf8::width(line[i]);
  std::size_t tail = 0;
  for (std::size_t i = column + 1; i < std::min<std::size_t>(column + diagnostic.at.length, to); ++i)
    tail += utf8::width(line[i]);
  fmt::format_to(std::back_inserter(out), "  {}^{}\n", std::string(blanks, ' '), std::string(tail, '~'));
}

}  // namespace

std::string format(const Diagnostic& diagnostic) {
  std::string out = diagnostic.file;
  if (diagnostic.at.line != 0) {
    fmt::format_to(std::back_inserter(out), ":{}", diagnostic.at.line);
    if (diagnostic.at.column != 0) fmt::format_to(std::back_inserter(out), ":{}", diagnostic.at.column);
  }
  if (!out.empty()) out += ": ";
  fmt::format_to(std::back_inserter(out), "{}: {} [{}]\n", to_string(diagnostic.severity), diagnostic.message,
                 diagnostic.code);
  if (!diagnostic.line.empty()) append_excerpt(out, diagnostic);
  if (!diagnostic.hint.empty()) fmt::format_to(std::back_inserter(out), "  hint: {}\n", diagnostic.hint);
  return out;
}

}  // namespace qd
