// A hash of texts for tables that live as long as the process. Quicker than std::hash on the short texts that documents
// are full of; no defence against texts made to collide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace qd {

[[nodiscard]] inline std::uint64_t text_hash(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  const auto load = [](const char* from, auto part) {
    std::memcpy(&part, from, sizeof part);
    return std::uint64_t{part};
  };
  std::uint64_t hash = 0x9E3779B97F4A7C15ull ^ left;
  const auto mix = [&hash](std::uint64_t first, std::uint64_t second) {
    hash = (hash ^ first) * 0xFF51AFD7ED558CCDull;
    hash = ((hash ^ hash >> 32) + second) * 0xC4CEB9FE1A85EC53ull;
  };
  for (; left > 16; at += 16, left -= 16) mix(load(at, std::uint64_t{}), load(at + 8, std::uint64_t{}));
  // The rest as two parts, which hold some bytes twice.
  if (left >= 8) {
    mix(load(at, std::uint64_t{}), load(at + left - 8, std::uint64_t{}));
  } else if (left >= 4) {
    mix(load(at, std::uint32_t{}), load(at + left - 4, std::uint32_t{}));
  } else if (left > 0) {
    const auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])}; };
    mix(byte(0) << 16 | byte(left / 2) << 8 | byte(left - 1), 0);
  }
  return hash ^ (hash >> 29);
}

}  // namespace qd
