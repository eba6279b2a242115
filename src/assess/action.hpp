// Something to do: what a document asks for, or a failed check.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "formula/value.hpp"

namespace qd::assess {

enum class Level : std::uint8_t { critical, high, medium, low };

[[nodiscard]] std::string_view to_string(Level level);
[[nodiscard]] std::optional<Level> parse_level(std::string_view text);

struct Action {
  std::string id;
  std::string title;
  std::string entity;
  std::string owner;  ///< empty when nobody is named
  std::optional<Date> due;
  std::optional<formula::Amount> impact;
  std::optional<formula::Amount> effort;  ///< working days
  double score = 0;                       ///< higher comes first; how it is made: docs/definitions.md
  std::string state;                      ///< "open", "done", "overdue"
  std::optional<Level> severity;
  std::string source;  ///< "file:line", or "check:<id>"
};

}  // namespace qd::assess
