#include "base/quantity.hpp"

namespace qd {

namespace {

constexpr std::array<std::string_view, 4> kUnits = {"money", "count", "ratio", "days"};
constexpr std::array<std::string_view, 7> kCadences = {"unstated", "once", "day", "week", "month", "quarter", "year"};

}  // namespace

std::string_view to_string(Unit unit) { return kUnits[static_cast<std::size_t>(unit)]; }
std::string_view to_string(Cadence cadence) { return kCadences[static_cast<std::size_t>(cadence)]; }

std::optional<Cadence> parse_cadence(std::string_view text) {
  for (std::size_t i = 1; i < kCadences.size(); ++i) {
    if (kCadences[i] == text) return static_cast<Cadence>(i);
  }
  return std::nullopt;
}

std::optional<Rational> months_factor(Cadence cadence) {
  switch (cadence) {
    case Cadence::day:
      return Rational::ratio(365, 12);
    case Cadence::week:
      return Rational::ratio(52, 12);
    case Cadence::month:
      return Rational(1);
    case Cadence::quarter:
      return Rational::ratio(1, 3);
    case Cadence::year:
      return Rational::ratio(1, 12);
    case Cadence::unstated:
    case Cadence::once:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string to_decimal(std::int64_t mantissa, Unit unit) {
  return to_decimal(Rational::ratio(mantissa, scale_of(unit)), unit == Unit::money ? 4 : 6);
}

std::optional<std::int64_t> parse_decimal(std::string_view text, Unit unit) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.front() == '.' || text.back() == '.') return std::nullopt;
  std::int64_t value = 0;
  std::int64_t scale = scale_of(unit);
  bool fraction = false;
  for (const char c : text) {
    if (c == '.') {
      if (fraction) return std::nullopt;
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (fraction && scale == 1) {
      if (c != '0') return std::nullopt;
      continue;
    }
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return std::nullopt;
    if (fraction) scale /= 10;
  }
  if (__builtin_mul_overflow(value, scale, &value)) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace qd
