#include "render/chart_web.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "render/bars.hpp"
#include "render/chart_data.hpp"
#include "render/chart_svg.hpp"
#include "render/html.hpp"

namespace qd::render {

namespace {

using report::Document;

/// A table's cells can draw only what is above zero.
bool goes_below_zero(const ChartData& data) {
  return std::ranges::any_of(data.rows, [](const ChartRow& row) {
    const auto& quantity = row.values.front().quantity;
    return quantity && quantity->lo < 0;
  });
}

void append_row_head(std::string& out, std::string_view label) {
  out += "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">";
  append_html(out, label);
  out += "</th>";
}

void append_value(std::string& out, std::string_view value) {
  out += "<td role=\"cell\" class=\"right\">";
  append_html(out, value);
  out += "</td>";
}

void append_bars(std::string& out, const Document& document, std::size_t chart) {
  out += "<table role=\"table\" class=\"bars\"><tbody>\n";
  for (const Bar& bar : bars_of(document, chart)) {
    append_row_head(out, bar.label);
    out += fmt::format(
        "<td role=\"cell\" class=\"bar\"><span class=\"sure\" style=\"width:{:.1f}%\"></span><span class=\"range\" "
        "style=\"width:{:.1f}%\"></span></td>",
        bar.lo * 100, (bar.hi - bar.lo) * 100);
    append_value(out, bar.quantity);
    out += "</tr>\n";
  }
  out += "</tbody></table>\n";
}

/// For who cannot see the picture, or wants its figures.
void append_figures(std::string& out, const ChartData& data) {
  out +=
      "<details><summary>The figures of this chart</summary>\n"
      "<div class=\"rows\" tabindex=\"0\"><table role=\"table\">";
  if (!data.columns.empty()) {
    out += "<thead><tr role=\"row\"><td role=\"cell\"></td>";
    for (const std::string& column : data.columns) {
      out += "<th scope=\"col\" role=\"columnheader\" class=\"right\">";
      append_html(out, column);
      out += "</th>";
    }
    out += "</tr></thead>";
  }
  out += "<tbody>\n";
  for (const ChartRow& row : data.rows) {
    append_row_head(out, row.label);
    for (const ChartValue& value : row.values) append_value(out, value.text);
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n</details>\n";
}

}  // namespace

void append_web_chart(std::string& out, const Document& document, std::size_t chart) {
  const ChartData data = chart_data(document, chart);
  out += "<figure class=\"chart\">\n";
  if (!data.title.empty()) {
    out += "<figcaption>";
    append_html(out, data.title);
    out += "</figcaption>\n";
  }
  if (data.rows.empty()) {
    out += "<p>Nothing to show yet.</p>\n";
  } else if (data.sort == ChartSort::bars && !goes_below_zero(data)) {
    append_bars(out, document, chart);
  } else {
    append_web_picture(out, document, chart);
    append_figures(out, data);
  }
  out += "</figure>\n";
}

void append_web_picture(std::string& out, const Document& document, std::size_t node) {
  const auto image = chart_image(document, node, ChartScheme::web);
  if (image) out += image->svg;
}

}  // namespace qd::render
