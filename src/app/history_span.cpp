#include "app/history_span.hpp"

#include <algorithm>
#include <charconv>

namespace qd::app {

namespace {

using Step = HistorySpan::Step;

constexpr std::uint32_t kLongestYears = 10;

/// The same day of an earlier month, or the last one where that month is shorter.
Date months_before(Date date, std::uint32_t months) {
  const auto n = static_cast<int>(months);
  const Date first = add_months(date, -n);
  const Date last = add_months(date, 1 - n) - 1;
  return std::min(first + (date - first_of_month(date)), last);
}

Date before(Date today, std::uint32_t steps, Step step) {
  if (step == Step::month) return months_before(today, steps);
  return today - static_cast<int>(steps) * (step == Step::week ? 7 : 1);
}

}  // namespace

std::optional<HistorySpan> parse_history_span(std::string_view text) {
  HistorySpan out;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out.count);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(stop, end);
  if (unit == "d")
    out.step = Step::day;
  else if (unit == "w")
    out.step = Step::week;
  else if (unit == "m")
    out.step = Step::month;
  else if (!unit.empty() || out.count != 0)
    return std::nullopt;
  const std::uint32_t in_year = out.step == Step::day ? 366 : out.step == Step::week ? 53 : 12;
  if (out.count > kLongestYears * in_year) return std::nullopt;
  return out;
}

std::vector<Date> history_days(HistorySpan span, Date today) {
  if (span.count == 0) return {};
  const Date start = before(today, span.count, span.step);  // this day itself is not looked at
  const auto days_at = [&](Step step, std::uint32_t every) {
    std::vector<Date> out;
    for (std::uint32_t n = 0; out.size() <= kMostPoints; n += every) {
      const Date day = before(today, n, step);
      if (day <= start) break;
      out.push_back(day);
    }
    std::ranges::reverse(out);
    return out;
  };
  for (const Step step : {Step::day, Step::week}) {
    if (step < span.step) continue;
    if (auto days = days_at(step, 1); days.size() <= kMostPoints) return days;
  }
  for (std::uint32_t every = 1;; ++every) {
    if (auto days = days_at(Step::month, every); days.size() <= kMostPoints) return days;
  }
}

}  // namespace qd::app
