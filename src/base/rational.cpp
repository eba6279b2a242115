#include "base/rational.hpp"

#include <algorithm>
#include <limits>

#include "base/result.hpp"

namespace qd {

namespace {

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

Int128 gcd(Int128 a, Int128 b) {
  a = magnitude(a);
  b = magnitude(b);
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::optional<Int128> product(Int128 a, Int128 b) {
  Int128 out;
  if (__builtin_mul_overflow(a, b, &out)) return std::nullopt;
  return out;
}

/// Quotient rounded half-even; `b` positive.
Int128 divide_half_even(Int128 a, Int128 b) {
  Int128 quotient = a / b;
  Int128 rest = a % b;
  if (rest < 0) {
    rest += b;
    --quotient;
  }
  const Int128 other = b - rest;
  if (rest > other || (rest == other && quotient % 2 != 0)) ++quotient;
  return quotient;
}

}  // namespace

Rational Rational::ratio(std::int64_t numerator, std::int64_t denominator) {
  const auto out = reduced(numerator, denominator);
  ensure(out.has_value(), "a fraction of two 64-bit numbers always fits, and its denominator is not 0");
  return *out;
}

std::optional<Rational> Rational::reduced(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  // The most negative value has no counterpart; giving it up keeps negation exact everywhere else.
  constexpr Int128 kLowest = Int128{1} << 127;
  if (numerator == kLowest || denominator == kLowest) return std::nullopt;
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  Rational out;
  const Int128 divisor = denominator == 1 ? 1 : gcd(numerator, denominator);
  out.numerator_ = numerator / divisor;
  out.denominator_ = denominator / divisor;
  return out;
}

Rational Rational::negated() const {
  Rational out = *this;
  out.numerator_ = -out.numerator_;
  return out;
}

Rational Rational::floor() const {
  Rational out;
  out.numerator_ = numerator_ / denominator_;
  if (numerator_ % denominator_ < 0) --out.numerator_;
  return out;
}

Rational Rational::ceil() const { return negated().floor().negated(); }

double Rational::approximate() const { return static_cast<double>(numerator_) / static_cast<double>(denominator_); }

std::optional<Rational> Rational::add(const Rational& a, const Rational& b) {
  const Int128 divisor = a.denominator_ == b.denominator_ ? a.denominator_ : gcd(a.denominator_, b.denominator_);
  const auto left = product(a.numerator_, b.denominator_ / divisor);
  const auto right = product(b.numerator_, a.denominator_ / divisor);
  const auto denominator = product(a.denominator_ / divisor, b.denominator_);
  Int128 sum;
  if (!left || !right || !denominator || __builtin_add_overflow(*left, *right, &sum)) return std::nullopt;
  return reduced(sum, *denominator);
}

std::optional<Rational> Rational::subtract(const Rational& a, const Rational& b) { return add(a, b.negated()); }

std::optional<Rational> Rational::multiply(const Rational& a, const Rational& b) {
  const Int128 first = std::max<Int128>(1, gcd(a.numerator_, b.denominator_));
  const Int128 second = std::max<Int128>(1, gcd(b.numerator_, a.denominator_));
  const auto numerator = product(a.numerator_ / first, b.numerator_ / second);
  const auto denominator = product(a.denominator_ / second, b.denominator_ / first);
  if (!numerator || !denominator) return std::nullopt;
  return reduced(*numerator, *denominator);
}

std::optional<Rational> Rational::divide(const Rational& a, const Rational& b) {
  if (b.is_zero()) return std::nullopt;
  Rational inverse;
  inverse.numerator_ = b.numerator_ < 0 ? -b.denominator_ : b.denominator_;
  inverse.denominator_ = magnitude(b.numerator_);
  return multiply(a, inverse);
}

std::strong_ordering Rational::operator<=>(const Rational& other) const {
  // Whole parts first, then the reciprocals of what is left (a continued fraction), so that nothing can overflow.
  Int128 a = numerator_, b = denominator_, c = other.numerator_, d = other.denominator_;
  bool flipped = false;
  while (true) {
    Int128 left = a / b, right = c / d;
    Int128 left_rest = a % b, right_rest = c % d;
    if (left_rest < 0) left_rest += b, --left;
    if (right_rest < 0) right_rest += d, --right;
    if (left != right) return (left < right) != flipped ? std::strong_ordering::less : std::strong_ordering::greater;
    if (left_rest == 0 || right_rest == 0) {
      if (left_rest == right_rest) return std::strong_ordering::equal;
      return (left_rest == 0) != flipped ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    a = b, b = left_rest, c = d, d = right_rest;
    flipped = !flipped;
  }
}

std::string to_decimal(const Rational& value, int places) {
  Int128 scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  // Split off the whole part, so that only a fraction below 1 is multiplied by the scale.
  const bool negative = value.is_negative();
  const Rational positive = negative ? value.negated() : value;
  Int128 whole = positive.numerator() / positive.denominator();
  const Int128 rest = positive.numerator() % positive.denominator();
  Int128 scaled;
  Int128 denominator = positive.denominator();
  if (__builtin_mul_overflow(rest, scale, &scaled)) {
    // A denominator beyond 100 bits: digits that far down are not shown, so drop the low bits of both.
    scaled = (rest >> 40) * scale;
    denominator >>= 40;
  }
  Int128 fraction = divide_half_even(scaled, denominator);
  // Without decimals it is the whole part that has to be even.
  if (places == 0 && rest == positive.denominator() - rest) fraction = whole % 2;
  if (fraction >= scale) {
    fraction -= scale;
    ++whole;
  }
  std::string digits;
  for (Int128 w = whole; w > 0 || digits.empty(); w /= 10) digits += static_cast<char>('0' + static_cast<int>(w % 10));
  std::ranges::reverse(digits);
  std::string decimals(static_cast<std::size_t>(places), '0');
  for (std::size_t i = decimals.size(); i-- > 0; fraction /= 10)
    decimals[i] = static_cast<char>('0' + static_cast<int>(fraction % 10));
  decimals.erase(decimals.find_last_not_of('0') + 1);
  const bool zero = digits == "0" && decimals.empty();
  return (negative && !zero ? "-" : "") + digits + (decimals.empty() ? "" : "." + decimals);
}

std::optional<std::int64_t> to_scaled(const Rational& value, std::int64_t scale) {
  const auto scaled = Rational::multiply(value, Rational(scale));
  if (!scaled) return std::nullopt;
  const Int128 rounded = divide_half_even(scaled->numerator(), scaled->denominator());
  if (rounded > std::numeric_limits<std::int64_t>::max() || rounded < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(rounded);
}

}  // namespace qd
