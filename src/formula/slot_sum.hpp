// From slots to one amount: which periods go together, and what stays outside.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "formula/tally.hpp"
#include "formula/value.hpp"

namespace qd::formula {

/// The slots that make one amount. Recurring amounts go together, per month; what does not recur cannot be added to
/// them.
struct SlotChoice {
  std::vector<const Slot*> used;
  std::vector<const Slot*> left_out;  ///< amounts that belong to the figure but cannot be added: it is "at least"
};

/// `flow`: of a predicate whose amounts recur; one-offs are then no part of the figure, unless `once_too` and nothing
/// recurs.
/// The error is the reason why nothing is known. There must be a slot.
[[nodiscard]] std::expected<SlotChoice, std::string> choose_slots(std::span<const Slot> slots,
                                                                  std::optional<Currency> currency, bool flow,
                                                                  bool once_too);

/// One slot's figure in its own period.
[[nodiscard]] MaybeInterval slot_interval(const Slot& slot, Aggregation how);

/// The figure over the slots; nothing when it is too large. `how`: sum, avg, min or max.
[[nodiscard]] MaybeInterval combine_slots(std::span<const Slot* const> slots, Aggregation how);

/// Unit, currency and period of what the slots give together.
[[nodiscard]] Amount amount_like(std::span<const Slot* const> slots, const model::FactStore& facts);

/// Sets the bounds.
[[nodiscard]] Amount with_interval(Amount amount, const Interval& interval);
[[nodiscard]] inline Interval interval_of(const Amount& a) { return {a.lo, a.hi, a.open_lo, a.open_hi}; }

}  // namespace qd::formula
