// How long to wait before the next attempt.
#pragma once

#include <chrono>

#include "mail/answer.hpp"

namespace qd::mail {

/// Full jitter: anywhere between 0 and 0.5 s · 2^(attempts-1) after a throttle, from 1 s after anything else, at most
/// 10 minutes. `random` is in [0, 1).
[[nodiscard]] std::chrono::milliseconds backoff(AnswerKind why, unsigned attempts, double random);

/// No wait is longer; one that seems so was written by a clock that has been set back.
inline constexpr std::chrono::minutes kLongestBackoff{10};

}  // namespace qd::mail
