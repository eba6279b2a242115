#include "render/chart_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace qd::render {

namespace {

struct Scale {
  double factor;
  std::string_view suffix;
};

constexpr Scale kScales[] = {{1e9, "B"}, {1e6, "M"}, {1e3, "K"}, {1, ""}};
constexpr double kLongest = 1e14;  // from here on digits would fill the chart
constexpr double kIntervals = 4;
constexpr double kTolerance = 1e-9;  // what differs by less is the same but for rounding

/// The smallest of 1, 2, 5 times a power of ten that is not below.
double round_step(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - kTolerance)) return factor * power;
  }
  return 10 * power;
}

/// Decimals that a step needs; at most four.
int decimals_of(double step) {
  int out = 0;
  while (out < 4 && std::abs(step - std::round(step)) > step * 1e-6) step *= 10, ++out;
  return out;
}

std::string grouped(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = 3; i < point; i += 3) digits.insert(point - i, ",");
  return digits;
}

}  // namespace

ChartAxis chart_axis(double least, double most) {
  if (least > 0 && least < most / 2) least = 0;
  if (most < 0 && most > least / 2) most = 0;
  // One value, or as good as one, is seen against 0.
  if (most - least <= kTolerance * std::max(std::abs(least), std::abs(most))) {
    least = std::min(least, 0.0);
    most = std::max(most, 0.0);
    if (least == most) most = 1;
  }
  const double step = round_step((most - least) / kIntervals);
  ChartAxis out;
  const double first = std::floor(least / step + kTolerance);
  const double last = std::ceil(most / step - kTolerance);
  for (double i = first; i <= last; ++i) out.ticks.push_back(i * step);
  out.lo = out.ticks.front();
  out.hi = out.ticks.back();
  return out;
}

std::vector<std::string> tick_labels(const ChartAxis& axis, const std::string& currency, const std::string& unit) {
  const double step = axis.ticks[1] - axis.ticks[0];
  const double largest = std::max(std::abs(axis.lo), std::abs(axis.hi));
  std::vector<std::string> out;
  if (largest >= kLongest) {
    for (const double tick : axis.ticks) out.push_back(fmt::format("{:.1e}", tick));
    return out;
  }
  Scale scale = {1, ""};
  for (const Scale& candidate : kScales) {
    if (largest < candidate.factor * 2 || decimals_of(step / candidate.factor) > 1) continue;
    scale = candidate;
    break;
  }
  const int decimals = decimals_of(step / scale.factor);
  for (const double tick : axis.ticks) {
    const bool negative = tick < -step / 2;
    const bool zero = std::abs(tick) < step / 2;
    out.push_back(fmt::format("{}{}{}{}{}", negative ? "−" : "", currency,
                              zero ? "0" : grouped(fmt::format("{:.{}f}", std::abs(tick) / scale.factor, decimals)),
                              zero ? "" : scale.suffix, unit));
  }
  return out;
}

}  // namespace qd::render
