#include "schedule/due.hpp"

#include <algorithm>

namespace qd::schedule {

Date period_at(const Cron* cron, Instant as_of, const WallClock& clock) {
  const std::optional<Instant> due = cron == nullptr ? std::nullopt : cron->newest_at(as_of, clock);
  return clock.shown_at(due.value_or(as_of)).date;
}

std::vector<MissedPeriod> missed_periods(const Cron& cron, std::optional<Date> last, Instant now,
                                         std::chrono::seconds max_lateness, const WallClock& clock) {
  std::vector<MissedPeriod> out;
  for (std::optional<Instant> due = cron.newest_at(now, clock); due && out.size() < kMostMissed;) {
    const Date period = clock.shown_at(*due).date;
    if (last && period <= *last) break;
    const bool newest = out.empty();
    const bool useful = now.seconds - due->seconds <= max_lateness.count();
    out.push_back({*due, period, newest && useful ? CatchUp::send : CatchUp::skip_stale});
    if (!last) break;
    // The days before: several due times of one day are one period.
    due = cron.newest_at({clock.first_at({period, 0}).seconds - 1}, clock);
  }
  std::ranges::reverse(out);
  return out;
}

std::chrono::seconds jitter(std::string_view name, std::chrono::seconds window) {
  if (window.count() <= 0) return {};
  std::uint64_t hash = 0xCBF29CE484222325;  // FNV-1a: the same on every machine and in every version
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  hash ^= hash >> 32;  // its low bits alone are weak
  return std::chrono::seconds(static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(window.count())));
}

}  // namespace qd::schedule
