#include "render/bars.hpp"

#include <algorithm>

#include "render/chart_data.hpp"

namespace qd::render {

std::vector<Bar> bars_of(const report::Document& document, std::size_t chart) {
  std::vector<Bar> out;
  double longest = 0;
  for (const std::size_t row : document.children(chart)) {
    const std::vector<std::size_t> cells = document.children(row);
    Bar& bar = out.emplace_back();
    if (!cells.empty()) bar.label = document.plain_text(cells[0]);
    if (cells.size() > 1) bar.quantity = document.plain_text(cells[1]);
    const auto quantity = chart_quantity(bar.quantity);
    if (bar.quantity.empty()) bar.quantity = kNotKnown;
    if (!quantity) continue;
    bar.known = true;
    bar.lo = std::max(quantity->lo, 0.0);
    bar.hi = std::max(quantity->hi, 0.0);
    longest = std::max(longest, bar.hi);
  }
  for (Bar& bar : out) {
    if (longest > 0) bar.lo /= longest, bar.hi /= longest;
  }
  return out;
}

}  // namespace qd::render
