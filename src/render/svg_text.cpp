#include "render/svg_text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace qd::render {

namespace {

constexpr char32_t kEllipsis = 0x2026;
constexpr char32_t kEndIsolate = 0x2069;

bool opens_isolate(char32_t c) { return c >= 0x2066 && c <= 0x2068; }

/// Shares of the font's size.
double width_of(char32_t c) {
  constexpr std::string_view kNarrow = "ijl.,:;'|!I";
  constexpr std::string_view kSlim = "frt()[]{}/\\-\" ";
  constexpr std::string_view kWide = "mwMWOQG@%&+=<>~#";
  if (opens_isolate(c) || c == kEndIsolate) return 0;
  if (c == kEllipsis) return 1;
  if (c >= 0x80) {
    const std::size_t columns = utf8::width(c);
    if (columns != 1) return columns == 0 ? 0 : 1.3;
    return c < 0x250 || c == 0x2013 ? 0.66 : 0.9;
  }
  const char letter = static_cast<char>(c);
  if (kNarrow.find(letter) != std::string_view::npos) return 0.34;
  if (kSlim.find(letter) != std::string_view::npos) return 0.42;
  if (kWide.find(letter) != std::string_view::npos) return 0.96;
  return letter >= 'A' && letter <= 'Z' ? 0.72 : 0.64;
}

bool is_dropped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || c == 0xFFFE || c == 0xFFFF;
}

std::u32string cleaned(std::string_view text) {
  std::u32string out;
  for (char32_t c : utf8::decode(text)) {
    if (c == '\t' || c == '\n') c = U' ';
    if (!is_dropped(c)) out += c;
  }
  return out;
}

double width_of(std::u32string_view text) {
  double out = 0;
  for (const char32_t c : text) out += width_of(c);
  return out;
}

/// A line that was cut ends the isolation that it opened.
std::string finished(std::u32string line) {
  while (line.ends_with(U' ')) line.pop_back();
  const auto open = std::ranges::count_if(line, opens_isolate) - std::ranges::count(line, kEndIsolate);
  for (auto i = open; i > 0; --i) line += kEndIsolate;
  return utf8::encode(line);
}

/// Characters of the longest prefix of at most `room`; at least one. Ends at a space where there is one.
std::size_t fitting(std::u32string_view text, double room) {
  double used = 0;
  std::size_t space = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    used += width_of(text[i]);
    if (used > room) return space > 0 ? space : std::max<std::size_t>(i, 1);
    if (text[i] == U' ') space = i + 1;
  }
  return text.size();
}

std::u32string shortened(std::u32string_view text, double room) {
  double used = width_of(kEllipsis);
  std::size_t end = 0;
  while (end < text.size() && used + width_of(text[end]) <= room) used += width_of(text[end++]);
  // A whole word less reads better than half a word, unless the word is long.
  const std::size_t space = text.substr(0, end).rfind(U' ');
  constexpr std::size_t kHalfWord = 12;
  if (space != std::u32string_view::npos && end - space <= kHalfWord) end = space;
  std::u32string out(text.substr(0, end));
  while (out.ends_with(U' ')) out.pop_back();
  return out + kEllipsis;
}

}  // namespace

double svg_text_width(std::string_view text, double size) { return width_of(cleaned(text)) * size; }

std::vector<std::string> svg_lines(std::string_view text, double width, double size, std::size_t lines) {
  const std::u32string all = cleaned(text);
  const double room = width / size;
  std::vector<std::string> out;
  std::u32string_view rest = all;
  while (!rest.empty()) {
    if (out.size() + 1 == lines && width_of(rest) > room) {
      out.push_back(finished(shortened(rest, room)));
      break;
    }
    const std::size_t taken = fitting(rest, room);
    out.push_back(finished(std::u32string(rest.substr(0, taken))));
    rest.remove_prefix(taken);
  }
  if (out.empty()) out.emplace_back();
  return out;
}

std::string svg_line(std::string_view text, double width, double size) { return svg_lines(text, width, size, 1)[0]; }

std::string svg_clean(std::string_view text) { return finished(cleaned(text)); }

}  // namespace qd::render
