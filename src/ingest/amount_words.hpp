// The words of amounts, in the languages that hand-offs are written in: "about", "up to", "free", "TBD", "million".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/fact.hpp"

namespace qd::ingest {

enum class Lead : std::uint8_t {
  approximate,  ///< "about", "~"
  at_least,     ///< "from", ">"
  at_most,      ///< "up to", "<"
  between,      ///< "between 5 and 10"
  historical,   ///< "was"
  target,
  planned,
  budget,
};

struct LeadMatch {
  Lead lead;
  bool strict = false;  ///< ">" or "<" rather than a word
  bool weak = false;    ///< a preposition that bounds prices only: "from"
  std::size_t end = 0;
};

/// The sign or word before an amount that starts at `at`.
[[nodiscard]] std::optional<LeadMatch> match_lead(std::string_view text, std::size_t at);

/// The word behind an amount, at `at`: "est.", "target", "以上".
[[nodiscard]] std::optional<LeadMatch> match_tail(std::string_view text, std::size_t at);

struct Multiplier {
  std::int64_t factor = 1;
  std::size_t end = 0;
};

/// "K", "million", "млн", "万", "1億2000万" (its second part). `at` is where the number ended; `money` says that the
/// number has a currency or stands where money is expected, without which "9 M" and "5m" are no millions.
[[nodiscard]] std::optional<Multiplier> match_multiplier(std::string_view text, std::size_t at, bool money);

/// "to", "bis", "до" and their like between two ends of a range, at `at`; where the word ends.
[[nodiscard]] std::optional<std::size_t> match_range_word(std::string_view text, std::size_t at);
/// "and", "und", … after "between".
[[nodiscard]] std::optional<std::size_t> match_and(std::string_view text, std::size_t at);

enum class NotNumber : std::uint8_t { zero, unknown };

struct NotNumberMatch {
  NotNumber what;
  std::size_t end = 0;  ///< bytes; behind the word
};
/// What a text without a number says from byte `at` on: "free tier (Hobby)" zero, "TBD by Q3" unknown, "" unknown.
/// Nothing for other words.
[[nodiscard]] std::optional<NotNumberMatch> match_not_number(std::string_view text, std::size_t at);
/// Whether the word at `at` leaves a word of match_not_number before it what it is: "free tier", "custom pricing".
[[nodiscard]] bool goes_with_not_number(std::string_view text, std::size_t at);

/// A span of time that an amount counts.
struct TimeSpan {
  std::string_view singular;  ///< "hour"
  std::int64_t days;          ///< of calendar time, times 1/per
  std::int64_t per;
  std::int64_t working_minutes;  ///< of work: 8 hours a day, 5 days a week, 20 days a month, 240 a year
  std::size_t end = 0;
};
[[nodiscard]] std::optional<TimeSpan> match_time_span(std::string_view text, std::size_t at);

/// A word that no amount counts: "of", "and", "May", "am".
[[nodiscard]] bool is_function_word(std::string_view folded);
/// A noun whose number is its name: "Week 1", "Phase 2", "Tier 3".
[[nodiscard]] bool is_numbered_noun(std::string_view folded);

}  // namespace qd::ingest
