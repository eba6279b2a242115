// A time zone of the IANA database: which day a moment falls on where the portfolio lives.
#pragma once

#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "schedule/wall_clock.hpp"

namespace date {
class time_zone;
}

namespace qd::app {

/// Cheap to copy; may be shared by threads.
class Zone final : public schedule::WallClock {
 public:
  /// "America/Los_Angeles", "UTC". The error names zones that are spelled alike.
  [[nodiscard]] static Result<Zone> find(std::string_view name);

  [[nodiscard]] Date day_of(Instant instant) const;
  /// The last second of the day.
  [[nodiscard]] Instant end_of(Date day) const;

  [[nodiscard]] schedule::WallTime shown_at(Instant instant) const override;
  [[nodiscard]] Instant first_at(schedule::WallTime time) const override;

 private:
  explicit Zone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;  // of the library's database, which lives as long as the program
};

}  // namespace qd::app
