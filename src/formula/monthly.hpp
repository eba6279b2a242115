// `monthly(p, n)`: what comes in or goes out in a month. A project that keeps dated figures (a ledger, a table of
// months) gives the mean of its last n full months; every other one gives what it says recurs. docs/formulas.md has the
// rules.
#pragma once

#include <optional>
#include <vector>

#include "formula/aggregate.hpp"

namespace qd::formula {

struct MonthlyFigure {
  Value value = Missing{};
  model::FactSet used;
  model::FactSet missing;  ///< belong to the figure and could not be added
  std::vector<Term> terms;
};

[[nodiscard]] MonthlyFigure monthly_figure(const Aggregate& aggregate, const Selection& selection,
                                           std::optional<Currency> currency, const Surroundings& around);

}  // namespace qd::formula
