// "26w", "12m", "90d", "0": how far back the history of figures goes, and on which days it looks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.hpp"

namespace qd::app {

struct HistorySpan {
  enum class Step : std::uint8_t { day, week, month };

  std::uint32_t count = 0;  ///< 0: no history
  Step step = Step::week;
};

/// What a run looks back without being asked: thirteen weeks, a point for each.
inline constexpr HistorySpan kUsualSpan{13, HistorySpan::Step::week};
inline constexpr std::size_t kMostPoints = 26;

/// Nothing for what is no span, and for one of more than ten years.
[[nodiscard]] std::optional<HistorySpan> parse_history_span(std::string_view text);

/// The days of its points, oldest first; the last one is `today`. A step apart, or more where that would be more than
/// kMostPoints: then weeks, then months, then several months. Empty for a span of 0.
[[nodiscard]] std::vector<Date> history_days(HistorySpan span, Date today);

}  // namespace qd::app
