// How far a figure has to move before its readers care: `material = "5%"` or `material = "$100"` of a definition.
#pragma once

#include <optional>
#include <string_view>

#include "formula/value.hpp"

namespace qd::assess {

/// A share of what the figure was, or an amount in the figure's own unit.
struct Materiality {
  std::optional<Rational> share;
  Rational amount;    ///< where `share` is not given
  Currency currency;  ///< of the amount; not stated where it was a plain number
};

[[nodiscard]] Materiality usual_materiality();  ///< 1 %

/// "5%", "0.5 %", "$100", "EUR 1,000", "100 USD", "12.5". Nothing for anything else, and for what is negative.
[[nodiscard]] std::optional<Materiality> parse_materiality(std::string_view text);

/// Whether one end of the figure moved that far, changed its sign, or appeared or went away. An amount in another
/// currency says nothing about it, and the usual share decides.
[[nodiscard]] bool is_material(const Materiality& materiality, const formula::Amount& before,
                               const formula::Amount& now);

}  // namespace qd::assess
