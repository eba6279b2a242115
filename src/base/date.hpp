// Calendar days and moments. No clock and no time zone here: time comes in as an argument.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qd {

/// A calendar day, as days since 1970-01-01. Exact for years 1 to 9999.
struct Date {
  std::int32_t days = 0;

  auto operator<=>(const Date&) const = default;
  friend Date operator+(Date date, int n) { return {date.days + n}; }
  friend Date operator-(Date date, int n) { return {date.days - n}; }
  friend int operator-(Date a, Date b) { return a.days - b.days; }

  [[nodiscard]] std::chrono::year_month_day civil() const { return std::chrono::sys_days(std::chrono::days(days)); }
};

/// A moment, as seconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t seconds = 0;

  auto operator<=>(const Instant&) const = default;
};

/// Nothing if there is no such day (2026-02-30) or the year is outside 1…9999.
[[nodiscard]] std::optional<Date> make_date(int year, int month, int day);

/// Reads exactly "2026-05-21"; nothing else, no surrounding space.
[[nodiscard]] std::optional<Date> parse_iso_date(std::string_view text);

/// Reads RFC 3339 "2026-05-21T09:30:00Z" or with an offset "+02:00"; fractions of a second are cut off.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

[[nodiscard]] std::string to_string(Date date);        ///< "2026-05-21"
[[nodiscard]] std::string to_string(Instant instant);  ///< "2026-05-21T09:30:00Z"

[[nodiscard]] Date first_of_month(Date date);
/// The first day of the month that lies `n` months after the month of `date`; `n` may be negative.
[[nodiscard]] Date add_months(Date date, int n);

}  // namespace qd
