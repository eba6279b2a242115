#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace qd::utf8 {

namespace {

/// Bytes of a character by its first byte, 0 where no character starts so.
constexpr std::size_t expected_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

struct Range {
  char32_t first;
  char32_t last;
};

constexpr auto kWide = std::to_array<Range>({{0x1100, 0x115F},
                                             {0x2E80, 0x303E},
                                             {0x3041, 0x33FF},
                                             {0x3400, 0x4DBF},
                                             {0x4E00, 0x9FFF},
                                             {0xA000, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFE30, 0xFE6F},
                                             {0xFF00, 0xFF60},
                                             {0xFFE0, 0xFFE6},
                                             {0x1F300, 0x1F64F},
                                             {0x1F680, 0x1F6FF},
                                             {0x1F900, 0x1F9FF},
                                             {0x20000, 0x3FFFD}});
constexpr auto kZeroWidth =
    std::to_array<Range>({{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}});

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t character) {
  return std::ranges::any_of(ranges, [&](Range r) { return character >= r.first && character <= r.last; });
}

}  // namespace

Decoded decode_one(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = expected_length(lead);
  if (length == 1) return {lead, 1, true};
  if (length == 0 || text.size() < length) return {};
  char32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte & 0x3Fu);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool outside = value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
  if (overlong || outside) return {};
  return {value, length, true};
}

std::u32string decode(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Decoded one = decode_one(text);
    out += one.character;
    text.remove_prefix(one.length);
  }
  return out;
}

std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t character : text) append(out, character);
  return out;
}

void append(std::string& out, char32_t c) {
  const auto byte = [&out](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

bool valid(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  while (!text.empty()) {
    std::size_t ascii = 0;
    for (std::uint64_t eight = 0; ascii + sizeof eight <= text.size(); ascii += sizeof eight) {
      std::memcpy(&eight, text.data() + ascii, sizeof eight);
      if ((eight & kHighBits) != 0) break;
    }
    while (ascii < text.size() && static_cast<unsigned char>(text[ascii]) < 0x80) ++ascii;
    text.remove_prefix(ascii);
    if (text.empty()) return true;
    const Decoded one = decode_one(text);
    if (!one.valid) return false;
    text.remove_prefix(one.length);
  }
  return true;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(decode_one(text).length);
    ++count;
  }
  return count;
}

std::size_t width(char32_t character) {
  if (character < 0x300) return 1;
  if (contains(kZeroWidth, character)) return 0;
  return contains(kWide, character) ? 2 : 1;
}

std::string_view prefix(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (characters-- > 0 && at < text.size()) at += decode_one(text.substr(at)).length;
  return text.substr(0, at);
}

}  // namespace qd::utf8
