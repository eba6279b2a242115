// A hash of texts for tables that live as long as the process. Quicker than std::hash on the short texts that documents
// are full of; no defence against texts made to collide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace qd {

[[nodiscard]] inline std::uint64_t text_hash(std::string_view text) {
  std::uint64_t hash = 0x9E3779B97F4A7C15ull ^ text.size();
  const auto mix = [&hash](std::uint64_t part) {
    hash = (hash ^ part) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
  };
  const auto eight = [&text](std::size_t at) {
    std::uint64_t part;
    std::memcpy(&part, text.data() + at, sizeof part);
    return part;
  };
  std::size_t at = 0;
  for (; at + 8 < text.size(); at += 8) mix(eight(at));
  if (text.size() >= 8) {
    mix(eight(text.size() - 8));  // some bytes for the second time
  } else {
    std::uint64_t part = 0;
    for (; at < text.size(); ++at) part = part << 8 | static_cast<unsigned char>(text[at]);
    mix(part);
  }
  hash *= 0xC4CEB9FE1A85EC53ull;
  return hash ^ (hash >> 29);
}

}  // namespace qd
