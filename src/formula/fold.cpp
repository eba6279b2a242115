#include "formula/fold.hpp"

#include "base/utf8.hpp"

namespace qd::formula {

namespace {

char32_t fold_latin_extended(char32_t c) {
  if (c == 0x178) return 0xFF;
  const bool odd_is_small = c < 0x138 || (c > 0x148 && c < 0x178);  // elsewhere the even one is small
  return (c % 2 == 0) == odd_is_small ? c + 1 : c;
}

char32_t fold_greek(char32_t c) {
  switch (c) {
    case 0x386:
      return 0x3AC;
    case 0x388:
    case 0x389:
    case 0x38A:
      return c + 37;
    case 0x38C:
      return 0x3CC;
    case 0x38E:
    case 0x38F:
      return c + 63;
    case 0x3C2:
      return 0x3C3;
    default:
      return c >= 0x391 && c <= 0x3AB ? c + 32 : c;
  }
}

char32_t fold_character(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? c : c + 32;
  if (c >= 0x100 && c <= 0x17E && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149) return fold_latin_extended(c);
  if (c >= 0x386 && c <= 0x3CE) return fold_greek(c);
  if (c >= 0x400 && c <= 0x42F) return c < 0x410 ? c + 80 : c + 32;
  if (c >= 0xFF21 && c <= 0xFF3A) return c + 32;
  return c;
}

bool is_space(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  while (!text.empty()) {
    const utf8::Decoded one = utf8::decode_one(text);
    text.remove_prefix(one.length);
    if (is_space(one.character)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    utf8::append(out, fold_character(one.character));
  }
  return out;
}

}  // namespace qd::formula
