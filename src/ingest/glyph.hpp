// Characters as readers of values see them: full-width forms, exotic spaces, minus signs and apostrophes are folded to
// their plain cousins, while offsets stay those of the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace qd::ingest {

struct Glyph {
  char32_t c = 0;           ///< folded; 0 at the end of the text
  std::uint8_t length = 0;  ///< bytes; 0 at the end of the text
};

[[nodiscard]] Glyph fold_glyph(std::string_view text, std::size_t at);

/// The character that starts at byte `at`. NBSP and the like are ' ', U+2212 is '-', '’' is '\'', '＄' is '$'; en dash
/// and wave dash are U+2013, em dashes U+2014. Case is kept.
[[nodiscard]] inline Glyph glyph(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {byte, 1};
  return fold_glyph(text, at);
}

inline constexpr char32_t kEnDash = 0x2013;
inline constexpr char32_t kEmDash = 0x2014;

[[nodiscard]] constexpr bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
/// An en dash stands for a minus where it touches a number.
[[nodiscard]] constexpr bool is_minus(char32_t c) { return c == '-' || c == kEnDash; }
[[nodiscard]] constexpr bool is_space(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
[[nodiscard]] constexpr bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Of scripts that write words without spaces between them.
[[nodiscard]] constexpr bool is_ideograph(char32_t c) {
  return (c >= 0x3005 && c <= 0x30FF && c != 0x301C) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}
/// Of alphabets: Latin, Greek, Cyrillic and those up to Mongolian.
[[nodiscard]] constexpr bool is_letter(char32_t c) {
  return is_ascii_letter(c) || (c >= 0xC0 && c <= 0x1FFF && c != 0xD7 && c != 0xF7 && !(c >= 0x0E3F && c <= 0x0E3F)) ||
         c == 0xAA || c == 0xBA;
}

[[nodiscard]] inline std::size_t skip_spaces(std::string_view text, std::size_t at) {
  for (Glyph g = glyph(text, at); is_space(g.c); g = glyph(text, at)) at += g.length;
  return at;
}

/// The character that ends before byte `at`; 0 at the start.
[[nodiscard]] Glyph glyph_before(std::string_view text, std::size_t at);

}  // namespace qd::ingest
