// Bars and waterfalls: rows of words, each above its bar, so that long names and a narrow phone have room.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/chart_draw.hpp"
#include "render/svg_text.hpp"

namespace qd::render::chart_draw {

namespace {

constexpr std::size_t kMostRows = 20;
constexpr double kGap = 16;  // between a label and its quantity
constexpr double kBar = 10;  // a bar's height
constexpr double kAfterBar = 16;
constexpr double kThinnest = 1.5;  // of what is not 0

/// What a row's bar is made of, in the units of the quantities.
struct Piece {
  double from = 0;
  double to = 0;
  std::string_view fill;
  double opacity = 1;
};

class Rows {
 public:
  Rows(Svg& svg, double lo, double hi) : svg_(svg), lo_(lo), scale_(hi > lo ? kWidth / (hi - lo) : 0) {}

  void add(const ChartRow& row, bool known, std::span<const Piece> pieces) {
    words(row.label, row.values.front().text, known);
    if (!known) return void(y_ += kAfterBar);
    y_ += 8;
    for (const Piece& piece : pieces) {
      const double from = x(std::min(piece.from, piece.to));
      const double to = x(std::max(piece.from, piece.to));
      if (piece.from != piece.to) svg_.rect(from, y_, std::max(to - from, kThinnest), kBar, piece.fill, piece.opacity);
    }
    // Zero is a place of its own where bars go both ways, and all there is of a quantity of 0.
    const bool empty = std::ranges::all_of(pieces, [](const Piece& piece) { return piece.from == piece.to; });
    if (lo_ < 0 || empty) svg_.rect(std::min(x(0), kWidth - 1.0), y_ - 2, 1, kBar + 4, svg_.palette().muted);
    y_ += kBar + kAfterBar;
  }

  void note(std::string_view words) {
    svg_.text({0, y_ + kFont}, Anchor::start, svg_.palette().muted, words);
    y_ += kLine + kAfterBar;
  }

  [[nodiscard]] double height() const { return y_ - kAfterBar + 2; }

 private:
  [[nodiscard]] double x(double value) const { return (value - lo_) * scale_; }

  void words(std::string_view label, std::string_view quantity, bool known) {
    const double quantity_room = std::min(svg_text_width(quantity, kFont) + 1, kWidth * 0.46);
    const auto labels = svg_lines(label, kWidth - kGap - quantity_room, kFont, 2);
    const auto quantities = svg_lines(quantity, quantity_room, kFont, 2);
    const std::string_view ink = svg_.palette().ink;
    for (std::size_t i = 0; i < labels.size(); ++i)
      svg_.text({0, y_ + kFont + kLine * static_cast<double>(i)}, Anchor::start, ink, labels[i]);
    for (std::size_t i = 0; i < quantities.size(); ++i) {
      svg_.text({kWidth, y_ + kFont + kLine * static_cast<double>(i)}, Anchor::end, known ? ink : svg_.palette().muted,
                quantities[i]);
    }
    y_ += kLine * static_cast<double>(std::max(labels.size(), quantities.size()));
  }

  Svg& svg_;
  double lo_;
  double scale_;
  double y_ = 0;
};

void left_out(Rows& rows, const ChartData& data) {
  if (data.rows.size() > kMostRows) rows.note(fmt::format("and {} more, not drawn", data.rows.size() - kMostRows));
}

/// From `from` to `to`, each a range: what is in the bar for sure, and what may be.
std::vector<Piece> pieces_of(const ChartQuantity& from, const ChartQuantity& to, std::string_view sure,
                             std::string_view band) {
  const double lo = std::min(from.lo, to.lo);
  const double hi = std::max(from.hi, to.hi);
  const double inner_lo = std::min(from.hi, to.hi);
  const double inner_hi = std::max(from.lo, to.lo);
  if (inner_lo >= inner_hi) return {{lo, hi, from.is_range() || to.is_range() ? band : sure}};
  return {{lo, inner_lo, band}, {inner_lo, inner_hi, sure}, {inner_hi, hi, band}};
}

/// A level is grey; what it may be beyond what it is for sure, a lighter grey.
std::vector<Piece> level_of(const ChartQuantity& level, std::string_view grey) {
  std::vector<Piece> out = pieces_of({}, level, grey, {});
  for (Piece& piece : out) {
    if (piece.fill.empty()) piece.fill = grey, piece.opacity = 0.45;
  }
  return out;
}

}  // namespace

double bars(Svg& svg, const ChartData& data) {
  double lo = 0;
  double hi = 0;
  for (std::size_t i = 0; i < std::min(data.rows.size(), kMostRows); ++i) {
    const auto& quantity = data.rows[i].values.front().quantity;
    if (quantity) lo = std::min(lo, quantity->lo), hi = std::max(hi, quantity->hi);
  }
  Rows rows(svg, lo, hi);
  for (std::size_t i = 0; i < std::min(data.rows.size(), kMostRows); ++i) {
    const auto& quantity = data.rows[i].values.front().quantity;
    std::vector<Piece> pieces;
    if (quantity) pieces = pieces_of({}, *quantity, svg.palette().accent, svg.palette().band);
    rows.add(data.rows[i], quantity.has_value(), pieces);
  }
  left_out(rows, data);
  return rows.height();
}

double waterfall(Svg& svg, const ChartData& data) {
  std::vector<FlowBar> flow = flow_of(data);
  flow.resize(std::min(flow.size(), kMostRows));
  double lo = 0;
  double hi = 0;
  for (const FlowBar& bar : flow) {
    if (bar.known) lo = std::min(lo, bar.to.lo), hi = std::max(hi, bar.to.hi);
  }
  const SvgPalette& colours = svg.palette();
  Rows rows(svg, lo, hi);
  for (std::size_t i = 0; i < flow.size(); ++i) {
    const FlowBar& bar = flow[i];
    std::vector<Piece> pieces;
    if (bar.known && bar.level) pieces = level_of(bar.to, colours.mark);
    if (bar.known && !bar.level) {
      // What a step leaves alone is there, faintly: it ends where the step begins.
      const double rest = std::min(std::abs(bar.from.lo), std::abs(bar.to.lo));
      const bool one_side = bar.from.lo >= 0 && bar.to.lo >= 0;
      if (one_side) pieces.push_back({0, rest, colours.line});
      for (const Piece& piece : pieces_of(bar.from, bar.to, colours.accent, colours.band)) pieces.push_back(piece);
    }
    rows.add(data.rows[i], bar.known, pieces);
  }
  left_out(rows, data);
  return rows.height();
}

}  // namespace qd::render::chart_draw
