// One fact out of many: latest, first, and the claim that counts.
#pragma once

#include <optional>

#include "formula/aggregate.hpp"

namespace qd::formula {

/// The fact with a value whose own day (its date or the end of its period, else its as_of) is the newest, or with
/// `Aggregation::first` the oldest. Among equals the last or first in the order of files.
[[nodiscard]] std::optional<model::FactSet::Iterator> pick_fact(const model::FactStore& facts,
                                                                const model::FactSet& candidates,
                                                                const Aggregate& aggregate,
                                                                std::optional<Currency> currency);

/// The value of the fact, or of its field; amounts per month where they recur. Missing when too large.
[[nodiscard]] Value value_of_fact(const model::FactStore& facts, const model::Fact& fact, std::optional<Field> field);

/// The claims that speak of the subject as a whole: for the portfolio those that a document of the portfolio makes, or
/// else those of the only entity that makes any.
[[nodiscard]] model::FactSet claims_about(const model::FactStore& facts, const model::Subject& subject,
                                          const model::FactSet& claims);

}  // namespace qd::formula
