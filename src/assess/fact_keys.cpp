#include "assess/fact_keys.hpp"

#include <array>

namespace qd::assess {

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15ull + (hash << 6) + (hash >> 2);
  hash ^= hash >> 32;
  return hash * 0xD6E8FEB86659FD93ull;
}

/// Lower case for Latin letters; bytes of other scripts stand for themselves. 0 for what separates words.
unsigned char folded(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 'A' && byte <= 'Z') return static_cast<unsigned char>(byte + 32);
  const bool word = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
  return word ? byte : 0;
}

constexpr std::uint64_t kSeed = 0xCBF29CE484222325ull;
constexpr std::uint64_t kPrime = 0x100000001B3ull;

}  // namespace

std::uint64_t FactKeys::of(const model::Fact& fact, std::initializer_list<model::AttributeKey> attributes) {
  std::uint64_t hash = mix(static_cast<std::uint64_t>(fact.entity), static_cast<std::uint64_t>(fact.predicate));
  hash = mix(hash, (static_cast<std::uint64_t>(fact.unit) << 8) | static_cast<std::uint64_t>(fact.per));
  hash = mix(hash, fact.value == model::ValueKind::quantity ? static_cast<std::uint64_t>(fact.text) : 0);
  hash = mix(hash, fact.currency.number());
  std::array<std::uint64_t, model::kAttributeKeys> values{};
  for (std::size_t n = fact.attribute_count; n-- > 0;) {  // of two with the same key the first one counts
    const model::Attribute attribute = facts_.table().attribute(fact, n);
    const bool text = attribute.kind == model::AttributeKind::text;
    values[static_cast<std::size_t>(attribute.key)] = text ? words(attribute.text()) : attribute.payload + 1;
  }
  for (const model::AttributeKey key : attributes) hash = mix(hash, values[static_cast<std::size_t>(key)]);
  return hash;
}

std::uint64_t FactKeys::words(model::Symbol text) {
  const auto at = static_cast<std::size_t>(text);
  if (words_.empty()) words_.resize(facts_.table().symbols().size());
  if (words_[at] != 0) return words_[at];
  std::uint64_t hash = kSeed;
  for (const char c : facts_.text(text)) {
    if (const unsigned char letter = folded(c); letter != 0) hash = (hash ^ letter) * kPrime;
  }
  return words_[at] = hash | 1;
}

}  // namespace qd::assess
