// How fast we send: our share of the account's limit in the long run, the limit itself in every second, and a memory of
// throttles, all in one value that is kept on disk between processes (store/rate_file.hpp).
//
// Three conditions let a message go. `tokens` fill at our share and are given back by throttles, so a storm costs time
// and not rate: what it took is caught up. `attempts` fill at the adaptive pace, up to the limit, and keep tries apart.
// `recent` counts what was tried in the last second, so that no second ever sees more than the limit.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "base/moment.hpp"

namespace qd::mail {

struct RateLimit {
  double per_second = 1;  ///< MaxSendRate of the account, in recipients
  double share = 0.8;     ///< of it that is ours
};

inline constexpr std::int64_t kRateSlotMs = 10;

/// A plain value. All zero is a valid start, and nothing that stands in it can stop us for good: what makes no sense is
/// put right. A clock that went back makes it start afresh, never stall.
struct RateState {
  std::int64_t at_ms = 0;         ///< of the last change
  double tokens = 0;              ///< of accepted recipients; may be in debt, never more than its capacity
  double attempts = 0;            ///< of tried recipients: what was throttled counts here and is given back above
  double factor = 1;              ///< adaptive, of the limit; in (0, 1]
  std::int64_t throttled_ms = 0;  ///< the last throttle; forgotten after ten minutes
  std::int64_t window_ms = 0;     ///< begin of the window in which answers are counted
  std::uint32_t window_answers = 0;
  std::uint32_t window_throttles = 0;
  /// Recipients tried in each slot of kRateSlotMs, newest first: a second, and the slot that is not over.
  std::array<std::uint16_t, 1000 / kRateSlotMs + 1> recent{};
};

/// Takes `recipients` tokens if one is there (the bucket may go into debt) and returns 0; else takes nothing and
/// returns how long until it is worth asking again, at least 1 ms.
[[nodiscard]] std::chrono::milliseconds take(RateState& state, const RateLimit& limit, unsigned recipients, Moment now);

/// What the service answered. A throttle gives its tokens back, because what was not sent does not count. The pace
/// halves when most answers of a window are throttles, and doubles again as soon as few are. A window lasts a quarter
/// of a second and has enough answers to tell a storm from bad luck.
void answered(RateState& state, const RateLimit& limit, unsigned recipients, bool throttled, Moment now);

/// Recipients per second that `take` lets through in the long run, now.
[[nodiscard]] double present_rate(const RateState& state, const RateLimit& limit, Moment now);

}  // namespace qd::mail
