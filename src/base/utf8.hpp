// UTF-8 in and out. Invalid bytes become U+FFFD, one for each byte that cannot start or continue a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace qd::utf8 {

inline constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t character = kReplacement;
  std::size_t length = 1;  ///< bytes consumed, at least 1
  bool valid = false;
};

/// `text` must not be empty. Overlong forms, surrogates and values beyond U+10FFFF are invalid.
[[nodiscard]] Decoded decode_one(std::string_view text);

[[nodiscard]] std::u32string decode(std::string_view text);
[[nodiscard]] std::string encode(std::u32string_view text);
void append(std::string& out, char32_t character);

[[nodiscard]] bool valid(std::string_view text);
/// Characters in `text`, an invalid byte counting as one.
[[nodiscard]] std::size_t length(std::string_view text);
/// Columns a terminal gives to the character: 0 for combining marks, 2 for East Asian wide and emoji, else 1.
[[nodiscard]] std::size_t width(char32_t character);
/// The longest prefix of at most `characters` characters.
[[nodiscard]] std::string_view prefix(std::string_view text, std::size_t characters);

}  // namespace qd::utf8
