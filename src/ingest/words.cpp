#include "ingest/words.hpp"

#include <array>

#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace qd::ingest {

namespace {

enum class Sort : std::uint8_t { gap, letter, ideogram };

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

Sort sort_of(char32_t c) {
  if (c < 0x80) {
    const bool letter = between(c, 'a', 'z') || between(c, '0', '9');
    return letter ? Sort::letter : c == '#' || c == '%' ? Sort::ideogram : Sort::gap;
  }
  if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == utf8::kReplacement) return Sort::gap;
  if (c == 0x3005 || between(c, 0x3041, 0x30FF) || between(c, 0x3400, 0x9FFF) || between(c, 0xAC00, 0xD7A3) ||
      between(c, 0xF900, 0xFAFF) || between(c, 0x20000, 0x2FFFF))
    return c == 0x30FB ? Sort::gap : Sort::ideogram;
  if (between(c, 0x2000, 0x2BFF) || between(c, 0x3000, 0x303F) || between(c, 0xFE00, 0xFE6F) ||
      between(c, 0xE000, 0xF8FF) || c >= 0x1F000)
    return Sort::gap;
  return Sort::letter;
}

constexpr std::uint8_t kGap = 0;
constexpr std::uint8_t kOther = 1;

/// An ASCII letter or digit in lower case; kGap between words; kOther for what needs a closer look.
constexpr auto kPlainBytes = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool small = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    const bool capital = byte >= 'A' && byte <= 'Z';
    const bool other = byte >= 0x80 || byte == '#' || byte == '%';
    table[c] = small ? byte : capital ? static_cast<std::uint8_t>(byte + 0x20) : other ? kOther : kGap;
  }
  return table;
}();
std::uint8_t plain_byte(char c) { return kPlainBytes[static_cast<unsigned char>(c)]; }

/// Latin letters with marks (U+00C0…U+017F) as they stand in slugs, which have none.
std::string_view plain_latin(char32_t c) {
  static const auto kPlain = [] {
    std::array<std::string, 0x180 - 0xC0> plain;
    for (char32_t letter = 0xC0; letter < 0x180; ++letter) {
      std::string text;
      utf8::append(text, letter);
      plain[letter - 0xC0] = slug(text);
    }
    return plain;
  }();
  return kPlain[c - 0xC0];
}

char32_t lower(char32_t c) {
  if (between(c, 0x410, 0x42F)) return c + 0x20;
  if (between(c, 0x400, 0x40F)) c += 0x50;
  if (c == 0x451) return 0x435;  // ё is often written е
  if (c == 0x490) return 0x491;  // Ukrainian ґ
  if (between(c, 0x391, 0x3A9)) return c + 0x20;
  return c;
}

char32_t narrow(char32_t c) {
  if (between(c, 0xFF01, 0xFF5E)) c -= 0xFEE0;
  return between(c, 'A', 'Z') ? c + 0x20 : c;
}

}  // namespace

void Words::split(std::string_view text, std::size_t limit) {
  folded_.clear();
  words_.clear();
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    if (words_.size() >= limit && !in_word) break;
    const std::uint8_t c = plain_byte(text[at]);
    if (c == kOther) {
      take(text, at, in_word);
    } else if (c == kGap) {
      in_word = false;
      ++at;
    } else {
      take_plain(text, at, in_word);
    }
  }
  if (words_.size() > limit) words_.resize(limit);
}

/// A run of ASCII letters and digits: what nearly all texts consist of.
void Words::take_plain(std::string_view text, std::size_t& at, bool& in_word) {
  if (!in_word) {
    const auto folded = static_cast<std::uint32_t>(folded_.size());
    const auto source = static_cast<std::uint32_t>(at);
    words_.push_back({folded, folded, source, source, false});
  }
  for (; at < text.size(); ++at) {
    const std::uint8_t c = plain_byte(text[at]);
    if (c == kGap || c == kOther) break;
    folded_ += static_cast<char>(c);
  }
  words_.back().end = static_cast<std::uint32_t>(folded_.size());
  words_.back().source_end = static_cast<std::uint32_t>(at);
  in_word = true;
}

void Words::take(std::string_view text, std::size_t& at, bool& in_word) {
  const std::size_t begin = at;
  char32_t c = static_cast<unsigned char>(text[at]);
  if (c < 0x80) {
    ++at;
  } else {
    const utf8::Decoded one = utf8::decode_one(text.substr(at));
    c = one.character;
    at += one.length;
  }
  c = narrow(c);
  const Sort sort = sort_of(c);
  // A combining mark belongs to the letter before it and is dropped like the mark of a precomposed one.
  if (between(c, 0x300, 0x36F)) return;
  if (sort == Sort::gap) {
    in_word = false;
    return;
  }
  if (!in_word || sort == Sort::ideogram) {
    const auto folded = static_cast<std::uint32_t>(folded_.size());
    const auto source = static_cast<std::uint32_t>(begin);
    words_.push_back({folded, folded, source, source, sort == Sort::ideogram});
  }
  if (c < 0x80)
    folded_ += static_cast<char>(c);
  else if (c < 0x180)
    folded_ += plain_latin(c);
  else
    utf8::append(folded_, lower(c));
  words_.back().end = static_cast<std::uint32_t>(folded_.size());
  words_.back().source_end = static_cast<std::uint32_t>(at);
  in_word = sort == Sort::letter;
}

}  // namespace qd::ingest
