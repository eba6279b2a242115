// What a clock on the wall shows, and when it does. The zone data lie outside; who has them implements WallClock.
#pragma once

#include <compare>
#include <cstdint>

#include "base/date.hpp"

namespace qd::schedule {

struct WallTime {
  Date date;
  std::int32_t minute = 0;  ///< of the day, 0…1439

  auto operator<=>(const WallTime&) const = default;
};

class WallClock {
 public:
  virtual ~WallClock() = default;

  [[nodiscard]] virtual WallTime shown_at(Instant instant) const = 0;
  /// The first instant at which the clock shows this. Of what it skips when it is put forward, the first instant after;
  /// of what it shows twice when it is put back, the first time. Never goes back when `time` goes forward.
  [[nodiscard]] virtual Instant first_at(WallTime time) const = 0;
};

}  // namespace qd::schedule
