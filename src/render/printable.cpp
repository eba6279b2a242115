#include "render/printable.hpp"

#include "base/utf8.hpp"

namespace qd::render {

namespace {

constexpr bool is_unsafe(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool line_end = c == 0x2028 || c == 0x2029;
  const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || line_end || direction;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded one = utf8::decode_one(text.substr(i));
    utf8::append(out, is_unsafe(one.character) ? U' ' : one.character);
    i += one.length;
  }
  return out;
}

}  // namespace qd::render
