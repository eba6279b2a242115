// Lines over time, one or several, and the spark line of a figure.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "render/chart_axis.hpp"
#include "render/chart_draw.hpp"
#include "render/svg_text.hpp"

namespace qd::render::chart_draw {

namespace {

constexpr double kPlot = 200;  // height
constexpr double kSideGap = 10;
constexpr std::size_t kMostSeries = 4;
constexpr std::size_t kMostPoints = 200;  // more are less than three pixels apart

void mark(Svg& svg, const TracePoint& point, const Trace& style) {
  if (point.lo != point.hi) {
    const double half = style.width * 0.8;
    svg.rect(point.x - half, std::min(point.lo, point.hi), 2 * half, std::abs(point.lo - point.hi), style.stroke);
  } else {
    svg.circle({point.x, point.lo}, style.width * 1.6, style.stroke);
  }
}

/// Points that follow each other.
void run(Svg& svg, std::span<const TracePoint> points, const Trace& style) {
  std::vector<SvgPoint> low;
  std::vector<SvgPoint> high;
  bool range = false;
  for (const TracePoint& point : points) {
    low.push_back({point.x, point.lo});
    high.push_back({point.x, point.hi});
    range = range || point.lo != point.hi;
  }
  if (points.size() == 1) return mark(svg, points.front(), {style.stroke, style.band, {}, style.width * 0.6});
  if (range) {
    std::vector<SvgPoint> around = low;
    around.insert(around.end(), high.rbegin(), high.rend());
    svg.polygon(around, style.band);
    svg.polyline(high, style.stroke, style.width * 0.6, style.dash);
  }
  svg.polyline(low, style.stroke, range ? style.width * 0.6 : style.width, style.dash);
}

/// What stands beside the end of a line.
struct EndLabel {
  double y = 0;  ///< where its line ends
  std::string_view fill;
  std::vector<std::string> words;
  [[nodiscard]] double height() const { return kLine * static_cast<double>(words.size()); }
};

class Lines {
 public:
  Lines(Svg& svg, const ChartData& data)
      : svg_(svg),
        data_(data),
        unit_(common_unit(data)),
        series_(std::min(data.width(), kMostSeries)),
        first_(data.rows.size() > kMostPoints ? data.rows.size() - kMostPoints : 0) {}

  double draw() {
    if (!scale()) {
      svg_.text({0, kFont}, Anchor::start, svg_.palette().muted, "No point is known.");
      return kLine + 4;
    }
    if (!unit_.empty()) {
      svg_.text({0, kFont}, Anchor::start, svg_.palette().muted, svg_line(unit_, kWidth, kFont));
      top_ = kLine + 16;
    }
    grid();
    for (std::size_t s = series_; s-- > 0;) one(s);
    end_labels();
    double y = time_labels();
    for (const std::string& note : notes()) {
      svg_.text({0, y + kFont}, Anchor::start, svg_.palette().muted, note);
      y += kLine;
    }
    return y + 4;
  }

 private:
  [[nodiscard]] std::size_t count() const { return data_.rows.size() - first_; }
  [[nodiscard]] const ChartValue& value(std::size_t series, std::size_t i) const {
    return data_.rows[first_ + i].values[series];
  }

  /// False when there is nothing to scale by.
  bool scale() {
    bool any = false;
    double least = 0;
    double most = 0;
    std::string currency;
    std::string unit;
    for (std::size_t s = 0; s < series_; ++s) {
      for (std::size_t i = 0; i < count(); ++i) {
        const auto& quantity = value(s, i).quantity;
        if (!quantity) continue;
        least = any ? std::min(least, quantity->lo) : quantity->lo;
        most = any ? std::max(most, quantity->hi) : quantity->hi;
        if (!any) currency = quantity->currency;
        if (!any && quantity->unit.ends_with('%') && quantity->unit.size() <= 2) unit = quantity->unit;
        any = true;
      }
    }
    if (!any) return false;
    axis_ = chart_axis(least, most);
    ticks_ = tick_labels(axis_, currency, unit);
    for (const std::string& tick : ticks_) left_ = std::max(left_, svg_text_width(tick, kFont));
    left_ += kSideGap;
    for (std::size_t s = 0; s < series_; ++s) add_end_label(s);
    double widest = 0;
    for (const EndLabel& label : ends_) {
      for (const std::string& line : label.words) widest = std::max(widest, svg_text_width(line, kFont));
    }
    right_ = kWidth - widest - kSideGap;
    return true;
  }

  [[nodiscard]] double x(std::size_t i) const {
    const double room = right_ - left_ - 6;
    return count() == 1 ? left_ + room : left_ + room * static_cast<double>(i) / static_cast<double>(count() - 1);
  }
  [[nodiscard]] double y(double value) const { return top_ + kPlot * (1 - (value - axis_.lo) / (axis_.hi - axis_.lo)); }

  [[nodiscard]] std::string_view colour(std::size_t series) const {
    const SvgPalette& colours = svg_.palette();
    return series == 0 ? colours.accent : series == 1 ? colours.muted : colours.mark;
  }

  void grid() {
    for (std::size_t i = 0; i < axis_.ticks.size(); ++i) {
      const double at = y(axis_.ticks[i]);
      const bool zero = std::abs(axis_.ticks[i]) < (axis_.ticks[1] - axis_.ticks[0]) / 2;
      svg_.line({left_, at}, {right_, at}, zero ? svg_.palette().mark : svg_.palette().line, 1);
      svg_.text({left_ - kSideGap, at + 6}, Anchor::end, svg_.palette().muted, ticks_[i]);
    }
  }

  void one(std::size_t series) {
    constexpr std::array<std::string_view, kMostSeries> kDashes = {"", "", "7 4", "2 4"};
    std::vector<TracePoint> points;
    for (std::size_t i = 0; i < count(); ++i) {
      const auto& quantity = value(series, i).quantity;
      points.push_back({x(i), quantity ? y(quantity->lo) : 0, quantity ? y(quantity->hi) : 0, quantity.has_value()});
    }
    const std::string_view band = series == 0 ? svg_.palette().band : svg_.palette().line;
    trace(svg_, points, {colour(series), band, kDashes[series], series == 0 ? 3.0 : 2.0});
  }

  /// The last value that is known; its day, if that is not the last one.
  void add_end_label(std::size_t series) {
    std::size_t last = count();
    while (last > 0 && !value(series, last - 1).quantity) --last;
    EndLabel label;
    label.fill = series == 0 ? svg_.palette().ink : svg_.palette().muted;
    constexpr double kRoom = 116;
    if (series < data_.columns.size() && series_ > 1)
      label.words.push_back(svg_line(data_.columns[series], kRoom, kFont));
    if (last > 0) {
      const ChartValue& shown = value(series, last - 1);
      const std::string_view text = without_unit(shown, unit_);
      constexpr double kLargestFigure = 200;
      const double figure = svg_text_width(text.substr(0, text.find(' ')), kFont) + 1;
      for (std::string& line : svg_lines(text, std::clamp(figure, kRoom, kLargestFigure), kFont, 2))
        label.words.push_back(std::move(line));
      if (last < count()) label.words.push_back(svg_line(data_.rows[first_ + last - 1].label, kRoom, kFont));
      label.y = shown.quantity->middle();
    } else {
      label.words.emplace_back(kNotKnown);
      label.y = axis_.lo;
    }
    ends_.push_back(std::move(label));
  }

  /// Beside the ends of their lines, but not over each other.
  void end_labels() {
    for (EndLabel& label : ends_) label.y = y(label.y) - label.height() / 2;
    std::ranges::stable_sort(ends_, {}, &EndLabel::y);
    double from = 0;
    for (EndLabel& label : ends_) {
      label.y = std::max(label.y, from);
      from = label.y + label.height() + 4;
    }
    double to = std::max(top_ + kPlot + 4, from - 4);
    for (auto label = ends_.rbegin(); label != ends_.rend(); ++label) {
      label->y = std::min(label->y, to - label->height());
      to = label->y - 4;
    }
    for (const EndLabel& label : ends_) {
      double at = label.y - 5;
      for (const std::string& line : label.words)
        svg_.text({right_ + kSideGap, at += kLine}, Anchor::start, label.fill, line);
    }
  }

  /// First, last, and as many between as have room. Gives the y below.
  double time_labels() {
    const double baseline = top_ + kPlot + kLine + 6;
    constexpr double kRoom = 130;
    double widest = 0;
    for (std::size_t i = 0; i < count(); ++i)
      widest = std::max(widest, std::min(svg_text_width(data_.rows[first_ + i].label, kFont), kRoom));
    const auto fit = static_cast<std::size_t>(std::max(1.0, (right_ - left_) / (widest + 18)));
    const std::size_t every = count() <= 1 ? 1 : (count() - 2) / fit + 1;
    double taken_from = kWidth;
    for (std::size_t back = 0; back < count(); back += every) {
      const std::size_t i = count() - 1 - back;
      const std::string words = svg_line(data_.rows[first_ + i].label, kRoom, kFont);
      const double half = svg_text_width(words, kFont) / 2;
      const double middle = std::clamp(x(i), half, kWidth - half);
      if (middle + half > taken_from) continue;
      svg_.text({middle, baseline}, Anchor::middle, svg_.palette().muted, words);
      taken_from = middle - half - 8;
    }
    return baseline + 8;
  }

  [[nodiscard]] std::vector<std::string> notes() const {
    std::vector<std::string> out;
    if (first_ > 0) out.push_back(fmt::format("and {} {} before, not drawn", first_, first_ == 1 ? "point" : "points"));
    const std::size_t lines = data_.width() - series_;
    if (lines > 0) out.push_back(fmt::format("and {} {} more, not drawn", lines, lines == 1 ? "line" : "lines"));
    return out;
  }

  Svg& svg_;
  const ChartData& data_;
  std::string unit_;
  std::size_t series_;
  std::size_t first_;  // of the rows that are drawn
  ChartAxis axis_;
  std::vector<std::string> ticks_;
  std::vector<EndLabel> ends_;
  double top_ = 10;
  double left_ = 0;
  double right_ = kWidth;
};

}  // namespace

void trace(Svg& svg, std::span<const TracePoint> points, const Trace& style) {
  const TracePoint* last = nullptr;
  for (std::size_t begin = 0; begin < points.size();) {
    std::size_t end = begin;
    while (end < points.size() && points[end].known) last = &points[end++];
    if (end > begin) run(svg, points.subspan(begin, end - begin), style);
    begin = std::max(end, begin + 1);
  }
  if (last != nullptr) mark(svg, *last, style);
}

double lines(Svg& svg, const ChartData& data) { return Lines(svg, data).draw(); }

void spark(Svg& svg, std::span<const std::optional<ChartQuantity>> points) {
  constexpr std::size_t kPoints = 13;
  constexpr double kEdge = 4;
  if (points.size() > kPoints) points = points.last(kPoints);
  double least = 0;
  double most = 0;
  bool any = false;
  for (const auto& point : points) {
    if (!point) continue;
    least = any ? std::min(least, point->lo) : point->lo;
    most = any ? std::max(most, point->hi) : point->hi;
    any = true;
  }
  std::vector<TracePoint> drawn;
  const double step = points.size() > 1 ? (kSparkWidth - 2 * kEdge) / static_cast<double>(points.size() - 1) : 0;
  const auto y = [&](double value) {
    const double share = most > least ? (value - least) / (most - least) : 0.5;
    return kEdge + (kSparkHeight - 2 * kEdge) * (1 - share);
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = kSparkWidth - kEdge - step * static_cast<double>(points.size() - 1 - i);
    const auto& point = points[i];
    drawn.push_back({x, point ? y(point->lo) : 0, point ? y(point->hi) : 0, point.has_value()});
  }
  trace(svg, drawn, {svg.palette().accent, svg.palette().band, {}, 1.8});
}

}  // namespace qd::render::chart_draw
