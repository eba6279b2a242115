// When a report is due: the five fields of a cron line, read once and asked often.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "schedule/wall_clock.hpp"

namespace qd::schedule {

struct CronError {
  std::string what;        ///< one sentence
  std::string hint;        ///< what to write
  std::size_t at = 0;      ///< bytes into the text
  std::size_t length = 0;  ///< bytes; 0: the whole text
};

/// Minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), each a list of numbers, ranges and
/// steps; months and weekdays also by the first three letters of their names; or @yearly @monthly @weekly @daily
/// @hourly. If both days are given, either is enough; a field that begins with `*` gives none.
class Cron {
 public:
  /// Refused: also a line that never comes, such as the 30th of February.
  [[nodiscard]] static std::expected<Cron, CronError> parse(std::string_view text);

  /// The first due time after `instant`. Nothing when there is none in the next fifty years.
  [[nodiscard]] std::optional<Instant> next_after(Instant instant, const WallClock& clock) const;
  /// The last due time that is not after `instant`, likewise.
  [[nodiscard]] std::optional<Instant> newest_at(Instant instant, const WallClock& clock) const;

  [[nodiscard]] bool falls_on(Date date) const;

 private:
  friend class CronParser;

  std::uint64_t minutes_ = 0;  // a bit for each value
  std::uint32_t hours_ = 0;
  std::uint32_t days_ = 0;
  std::uint32_t months_ = 0;
  std::uint32_t weekdays_ = 0;
  bool any_day_ = false;
  bool any_weekday_ = false;
};

}  // namespace qd::schedule
