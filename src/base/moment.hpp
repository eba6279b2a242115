// A moment of the real clock, in milliseconds. What a report says comes from `Instant` (--as-of); signatures, rates,
// retries and the ledger live by the real clock. Two types, so that the one cannot be taken for the other.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace qd {

struct Moment {
  std::int64_t ms = 0;  ///< since 1970-01-01T00:00:00Z

  auto operator<=>(const Moment&) const = default;
  friend Moment operator+(Moment moment, std::chrono::milliseconds span) { return {moment.ms + span.count()}; }
  friend Moment operator-(Moment moment, std::chrono::milliseconds span) { return {moment.ms - span.count()}; }
  friend std::chrono::milliseconds operator-(Moment a, Moment b) { return std::chrono::milliseconds(a.ms - b.ms); }
};

/// "2026-05-21T09:30:00.123Z"; sorts as the moments do.
[[nodiscard]] std::string to_string(Moment moment);

/// Reads RFC 3339 with up to nine digits of a second; what is finer than a millisecond is cut off.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text);

/// The second it falls in.
[[nodiscard]] inline Instant instant_of(Moment moment) {
  return {moment.ms >= 0 ? moment.ms / 1000 : (moment.ms - 999) / 1000};
}

}  // namespace qd
