#include "schedule/cron.hpp"

#include <algorithm>

namespace qd::schedule {

namespace {

constexpr int kMostDays = 50 * 366;
constexpr int kMinutesOfDay = 1440;
/// First and last day that a Date can name.
constexpr Date kFirst{-719'162};
constexpr Date kLast{2'932'896};

bool has(std::uint64_t bits, int value) { return ((bits >> value) & 1U) != 0; }

unsigned month_of(Date date) { return static_cast<unsigned>(date.civil().month()); }

}  // namespace

bool Cron::falls_on(Date date) const {
  const auto civil = date.civil();
  if (!has(months_, static_cast<int>(static_cast<unsigned>(civil.month())))) return false;
  const bool day = has(days_, static_cast<int>(static_cast<unsigned>(civil.day())));
  const int since_thursday = ((date.days % 7) + 7) % 7;  // 1970-01-01 was one
  const bool weekday = has(weekdays_, (since_thursday + 4) % 7);
  return any_day_ || any_weekday_ ? day && weekday : day || weekday;
}

std::optional<Instant> Cron::next_after(Instant instant, const WallClock& clock) const {
  // What the clock skips is due a little later than it says, so the day before may still have something.
  Date date = std::clamp(clock.shown_at(instant).date - 1, kFirst, kLast);
  for (int tried = 0; tried < kMostDays && date <= kLast; ++tried) {
    if (!has(months_, static_cast<int>(month_of(date)))) {
      const Date next = add_months(date, 1);
      if (next <= date) return std::nullopt;
      date = next;
      continue;
    }
    if (falls_on(date)) {
      for (int minute = 0; minute < kMinutesOfDay; ++minute) {
        if (!has(hours_, minute / 60) || !has(minutes_, minute % 60)) continue;
        if (const Instant due = clock.first_at({date, minute}); due > instant) return due;
      }
    }
    date = date + 1;
  }
  return std::nullopt;
}

std::optional<Instant> Cron::newest_at(Instant instant, const WallClock& clock) const {
  // A clock that is put back over midnight has shown the day after already.
  Date date = std::clamp(clock.shown_at(instant).date + 1, kFirst, kLast);
  for (int tried = 0; tried < kMostDays && date >= kFirst; ++tried) {
    if (!has(months_, static_cast<int>(month_of(date)))) {
      date = first_of_month(date) - 1;
      continue;
    }
    if (falls_on(date)) {
      for (int minute = kMinutesOfDay - 1; minute >= 0; --minute) {
        if (!has(hours_, minute / 60) || !has(minutes_, minute % 60)) continue;
        if (const Instant due = clock.first_at({date, minute}); due <= instant) return due;
      }
    }
    date = date - 1;
  }
  return std::nullopt;
}

}  // namespace qd::schedule
