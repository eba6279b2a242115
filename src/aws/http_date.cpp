#include "aws/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.hpp"

namespace qd::aws {

namespace {

/// Digits only, all of them.
std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc() && end == digits.data() + digits.size() && digits.front() != '-';
  return whole ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<Moment> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::string_view kForm = "Tue, 24 Nov 2026 15:10:34 GMT";
  if (text.size() != kForm.size()) return std::nullopt;
  for (const std::size_t place : {3u, 4u, 7u, 11u, 16u, 19u, 22u, 25u, 26u, 27u, 28u})
    if (text[place] != kForm[place]) return std::nullopt;
  const auto* const month = std::ranges::find(kMonths, text.substr(8, 3));
  const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4)), hour = number(text.substr(17, 2)),
             minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const auto date = make_date(*year, static_cast<int>(month - kMonths.begin()) + 1, *day);
  if (!date || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return Moment{(((std::int64_t{date->days} * 24 + *hour) * 60 + *minute) * 60 + *second) * 1000};
}

}  // namespace qd::aws
