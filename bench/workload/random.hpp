// Numbers that look like chance and are the same on every machine: the standard's distributions are not.
#pragma once

#include <cstdint>
#include <span>

namespace qd::workload {

/// SplitMix64. Cheap to seed, so that every document has one of its own and threads can share the work.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  Random(std::uint64_t seed, std::uint64_t stream) : state_(mix(seed) ^ mix(stream + kGolden)) {}

  std::uint64_t next() { return mix(state_ += kGolden); }
  /// From 0 to n - 1. The bias of a 64-bit modulus is far below what any count here could show.
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(next() % n); }
  /// Both ends included.
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    return lo + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(hi - lo + 1));
  }
  bool percent(std::uint32_t chance) { return below(100) < chance; }

  template <class T, std::size_t N>
  const T& pick(std::span<const T, N> choices) {
    return choices[below(static_cast<std::uint32_t>(choices.size()))];
  }
  template <class Range>
  const auto& pick(const Range& choices) {
    return choices[below(static_cast<std::uint32_t>(std::size(choices)))];
  }
  template <class Range>
  void shuffle(Range& range) {
    for (std::size_t i = std::size(range); i > 1; --i)
      std::swap(range[i - 1], range[below(static_cast<std::uint32_t>(i))]);
  }

 private:
  static constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace qd::workload
