#include "app/workspace_zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/slug.hpp"

namespace qd::app {

Result<Zone> Zone::find(std::string_view name) {
  // The library reports by throwing; nothing of it leaves here.
  try {
    return Zone(date::locate_zone(std::string(name)));
  } catch (const std::exception&) {
  }
  try {
    std::vector<std::string_view> names;
    for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
    const std::string hint = did_you_mean(name, names);
    return fail(ErrorKind::invalid, fmt::format("\"{}\" is no time zone; {}", name,
                                                hint.empty() ? "write a name such as America/Los_Angeles" : hint));
  } catch (const std::exception&) {
    return fail(ErrorKind::not_found, "the time zone database cannot be read; install the package tzdata");
  }
}

Date Zone::day_of(Instant instant) const { return shown_at(instant).date; }

// Where midnight does not exist or comes twice, the next day begins with the first moment that bears its date.
Instant Zone::end_of(Date day) const { return {first_at({.date = day + 1}).seconds - 1}; }

schedule::WallTime Zone::shown_at(Instant instant) const {
  const date::sys_seconds when{std::chrono::seconds(instant.seconds)};
  const auto local = when + zone_->get_info(when).offset;
  const auto day = date::floor<date::days>(local);
  return {.date = {static_cast<std::int32_t>(day.time_since_epoch().count())},
          .minute = static_cast<std::int32_t>(date::floor<std::chrono::minutes>(local - day).count())};
}

Instant Zone::first_at(schedule::WallTime time) const {
  const date::local_seconds local{date::local_days(date::days(time.date.days)) + std::chrono::minutes(time.minute)};
  return {zone_->to_sys(local, date::choose::earliest).time_since_epoch().count()};
}

}  // namespace qd::app
