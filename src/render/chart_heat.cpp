// Heat maps: a table whose cells are shaded by their value, with the value written in each.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/chart_draw.hpp"
#include "render/svg_text.hpp"

namespace qd::render::chart_draw {

namespace {

constexpr std::size_t kMostRows = 16;
constexpr std::size_t kMostColumns = 7;
constexpr double kCellGap = 2;
constexpr double kPadding = 4;
constexpr int kShades = 6;

class Heat {
 public:
  Heat(Svg& svg, const ChartData& data)
      : svg_(svg),
        data_(data),
        unit_(common_unit(data)),
        rows_(std::min(data.rows.size(), kMostRows)),
        columns_(std::min(data.width(), kMostColumns)) {
    double widest = 0;
    for (std::size_t r = 0; r < rows_; ++r) {
      widest = std::max(widest, svg_text_width(data.rows[r].label, kFont) + 12);
      for (std::size_t c = 0; c < columns_; ++c) extent(data.rows[r].values[c]);
    }
    label_width_ = std::min(widest, kWidth * (columns_ > 4 ? 0.24 : 0.36));
    const double room = std::floor((kWidth - label_width_) / (widest_value() + kPadding + kCellGap));
    columns_ = std::clamp(static_cast<std::size_t>(room), std::size_t{1}, columns_);
    cell_width_ = (kWidth - label_width_) / static_cast<double>(columns_);
  }

  double draw() {
    header();
    for (std::size_t r = 0; r < rows_; ++r) row(data_.rows[r]);
    left_out();
    return y_;
  }

 private:
  void extent(const ChartValue& value) {
    if (!value.quantity) return;
    const double middle = value.quantity->middle();
    lowest_ = any_ ? std::min(lowest_, middle) : middle;
    highest_ = any_ ? std::max(highest_, middle) : middle;
    any_ = true;
  }

  /// What a column needs so that no figure is cut: a figure cut in half reads as another.
  [[nodiscard]] double widest_value() const {
    double out = 1;
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t c = 0; c < columns_; ++c) {
        const ChartValue& value = data_.rows[r].values[c];
        if (value.quantity) out = std::max(out, svg_text_width(without_unit(value, unit_), kFont) + 1);
      }
    }
    return out;
  }

  [[nodiscard]] double opacity(const ChartQuantity& quantity) const {
    const double share = highest_ > lowest_ ? (quantity.middle() - lowest_) / (highest_ - lowest_) : 0.5;
    const int shade = std::min(static_cast<int>(share * kShades), kShades - 1);
    return svg_.palette().deepest * (0.16 + 0.84 * shade / (kShades - 1));
  }

  void words(double x, double y, Anchor anchor, std::string_view fill, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) svg_.text({x, y += kLine}, anchor, fill, line);
  }

  [[nodiscard]] double middle_of(std::size_t column) const {
    return label_width_ + cell_width_ * (static_cast<double>(column) + 0.5) + kCellGap / 2;
  }

  void header() {
    if (!unit_.empty()) {
      svg_.text({0, kFont}, Anchor::start, svg_.palette().muted, svg_line(unit_, kWidth, kFont));
      y_ = kLine + 8;
    }
    const double room = cell_width_ - kPadding;
    std::size_t height = 0;
    std::vector<std::vector<std::string>> names;
    for (std::size_t c = 0; c < std::min(columns_, data_.columns.size()); ++c) {
      names.push_back(svg_lines(data_.columns[c], room, kFont, 2));
      height = std::max(height, names.back().size());
    }
    if (height == 0) return;
    const auto top = [&](std::size_t lines) { return y_ + kLine * static_cast<double>(height - lines) - 4; };
    for (std::size_t c = 0; c < names.size(); ++c)
      words(middle_of(c), top(names[c].size()), Anchor::middle, svg_.palette().muted, names[c]);
    y_ += kLine * static_cast<double>(height) + 6;
  }

  void row(const ChartRow& row) {
    const auto label = svg_lines(row.label, label_width_ - 12, kFont, 2);
    std::size_t lines = label.size();
    std::vector<std::vector<std::string>> cells;
    for (std::size_t c = 0; c < columns_; ++c) {
      const std::string_view text = without_unit(row.values[c], unit_);
      cells.push_back(svg_lines(text, cell_width_ - kPadding - kCellGap, kFont, 2));
      lines = std::max(lines, cells.back().size());
    }
    const double height = kLine * static_cast<double>(lines) + 16;
    const auto top = [&](std::size_t n) { return y_ + (height - kLine * static_cast<double>(n)) / 2 - 5; };
    words(0, top(label.size()), Anchor::start, svg_.palette().ink, label);
    for (std::size_t c = 0; c < columns_; ++c) {
      const auto& quantity = row.values[c].quantity;
      const double x = label_width_ + cell_width_ * static_cast<double>(c) + kCellGap;
      const double width = cell_width_ - kCellGap;
      if (quantity) svg_.rect(x, y_, width, height - kCellGap, svg_.palette().accent, opacity(*quantity));
      words(middle_of(c), top(cells[c].size()), Anchor::middle, quantity ? svg_.palette().ink : svg_.palette().muted,
            cells[c]);
    }
    y_ += height;
  }

  void left_out() {
    const std::size_t rows = data_.rows.size() - rows_;
    const std::size_t columns = data_.width() - columns_;
    if (rows == 0 && columns == 0) return;
    const auto counted = [](std::size_t count, std::string_view what) {
      return count == 0 ? std::string() : fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    };
    const std::string more = fmt::format("and {}{}{} more, not drawn", counted(rows, "row"),
                                         rows > 0 && columns > 0 ? " and " : "", counted(columns, "column"));
    svg_.text({0, y_ + kLine}, Anchor::start, svg_.palette().muted, more);
    y_ += kLine + 8;
  }

  Svg& svg_;
  const ChartData& data_;
  std::string unit_;
  std::size_t rows_;
  std::size_t columns_;
  double label_width_ = 0;
  double cell_width_ = 0;
  double lowest_ = 0;
  double highest_ = 0;
  bool any_ = false;
  double y_ = 0;
};

}  // namespace

double heat(Svg& svg, const ChartData& data) { return Heat(svg, data).draw(); }

}  // namespace qd::render::chart_draw
