// Figures of an inventory as exact intervals.
#pragma once

#include <optional>
#include <string_view>

#include "base/quantity.hpp"
#include "text/json.hpp"

namespace qd::sources {

/// A whole number from 0. One that leaves the range of a count is "at least" the largest that fits. Nothing for any
/// other value.
[[nodiscard]] std::optional<Quantity> inventory_count(const text::JsonValue& value, Unit unit);

/// A number, a string that holds one, or [lo, hi] of these, where null is an open end. Per month. Cost reports have ten
/// decimals; what is finer than 1/10,000 is rounded half-even. Nothing for anything else, or when lo > hi.
[[nodiscard]] std::optional<Quantity> inventory_amount(const text::JsonValue& value, Currency currency);

}  // namespace qd::sources
