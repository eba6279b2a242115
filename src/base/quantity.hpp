// Amounts as people write them: an interval, what it counts, and how often it comes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/rational.hpp"

namespace qd {

/// An ISO 4217 code. Default: none stated.
class Currency {
 public:
  constexpr Currency() = default;
  /// Three capital letters, else none.
  constexpr explicit Currency(std::string_view code) {
    if (code.size() != 3) return;
    for (const char c : code) {
      if (c < 'A' || c > 'Z') return;
    }
    packed_ = static_cast<std::uint16_t>(((code[0] - 'A') << 10) | ((code[1] - 'A') << 5) | (code[2] - 'A') | 0x8000);
  }

  [[nodiscard]] constexpr bool stated() const { return packed_ != 0; }
  [[nodiscard]] std::string code() const {  ///< empty when not stated
    if (!stated()) return {};
    const auto letter = [&](int shift) { return static_cast<char>('A' + ((packed_ >> shift) & 31)); };
    return {letter(10), letter(5), letter(0)};
  }

  /// A number of its own for each currency, 0 for none.
  [[nodiscard]] constexpr std::uint16_t number() const { return packed_; }

  auto operator<=>(const Currency&) const = default;

 private:
  std::uint16_t packed_ = 0;
};

enum class Unit : std::uint8_t { money, count, ratio, days };
enum class Cadence : std::uint8_t { unstated, once, day, week, month, quarter, year };

[[nodiscard]] std::string_view to_string(Unit unit);
[[nodiscard]] std::string_view to_string(Cadence cadence);  ///< "unstated" included
[[nodiscard]] std::optional<Cadence> parse_cadence(std::string_view text);

/// Money is kept in 1/10,000 of the currency's unit, all else in 1/1,000,000.
[[nodiscard]] constexpr std::int64_t scale_of(Unit unit) { return unit == Unit::money ? 10'000 : 1'000'000; }

/// What an amount of the cadence is worth in a month: day 365/12, week 52/12, month 1, quarter 1/3, year 1/12.
/// Nothing for `once` and `unstated`, which no factor turns into a flow.
[[nodiscard]] std::optional<Rational> months_factor(Cadence cadence);

/// A closed interval in units of 1/scale_of(unit). An open end has no bound: "$999+" is [999, ∞).
struct Quantity {
  std::int64_t lo = 0;
  std::int64_t hi = 0;
  bool open_lo = false;
  bool open_hi = false;
  Unit unit = Unit::count;
  Cadence per = Cadence::unstated;
  Currency currency;

  bool operator==(const Quantity&) const = default;
  [[nodiscard]] bool is_point() const { return !open_lo && !open_hi && lo == hi; }
};

/// A whole amount of money, exact: 1/10,000 of the unit.
struct Money {
  std::int64_t units = 0;
  Currency currency;

  bool operator==(const Money&) const = default;
};

/// "7000", "289.41": exact, no trailing zeros.
[[nodiscard]] std::string to_decimal(std::int64_t mantissa, Unit unit);

/// Reads "-1234.5678" exactly: an optional minus, digits, an optional point with digits. Nothing when a digit would be
/// lost at the unit's scale or it leaves 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text, Unit unit);

}  // namespace qd
