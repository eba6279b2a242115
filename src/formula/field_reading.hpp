// Reads what a condition, `of` and `by` ask of a fact.
#pragma once

#include <string>
#include <string_view>

#include "formula/node.hpp"
#include "model/fact_store.hpp"

namespace qd::formula {

struct FieldValue {
  enum class Kind : std::uint8_t { absent, text, word, date, truth, quantity, number, month, quarter };
  Kind kind = Kind::absent;
  model::Symbol text = model::Symbol::none;
  std::string_view word;  ///< of a closed list
  Date date;              ///< of a month or a quarter its first day
  bool truth = false;
  Quantity quantity;
  std::uint32_t number = 0;
};

/// Absent where the fact does not have it. The project of a fact is that of its file.
[[nodiscard]] FieldValue read_field(const model::FactStore& facts, const model::Fact& fact, const Field& field);

/// As a group is named: the text itself, or how the value is written.
[[nodiscard]] std::string shown(const model::FactStore& facts, const FieldValue& value);

/// When the amount was paid or counted: the attributes `date` or `period`; absent for what is always so.
struct Dated {
  Date first;
  Date last;
};
[[nodiscard]] std::optional<Dated> dated(const model::FactStore& facts, const model::Fact& fact);

/// The first day of the calendar span of so many months (1 or 3) that holds the day.
[[nodiscard]] Date first_of_span(Date day, int months);

/// "2026-05-20", "2026-05", "2026-Q2", "2026" as the days they span.
[[nodiscard]] std::optional<Dated> parse_period(std::string_view text);

}  // namespace qd::formula
