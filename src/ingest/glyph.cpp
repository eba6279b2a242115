#include "ingest/glyph.hpp"

#include "base/utf8.hpp"

namespace qd::ingest {

namespace {

char32_t folded(char32_t c) {
  if (c < 0x2000) return c == 0xA0 ? U' ' : c;
  if (c <= 0x2015) {
    if (c <= 0x200A) return ' ';
    if (c == 0x2010 || c == 0x2011) return '-';
    if (c == 0x2012 || c == 0x2013) return kEnDash;
    if (c == 0x2014 || c == 0x2015) return kEmDash;
    return c;
  }
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  switch (c) {
    case 0x2018:
    case 0x2019:
      return '\'';
    case 0x2044:
      return '/';
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return ' ';
    case 0x2212:
      return '-';
    case 0x301C:
      return kEnDash;
    case 0xFE69:
      return '$';
    case 0xFFE1:
      return 0xA3;
    case 0xFFE5:
      return 0xA5;
    case 0xFFE6:
      return 0x20A9;
    default:
      return c;
  }
}

}  // namespace

Glyph fold_glyph(std::string_view text, std::size_t at) {
  const utf8::Decoded one = utf8::decode_one(text.substr(at));
  return {folded(one.character), static_cast<std::uint8_t>(one.length)};
}

Glyph glyph_before(std::string_view text, std::size_t at) {
  if (at == 0) return {};
  const auto last = static_cast<unsigned char>(text[at - 1]);
  if (last < 0x80) return {last, 1};
  std::size_t begin = at - 1;
  while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  const Glyph whole = glyph(text, begin);
  return begin + whole.length == at ? whole : Glyph{utf8::kReplacement, 1};
}

}  // namespace qd::ingest
