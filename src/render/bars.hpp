// A chart of bars out of rows of label and quantity, as numbers that a renderer can draw.
#pragma once

#include <string>
#include <vector>

#include "report/document.hpp"

namespace qd::render {

struct Bar {
  std::string label;
  std::string quantity;  ///< as shown; "not known" where nothing is written
  bool known = false;    ///< whether there is a number in it
  /// Shares of the longest bar, 0…1; where the quantity is a range the band runs from `lo` to `hi`.
  double lo = 0;
  double hi = 0;
};

/// The bars of a chart node. Bars start at zero; what is below zero is drawn as nothing and said in its quantity.
[[nodiscard]] std::vector<Bar> bars_of(const report::Document& document, std::size_t chart);

}  // namespace qd::render
