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

Date Zone::day_of(Instant instant) const {
  const date::sys_seconds when{std::chrono::seconds(instant.seconds)};
  const auto local = when + zone_->get_info(when).offset;
  return {static_cast<std::int32_t>(date::floor<date::days>(local).time_since_epoch().count())};
}

Instant Zone::end_of(Date day) const {
  const date::local_seconds next{date::local_days(date::days(day.days + 1))};
  // Where midnight does not exist or comes twice, the next day begins with the first moment that bears its date.
  const date::sys_seconds begins = date::floor<std::chrono::seconds>(zone_->to_sys(next, date::choose::earliest));
  return {begins.time_since_epoch().count() - 1};
}

}  // namespace qd::app
