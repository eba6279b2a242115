// What follows from due times: which period a report belongs to, what was missed while nobody ran, and who waits how
// long so that not everything begins at seven sharp.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/moment.hpp"
#include "schedule/cron.hpp"

namespace qd::schedule {

/// The local date of the newest due time that is not after `as_of`; without a cron line that of `as_of`.
[[nodiscard]] Date period_at(const Cron* cron, Instant as_of, const WallClock& clock);

enum class CatchUp : std::uint8_t { send, skip_stale };

struct MissedPeriod {
  Instant due;  ///< the newest one of the period
  Date period;
  CatchUp what = CatchUp::send;
};

/// What a scheduler that looks now owes, oldest first: the newest period is sent if it is at most `max_lateness` late,
/// everything else is recorded as skipped. `last` is the newest period that has been dealt with, whatever became of it;
/// without one only the newest counts. At most `kMostMissed`, the newest ones.
inline constexpr std::size_t kMostMissed = 31;
[[nodiscard]] std::vector<MissedPeriod> missed_periods(const Cron& cron, std::optional<Date> last, Instant now,
                                                       std::chrono::seconds max_lateness, const WallClock& clock);

/// Always the same for the same name; from 0 up to, and without, `window`.
[[nodiscard]] std::chrono::seconds jitter(std::string_view name, std::chrono::seconds window);

}  // namespace qd::schedule
