#include "render/spark.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace qd::render {

namespace {

double middle(const formula::Amount& amount) {
  if (amount.open_lo) return amount.hi.approximate();
  if (amount.open_hi) return amount.lo.approximate();
  return (amount.lo.approximate() + amount.hi.approximate()) / 2;
}

}  // namespace

std::string spark(const assess::Trend& trend) {
  constexpr std::array<std::string_view, 8> kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::size_t kFlat = 3;  // half way up: it neither rises nor falls
  if (!trend.known()) return {};
  std::vector<std::optional<double>> values;
  for (const assess::Trend::Point& point : trend.points)
    values.push_back(point.amount == nullptr ? std::nullopt : std::optional(middle(*point.amount)));
  double least = *values.back();
  double most = least;
  for (const auto& value : values) {
    least = std::min(least, value.value_or(least));
    most = std::max(most, value.value_or(most));
  }
  std::string out;
  for (const auto& value : values) {
    if (!value) {
      out += "·";
    } else {
      const double share = most > least ? (*value - least) / (most - least) : 0;
      out += kBars[most > least ? static_cast<std::size_t>(share * (kBars.size() - 1) + 0.5) : kFlat];
    }
  }
  return out;
}

}  // namespace qd::render
