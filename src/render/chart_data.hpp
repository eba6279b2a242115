// A chart's block as numbers beside the words that a reader sees.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "render/chart_quantity.hpp"
#include "report/document.hpp"

namespace qd::render {

enum class ChartSort : std::uint8_t { bars, lines, waterfall, heat };

inline constexpr std::string_view kNotKnown = "not known";

struct ChartValue {
  std::string text;  ///< as shown; "not known" where nothing is written
  std::optional<ChartQuantity> quantity;
};

struct ChartRow {
  std::string label;
  std::vector<ChartValue> values;  ///< as many in every row of a chart
};

struct ChartData {
  ChartSort sort = ChartSort::bars;
  std::string title;
  std::vector<std::string> columns;  ///< names of the values; empty when the block names none
  std::vector<ChartRow> rows;

  [[nodiscard]] std::size_t width() const { return rows.empty() ? 0 : rows.front().values.size(); }
};

/// `chart` is a node of the kind chart. A sort that nobody knows is drawn as bars.
[[nodiscard]] ChartData chart_data(const report::Document& document, std::size_t chart);

/// The points of a spark, "7000;7200;7000–9000;;8100": nothing where one is empty or cannot be read.
[[nodiscard]] std::vector<std::optional<ChartQuantity>> spark_points(std::string_view points);

/// What stands behind all quantities ("a month"), so that it can be said once; empty when they differ. A sign such as
/// "%" stays with its number.
[[nodiscard]] std::string common_unit(const ChartData& data);
/// A value's text without the common unit.
[[nodiscard]] std::string_view without_unit(const ChartValue& value, std::string_view unit);

/// Where a step of a waterfall begins and ends, and how sure that is. A level begins at 0.
struct FlowBar {
  bool known = false;  ///< false where its own quantity or what it starts from is not known
  bool level = false;
  ChartQuantity from;
  ChartQuantity to;
};
/// One for each row. A quantity that begins with a sign is a step from where the row before ended; one without a sign,
/// or behind "=" ("= −$400"), is a level.
[[nodiscard]] std::vector<FlowBar> flow_of(const ChartData& data);

}  // namespace qd::render
