#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

bool append(std::array<char, 64>& buffer, std::size_t& size, char32_t c) {
  const auto put = [&](char32_t byte) { buffer[size++] = static_cast<char>(static_cast<unsigned char>(byte)); };
  if (size + 3 > buffer.size()) return false;
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return true;
}

}  // namespace

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c >= 0x139 && c <= 0x148) return c % 2 == 1 ? c + 1 : c;  // the stretch where capitals are odd
  if (c >= 0x179 && c <= 0x17E) return c % 2 == 1 ? c + 1 : c;
  if (c >= 0x100 && c <= 0x17F) return c % 2 == 0 && c != 0x130 && c != 0x138 ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c == 0x490) return 0x491;
  return c;
}

Phrase::Phrase(std::string_view text, std::size_t at, std::size_t most) {
  std::size_t size = 0;
  while (words_ < most) {
    std::size_t next = at;
    if (words_ > 0) {
      if (glyph(text, next).c == '.') ++next;  // "pr. måned"
      const std::size_t spaces = skip_spaces(text, next);
      if (spaces == next && next == at && glyph(text, next).c == '-')
        ++next;
      else if (spaces == next)
        return;
      else
        next = spaces;
      if (size + 1 >= kMostBytes) return;
      folded_[size++] = ' ';
    }
    if (!add_word(text, next, size)) return;
    ends_[words_] = static_cast<std::uint8_t>(size);
    source_ends_[words_++] = next;
    at = next;
  }
}

bool Phrase::add_word(std::string_view text, std::size_t& at, std::size_t& size) {
  const std::size_t begin = at;
  for (;;) {
    for (std::uint8_t c = folded_byte(text, at); c > 1 && size < kMostBytes; c = folded_byte(text, ++at))
      folded_[size++] = static_cast<char>(c);
    const Glyph g = glyph(text, at);
    if (g.length == 0) break;
    const bool letter = is_letter(g.c);
    if (!letter) {
      // A dot or an apostrophe belongs to the word when a letter follows: "p.a.", "all'anno".
      const bool joint = at > begin && (g.c == '.' || g.c == '\'') && is_letter(glyph(text, at + g.length).c);
      if (!joint) break;
    }
    if (g.c != '.' && !append(folded_, size, lower(g.c))) return false;
    at += g.length;
  }
  return at > begin;
}

}  // namespace qd::ingest
