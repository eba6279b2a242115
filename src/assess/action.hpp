// Something to do: what documents ask for, or what a failed check does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "formula/value.hpp"

namespace qd::assess {

enum class Level : std::uint8_t { critical, high, medium, low };

[[nodiscard]] std::string_view to_string(Level level);
[[nodiscard]] std::optional<Level> parse_level(std::string_view text);

/// What a score is made of, in tenths of a point, so that the parts add up exactly.
struct ScoreParts {
  std::int32_t severity = 0;
  std::int32_t impact = 0;
  std::int32_t due = 0;
  std::int32_t effort = 0;  ///< taken off: at most 0

  [[nodiscard]] std::int32_t total() const { return severity + impact + due + effort; }
};

struct Action {
  std::string id;
  std::string title;
  std::string entity;
  std::string owner;  ///< empty when nobody is named
  std::optional<Date> due;
  std::optional<Date> done_on;  ///< of what is done: the day that a document states, else the first that saw it done
  std::optional<formula::Amount> impact;
  std::optional<formula::Amount> effort;  ///< working days
  double score = 0;                       ///< higher comes first; how it is made: docs/definitions.md
  ScoreParts because;
  std::string state;  ///< "open", "done", "overdue"
  std::optional<Level> severity;
  std::string source;                ///< "file:line", or "check:<id>"
  std::vector<std::string> sources;  ///< every place that asks for it, `source` first
};

}  // namespace qd::assess
