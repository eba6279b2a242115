// What predicates there are and what their values look like: the words of docs/handoff-format.md as a table.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/fact.hpp"

namespace qd::model {

/// What a formula may expect of the values of a predicate.
enum class Shape : std::uint8_t { money, count, ratio, days, text, date, boolean, any };

struct Predicate {
  std::string_view name;
  Shape shape;
  bool flow;  ///< amounts come per month or the like, and unlike cadences are compared per month
};

/// Sorted by name.
[[nodiscard]] std::span<const Predicate> predicates();
/// Also knows the open families: claim.<kpi>, other.<slug>, aws.*, repo.*, mail.* (shape `any`).
[[nodiscard]] std::optional<Predicate> find_predicate(std::string_view name);

}  // namespace qd::model
