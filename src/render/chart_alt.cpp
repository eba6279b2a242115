#include <fmt/format.h>

#include <algorithm>

#include "render/chart_data.hpp"
#include "render/chart_svg.hpp"
#include "render/svg_text.hpp"

namespace qd::render {

namespace {

constexpr double kLongest = 40;  // letters of a label

std::string brief(std::string_view words) { return svg_line(words, kLongest, 1); }

std::string with_stop(std::string words) {
  if (!words.empty() && std::string_view(".!?:").find(words.back()) == std::string_view::npos) words += '.';
  return words;
}

/// The rows and the number of those that have a quantity in the column.
std::size_t known(const ChartData& data, std::size_t column) {
  return static_cast<std::size_t>(
      std::ranges::count_if(data.rows, [&](const ChartRow& row) { return row.values[column].quantity.has_value(); }));
}

std::string of_bars(const ChartData& data) {
  const ChartRow* largest = nullptr;
  for (const ChartRow& row : data.rows) {
    const auto& quantity = row.values.front().quantity;
    if (quantity && (largest == nullptr || quantity->middle() > largest->values.front().quantity->middle()))
      largest = &row;
  }
  if (largest == nullptr) return fmt::format("None of {} is known.", data.rows.size());
  const std::size_t missing = data.rows.size() - known(data, 0);
  return fmt::format("Largest: {} {}, of {}{}.", brief(largest->label), brief(largest->values.front().text),
                     data.rows.size(), missing == 0 ? "" : fmt::format(", {} of them not known", missing));
}

std::string of_one_line(const ChartData& data, std::size_t column) {
  const ChartRow* first = nullptr;
  const ChartRow* last = nullptr;
  for (const ChartRow& row : data.rows) {
    if (!row.values[column].quantity) continue;
    if (first == nullptr) first = &row;
    last = &row;
  }
  if (first == nullptr) return std::string(kNotKnown);
  const auto at = [&](const ChartRow& row) {
    return fmt::format("{} ({})", brief(row.values[column].text), brief(row.label));
  };
  return first == last ? at(*last) : fmt::format("{} to {}", at(*first), at(*last));
}

std::string of_lines(const ChartData& data) {
  constexpr std::size_t kMost = 4;
  std::string out;
  for (std::size_t c = 0; c < std::min(data.width(), kMost); ++c) {
    if (!out.empty()) out += "; ";
    if (c < data.columns.size()) out += brief(data.columns[c]) + ": ";
    out += of_one_line(data, c);
  }
  if (data.width() > kMost) out += fmt::format("; and {} more", data.width() - kMost);
  if (data.columns.empty() && data.width() == 1 && known(data, 0) == 0) return "No point is known.";
  return out + '.';
}

std::string of_waterfall(const ChartData& data) {
  const auto at = [](const ChartRow& row) {
    return fmt::format("{} {}", brief(row.label), brief(row.values.front().text));
  };
  if (data.rows.size() == 1) return at(data.rows.front()) + '.';
  return fmt::format("From {} to {}, in {} rows.", at(data.rows.front()), at(data.rows.back()), data.rows.size());
}

std::string of_heat(const ChartData& data) {
  const ChartQuantity* least = nullptr;
  const ChartQuantity* most = nullptr;
  std::string least_words;
  std::string most_words;
  for (const ChartRow& row : data.rows) {
    for (std::size_t c = 0; c < row.values.size(); ++c) {
      const ChartValue& value = row.values[c];
      if (!value.quantity) continue;
      const auto words = [&] {
        const std::string column = c < data.columns.size() ? ", " + brief(data.columns[c]) : std::string();
        return fmt::format("{} ({}{})", brief(value.text), brief(row.label), column);
      };
      if (least == nullptr || value.quantity->middle() < least->middle())
        least = &*value.quantity, least_words = words();
      if (most == nullptr || value.quantity->middle() > most->middle()) most = &*value.quantity, most_words = words();
    }
  }
  if (least == nullptr) return "No value is known.";
  return least == most ? most_words + '.' : fmt::format("From {} to {}.", least_words, most_words);
}

std::string key_figure(const ChartData& data) {
  if (data.rows.empty()) return "There is nothing to show yet.";
  switch (data.sort) {
    case ChartSort::bars:
      return of_bars(data);
    case ChartSort::lines:
      return of_lines(data);
    case ChartSort::waterfall:
      return of_waterfall(data);
    case ChartSort::heat:
      return of_heat(data);
  }
  return {};
}

}  // namespace

std::string chart_alt(const report::Document& document, std::size_t node) {
  if (document[node].kind == report::NodeKind::spark) return svg_clean(document[node].text);
  if (document[node].kind != report::NodeKind::chart) return {};
  const ChartData data = chart_data(document, node);
  const std::string title = with_stop(svg_clean(data.title));
  return title.empty() ? key_figure(data) : title + ' ' + key_figure(data);
}

}  // namespace qd::render
