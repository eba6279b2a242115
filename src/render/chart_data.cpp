#include "render/chart_data.hpp"

#include <algorithm>
#include <utility>

namespace qd::render {

namespace {

ChartSort sort_of(std::string_view name) {
  if (name == "lines") return ChartSort::lines;
  if (name == "waterfall") return ChartSort::waterfall;
  if (name == "heat") return ChartSort::heat;
  return ChartSort::bars;
}

ChartValue value_of(std::string text) {
  ChartValue out;
  const bool level = text.starts_with('=');
  if (level) text.erase(0, std::min(text.find_first_not_of("= "), text.size()));
  out.quantity = chart_quantity(text);
  if (level && out.quantity) out.quantity->step = false;
  out.text = text.empty() ? std::string(kNotKnown) : std::move(text);
  return out;
}

/// "1 charter" and "2 charters" have one unit.
std::string singular(std::string_view unit) {
  std::string out;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const bool plural = unit[i] == 's' && (i + 1 == unit.size() || unit[i + 1] == ' ');
    if (!plural) out += unit[i];
  }
  return out;
}

}  // namespace

ChartData chart_data(const report::Document& document, std::size_t chart) {
  ChartData out;
  out.sort = sort_of(document[chart].target);
  out.title = document[chart].text;
  const bool many = out.sort == ChartSort::lines || out.sort == ChartSort::heat;
  std::size_t width = 1;
  for (const std::size_t row : document.children(chart)) {
    const std::vector<std::size_t> cells = document.children(row);
    if (document[row].header) {
      for (std::size_t c = 1; c < cells.size(); ++c) out.columns.push_back(document.plain_text(cells[c]));
      continue;
    }
    ChartRow& added = out.rows.emplace_back();
    if (!cells.empty()) added.label = document.plain_text(cells[0]);
    const std::size_t end = many ? cells.size() : std::min<std::size_t>(cells.size(), 2);
    for (std::size_t c = 1; c < end; ++c) added.values.push_back(value_of(document.plain_text(cells[c])));
    width = std::max(width, added.values.size());
  }
  width = std::max(width, out.columns.size());
  for (ChartRow& row : out.rows) {
    while (row.values.size() < width) row.values.push_back(value_of({}));
  }
  if (!out.columns.empty()) out.columns.resize(width);
  return out;
}

std::vector<std::optional<ChartQuantity>> spark_points(std::string_view points) {
  std::vector<std::optional<ChartQuantity>> out;
  while (true) {
    const std::size_t end = std::min(points.find(';'), points.size());
    out.push_back(chart_quantity(points.substr(0, end)));
    if (end == points.size()) return out;
    points.remove_prefix(end + 1);
  }
}

std::string common_unit(const ChartData& data) {
  std::string unit;
  bool first = true;
  for (const ChartRow& row : data.rows) {
    for (const ChartValue& value : row.values) {
      if (!value.quantity) continue;
      const std::string& own = value.quantity->unit;
      if (!first && singular(own) != singular(unit)) return {};
      if (first || own.size() > unit.size()) unit = own;
      first = false;
    }
  }
  const bool words = unit.size() > 2 && unit.starts_with(' ');
  return words ? unit.substr(1) : std::string();
}

std::string_view without_unit(const ChartValue& value, std::string_view unit) {
  std::string_view text = value.text;
  if (unit.empty() || !value.quantity) return text;
  while (text.ends_with(' ')) text.remove_suffix(1);
  text.remove_suffix(value.quantity->unit.size());
  return text;
}

std::vector<FlowBar> flow_of(const ChartData& data) {
  std::vector<FlowBar> out;
  std::optional<ChartQuantity> at = ChartQuantity{};
  for (const ChartRow& row : data.rows) {
    FlowBar& bar = out.emplace_back();
    const auto& quantity = row.values.front().quantity;
    bar.level = quantity && !quantity->step;
    if (bar.level) {
      at = quantity;
    } else if (at && quantity) {
      bar.from = *at;
      at->lo += quantity->lo;
      at->hi += quantity->hi;
    } else {
      at.reset();
    }
    bar.known = at.has_value();
    if (at) bar.to = *at;
  }
  return out;
}

}  // namespace qd::render
