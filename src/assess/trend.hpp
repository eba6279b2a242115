// How figures got where they are: their values on earlier days, worked out from the facts of then with the definitions
// of today. Only figures: past days have no findings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/previous.hpp"

namespace qd::assess {

/// All figures as the facts give them on that day.
[[nodiscard]] std::vector<PastFigure> figures_on(const model::FactStore& facts, const Definitions& definitions,
                                                 Date day);

/// What a run on that day would have left for the next one to compare with; its figures only.
[[nodiscard]] Previous previous_of(const PastPoint& point);

/// Gives the assessment its history, and each of its figures its place in it.
void add_history(std::vector<PastPoint> history, Assessment& assessment);

/// One figure from day to day.
struct Trend {
  struct Point {
    Date day;
    const formula::Amount* amount = nullptr;  ///< null: not known, or not comparable with what it is now
  };
  std::vector<Point> points;  ///< oldest first; the last one is now

  [[nodiscard]] const Point* first() const;  ///< the earliest that is known; null where none is
  [[nodiscard]] bool known() const;          ///< at least two points, the last one among them
};

/// Empty where the assessment has no history, and for what is no amount. Lives as long as the assessment stays as it
/// is.
[[nodiscard]] Trend trend_of(const Assessment& assessment, const KpiResult& kpi);

/// "7000;7200;7000–9000;;8100": decimals as in JSON, a range with both ends, "9000+" and "–9000" with one, nothing for
/// what is not known.
[[nodiscard]] std::string points_text(const Trend& trend);

/// "up $1.2K since 19 Feb", "unchanged since 19 Feb"; the year is said where it is not that of the last point. Empty
/// when the trend is not known.
[[nodiscard]] std::string trend_text(const Trend& trend);
/// "19 Feb".
[[nodiscard]] std::string short_day(Date day, Date today);

/// How much the figure moved, as a share of what it was, for putting trends in order; 0 where nothing is known.
[[nodiscard]] double movement_of(const Trend& trend);

}  // namespace qd::assess
