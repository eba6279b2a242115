#include "report/markdown_escape.hpp"

#include "base/utf8.hpp"

namespace qd::report {

namespace {

constexpr std::string_view kBacktick = "&#96;";
constexpr char32_t kIsolate = 0x2068;     // FIRST STRONG ISOLATE
constexpr char32_t kEndIsolate = 0x2069;  // POP DIRECTIONAL ISOLATE

bool is_space(char32_t c) { return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_dropped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x200E || c == 0x200F || c == 0xFEFF;
}

bool is_right_to_left(char32_t c) {
  return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) ||
         (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

/// One line without what nobody sees.
std::u32string cleaned(std::string_view text, bool& right_to_left) {
  std::u32string out;
  bool gap = false;
  while (!text.empty()) {
    const utf8::Decoded one = utf8::decode_one(text);
    text.remove_prefix(one.length);
    if (is_space(one.character)) {
      gap = true;
      continue;
    }
    if (is_dropped(one.character)) continue;
    if (gap && !out.empty()) out += U' ';
    gap = false;
    right_to_left = right_to_left || is_right_to_left(one.character);
    out += one.character;
  }
  return out;
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

/// Markup wherever it stands.
bool is_markup(char32_t c) {
  return c == '\\' || c == '*' || c == '_' || c == '[' || c == ']' || c == '<' || c == '>' || c == '|' || c == '~' ||
         c == '&';
}

/// Markup only where a block, or what follows a link's text, can begin.
bool is_markup_at_start(char32_t c) {
  return c == '#' || c == '+' || c == '-' || c == '=' || c == ':' || c == '(' || c == ')' || c == '.' || c == '!';
}

}  // namespace

void escape_markdown(std::string& out, std::string_view text) {
  bool right_to_left = false;
  const std::u32string line = cleaned(text, right_to_left);
  if (right_to_left) utf8::append(out, kIsolate);
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char32_t c = line[i];
    const bool numbers_an_item = i == digits && (c == '.' || c == ')');
    const bool opens_image = c == '!' && i + 1 == line.size();
    if (is_markup(c) || (i == 0 && is_markup_at_start(c)) || numbers_an_item || opens_image) out += '\\';
    // Not even a backslash lets a backtick stand in the line that opens a fence.
    if (c == '`') {
      out += kBacktick;
    } else {
      utf8::append(out, c);
    }
  }
  if (right_to_left) utf8::append(out, kEndIsolate);
}

std::string escaped(std::string_view text) {
  std::string out;
  escape_markdown(out, text);
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0x80 &&
                        std::ispunct(static_cast<unsigned char>(text[i + 1])) != 0;
    if (escape) ++i;
    const bool backtick = !escape && text.substr(i).starts_with(kBacktick);
    out += backtick ? '`' : text[i];
    if (backtick) i += kBacktick.size() - 1;
  }
  return out;
}

}  // namespace qd::report
