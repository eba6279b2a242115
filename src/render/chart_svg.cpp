#include "render/chart_svg.hpp"

#include <algorithm>
#include <cmath>

#include "render/chart_draw.hpp"

namespace qd::render {

namespace {

using report::NodeKind;

constexpr SvgPalette kLight = {"#14202B", "#51606E", "#DDD8CF",    "#0B5CAD", "#9DC0E4",
                               "#8592A0", "#FFFFFF", "sans-serif", 0.65};
constexpr SvgPalette kDark = {"#E6EBF0", "#9AA8B5", "#2A3540",    "#7DB4F0", "#3D618A",
                              "#6B7885", "#182029", "sans-serif", 0.5};
constexpr SvgPalette kWeb = {
    "var(--ink)", "var(--muted)", "var(--line)", "var(--accent)", "var(--band)", "var(--mark)", "", "", 0.5};

const SvgPalette& palette_of(ChartScheme scheme) {
  return scheme == ChartScheme::light ? kLight : scheme == ChartScheme::dark ? kDark : kWeb;
}

double draw(Svg& svg, const ChartData& data) {
  switch (data.sort) {
    case ChartSort::bars:
      return chart_draw::bars(svg, data);
    case ChartSort::lines:
      return chart_draw::lines(svg, data);
    case ChartSort::waterfall:
      return chart_draw::waterfall(svg, data);
    case ChartSort::heat:
      return chart_draw::heat(svg, data);
  }
  return 0;
}

}  // namespace

std::optional<ChartImage> chart_image(const report::Document& document, std::size_t node, ChartScheme scheme) {
  SvgPalette palette = palette_of(scheme);
  ChartImage out;
  out.alt = chart_alt(document, node);
  if (document[node].kind == NodeKind::spark) {
    const auto points = spark_points(document[node].target);
    if (std::ranges::none_of(points, [](const auto& point) { return point.has_value(); })) return std::nullopt;
    palette.paper = {};  // it stands in a line, on whatever is behind that
    Svg svg(palette, out.width = chart_draw::kSparkWidth, chart_draw::kFont);
    chart_draw::spark(svg, points);
    out.svg = svg.finish(out.height = chart_draw::kSparkHeight, out.alt);
    return out;
  }
  if (document[node].kind != NodeKind::chart) return std::nullopt;
  const ChartData data = chart_data(document, node);
  if (data.rows.empty()) return std::nullopt;
  Svg svg(palette, out.width = chart_draw::kWidth, chart_draw::kFont);
  out.height = static_cast<int>(std::ceil(draw(svg, data)));
  out.svg = svg.finish(out.height, out.alt);
  return out;
}

}  // namespace qd::render
