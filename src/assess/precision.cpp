#include "assess/precision.hpp"

#include <algorithm>

namespace qd::assess {

namespace {

using formula::Amount;

Rational magnitude(const Rational& value) { return value.is_negative() ? value.negated() : value; }

/// Half a unit of the last digit written, as far as the value shows it.
Rational half_unit(const Rational& value, std::int64_t scale) {
  const auto mantissa = to_scaled(magnitude(value), scale);
  if (!mantissa || *mantissa == 0) return Rational::ratio(1, 2 * scale);
  std::int64_t step = 1;
  while (step <= *mantissa / 10 && *mantissa % (step * 10) == 0) step *= 10;
  return Rational::ratio(step, 2 * scale);
}

Rational slack(const Rational& value, const Amount& amount, bool about) {
  const Rational size = magnitude(value);
  const auto share = [&](std::int64_t part) {
    return Rational::multiply(size, Rational::ratio(1, part)).value_or(Rational());
  };
  if (about) return share(10);
  // Counts are whole and percentages mostly so; a twentieth of a small one would be stricter than what was written.
  const Rational least = amount.unit == Unit::count   ? Rational::ratio(1, 2)
                         : amount.unit == Unit::ratio ? Rational::ratio(1, 200)
                                                      : Rational();
  const Rational written = half_unit(value, scale_of(amount.unit));
  return std::min(written, std::max(least, share(20)));
}

std::optional<Amount> rescaled(const Amount& amount, const Rational& factor) {
  const auto lo = Rational::multiply(amount.lo, factor);
  const auto hi = Rational::multiply(amount.hi, factor);
  if (!lo || !hi) return std::nullopt;
  Amount out = amount;
  out.lo = *lo;
  out.hi = *hi;
  return out;
}

std::optional<Amount> in_unit(const Amount& stated, const Amount& as) {
  if (stated.unit == as.unit) return stated;
  if (stated.unit == Unit::days && as.unit == Unit::count && as.of == "month") {
    auto months = rescaled(stated, Rational::ratio(12, 365));
    if (months) months->unit = as.unit;
    return months;
  }
  return std::nullopt;
}

}  // namespace

Amount at_own_precision(const Amount& stated, model::Kind kind) {
  Amount out = stated;
  const bool about = kind == model::Kind::estimated && stated.lo == stated.hi && !stated.open_lo && !stated.open_hi;
  out.lo = Rational::subtract(stated.lo, slack(stated.lo, stated, about)).value_or(stated.lo);
  out.hi = Rational::add(stated.hi, slack(stated.hi, stated, about)).value_or(stated.hi);
  return out;
}

std::optional<Amount> comparable(const Amount& stated, const Amount& as) {
  auto out = in_unit(stated, as);
  if (!out) return std::nullopt;
  if (out->unit == Unit::money && out->currency.stated() && as.currency.stated() && out->currency != as.currency)
    return std::nullopt;
  if (out->per == as.per || out->per == Cadence::unstated) {
    out->per = as.per;
    return out;
  }
  const auto from = months_factor(out->per);
  const auto to = months_factor(as.per);
  if (!from || !to) return std::nullopt;
  const auto factor = Rational::divide(*from, *to);
  if (!factor) return std::nullopt;
  out = rescaled(*out, *factor);
  if (out) out->per = as.per;
  return out;
}

bool disjoint(const Amount& a, const Amount& b) {
  const bool below = !a.open_hi && !b.open_lo && a.hi < b.lo;
  const bool above = !b.open_hi && !a.open_lo && b.hi < a.lo;
  return below || above;
}

}  // namespace qd::assess
