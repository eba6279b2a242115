// How often an amount comes, where it stands behind (or before) the number: "/mo", "per user per month", "p.a.",
// "円/月".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/quantity.hpp"

namespace qd::ingest {

/// A cadence, and how many times in it: "biweekly" is 26 times a year.
struct Rhythm {
  Cadence per = Cadence::unstated;
  std::int64_t times = 1;

  bool operator==(const Rhythm&) const = default;
};

struct Rate {
  Rhythm rhythm;
  std::string per_unit;  ///< "/lead", "per user"
  std::size_t end = 0;   ///< bytes; where it began when nothing was found
};

/// The rate that starts at byte `at`, spaces before it allowed.
[[nodiscard]] Rate scan_rate(std::string_view text, std::size_t at);

/// "monthly", "p.a.", "one-time", "ежемесячно", "月額" exactly at `at`; moves it behind the word.
[[nodiscard]] std::optional<Rhythm> match_adverb(std::string_view text, std::size_t& at);

/// A noun of time exactly at `at`: "month", "Jahr", "月"; moves it behind the noun.
[[nodiscard]] std::optional<Cadence> match_time_noun(std::string_view text, std::size_t& at);

}  // namespace qd::ingest
