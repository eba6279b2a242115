#include "mail/rate_bucket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <vector>

namespace qd::mail {
namespace {

constexpr std::int64_t kStart = 1'780'000'000'123;

struct Tried {
  std::int64_t ms;
  unsigned recipients;
};

/// Sends as fast as the bucket lets it, with answers that take a while, against a server that throttles when it likes.
struct Simulation {
  RateLimit limit;
  std::function<unsigned(std::size_t)> recipients = [](std::size_t) { return 1u; };
  std::function<bool(std::int64_t ms)> throttles = [](std::int64_t) { return false; };  ///< by time since the start
  std::int64_t latency_ms = 40;
  std::size_t in_flight = 64;
  RateState state;
  std::vector<Tried> tried;
  double accepted = 0;
  double throttled = 0;

  void run(std::int64_t span_ms, std::int64_t from = kStart) {
    struct Flight {
      std::int64_t due;
      unsigned recipients;
      bool throttled;
    };
    std::deque<Flight> flights;
    std::int64_t next = from;
    for (std::int64_t now = from; now < from + span_ms; ++now) {
      for (; !flights.empty() && flights.front().due <= now; flights.pop_front()) {
        const Flight& flight = flights.front();
        answered(state, limit, flight.recipients, flight.throttled, {now});
        (flight.throttled ? throttled : accepted) += flight.recipients;
      }
      while (now >= next && flights.size() < in_flight) {
        const unsigned n = recipients(tried.size());
        const auto wait = take(state, limit, n, {now});
        next = now + wait.count();
        if (wait.count() > 0) break;
        tried.push_back({now, n});
        flights.push_back({now + latency_ms, n, throttles(now - from)});
      }
    }
  }

  [[nodiscard]] double accepted_per_second(std::int64_t span_ms) const {
    return accepted * 1000 / static_cast<double>(span_ms);
  }

  /// The most recipients tried within any 1,000 ms.
  [[nodiscard]] unsigned busiest_second() const {
    unsigned most = 0, inside = 0;
    std::size_t first = 0;
    for (const Tried& one : tried) {
      inside += one.recipients;
      while (tried[first].ms <= one.ms - 1000) inside -= tried[first++].recipients;
      most = std::max(most, inside);
    }
    return most;
  }
};

/// Lets `per_second` through, and up to `burst` at once.
std::function<bool(std::int64_t)> strict_server(double per_second, double burst) {
  struct Bucket {
    double tokens;
    std::int64_t at = 0;
  };
  auto bucket = std::make_shared<Bucket>(Bucket{burst});
  return [=](std::int64_t now) {
    bucket->tokens = std::min(burst, bucket->tokens + per_second * static_cast<double>(now - bucket->at) / 1000);
    bucket->at = now;
    if (bucket->tokens < 1) return true;
    bucket->tokens -= 1;
    return false;
  };
}

constexpr double kRates[] = {1, 2, 5, 14, 50, 200, 1000};
constexpr std::int64_t kLong = 120'000;

TEST(RateBucket, KeepsItsShareWithoutStorms) {
  for (const double rate : kRates) {
    Simulation simulation{.limit = {rate, 0.8}, .throttles = strict_server(rate, std::max(1.0, rate / 10))};
    simulation.run(kLong);
    EXPECT_EQ(simulation.throttled, 0) << rate;
    EXPECT_GE(simulation.accepted_per_second(kLong), 0.97 * 0.8 * rate) << rate;
    EXPECT_LE(simulation.accepted_per_second(kLong), 1.01 * 0.8 * rate + 0.1) << rate;
    EXPECT_LE(simulation.busiest_second(), rate) << rate;
  }
}

struct Storm {
  const char* name;
  std::function<bool(std::int64_t)> throttles;
};

std::vector<Storm> storms() {
  auto random = std::make_shared<std::mt19937>(4);
  return {{"a random quarter", [random](std::int64_t) { return (*random)() % 4 == 0; }},
          {"half a second of five", [](std::int64_t ms) { return ms % 5000 < 500; }},
          {"two seconds of a minute", [](std::int64_t ms) { return ms % 60'000 >= 58'000; }},
          {"every fourth", [n = 0](std::int64_t) mutable { return n++ % 4 == 3; }}};
}

TEST(RateBucket, CatchesUpWithWhatStormsTake) {
  for (const double rate : kRates) {
    for (const Storm& storm : storms()) {
      Simulation simulation{.limit = {rate, 0.8}, .throttles = storm.throttles};
      simulation.run(kLong);
      EXPECT_GT(simulation.throttled, 0) << rate << storm.name;
      EXPECT_GE(simulation.accepted_per_second(kLong), 0.9 * 0.8 * rate) << rate << " " << storm.name;
      EXPECT_LE(simulation.busiest_second(), rate) << rate << " " << storm.name;
    }
  }
}

TEST(RateBucket, NoSecondSeesMoreThanTheLimitWhateverTheSizes) {
  std::mt19937 random(7);
  for (const double rate : {10.0, 14.0, 14.5, 50.0}) {
    for (const double share : {0.5, 0.8, 1.0}) {
      Simulation simulation{.limit = {rate, share}};
      simulation.recipients = [&](std::size_t) { return static_cast<unsigned>(1 + random() % 10); };
      simulation.throttles = [&](std::int64_t) { return random() % 3 == 0; };
      simulation.run(kLong);
      EXPECT_LE(simulation.busiest_second(), rate) << rate << " " << share;
      EXPECT_GT(simulation.accepted, 0.35 * share * rate * kLong / 1000) << rate << " " << share;
    }
  }
}

TEST(RateBucket, AMessageBeyondTheLimitLeavesAloneAndIsPaidFor) {
  Simulation simulation{.limit = {1, 0.8}, .recipients = [](std::size_t) { return 4u; }};
  simulation.run(60'000);
  EXPECT_NEAR(simulation.accepted_per_second(60'000), 0.8, 0.1);
  for (std::size_t i = 1; i < simulation.tried.size(); ++i)
    EXPECT_GE(simulation.tried[i].ms - simulation.tried[i - 1].ms, 4000);
}

TEST(RateBucket, WorksBelowOneASecond) {
  Simulation simulation{.limit = {0.5, 1}};
  simulation.run(200'000);
  EXPECT_NEAR(static_cast<double>(simulation.tried.size()), 100, 3);
  EXPECT_EQ(simulation.busiest_second(), 1u);
}

TEST(RateBucket, SlowsDownOnlyWhileMostAreThrottledAndComesBackAsFast) {
  const RateLimit limit{100, 0.8};
  Simulation simulation{.limit = limit};
  simulation.throttles = [](std::int64_t ms) { return ms < 3'000; };
  simulation.run(3'000);
  EXPECT_NEAR(present_rate(simulation.state, limit, {kStart + 3'000}), 5, 0.01);  // the floor
  EXPECT_LT(simulation.throttled, 100);
  simulation.throttles = [](std::int64_t) { return false; };
  simulation.run(3'000, kStart + 3'000);
  EXPECT_NEAR(present_rate(simulation.state, limit, {kStart + 6'000}), 80, 0.01);
}

TEST(RateBucket, NeverFallsBelowOneASecond) {
  const RateLimit limit{5, 0.8};
  Simulation simulation{.limit = limit, .throttles = [](std::int64_t) { return true; }};
  simulation.run(kLong);
  EXPECT_EQ(present_rate(simulation.state, limit, {kStart + kLong}), 1);
  EXPECT_GE(simulation.tried.size(), 110u);
}

TEST(RateBucket, ForgetsAfterTenMinutes) {
  const RateLimit limit{14, 0.8};
  RateState state{.at_ms = kStart, .factor = 0.25, .throttled_ms = kStart};
  EXPECT_DOUBLE_EQ(present_rate(state, limit, {kStart + 599'000}), 3.5);
  EXPECT_DOUBLE_EQ(present_rate(state, limit, {kStart + 601'000}), 11.2);
}

TEST(RateBucket, AnIdleHourIsNoCreditForABurst) {
  Simulation simulation{.limit = {50, 0.8}};
  simulation.run(10);
  simulation.run(1'000, kStart + 3'600'000);
  EXPECT_LE(simulation.tried.size(), 46u);
}

TEST(RateBucket, SurvivesAClockThatIsSet) {
  const RateLimit limit{14, 0.8};
  for (const std::int64_t jump : {-86'400'000ll, -5'000ll, -1'000ll, 1'000ll, 86'400'000ll}) {
    Simulation simulation{.limit = limit};
    simulation.run(10'000);
    const double before = simulation.accepted;
    const std::size_t tried = simulation.tried.size();
    simulation.run(10'000, kStart + 10'000 + jump);
    EXPECT_GE(simulation.accepted - before, 0.7 * 0.8 * 14 * 10) << jump;
    std::int64_t first_after = simulation.tried[tried].ms - (kStart + 10'000 + jump);
    EXPECT_LE(first_after, 2'100) << jump;
  }
}

TEST(RateBucket, IsSharedByProcessesWhoseClocksDifferByALittle) {
  RateState state;
  const RateLimit limit{14, 0.8};
  int sent = 0;
  for (std::int64_t now = kStart; now < kStart + 20'000; ++now)
    sent += take(state, limit, 1, {now - (now % 2) * 7}).count() == 0 ? 1 : 0;
  EXPECT_NEAR(sent, 11.2 * 20, 8);
}

TEST(RateBucket, GarbageIsHarmless) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min(), kMost = std::numeric_limits<std::int64_t>::max();
  RateState full{.at_ms = kStart};
  full.recent.fill(65'535);
  const RateState states[] = {
      {},
      full,
      {.at_ms = kMost, .tokens = kNan, .attempts = kNan, .factor = kNan},
      {.at_ms = kLeast, .throttled_ms = kLeast, .window_ms = kLeast},
      {.at_ms = kStart, .tokens = -1e300, .attempts = -kInfinity, .factor = -3},
      {.at_ms = kStart,
       .tokens = kInfinity,
       .attempts = 1e300,
       .factor = 1e300,
       .throttled_ms = kMost,
       .window_ms = kMost},
      {.at_ms = kStart,
       .factor = 1e-300,
       .throttled_ms = kStart,
       .window_ms = kStart,
       .window_answers = 1,
       .window_throttles = 9},
  };
  const RateLimit limits[] = {{14, 0.8}, {kNan, kNan}, {-1, -1}, {0, 0}, {kInfinity, 7}};
  for (const RateState& state : states) {
    for (const RateLimit& limit : limits) {
      Simulation simulation{.limit = limit, .state = state};
      simulation.run(70'000);
      EXPECT_GE(simulation.tried.size(), 5u);
      EXPECT_TRUE(std::isfinite(simulation.state.tokens) && std::isfinite(simulation.state.attempts));
      if (limit.per_second == 14) {
        EXPECT_LE(simulation.busiest_second(), 14u);
      }
    }
  }
}

TEST(RateBucket, TheWaitIsLongEnoughAndAtLeastAMillisecond) {
  for (const double rate : {0.3, 1.0, 14.0, 700.0}) {
    RateState state;
    const RateLimit limit{rate, 0.8};
    std::int64_t now = kStart;
    for (int sent = 0, asked = 0; sent < 50; ++asked) {
      ASSERT_LT(asked, 300) << rate;
      const auto wait = take(state, limit, 1, {now});
      if (wait.count() == 0) ++sent;
      ASSERT_GE(wait.count(), 0);
      now += wait.count();
    }
  }
}

}  // namespace
}  // namespace qd::mail
