// Which action comes first, and why: the parts of a score, the same in words, and the stretch of time it is due in.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "assess/action_list.hpp"

namespace qd::assess {

/// Of what is open; all 0 for what is done. docs/definitions.md says how they are made. The total is at least 1 tenth:
/// effort takes off no more than there is.
[[nodiscard]] ScoreParts score_parts(const Action& action, Date today);

/// "critical, worth $1,100 a month, due in 3 weeks", "done on 2026-05-12"; empty where nothing is known.
[[nodiscard]] std::string reason_of(const Action& action, Date today);

/// "due in 3 weeks", "due tomorrow", "overdue for 5 days".
[[nodiscard]] std::string due_in_words(Date due, Date today);

enum class Lane : std::uint8_t { overdue, days30, days60, days90, later, undated, done };
inline constexpr std::array kLanes = {Lane::overdue, Lane::days30,  Lane::days60, Lane::days90,
                                      Lane::later,   Lane::undated, Lane::done};
[[nodiscard]] std::string_view to_string(Lane lane);  ///< "overdue", "30", "60", "90", "later", "undated", "done"
[[nodiscard]] Lane lane_of(const ActionRow& row, Date today);

/// How long what is done is remembered.
inline constexpr int kRememberedDays = 90;

}  // namespace qd::assess
