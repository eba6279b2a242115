// The figures in a text as a reader compares them: "$7.0", "9.0K", "18.4%", "25". What is part of a word or a name
// ("F-1", "2nd", "90d") is none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qd::gate {

struct Figure {
  std::string text;    ///< with its sign, currency, scale and per cent; without blanks inside
  std::size_t at = 0;  ///< where it begins
};

/// In the order of the text. Linear time.
[[nodiscard]] std::vector<Figure> figures_in(std::string_view text);

}  // namespace qd::gate
