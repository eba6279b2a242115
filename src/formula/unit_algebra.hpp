// What units give when they meet: one table for the check when a definition is loaded and for the evaluation.
// docs/formulas.md shows it.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "formula/formula.hpp"
#include "formula/node.hpp"

namespace qd::formula {

struct UnitOperand {
  UnitType type;
  bool plain = false;  ///< a number without unit: a count or a ratio, whatever fits
  bool zero = false;   ///< 0 is nothing in every unit
};

/// Of + - * / and of what must be alike: comparisons, least, greatest. `any` with anything is any. The error is a
/// sentence without full stop.
[[nodiscard]] std::expected<UnitType, std::string> combine(Op op, const UnitOperand& left, const UnitOperand& right);

/// Whether a flow (per month or the like) has the type.
[[nodiscard]] bool is_flow(const UnitType& type);

/// How a person says it: "money per month", "a number of months".
[[nodiscard]] std::string describe(const UnitType& type);

/// A year of 12 months has 365 days.
[[nodiscard]] Rational months_in_days();

}  // namespace qd::formula
