// Arithmetic and comparison of what parts of a formula give: units, currencies and bounds together.
#pragma once

#include "formula/node.hpp"
#include "formula/value.hpp"

namespace qd::formula {

/// The value of a part of a formula while it is computed.
struct Reading {
  Value value = Missing{};
  bool plain = false;          ///< a number without unit
  std::optional<Missing> why;  ///< of an unknown truth
  model::Kind kind = model::Kind::computed;
  std::uint64_t atoms = 0;  ///< what went into it, by number

  [[nodiscard]] const Amount* amount() const { return std::get_if<Amount>(&value); }
};

/// + - * / of two amounts, or of dates and days. Missing where they do not go together or the result is too large.
[[nodiscard]] Value arithmetic(Op op, const Reading& left, const Reading& right);

/// The truth of = != < <= > >=; `why` says what is unknown.
[[nodiscard]] Reading compare(Op op, const Reading& left, const Reading& right);

/// least and greatest of amounts or dates.
[[nodiscard]] Value extreme(Op op, const Reading& left, const Reading& right);

/// negate, ceil, floor, abs.
[[nodiscard]] Value apply(Op op, const Reading& operand);

/// The amount per month, if it is a flow.
[[nodiscard]] Value per_month(const Amount& amount);

[[nodiscard]] constexpr bool is_arithmetic(Op op) {
  return op == Op::add || op == Op::subtract || op == Op::multiply || op == Op::divide || op == Op::negate;
}
[[nodiscard]] constexpr bool is_comparison(Op op) { return op >= Op::equal && op <= Op::greater_equal; }

}  // namespace qd::formula
