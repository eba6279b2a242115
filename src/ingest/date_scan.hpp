// One date at one place of a text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "ingest/when.hpp"

namespace qd::ingest {

/// A small whole number in digits, full-width ones too.
struct SmallNumber {
  int value = 0;
  int digits = 0;       ///< 0: no number here
  std::size_t end = 0;  ///< bytes

  /// Four digits that can be a year of somebody's plans or records.
  [[nodiscard]] bool is_year() const { return digits == 4 && value >= 1900 && value <= 2199; }
};
/// At most nine digits are read; a longer run has more than nine `digits` and no useful value.
[[nodiscard]] SmallNumber scan_small_number(std::string_view text, std::size_t at);

/// A date, or the first and last day of "Apr 11–17", that starts exactly at `at`.
struct DateHit {
  Date first;
  Date last;
  std::size_t end = 0;
};
[[nodiscard]] std::optional<DateHit> scan_date(std::string_view text, std::size_t at, const DateContext& context);

/// A year in four digits, or two behind an apostrophe, at `at`; nothing for other numbers.
struct YearHit {
  int year = 0;
  std::size_t end = 0;
};
[[nodiscard]] std::optional<YearHit> scan_year(std::string_view text, std::size_t at);

}  // namespace qd::ingest
