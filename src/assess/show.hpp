// Figures as reports show them: "$7.0–9.0K a month", "25–32 charters a month", "18.4 %", "not known".
//
// For display only: rounded half-even here and nowhere else. Whoever computes goes on with the exact value.
#pragma once

#include <string>

#include "formula/value.hpp"

namespace qd::assess {

struct ShowStyle {
  enum class Digits : std::uint8_t {
    automatic,  ///< a reader's: cents below $10,000 for a single amount, thousands and millions for the rest
    exact,      ///< to the cent, with all thousands: for tables that add up
    compact,    ///< "$1.3K" from a thousand on
  };
  Digits digits = Digits::automatic;
  bool per = true;   ///< " a month" behind a flow
  bool noun = true;  ///< what is counted behind a count
};

[[nodiscard]] std::string show(const formula::Amount& amount, ShowStyle style = {});
/// Missing is "not known"; a truth is "yes", "no" or "not known"; a day is ISO.
[[nodiscard]] std::string show(const formula::Value& value, ShowStyle style = {});
/// As its value, with "at least" in front where some of the inputs have no value.
[[nodiscard]] std::string show(const formula::Evaluated& evaluated, ShowStyle style = {});

/// Working days of eight hours: "2 hours", "3 days".
[[nodiscard]] std::string show_effort(const formula::Amount& effort);

/// "up $240", "down 3–4 charters", "unchanged". Nothing when the two do not compare (other unit, currency or
/// cadence).
[[nodiscard]] std::optional<std::string> show_change(const formula::Amount& from, const formula::Amount& to);

/// "charter" → "charters", "company" → "companies", "box" → "boxes".
[[nodiscard]] std::string plural(std::string_view noun);

/// "crew", "crew and captain", "crew, captain and port fee".
[[nodiscard]] std::string join_words(const std::vector<std::string>& words);

/// A fact's value as an amount; nothing when it is no quantity.
[[nodiscard]] std::optional<formula::Amount> amount_of(const model::FactStore& facts, model::FactIndex i);
[[nodiscard]] formula::Amount amount_of(const Quantity& quantity, std::string_view of = {});

/// A fact's value of whatever kind, as shown.
[[nodiscard]] std::string show(const model::FactStore& facts, model::FactIndex i, ShowStyle style = {});

}  // namespace qd::assess
