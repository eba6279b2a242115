#include "base/slug.hpp"

#include <algorithm>
#include <vector>

#include "base/utf8.hpp"

namespace qd {

namespace {

// Latin letters without their marks, by code point; the signs × and ÷ among them are separators and never looked up.
constexpr std::string_view kLatin1 =
    "aaaaaaaceeeeiiiidnoooooxouuuuyts"   // U+00C0…U+00DF
    "aaaaaaaceeeeiiiidnoooooxouuuuyty";  // U+00E0…U+00FF
constexpr std::string_view kLatinA =     // U+0100…U+017F
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

bool is_separator(char32_t c) {
  return c < 0x30 || (c > 0x39 && c < 0x41) || (c > 0x5A && c < 0x61) || (c > 0x7A && c < 0xC0) || c == 0xD7 ||
         c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE00 && c <= 0xFE6F) ||
         (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) || c == utf8::kReplacement ||
         (c >= 0x1F000 && c <= 0x1FFFF) || (c >= 0xE000 && c <= 0xF8FF);
}

void append_plain(std::string& out, char32_t c) {
  if (c >= 'A' && c <= 'Z') {
    out += static_cast<char>(c + 32);
  } else if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c == 0xDF) {
    out += "ss";
  } else if (c == 0xC6 || c == 0xE6) {
    out += "ae";
  } else if (c >= 0xC0 && c <= 0xFF) {
    out += kLatin1[c - 0xC0];
  } else if (c >= 0x100 && c <= 0x17F) {
    out += kLatinA[c - 0x100];
  } else if (c >= 0x410 && c <= 0x42F) {
    utf8::append(out, c + 32);
  } else {
    utf8::append(out, c);
  }
}

}  // namespace

std::string slug(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  while (!text.empty()) {
    const char c = text.front();
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      if (gap && !out.empty()) out += '-';
      gap = false;
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      text.remove_prefix(1);
      continue;
    }
    const utf8::Decoded one = utf8::decode_one(text);
    text.remove_prefix(one.length);
    if (is_separator(one.character)) {
      // An apostrophe joins: "Queen's" is "queens", not "queen-s".
      gap = gap || (one.character != '\'' && one.character != 0x2019);
      continue;
    }
    if (gap && !out.empty()) out += '-';
    gap = false;
    append_plain(out, one.character);
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return std::min(row[b.size()], limit + 1);
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  std::size_t least = word.size() < 4 ? 2 : word.size() < 8 ? 3 : 4;
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, least - 1);
    if (distance < least) least = distance, best = candidate;
  }
  if (best.empty()) return {};
  return std::string("did you mean `").append(best).append("`?");
}

}  // namespace qd
