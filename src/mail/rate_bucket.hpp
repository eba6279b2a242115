// How fast we send: the account's limit as two token buckets and a memory of throttles, all in one value that is kept
// on disk between processes (store/rate_file.hpp).
#pragma once

#include <chrono>
#include <cstdint>

#include "base/moment.hpp"

namespace qd::mail {

struct RateLimit {
  double per_second = 1;  ///< MaxSendRate of the account, in recipients
  double share = 0.8;     ///< of it that is ours
};

/// A plain value. All zero is a valid start. A clock that went back makes it start afresh, never stall.
struct RateState {
  std::int64_t at_ms = 0;         ///< of the last change
  double tokens = 0;              ///< of accepted recipients; may be in debt, never more than its capacity
  double attempts = 0;            ///< of tried recipients: what was throttled counts here and is given back above
  double factor = 1;              ///< adaptive, (0, 1]
  std::int64_t throttled_ms = 0;  ///< the last throttle; forgotten after ten minutes
  std::int64_t window_ms = 0;     ///< begin of the window in which answers are counted
  std::uint32_t window_answers = 0;
  std::uint32_t window_throttles = 0;
};

/// Takes `recipients` tokens if one is there (the bucket may go into debt) and returns 0; else takes nothing and
/// returns how long until it is worth asking again, at least 1 ms.
[[nodiscard]] std::chrono::milliseconds take(RateState& state, const RateLimit& limit, unsigned recipients, Moment now);

/// What the service answered. A throttle gives its tokens back, because what was not sent does not count, and slows us
/// down when most answers of the window are throttles; a window without brings the rate back.
void answered(RateState& state, const RateLimit& limit, unsigned recipients, bool throttled, Moment now);

/// Recipients per second that `take` lets through in the long run, now.
[[nodiscard]] double present_rate(const RateState& state, const RateLimit& limit, Moment now);

}  // namespace qd::mail
