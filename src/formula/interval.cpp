#include "formula/interval.hpp"

#include <algorithm>
#include <array>

#include "base/result.hpp"

namespace qd::formula {

namespace {

/// An end of an interval: a fraction, or -1 and +1 times infinity.
struct Bound {
  Rational value;
  int infinity = 0;

  [[nodiscard]] int sign() const {
    return infinity != 0 ? infinity : value.is_zero() ? 0 : value.is_negative() ? -1 : 1;
  }
};

Bound lower(const Interval& a) { return {a.lo, a.open_lo ? -1 : 0}; }
Bound upper(const Interval& a) { return {a.hi, a.open_hi ? 1 : 0}; }

bool less(const Bound& a, const Bound& b) {
  if (a.infinity != b.infinity) return a.infinity < b.infinity;
  return a.infinity == 0 && a.value < b.value;
}

Interval between(const Bound& lo, const Bound& hi) {
  Interval out;
  out.open_lo = lo.infinity < 0;
  out.open_hi = hi.infinity > 0;
  if (!out.open_lo) out.lo = lo.value;
  if (!out.open_hi) out.hi = hi.value;
  return out;
}

/// 0 times infinity is 0: an end that is approached, never reached.
std::optional<Bound> product(const Bound& a, const Bound& b) {
  if (a.sign() == 0 || b.sign() == 0) return Bound{};
  if (a.infinity != 0 || b.infinity != 0) return Bound{{}, a.sign() * b.sign()};
  const auto value = Rational::multiply(a.value, b.value);
  if (!value) return std::nullopt;
  return Bound{*value};
}

std::optional<Bound> inverse(const Bound& a) {
  if (a.infinity != 0) return Bound{};
  const auto value = Rational::divide(Rational(1), a.value);
  if (!value) return std::nullopt;
  return Bound{*value};
}

}  // namespace

bool Interval::holds_zero() const { return lower(*this).sign() <= 0 && upper(*this).sign() >= 0; }

Interval negate(const Interval& a) { return {a.hi.negated(), a.lo.negated(), a.open_hi, a.open_lo}; }

MaybeInterval add(const Interval& a, const Interval& b) {
  Interval out{{}, {}, a.open_lo || b.open_lo, a.open_hi || b.open_hi};
  if (!out.open_lo) {
    const auto lo = Rational::add(a.lo, b.lo);
    if (!lo) return std::nullopt;
    out.lo = *lo;
  }
  if (!out.open_hi) {
    const auto hi = Rational::add(a.hi, b.hi);
    if (!hi) return std::nullopt;
    out.hi = *hi;
  }
  return out;
}

MaybeInterval subtract(const Interval& a, const Interval& b) { return add(a, negate(b)); }

MaybeInterval multiply(const Interval& a, const Interval& b) {
  std::array<Bound, 4> ends;
  std::size_t n = 0;
  for (const Bound& x : {lower(a), upper(a)}) {
    for (const Bound& y : {lower(b), upper(b)}) {
      const auto end = product(x, y);
      if (!end) return std::nullopt;
      ends[n++] = *end;
    }
  }
  const auto [lo, hi] = std::ranges::minmax_element(ends, less);
  return between(*lo, *hi);
}

MaybeInterval divide(const Interval& a, const Interval& b) {
  ensure(!b.holds_zero(), "a divisor that may be 0 is found out before");
  const auto lo = inverse(upper(b));
  const auto hi = inverse(lower(b));
  if (!lo || !hi) return std::nullopt;
  return multiply(a, between(*lo, *hi));
}

MaybeInterval scale_interval(const Interval& a, const Rational& factor) { return multiply(a, {factor, factor}); }

Interval ceil(const Interval& a) { return {a.lo.ceil(), a.hi.ceil(), a.open_lo, a.open_hi}; }
Interval floor(const Interval& a) { return {a.lo.floor(), a.hi.floor(), a.open_lo, a.open_hi}; }

Interval abs(const Interval& a) {
  if (lower(a).sign() >= 0) return a;
  if (upper(a).sign() <= 0) return negate(a);
  Interval out = greatest(a, negate(a));
  out.lo = Rational();
  out.open_lo = false;
  return out;
}

Interval least(const Interval& a, const Interval& b) {
  return between(std::min(lower(a), lower(b), less), std::min(upper(a), upper(b), less));
}

Interval greatest(const Interval& a, const Interval& b) {
  return between(std::max(lower(a), lower(b), less), std::max(upper(a), upper(b), less));
}

Interval hull(const Interval& a, const Interval& b) {
  return between(std::min(lower(a), lower(b), less), std::max(upper(a), upper(b), less));
}

}  // namespace qd::formula
