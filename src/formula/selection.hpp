// Which facts an aggregate is about: of the subject, of the right basis, measured ones only where books cover the
// entity, and those that its `where` asks for.
#pragma once

#include <vector>

#include "formula/node.hpp"
#include "formula/session.hpp"

namespace qd::formula {

struct Selection {
  bool any = false;           ///< the subject has a fact of the predicate with the basis that is asked for
  bool population = false;    ///< and one of the kind, basis and period that `where` names
  bool names_period = false;  ///< `where` says of which period, so that one-offs are meant where it lets them in
  Currency currency;          ///< in which the population is, if it is one
  std::vector<model::FactIndex> facts;  ///< in the order of the store
  std::vector<model::FactIndex> open;   ///< facts without value, so that nobody knows whether `where` wants them
};

[[nodiscard]] Selection select(const Aggregate& aggregate, const model::Subject& subject, Date today,
                               Session::Shared& shared);

/// The indices in ascending order. Linear for many.
[[nodiscard]] std::vector<model::FactIndex> sorted(std::vector<model::FactIndex> facts);

}  // namespace qd::formula
