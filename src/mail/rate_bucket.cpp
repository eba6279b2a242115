#include "mail/rate_bucket.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qd::mail {

namespace {

constexpr std::int64_t kForgottenMs = 600'000;
constexpr std::int64_t kWindowMs = 250;
constexpr std::uint32_t kEnoughAnswers = 5;
/// Answers older than that say nothing about now.
constexpr std::int64_t kOldestWindowMs = 10'000;
/// Two processes read the clock and then wait for each other: a step back this small is no step.
constexpr std::int64_t kClockJitterMs = 2'000;
/// SES takes no message for more recipients, so no honest debt is larger.
constexpr double kMostDebt = 50;
/// How much of what a storm took is remembered to be caught up.
constexpr double kCatchUpSeconds = 2;

struct Limits {
  double most;     ///< a second
  double share;    ///< a second, in the long run
  double slowest;  ///< the adaptive pace never falls below
};

Limits limits_of(const RateLimit& limit) {
  const double most = limit.per_second > 0 ? std::min(limit.per_second, 1e5) : 1;  // NaN is not above 0
  const double share = limit.share > 0 ? std::min(limit.share, 1.0) : 0.8;
  return {.most = most, .share = most * share, .slowest = std::min(most, std::max(1.0, most * 0.05))};
}

/// Remembers a throttle for ten minutes.
bool is_throttled_since(const RateState& state, std::int64_t now, std::int64_t span) {
  return state.throttled_ms > 0 && now - state.throttled_ms <= span;
}

double pace(const RateState& state, const Limits& limits) {
  return std::max(limits.most * state.factor, limits.slowest);
}

/// Idle time is no reason to send faster than our share; what a storm took is.
double capacity(const RateState& state, const Limits& limits, std::int64_t now) {
  if (is_throttled_since(state, now, kOldestWindowMs)) return 2 + limits.share * kCatchUpSeconds;
  return std::max(1.0, limits.share * 0.1);
}

/// More than one, because who waits for a token always comes a little late for it.
double most_attempts(const Limits& limits) { return 1 + limits.most * 0.02; }

double sane(double value, double most) { return std::isfinite(value) ? std::clamp(value, -kMostDebt, most) : 0; }

void restart_window(RateState& state, std::int64_t now) {
  state.window_ms = now;
  state.window_answers = state.window_throttles = 0;
}

/// What stands in the state may come from a damaged file or from a clock that was wrong.
void put_right(RateState& state, std::int64_t now) {
  for (std::int64_t* ms : {&state.at_ms, &state.throttled_ms, &state.window_ms}) *ms = std::max<std::int64_t>(*ms, 0);
  if (state.at_ms > now) {  // set back: which of the tries were in this second cannot be told, so all were
    const auto tried = std::accumulate(state.recent.begin(), state.recent.end(), 0u);
    const std::uint16_t all = static_cast<std::uint16_t>(std::min(tried, 65'535u));
    state = {.at_ms = now, .recent = {all}};
  }
  if (!(state.factor > 0 && state.factor <= 1)) state.factor = 1;
  if (state.throttled_ms > now) state.throttled_ms = 0;
  if (state.window_ms > now || now - state.window_ms > kOldestWindowMs || state.window_throttles > state.window_answers)
    restart_window(state, now);
}

/// Brings the state to `now` and returns that, or the state's own time when the clock is a little behind it.
std::int64_t move_on(RateState& state, const Limits& limits, Moment at) {
  const std::int64_t now = at.ms < state.at_ms && state.at_ms - at.ms <= kClockJitterMs ? state.at_ms : at.ms;
  put_right(state, now);
  if (!is_throttled_since(state, now, kForgottenMs)) state.factor = 1;

  const auto slots = std::min<std::int64_t>(now / kRateSlotMs - state.at_ms / kRateSlotMs,
                                            static_cast<std::int64_t>(state.recent.size()));
  std::shift_right(state.recent.begin(), state.recent.end(), slots);
  std::fill_n(state.recent.begin(), slots, std::uint16_t{0});

  const double seconds = static_cast<double>(now - state.at_ms) / 1000;
  const double most_tokens = capacity(state, limits, now);
  state.tokens = std::min(sane(state.tokens, most_tokens) + limits.share * seconds, most_tokens);
  const double most_tries = most_attempts(limits);
  state.attempts = std::min(sane(state.attempts, most_tries) + pace(state, limits) * seconds, most_tries);
  state.at_ms = now;
  return now;
}

/// Until one token is there; 0 when it is.
std::int64_t wait_for_one(double tokens, double per_second) {
  return tokens >= 1 ? 0 : static_cast<std::int64_t>(std::ceil((1 - tokens) / per_second * 1000));
}

/// In any second, a little below the limit: on their way requests come closer together than they left.
double most_in_a_second(const Limits& limits) { return limits.most - std::floor(limits.most * 0.02); }

/// Until the last second has room for so many, or is empty if even that is too small for them.
std::int64_t wait_for_room(const RateState& state, const Limits& limits, unsigned recipients) {
  const double room = std::max(0.0, most_in_a_second(limits) - recipients);
  double tried = 0;
  for (std::size_t slot = 0; slot < state.recent.size(); ++slot) {
    tried += state.recent[slot];
    if (tried > room) {
      const auto leaves = static_cast<std::int64_t>(state.recent.size() - slot) * kRateSlotMs;
      return leaves - state.at_ms % kRateSlotMs;
    }
  }
  return 0;
}

}  // namespace

std::chrono::milliseconds take(RateState& state, const RateLimit& limit, unsigned recipients, Moment now) {
  const Limits limits = limits_of(limit);
  move_on(state, limits, now);
  const std::int64_t wait =
      std::max({wait_for_one(state.tokens, limits.share), wait_for_one(state.attempts, pace(state, limits)),
                wait_for_room(state, limits, recipients)});
  if (wait > 0) return std::chrono::milliseconds(wait);
  state.tokens -= recipients;
  state.attempts -= recipients;
  state.recent.front() = static_cast<std::uint16_t>(std::min(state.recent.front() + recipients, 65'535u));
  return {};
}

void answered(RateState& state, const RateLimit& limit, unsigned recipients, bool throttled, Moment at) {
  const Limits limits = limits_of(limit);
  const std::int64_t now = move_on(state, limits, at);
  ++state.window_answers;
  if (throttled) {
    ++state.window_throttles;
    state.throttled_ms = now;
    state.tokens = std::min(state.tokens + recipients, capacity(state, limits, now));
  }
  if (now - state.window_ms < kWindowMs) return;
  if (state.window_throttles > 0 && state.window_answers < kEnoughAnswers) return;
  const double share = static_cast<double>(state.window_throttles) / state.window_answers;
  if (share >= 0.7) state.factor = std::max(state.factor / 2, limits.slowest / limits.most);
  if (share < 0.5) state.factor = std::min(state.factor * 2, 1.0);
  restart_window(state, now);
}

double present_rate(const RateState& state, const RateLimit& limit, Moment now) {
  const Limits limits = limits_of(limit);
  RateState present = state;
  move_on(present, limits, now);
  return std::min(limits.share, pace(present, limits));
}

}  // namespace qd::mail
