// Questions about the bytes of a text, answered sixteen at a time: whether a text can hold something at all is asked of
// every line and cell, and the answer is nearly always no.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace qd {

/// Sixteen bytes of a text; comparing them gives 0xFF where it holds.
using Bytes [[gnu::vector_size(16)]] = unsigned char;

[[nodiscard]] inline bool any(Bytes found) {
  std::uint64_t halves[2];
  std::memcpy(halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

/// One bit for each byte of a comparison, the first byte lowest.
[[nodiscard]] inline std::uint32_t bits_of(Bytes found) {
  std::uint64_t halves[2];
  std::memcpy(halves, &found, sizeof halves);
  const auto gather = [](std::uint64_t half) {
    return static_cast<std::uint32_t>((half & 0x8040201008040201ull) * 0x0101010101010101ull >> 56);
  };
  return gather(halves[0]) | gather(halves[1]) << 8;
}

[[nodiscard]] inline Bytes load(const char* at) {
  Bytes block;
  std::memcpy(&block, at, sizeof block);
  return block;
}

/// A text of less than sixteen bytes, with zeros behind its end.
[[nodiscard]] inline Bytes load_short(std::string_view text) {
  const char* const data = text.data();
  const std::size_t size = text.size();
  const auto word = [data](std::size_t at, auto part) {
    std::memcpy(&part, data + at, sizeof part);
    return std::uint64_t{part};
  };
  std::uint64_t halves[2] = {0, 0};
  if (size >= 8) {
    halves[0] = word(0, std::uint64_t{});
    if (size > 8) halves[1] = word(size - 8, std::uint64_t{}) >> 8 * (16 - size);
  } else if (size >= 4) {
    halves[0] = word(0, std::uint32_t{}) | word(size - 4, std::uint32_t{}) << 8 * (size - 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) halves[0] |= std::uint64_t{static_cast<unsigned char>(data[i])} << 8 * i;
  }
  Bytes block;
  std::memcpy(&block, halves, sizeof block);
  return block;
}

/// Whether `test` finds anything in the text. It gets sixteen bytes at a time, some of them twice, and zeros behind the
/// end of a short text.
template <class Test>
[[nodiscard]] bool any_byte(std::string_view text, Test test) {
  const char* const data = text.data();
  const std::size_t size = text.size();
  if (size < sizeof(Bytes)) return any(test(load_short(text)));
  for (std::size_t at = 0; at + sizeof(Bytes) < size; at += sizeof(Bytes)) {
    if (any(test(load(data + at)))) return true;
  }
  return any(test(load(data + size - sizeof(Bytes))));
}

/// How many bytes of the text `test` finds, which must find no zeros.
template <class Test>
[[nodiscard]] std::size_t count_bytes(std::string_view text, Test test) {
  std::size_t count = 0;
  const auto add = [&](Bytes block) {
    block = test(block) & 1;
    std::uint64_t halves[2];
    std::memcpy(halves, &block, sizeof halves);
    count += (halves[0] + halves[1]) * 0x0101010101010101ull >> 56;  // the sum of the bytes
  };
  for (; text.size() >= sizeof(Bytes); text.remove_prefix(sizeof(Bytes))) add(load(text.data()));
  add(load_short(text));
  return count;
}

/// Whether the text holds one of these bytes. Zero is none of them.
template <unsigned char... kBytes>
[[nodiscard]] bool holds_any(std::string_view text) {
  return any_byte(text, [](Bytes block) { return static_cast<Bytes>(((block == kBytes) | ...)); });
}

/// Between `first` and `last`, which is not below it.
[[nodiscard]] inline Bytes in_range(Bytes block, unsigned char first, unsigned char last) {
  return static_cast<Bytes>(static_cast<Bytes>(block - first) <= static_cast<unsigned char>(last - first));
}

/// Whether `test` finds anything among `kWidth` bytes that follow each other. It gets a pointer to the first bytes of
/// sixteen such windows; zeros stand behind the end of the text.
template <std::size_t kWidth, class Test>
[[nodiscard]] bool any_window(std::string_view text, Test test) {
  std::size_t at = 0;
  for (; at + sizeof(Bytes) + kWidth - 1 <= text.size(); at += sizeof(Bytes)) {
    if (any(test(text.data() + at))) return true;
  }
  char tail[sizeof(Bytes) + 2 * kWidth] = {};
  text.substr(at).copy(tail, sizeof tail);  // unlike memcpy, also of the empty text, which may point nowhere
  return any(test(tail));
}

/// Where `kWord` begins among sixteen places; for any_window.
template <unsigned char... kWord>
[[nodiscard]] Bytes starts_word(const char* at) {
  Bytes found = ~Bytes{};
  ((found &= static_cast<Bytes>(load(at++) == kWord)), ...);
  return found;
}

/// Whether the text holds `word`. Faster than a search for its first byte where that is frequent.
template <unsigned char... kWord>
[[nodiscard]] bool holds_word(std::string_view text) {
  return any_window<sizeof...(kWord)>(text, starts_word<kWord...>);
}

/// Where `kTogether` capitals stand together, among sixteen places.
template <std::size_t kTogether>
[[nodiscard]] Bytes starts_capitals(const char* at) {
  Bytes found = in_range(load(at), 'A', 'Z');
  for (std::size_t shift = 1; shift < kTogether; ++shift) found &= in_range(load(at + shift), 'A', 'Z');
  return found;
}

/// Whether `kTogether` capitals stand together.
template <std::size_t kTogether>
[[nodiscard]] bool holds_capitals(std::string_view text) {
  return any_window<kTogether>(text, starts_capitals<kTogether>);
}

/// The first place from `from` on at which `kTogether` capitals stand together; npos when there is none.
template <std::size_t kTogether>
[[nodiscard]] std::size_t find_capitals(std::string_view text, std::size_t from) {
  const std::size_t window = sizeof(Bytes) + kTogether - 1;
  while (from + window <= text.size() && !any(starts_capitals<kTogether>(text.data() + from))) from += sizeof(Bytes);
  const auto capital = [&](std::size_t at) { return at < text.size() && text[at] >= 'A' && text[at] <= 'Z'; };
  for (std::size_t together = 0; from < text.size(); ++from) {
    together = capital(from) ? together + 1 : 0;
    if (together == kTogether) return from + 1 - kTogether;
  }
  return std::string_view::npos;
}

}  // namespace qd
