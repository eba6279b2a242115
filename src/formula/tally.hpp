// Adds up the amounts of facts exactly: whole numbers for each unit, period and currency, fractions only at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "formula/interval.hpp"
#include "formula/node.hpp"
#include "model/fact_set.hpp"

namespace qd::formula {

/// The facts of one unit, period and currency.
struct Slot {
  Unit unit = Unit::count;
  Cadence per = Cadence::unstated;
  Currency currency;
  std::uint32_t count = 0;
  bool open_lo = false;  ///< some fact has no lower bound
  bool open_hi = false;
  Int128 lo = 0;  ///< sums of the bounds there are, in 1/scale_of(unit)
  Int128 hi = 0;
  std::int64_t least_lo = INT64_MAX;
  std::int64_t least_hi = INT64_MAX;  ///< stays so while no fact has an upper bound
  std::int64_t greatest_lo = INT64_MIN;
  std::int64_t greatest_hi = INT64_MIN;
  model::Symbol of = model::Symbol::none;  ///< what all of them count, or none
  model::FactSet facts;
  model::FactSet ranged;  ///< those that are no point but bounded

  [[nodiscard]] bool recurs() const { return per != Cadence::once && per != Cadence::unstated; }
  /// An amount that nobody gave a currency and that is nothing anyway is 0 in every currency.
  [[nodiscard]] bool nothing() const { return !currency.stated() && lo == 0 && hi == 0 && !open_lo && !open_hi; }
};

class Tally {
 public:
  /// Of the value, or of `field` where there is one.
  Tally(const model::FactStore& facts, std::optional<Field> field) : facts_(facts), field_(field), unvalued_(facts) {}

  /// `place`: of the fact in the order of the store, ascending.
  void add(std::uint32_t place, const model::Fact& fact);
  /// Without what is money of another currency.
  [[nodiscard]] Tally part(Currency currency) const;

  /// All that were added.
  [[nodiscard]] model::FactSet facts() const;

  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }
  /// Facts that have no amount.
  [[nodiscard]] const model::FactSet& unvalued() const { return unvalued_; }
  /// The amount of a fact, if it has one.
  [[nodiscard]] std::optional<Quantity> amount_of(const model::Fact& fact) const;

 private:
  Slot& slot_for(const Quantity& quantity, model::Symbol of);

  const model::FactStore& facts_;
  std::optional<Field> field_;
  std::vector<Slot> slots_;
  std::size_t last_ = 0;
  model::FactSet unvalued_;
};

/// A whole number of 1/scale as a fraction; nothing when it is too large.
[[nodiscard]] std::optional<Rational> fraction(Int128 mantissa, std::int64_t scale);

/// The quantity per month where it recurs, else as it stands. Nothing when it is too large.
[[nodiscard]] MaybeInterval monthly_interval(const Quantity& quantity);

}  // namespace qd::formula
