// total(p): what dated facts say came in or went out in their time, as one amount: a figure per month of a quarter
// counts three times. What recurs without a date is no record of anything, and is left out.
#pragma once

#include "formula/aggregate.hpp"

namespace qd::formula {

struct TotalFigure {
  Value value;
  model::FactSet used;
  model::FactSet missing;            ///< dated, and without an amount
  std::uint32_t unknown_months = 0;  ///< of the group's month or quarter: without any figure, or not over yet
};

[[nodiscard]] TotalFigure total_figure(const Selection& selection, const Aggregate& aggregate,
                                       std::optional<Currency> currency, const Surroundings& around);

}  // namespace qd::formula
