// What a quantity in a report's text measures, read back for drawing: "$7.0–9.0K a month" is 7,000 to 9,000.
//
// For the length of a bar only; figures themselves are computed, never read back. Text that does not begin with a
// quantity ("not known: add 3 lines", "never", a date) is none, and is drawn as not known.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qd::render {

struct ChartQuantity {
  double lo = 0;  ///< finite, not above `hi`
  double hi = 0;
  bool step = false;     ///< written with a sign in front: "+$300", "−5"
  std::string currency;  ///< as written before the digits: "$", "CHF "
  std::string unit;      ///< as written behind them: " a month", " %"

  [[nodiscard]] bool is_range() const { return lo < hi; }
  [[nodiscard]] double middle() const { return lo + (hi - lo) / 2; }
};

/// "at least $5" is drawn as 5, "at most $5" as 0 to 5.
[[nodiscard]] std::optional<ChartQuantity> chart_quantity(std::string_view text);

}  // namespace qd::render
