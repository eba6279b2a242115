#include "assess/action_score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "assess/show.hpp"

namespace qd::assess {

namespace {

constexpr std::int32_t kTenths = 10;
constexpr std::int32_t kMostOfImpact = 50 * kTenths;
constexpr std::int32_t kMostOfEffort = 20 * kTenths;
constexpr std::int32_t kLeastScore = 1;

/// What it brings in a month; what comes once is spread over a year.
double monthly(const formula::Amount& impact) {
  const Rational least = impact.open_lo ? impact.hi : impact.lo;
  const auto factor = months_factor(impact.per);
  return least.approximate() * (factor ? factor->approximate() : 1.0 / 12);
}

std::int32_t severity_points(std::optional<Level> severity) {
  constexpr std::int32_t kNotSaid = 15;
  if (!severity) return kNotSaid;
  switch (*severity) {
    case Level::critical:
      return 40;
    case Level::high:
      return 30;
    case Level::medium:
      return 20;
    case Level::low:
      return 10;
  }
  return kNotSaid;
}

std::int32_t due_points(std::optional<Date> due, Date today) {
  if (!due) return 0;
  const int days = *due - today;
  if (days < 0) return 20;
  return days <= 7 ? 15 : days <= 30 ? 10 : days <= 90 ? 5 : 0;
}

std::int32_t impact_tenths(const std::optional<formula::Amount>& impact) {
  if (!impact || impact->unit != Unit::money) return 0;
  const double points = 10 * std::log10(1 + std::max(0.0, monthly(*impact)));
  return std::min(kMostOfImpact, static_cast<std::int32_t>(std::lround(points * kTenths)));
}

std::int32_t effort_tenths(const std::optional<formula::Amount>& effort) {
  constexpr std::int32_t kNotSaid = 4 * kTenths;
  if (!effort) return kNotSaid;
  const double points = std::min(20.0, 2 * std::max(0.0, effort->lo.approximate()));
  return std::min(kMostOfEffort, static_cast<std::int32_t>(std::lround(points * kTenths)));
}

std::string span_of_days(int days) {
  const auto counted = [](int n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); };
  if (days < 14) return counted(days, "day");
  return days < 60 ? counted(days / 7, "week") : counted(days / 30, "month");
}

}  // namespace

ScoreParts score_parts(const Action& action, Date today) {
  ScoreParts out;
  if (action.state == "done") return out;
  out.severity = severity_points(action.severity) * kTenths;
  out.impact = impact_tenths(action.impact);
  out.due = due_points(action.due, today) * kTenths;
  out.effort = -std::min(effort_tenths(action.effort), out.total() - kLeastScore);
  return out;
}

std::string due_in_words(Date due, Date today) {
  const int days = due - today;
  if (days < 0) return "overdue for " + span_of_days(-days);
  if (days == 0) return "due today";
  return days == 1 ? "due tomorrow" : "due in " + span_of_days(days);
}

std::string reason_of(const Action& action, Date today) {
  if (action.state == "done") return action.done_on ? "done on " + to_string(*action.done_on) : "done";
  std::string out;
  const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  if (action.severity) add(std::string(to_string(*action.severity)));
  if (action.impact) add("worth " + show(*action.impact));
  if (action.due) add(due_in_words(*action.due, today));
  return out;
}

std::string_view to_string(Lane lane) {
  constexpr std::array<std::string_view, kLanes.size()> kNames = {"overdue", "30",      "60",  "90",
                                                                  "later",   "undated", "done"};
  return kNames[static_cast<std::size_t>(lane)];
}

Lane lane_of(const ActionRow& row, Date today) {
  if (row.state == ActionRow::State::done) return Lane::done;
  if (!row.due) return Lane::undated;
  const int days = *row.due - today;
  if (days < 0) return Lane::overdue;
  return days <= 30 ? Lane::days30 : days <= 60 ? Lane::days60 : days <= 90 ? Lane::days90 : Lane::later;
}

}  // namespace qd::assess
