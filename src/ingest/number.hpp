// Numerals with their digit groups, read exactly: "1,234.56", "1'500", "1 200", "1.20.000" (no), "1,20,000" (India).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/quantity.hpp"
#include "ingest/amount.hpp"

namespace qd::ingest {

struct Numeral {
  std::uint64_t digits = 0;    ///< all digits, as one whole number
  std::uint32_t decimals = 0;  ///< how many of them stand behind the decimal point
  bool two_ways = false;       ///< `decimals` may as well be 0: "1.500" is 1.5 or 1,500
  bool too_long = false;       ///< more digits than 64 bits hold; `digits` is of no use
  bool grouped = false;        ///< its thousands are marked, so it is no year, id or port
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] bool whole() const { return decimals == 0; }
};

/// How a numeral is built, before anybody decides what its marks mean.
struct NumeralShape {
  std::size_t end = 0;
  std::uint32_t dots = 0, commas = 0, spaces = 0;  // spaces: apostrophes too
  std::uint32_t first = 0;                         ///< digits before the first mark
  std::uint32_t last = 0;                          ///< digits behind the last one
  bool threes = true;                              ///< every group but the first has three digits
  bool indian = true;                              ///< every group but the first and last has two, the last three
  bool leading_zero = false;                       ///< "0.075": no thousands
  char32_t last_mark = 0;
  std::uint64_t digits = 0;
  bool too_long = false;
};

/// The shape of the numeral whose first digit, or leading decimal point, is at `at`. `end` is `at` when there is none.
[[nodiscard]] NumeralShape scan_shape(std::string_view text, std::size_t at);

/// Nothing when no numeral starts at `at`, or its marks make no number ("1.2.3", "1,2,3").
[[nodiscard]] std::optional<Numeral> scan_numeral(std::string_view text, std::size_t at, NumberFormat format);

enum class Fit : std::uint8_t { exact, too_fine, too_large };

/// value × multiplier / divisor in units of 1/scale; nothing is rounded.
[[nodiscard]] Fit to_mantissa(const Numeral& numeral, std::int64_t multiplier, std::int64_t divisor, std::int64_t scale,
                              std::int64_t& mantissa);

/// "1,500 or 1.5".
[[nodiscard]] std::string two_readings(const Numeral& numeral);

}  // namespace qd::ingest
