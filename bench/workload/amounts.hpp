// Amounts as text, in the ways of the currency and of the writer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workload/random.hpp"

namespace qd::workload {

/// How a currency is written. One for each document.
struct Notation {
  std::string_view code;    ///< "USD"
  std::string_view before;  ///< "$", "CHF "
  std::string_view after;   ///< " €"
  std::string_view group;   ///< between thousands
  char point = '.';
  bool cents = true;          ///< false where the currency has none
  bool always_cents = false;  ///< so that a dot between thousands cannot be taken for a point
  bool short_forms = false;   ///< "$1.2K"
};

/// Whole cents, both ends the same for a point.
struct Price {
  std::int64_t lo = 0;
  std::int64_t hi = 0;
};

[[nodiscard]] const Notation& notation_of(std::string_view language, Random& random);
/// A plausible price, one in six a range.
[[nodiscard]] Price draw_price(Random& random, const Notation& notation, std::int64_t lo, std::int64_t hi, bool ranges);
void append_price(std::string& out, const Price& price, const Notation& notation, Random& random);
/// Digits only, as they stand in a column whose header names the currency: "1,234.50".
void append_number(std::string& out, std::int64_t cents, const Notation& notation);

}  // namespace qd::workload
