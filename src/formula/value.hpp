// What a formula gives: an exact interval, a truth of three kinds, a day, a text, or the reason why nothing is known.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/quantity.hpp"
#include "model/fact_set.hpp"

namespace qd::formula {

/// A closed interval; an open end has no bound. `per` is unstated for what is no flow.
struct Amount {
  Rational lo;
  Rational hi;
  bool open_lo = false;
  bool open_hi = false;
  Unit unit = Unit::count;
  std::string of;  ///< what is counted, or empty
  Currency currency;
  Cadence per = Cadence::unstated;

  bool operator==(const Amount&) const = default;
};

/// Not known: why, and what to write where.
struct Missing {
  std::string reason;
  std::string needs;

  bool operator==(const Missing&) const = default;
};

enum class Truth : std::uint8_t { no, yes, unknown };

using Value = std::variant<Missing, Amount, Truth, Date, std::string>;

/// Some of the inputs have no value: the figure is "at least" what the others give.
struct Partial {
  std::uint32_t known = 0;
  std::uint32_t of = 0;
  model::FactSet missing;
  std::vector<std::string> unknown_entities;  ///< ids; nothing at all is known of these
  std::uint32_t unknown_parts = 0;            ///< months or groups of which nothing is known, or not yet all

  void count(std::size_t valued) {
    known = static_cast<std::uint32_t>(valued);
    of = known + static_cast<std::uint32_t>(missing.size() + unknown_entities.size()) + unknown_parts;
  }
};

/// One result of one formula for one subject.
struct Evaluated {
  std::string group;  ///< value of the `by` attributes, the cell of the grid, or the currency where there are several
  Value value;
  model::Kind kind = model::Kind::computed;     ///< `stated` where the figure is a stated total taken as it is
  model::Kind weakest = model::Kind::measured;  ///< the least certain kind among the inputs
  model::FactSet inputs;
  std::optional<Partial> partial;
  std::optional<Missing> why;  ///< where the value is Truth::unknown: what is not known
  Currency currency;           ///< stated where there is one result for each currency; part of `group` then
};

}  // namespace qd::formula
