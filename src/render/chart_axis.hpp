// The scale beside a chart of lines: a few round values that enclose what is drawn.
#pragma once

#include <string>
#include <vector>

namespace qd::render {

struct ChartAxis {
  double lo = 0;
  double hi = 1;
  std::vector<double> ticks;  ///< lo to hi, two to six
};

/// Begins at 0 unless that would waste half of the height.
[[nodiscard]] ChartAxis chart_axis(double least, double most);

/// The ticks as text: all with the same scale and decimals, "$7.5K", "−20 %".
[[nodiscard]] std::vector<std::string> tick_labels(const ChartAxis& axis, const std::string& currency,
                                                   const std::string& unit);

}  // namespace qd::render
