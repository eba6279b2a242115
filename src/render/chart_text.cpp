#include "render/chart_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "render/bars.hpp"
#include "render/chart_data.hpp"
#include "render/columns.hpp"

namespace qd::render {

namespace {

using report::Align;

constexpr std::size_t kBarWidth = 24;

std::string times(std::string_view letter, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += letter;
  return out;
}

/// A sentence in place of a figure may be broken.
std::string in_one_piece(std::string text) {
  constexpr std::size_t kLongestFigure = 32;
  if (columns(text) > kLongestFigure) return text;
  std::ranges::replace(text, ' ', kFixedSpace);
  return text;
}

using Points = std::vector<std::optional<ChartQuantity>>;

struct Extent {
  double least = 0;
  double most = 0;
  bool any = false;

  void include(const Points& points) {
    for (const auto& point : points) {
      if (!point) continue;
      least = any ? std::min(least, point->middle()) : point->middle();
      most = any ? std::max(most, point->middle()) : point->middle();
      any = true;
    }
  }
};

/// By the middle of each point.
std::string letters(std::span<const std::optional<ChartQuantity>> points, const Extent& extent) {
  constexpr std::array<std::string_view, 8> kLevels = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string out;
  for (const auto& point : points) {
    const double height = extent.most - extent.least;
    const double share = point && height > 0 ? (point->middle() - extent.least) / height : 0.5;
    const auto level = static_cast<std::size_t>(share * (kLevels.size() - 1) + 0.5);
    out += point ? kLevels[level] : std::string_view(" ");
  }
  return extent.any ? out : std::string();
}

TableText bars(const report::Document& document, std::size_t chart) {
  TableText out;
  out.headed = false;
  out.aligns = {Align::left, Align::left, Align::right};
  for (const Bar& bar : bars_of(document, chart)) {
    const auto at = [](double share) { return static_cast<std::size_t>(share * kBarWidth + 0.5); };
    const std::string drawn = times("█", at(bar.lo)) + times("░", at(bar.hi) - at(bar.lo));
    out.rows.push_back({bar.label, drawn, in_one_piece(bar.quantity)});
  }
  return out;
}

/// Bars that begin where the one above ended.
TableText waterfall(const ChartData& data) {
  TableText out;
  out.headed = false;
  out.aligns = {Align::left, Align::left, Align::right};
  const std::vector<FlowBar> flow = flow_of(data);
  double lo = 0;
  double hi = 0;
  for (const FlowBar& bar : flow) {
    if (bar.known) lo = std::min(lo, bar.to.middle()), hi = std::max(hi, bar.to.middle());
  }
  const auto at = [&](double value) {
    return hi > lo ? static_cast<std::size_t>((value - lo) / (hi - lo) * kBarWidth + 0.5) : 0;
  };
  for (std::size_t i = 0; i < flow.size(); ++i) {
    const std::size_t from = at(flow[i].from.middle());
    const std::size_t to = at(flow[i].to.middle());
    std::string drawn;
    if (flow[i].known) {
      const std::size_t begin = std::min(from, to);
      drawn = times("\x01", begin) + times(flow[i].level ? "█" : "▒", std::max(from, to) - begin);
    }
    out.rows.push_back({data.rows[i].label, drawn, in_one_piece(data.rows[i].values.front().text)});
  }
  return out;
}

/// The rows as they are, but for the unit.
TableText table(const ChartData& data, std::string_view unit) {
  TableText out;
  out.headed = !data.columns.empty();
  out.aligns.assign(data.width() + 1, Align::right);
  out.aligns.front() = Align::left;
  if (out.headed) {
    out.rows.push_back({std::string()});
    out.rows.front().insert(out.rows.front().end(), data.columns.begin(), data.columns.end());
  }
  for (const ChartRow& row : data.rows) {
    std::vector<std::string>& cells = out.rows.emplace_back();
    cells.push_back(row.label);
    for (const ChartValue& value : row.values) cells.push_back(in_one_piece(std::string(without_unit(value, unit))));
  }
  return out;
}

/// The course of each line on one scale, the last points where there are too many for the width.
std::vector<std::string> courses(const ChartData& data, std::size_t width) {
  TableText out;
  out.headed = false;
  out.aligns = {Align::left, Align::left};
  std::vector<Points> lines(data.width());
  Extent extent;
  for (std::size_t c = 0; c < lines.size(); ++c) {
    for (const ChartRow& row : data.rows) lines[c].push_back(row.values[c].quantity);
    extent.include(lines[c]);
  }
  for (std::size_t c = 0; c < lines.size(); ++c) {
    const Points& points = lines[c];
    const std::size_t most = width / 2;
    const std::size_t skipped = points.size() > most ? points.size() - most : 0;
    const std::string drawn = in_one_piece(letters(std::span(points).subspan(skipped), extent));
    if (drawn.empty()) continue;
    if (data.columns.empty()) {
      out.rows.push_back({drawn});
    } else {
      out.rows.push_back({data.columns[c], drawn});
    }
  }
  if (data.columns.empty()) out.aligns.resize(1);
  return out.rows.empty() ? std::vector<std::string>() : table_lines(out, width);
}

std::vector<std::string> joined(std::vector<std::string> lines, std::vector<std::string> more) {
  for (std::string& line : more) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

std::vector<std::string> chart_lines(const report::Document& document, std::size_t chart, std::size_t width) {
  const ChartData data = chart_data(document, chart);
  if (data.rows.empty()) return {"Nothing to show yet."};
  switch (data.sort) {
    case ChartSort::bars:
      return table_lines(bars(document, chart), width);
    case ChartSort::waterfall:
      return table_lines(waterfall(data), width);
    case ChartSort::heat:
    case ChartSort::lines:
      break;
  }
  std::vector<std::string> out;
  if (data.sort == ChartSort::lines) {
    out = courses(data, width);
    if (!out.empty()) out.emplace_back();
  }
  const std::string unit = data.width() > 1 ? common_unit(data) : std::string();
  if (!unit.empty()) out = joined(std::move(out), wrapped(unit, width));
  return joined(std::move(out), table_lines(table(data, unit), width));
}

std::string spark_letters(std::string_view points) {
  const Points read = spark_points(points);
  Extent extent;
  extent.include(read);
  return letters(read, extent);
}

}  // namespace qd::render
