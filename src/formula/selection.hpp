// Which facts an aggregate is about: of the subject, of the right basis, measured ones only where books cover the
// entity, and those that its `where` asks for.
#pragma once

#include "formula/node.hpp"
#include "formula/session.hpp"
#include "model/fact_set.hpp"

namespace qd::formula {

/// What basis, books and `where` make of facts of one predicate. The facts of the whole portfolio are sifted once; of
/// every subject it is a part of that.
struct Sifted {
  model::FactSet certain;     ///< of those in `any`: measured or computed
  model::FactSet estimated;   ///< likewise; the rest is stated
  model::FactSet any;         ///< with the basis that is asked for
  model::FactSet population;  ///< and of the kind, basis and period that `where` names
  model::FactSet facts;       ///< and all else that `where` asks for
  model::FactSet open;        ///< facts without value, so that nobody knows whether `where` wants them
  Currency currency;          ///< that all money in `any` is in; not stated where there are several or none
};

/// The part of one subject, or of a group of its facts.
struct Selection {
  const Sifted* whole = nullptr;
  model::FactSet any;
  model::FactSet population;
  model::FactSet facts;
  model::FactSet open;
  bool names_period = false;  ///< `where` says of which period, so that one-offs are meant where it lets them in
};

[[nodiscard]] Selection select(const Aggregate& aggregate, const model::Subject& subject, Date today,
                               Session::Shared& shared);

}  // namespace qd::formula
