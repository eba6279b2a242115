// The sorts of charts on a canvas of one width. Each draws from the top and says how high it became.
#pragma once

#include <optional>
#include <span>

#include "render/chart_data.hpp"
#include "render/svg.hpp"

namespace qd::render::chart_draw {

/// A mail's column; on the narrowest phone it is shown at half of that, where this size of letters can still be read.
inline constexpr int kWidth = 552;
inline constexpr double kFont = 17;
inline constexpr double kLine = 22;  ///< from one line of words to the next

[[nodiscard]] double bars(Svg& svg, const ChartData& data);
[[nodiscard]] double waterfall(Svg& svg, const ChartData& data);
[[nodiscard]] double lines(Svg& svg, const ChartData& data);
[[nodiscard]] double heat(Svg& svg, const ChartData& data);

inline constexpr int kSparkWidth = 96;
inline constexpr int kSparkHeight = 24;
void spark(Svg& svg, std::span<const std::optional<ChartQuantity>> points);

/// A band of what is not sure between two lines, or one line where all is sure; a gap where nothing is known; the last
/// point that is known is marked.
struct Trace {
  std::string_view stroke;
  std::string_view band;
  std::string_view dash;
  double width = 2.5;
};
struct TracePoint {
  double x = 0;
  double lo = 0;  ///< the y of its lower bound, which stands lower in the picture
  double hi = 0;
  bool known = false;
};
void trace(Svg& svg, std::span<const TracePoint> points, const Trace& style);

}  // namespace qd::render::chart_draw
