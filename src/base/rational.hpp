// Exact fractions. Figures are sums and quotients of what people wrote, so nothing may be lost on the way.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace qd {

__extension__ typedef __int128 Int128;

/// A fraction in lowest terms with a positive denominator. Arithmetic that would leave 127 bits gives nothing, and
/// the caller says "too large to compute" instead of a wrong figure.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr Rational(std::int64_t value)
      : numerator_(value) {}  // NOLINT(google-explicit-constructor): an integer is one
  /// `denominator` must not be 0.
  static Rational ratio(std::int64_t numerator, std::int64_t denominator);

  [[nodiscard]] Int128 numerator() const { return numerator_; }
  [[nodiscard]] Int128 denominator() const { return denominator_; }
  [[nodiscard]] bool is_zero() const { return numerator_ == 0; }
  [[nodiscard]] bool is_negative() const { return numerator_ < 0; }
  [[nodiscard]] Rational negated() const;
  [[nodiscard]] Rational floor() const;
  [[nodiscard]] Rational ceil() const;
  [[nodiscard]] double approximate() const;  ///< for charts only, never for a figure

  [[nodiscard]] static std::optional<Rational> add(const Rational& a, const Rational& b);
  [[nodiscard]] static std::optional<Rational> subtract(const Rational& a, const Rational& b);
  [[nodiscard]] static std::optional<Rational> multiply(const Rational& a, const Rational& b);
  /// Nothing also when `b` is zero.
  [[nodiscard]] static std::optional<Rational> divide(const Rational& a, const Rational& b);

  bool operator==(const Rational&) const = default;
  std::strong_ordering operator<=>(const Rational& other) const;

 private:
  [[nodiscard]] static std::optional<Rational> reduced(Int128 numerator, Int128 denominator);

  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

/// The value rounded half-even to `places` decimals, without trailing zeros: "289.41", "-0.5", "7000".
[[nodiscard]] std::string to_decimal(const Rational& value, int places);

/// The value times `scale`, rounded half-even; nothing if that leaves 64 bits.
[[nodiscard]] std::optional<std::int64_t> to_scaled(const Rational& value, std::int64_t scale);

}  // namespace qd
