// Closed intervals of exact fractions with open ends. Every operation gives the smallest interval that holds all
// results for values taken independently from its operands; nothing when a bound is too large to compute.
#pragma once

#include <optional>

#include "base/rational.hpp"

namespace qd::formula {

struct Interval {
  Rational lo;
  Rational hi;
  bool open_lo = false;  ///< no lower bound; `lo` is then 0
  bool open_hi = false;

  bool operator==(const Interval&) const = default;
  [[nodiscard]] bool is_point() const { return !open_lo && !open_hi && lo == hi; }
  [[nodiscard]] bool is_open() const { return open_lo || open_hi; }
  [[nodiscard]] bool holds_zero() const;
};

using MaybeInterval = std::optional<Interval>;

[[nodiscard]] Interval negate(const Interval& a);
[[nodiscard]] MaybeInterval add(const Interval& a, const Interval& b);
[[nodiscard]] MaybeInterval subtract(const Interval& a, const Interval& b);
[[nodiscard]] MaybeInterval multiply(const Interval& a, const Interval& b);
/// `b` must not hold 0.
[[nodiscard]] MaybeInterval divide(const Interval& a, const Interval& b);
[[nodiscard]] MaybeInterval scale_interval(const Interval& a, const Rational& factor);
[[nodiscard]] Interval ceil(const Interval& a);
[[nodiscard]] Interval floor(const Interval& a);
[[nodiscard]] Interval abs(const Interval& a);
[[nodiscard]] Interval least(const Interval& a, const Interval& b);
[[nodiscard]] Interval greatest(const Interval& a, const Interval& b);
/// The smallest interval that holds both.
[[nodiscard]] Interval hull(const Interval& a, const Interval& b);

}  // namespace qd::formula
