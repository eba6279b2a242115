#include "render/svg.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "render/html.hpp"
#include "render/svg_text.hpp"

namespace qd::render {

namespace {

/// One decimal, without a zero that says nothing.
std::string number(double value) {
  const double rounded = std::round(value * 10) / 10;
  std::string out = fmt::format("{:.1f}", rounded == 0 ? 0.0 : rounded);
  if (out.ends_with(".0")) out.resize(out.size() - 2);
  return out;
}

std::string points_of(std::span<const SvgPoint> points) {
  std::string out;
  for (const SvgPoint& point : points) {
    if (!out.empty()) out += ' ';
    out += number(point.x) + "," + number(point.y);
  }
  return out;
}

}  // namespace

void Svg::rect(double x, double y, double width, double height, std::string_view fill, double opacity) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"", number(x), number(y),
                       number(width), number(height), fill);
  if (opacity < 1) body_ += fmt::format(" fill-opacity=\"{:.2f}\"", opacity);
  body_ += "/>\n";
}

void Svg::line(SvgPoint from, SvgPoint to, std::string_view stroke, double width) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                       number(from.x), number(from.y), number(to.x), number(to.y), stroke, number(width));
}

void Svg::polyline(std::span<const SvgPoint> points, std::string_view stroke, double width, std::string_view dash) {
  body_ +=
      fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
                  points_of(points), stroke, number(width));
  if (!dash.empty()) body_ += fmt::format(" stroke-dasharray=\"{}\"", dash);
  body_ += "/>\n";
}

void Svg::polygon(std::span<const SvgPoint> points, std::string_view fill) {
  body_ += fmt::format("<polygon points=\"{}\" fill=\"{}\"/>\n", points_of(points), fill);
}

void Svg::circle(SvgPoint centre, double radius, std::string_view fill) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>\n", number(centre.x), number(centre.y),
                       number(radius), fill);
}

void Svg::text(SvgPoint baseline, Anchor anchor, std::string_view fill, std::string_view words) {
  constexpr std::string_view kAnchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" fill=\"{}\"{}>", number(baseline.x), number(baseline.y), fill,
                       kAnchors[std::to_underlying(anchor)]);
  append_html(body_, words);
  body_ += "</text>\n";
}

std::string Svg::finish(int height, std::string_view alt) {
  const std::string name = html(svg_clean(alt));
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "aria-label=\"{2}\">\n",
      width_, height, name);
  // In a page a title would hover over the chart; there the label is the name.
  if (!palette_.family.empty()) out += "<title>" + name + "</title>\n";
  if (!palette_.paper.empty())
    out += fmt::format("<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n", palette_.paper);
  out += fmt::format("<g font-size=\"{}\"", number(font_size_));
  if (!palette_.family.empty()) out += fmt::format(" font-family=\"{}\"", palette_.family);
  out += ">\n" + std::exchange(body_, {}) + "</g>\n</svg>\n";
  return out;
}

}  // namespace qd::render
