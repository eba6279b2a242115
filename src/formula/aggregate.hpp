// What an aggregate gives for the facts of one group and one currency.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formula/selection.hpp"
#include "formula/tally.hpp"
#include "formula/value.hpp"

namespace qd::formula {

/// A ranged fact that goes into the result by addition (per month where it recurs), so that two aggregates that read
/// the same fact move together.
struct Term {
  model::FactIndex fact;
  Quantity amount;
};

/// The value of an aggregate or a KPI in a formula.
struct AtomResult {
  Value value = Missing{};
  std::optional<Missing> why;  ///< of an unknown truth
  model::Kind kind = model::Kind::computed;
  model::Kind weakest = model::Kind::measured;
  model::FactSet inputs;
  std::optional<Partial> partial;
  model::FactSet valued;  ///< where partial: the inputs that have a value; of a KPI none
  std::vector<Term> terms;
};

/// The less certain of two: measured, stated, estimated. What was computed counts as its own inputs do.
[[nodiscard]] model::Kind weaker(model::Kind a, model::Kind b);

/// Where an aggregate is evaluated.
struct Surroundings {
  Session::Shared& shared;
  const model::Subject& subject;
  Date today;
  const std::string& needs;  ///< what a person can do, from the definition; may be empty
  bool wants_terms = true;   ///< something else in the formula may read the same facts
  bool ungrouped = true;     ///< the selections are whole
  int span = 0;              ///< months of each group: 1 or 3 where `by` is a month or a quarter
};

/// An aggregate over the facts of one group, counted once and then asked for each currency.
class GroupAggregate {
 public:
  GroupAggregate(const Aggregate& aggregate, Selection selection, const Surroundings& around);

  /// The currencies in which there is money, none stated included; sorted.
  [[nodiscard]] std::vector<Currency> currencies() const;
  /// To be called before `evaluate` where there are several currencies: each is then worked out over its own facts.
  void split_by_currency() { split_ = true; }
  /// With a currency: what is money in another one is left out.
  [[nodiscard]] AtomResult evaluate(std::optional<Currency> currency) const;

 private:
  GroupAggregate(const GroupAggregate& whole, Currency currency);
  [[nodiscard]] bool counts_for_itself() const;
  [[nodiscard]] AtomResult evaluate_here(std::optional<Currency> currency) const;
  [[nodiscard]] Value value_of(std::optional<Currency> currency, AtomResult& out) const;
  [[nodiscard]] Value count() const;
  [[nodiscard]] Value nothing_matches(std::optional<Currency> currency) const;
  [[nodiscard]] Value extreme_date() const;
  [[nodiscard]] Value picked(std::optional<Currency> currency, AtomResult& out) const;
  [[nodiscard]] Value from_slots(std::optional<Currency> currency, AtomResult& out) const;
  [[nodiscard]] Value largest(std::optional<Currency> currency, AtomResult& out) const;
  [[nodiscard]] Missing missing(std::string reason) const;
  [[nodiscard]] Missing first_reason() const;
  [[nodiscard]] Currency population_currency() const;
  void note_missing(AtomResult& out, const model::FactSet& facts) const;
  void finish(AtomResult& out) const;

  const Aggregate& aggregate_;
  Selection selection_;
  Surroundings around_;
  Tally tally_;
  bool flow_ = false;
  bool split_ = false;
};

}  // namespace qd::formula
