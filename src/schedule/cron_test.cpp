#include "schedule/cron.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace qd::schedule {
namespace {

using ::testing::HasSubstr;

/// Universal time, with one hour that is skipped or shown twice where a test wants it.
class Clock final : public WallClock {
 public:
  std::optional<Instant> put_forward;  ///< by an hour, at that moment
  std::optional<Instant> put_back;

  [[nodiscard]] WallTime shown_at(Instant instant) const override {
    std::int64_t local = instant.seconds;
    if (put_forward && instant >= *put_forward) local += 3600;
    if (put_back && instant >= *put_back) local -= 3600;
    const std::int64_t day = local >= 0 ? local / 86'400 : (local - 86'399) / 86'400;
    return {{static_cast<std::int32_t>(day)}, static_cast<std::int32_t>((local - day * 86'400) / 60)};
  }
  [[nodiscard]] Instant first_at(WallTime time) const override {
    std::int64_t local = std::int64_t{time.date.days} * 86'400 + time.minute * 60;
    if (put_forward && local >= put_forward->seconds) local = std::max(local - 3600, put_forward->seconds);
    if (put_back && local >= put_back->seconds) local += 3600;
    return {local};
  }
};

Cron cron(std::string_view text) {
  const auto parsed = Cron::parse(text);
  EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().what);
  return parsed.value();
}

Instant at(std::string_view text) { return parse_instant(text).value(); }

std::string next(std::string_view line, std::string_view after, const WallClock& clock = Clock()) {
  const auto due = cron(line).next_after(at(after), clock);
  return due ? to_string(*due) : "never";
}

std::string newest(std::string_view line, std::string_view until, const WallClock& clock = Clock()) {
  const auto due = cron(line).newest_at(at(until), clock);
  return due ? to_string(*due) : "never";
}

struct NextCase {
  const char* line;
  const char* after;
  const char* due;
};

constexpr NextCase kNext[] = {
    {"0 7 * * 1", "2026-05-21T09:30:00Z", "2026-05-25T07:00:00Z"},  // a Monday
    {"0 7 * * 1", "2026-05-25T06:59:59Z", "2026-05-25T07:00:00Z"},
    {"0 7 * * 1", "2026-05-25T07:00:00Z", "2026-06-01T07:00:00Z"},
    {"* * * * *", "2026-05-25T07:00:00Z", "2026-05-25T07:01:00Z"},
    {"* * * * *", "2026-12-31T23:59:30Z", "2027-01-01T00:00:00Z"},
    {"*/15 9-10 * * *", "2026-05-25T09:45:00Z", "2026-05-25T10:00:00Z"},
    {"*/15 9-10 * * *", "2026-05-25T10:45:00Z", "2026-05-26T09:00:00Z"},
    {"5,35 8-18/5 * * mon-fri", "2026-05-22T13:05:00Z", "2026-05-22T13:35:00Z"},
    {"5,35 8-18/5 * * mon-fri", "2026-05-22T18:35:00Z", "2026-05-25T08:05:00Z"},
    {"0 0 * * fri-sun", "2026-05-25T00:00:00Z", "2026-05-29T00:00:00Z"},
    {"0 0 * * 5-7", "2026-05-30T00:00:00Z", "2026-05-31T00:00:00Z"},
    {"0 0 * * 7", "2026-05-25T00:00:00Z", "2026-05-31T00:00:00Z"},
    {"0 0 * * Sun", "2026-05-25T00:00:00Z", "2026-05-31T00:00:00Z"},
    {"0 6 1 JAN,jul *", "2026-05-25T00:00:00Z", "2026-07-01T06:00:00Z"},
    {"0 0 13 * 5", "2026-05-10T00:00:00Z", "2026-05-13T00:00:00Z"},  // either day is enough
    {"0 0 13 * 5", "2026-05-13T00:00:00Z", "2026-05-15T00:00:00Z"},
    {"0 0 13 * *", "2026-05-13T00:00:00Z", "2026-06-13T00:00:00Z"},
    {"0 0 */2 * 1", "2026-05-25T00:00:00Z", "2026-06-01T00:00:00Z"},  // a field with * limits, so both must hold
    {"0 0 31 * *", "2026-05-31T00:00:00Z", "2026-07-31T00:00:00Z"},
    {"0 0 29 2 *", "2026-05-25T00:00:00Z", "2028-02-29T00:00:00Z"},
    {"0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"},
    {"0 0 29 2 */7", "2026-05-25T00:00:00Z", "2032-02-29T00:00:00Z"},  // a Sunday
    {"@hourly", "2026-05-25T07:10:00Z", "2026-05-25T08:00:00Z"},
    {"@daily", "2026-05-25T07:10:00Z", "2026-05-26T00:00:00Z"},
    {"@weekly", "2026-05-25T07:10:00Z", "2026-05-31T00:00:00Z"},
    {"@Monthly", "2026-05-25T07:10:00Z", "2026-06-01T00:00:00Z"},
    {" @yearly ", "2026-05-25T07:10:00Z", "2027-01-01T00:00:00Z"},
    {"\t0  7 * * * ", "1969-12-31T08:00:00Z", "1970-01-01T07:00:00Z"},
    {"0 7 * * *", "9999-12-31T08:00:00Z", "never"},
};

TEST(Cron, KnowsWhatComesNext) {
  for (const NextCase& one : kNext) EXPECT_EQ(next(one.line, one.after), one.due) << one.line << " " << one.after;
}

TEST(Cron, KnowsTheNewest) {
  EXPECT_EQ(newest("0 7 * * 1", "2026-05-25T07:00:00Z"), "2026-05-25T07:00:00Z");
  EXPECT_EQ(newest("0 7 * * 1", "2026-05-25T06:59:59Z"), "2026-05-18T07:00:00Z");
  EXPECT_EQ(newest("0 0 29 2 *", "2026-05-25T00:00:00Z"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(newest("0 0 1 1 *", "2026-01-01T00:00:00Z"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(newest("0 7 * * *", "0001-01-01T06:00:00Z"), "never");
}

TEST(Cron, WhatTheClockSkipsComesRightAfterAndOnce) {
  Clock clock;
  clock.put_forward = at("2026-03-29T02:00:00Z");  // from two to three
  EXPECT_EQ(next("30 2 * * *", "2026-03-29T00:00:00Z", clock), "2026-03-29T02:00:00Z");
  EXPECT_EQ(next("30 2 * * *", "2026-03-29T02:00:00Z", clock), "2026-03-30T01:30:00Z");
  EXPECT_EQ(next("*/10 2 * * *", "2026-03-29T02:00:00Z", clock), "2026-03-30T01:00:00Z");
  EXPECT_EQ(next("0 * * * *", "2026-03-29T01:00:00Z", clock), "2026-03-29T02:00:00Z");
  EXPECT_EQ(next("0 * * * *", "2026-03-29T02:00:00Z", clock), "2026-03-29T03:00:00Z");
  EXPECT_EQ(newest("30 2 * * *", "2026-03-29T02:10:00Z", clock), "2026-03-29T02:00:00Z");
}

TEST(Cron, WhatTheClockShowsTwiceComesTheFirstTime) {
  Clock clock;
  clock.put_back = at("2026-10-25T03:00:00Z");  // from three to two
  EXPECT_EQ(next("30 2 * * *", "2026-10-25T00:00:00Z", clock), "2026-10-25T02:30:00Z");
  EXPECT_EQ(next("30 2 * * *", "2026-10-25T02:30:00Z", clock), "2026-10-26T03:30:00Z");
  EXPECT_EQ(newest("30 2 * * *", "2026-10-25T03:10:00Z", clock), "2026-10-25T02:30:00Z");
}

TEST(Cron, NextAndNewestAgree) {
  std::mt19937 random(4);
  for (const char* line : {"*/7 */5 * * *", "0 7 * * 1", "15 3 1,15 */2 *", "0 0 13 * 5", "59 23 31 12 *"}) {
    const Cron one = cron(line);
    for (int round = 0; round < 60; ++round) {
      const Instant now{1'700'000'000 + static_cast<std::int64_t>(random() % 200'000'000)};
      const Instant due = one.next_after(now, Clock()).value();
      EXPECT_GT(due, now);
      EXPECT_EQ(one.newest_at(due, Clock()), due);
      EXPECT_EQ(one.next_after({due.seconds - 1}, Clock()), due);
      EXPECT_LE(one.newest_at({due.seconds - 1}, Clock()).value(), now);
    }
  }
}

struct BadLine {
  const char* text;
  const char* what;
  const char* hint;
  std::size_t at, length;
};

constexpr BadLine kBad[] = {
    {"", "five fields, and this has 0", "minute hour day month weekday", 0, 0},
    {"0 7 * *", "has 4", "minute hour", 0, 0},
    {"0 7 * * 1 2026", "has 6", "minute hour", 0, 0},
    {"60 7 * * 1", "there is no minute 60", "0 to 59", 0, 2},
    {"0 24 * * 1", "there is no hour 24", "0 to 23", 2, 2},
    {"0 7 0 * *", "there is no day of the month 0", "1 to 31", 4, 1},
    {"0 7 * 13 *", "there is no month 13", "1 to 12, or jan to dec", 6, 2},
    {"0 7 * * 8", "there is no weekday 8", "0 to 7, or sun to sat", 8, 1},
    {"0 7 * * monday", "\"monday\" is no weekday", "sun to sat", 8, 6},
    {"0 7 * * mon,,tue", "empty place", "1,2,3", 8, 8},
    {"0 7 * * 1,", "empty place", "1,2,3", 8, 2},
    {"0 22-2 * * *", "the range 22-2 goes backwards", "22-23,0-2", 2, 4},
    {"5/10 7 * * *", "a step needs a range", "5-59/10", 0, 4},
    {"*/0 7 * * *", "\"0\" is no step", "from 1 to 59", 2, 1},
    {"*/90 7 * * *", "\"90\" is no step", "from 1 to 59", 2, 2},
    {"*/ 7 * * *", "is no step", "from 1", 0, 2},
    {"-1 7 * * *", "\"\" is no minute", "0 to 59", 0, 0},
    {"0 7 ? * *", "\"?\" is no day", "1 to 31", 4, 1},
    {"0 7 30 2 *", "never comes", "a day that the month has", 4, 2},
    {"0 7 31 apr,jun *", "never comes", "a day that the month has", 4, 2},
    {"@reboot", "\"@reboot\" is no schedule", "@daily", 0, 7},
    {"99999999999999999999 7 * * *", "is no minute", "0 to 59", 0, 20},
};

TEST(Cron, SaysWhatIsWrongAndWhere) {
  for (const BadLine& one : kBad) {
    const auto parsed = Cron::parse(one.text);
    ASSERT_FALSE(parsed) << one.text;
    EXPECT_THAT(parsed.error().what, HasSubstr(one.what)) << one.text;
    EXPECT_THAT(parsed.error().hint, HasSubstr(one.hint)) << one.text;
    EXPECT_EQ(parsed.error().at, one.at) << one.text;
    EXPECT_EQ(parsed.error().length, one.length) << one.text;
  }
}

TEST(Cron, ADayThatComesInSomeMonthsIsEnough) {
  for (const char* line : {"0 7 29 2 *", "0 7 31 4,5 *", "0 7 30 2 1", "0 7 31 */2 *"}) EXPECT_TRUE(Cron::parse(line));
}

}  // namespace
}  // namespace qd::schedule
