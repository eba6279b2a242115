#include "schedule/due.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace qd::schedule {
namespace {

using ::testing::ElementsAre;

class Utc final : public WallClock {
 public:
  [[nodiscard]] WallTime shown_at(Instant instant) const override {
    return {{static_cast<std::int32_t>(instant.seconds / 86'400)},
            static_cast<std::int32_t>(instant.seconds % 86'400 / 60)};
  }
  [[nodiscard]] Instant first_at(WallTime time) const override {
    return {std::int64_t{time.date.days} * 86'400 + time.minute * 60};
  }
};

const Cron kMondays = Cron::parse("0 7 * * 1").value();
constexpr std::chrono::hours kSix{6};

Instant at(std::string_view text) { return parse_instant(text).value(); }
Date day(std::string_view text) { return parse_iso_date(text).value(); }

std::vector<std::string> missed(const Cron& cron, std::optional<Date> last, std::string_view now) {
  std::vector<std::string> out;
  for (const MissedPeriod& one : missed_periods(cron, last, at(now), kSix, Utc()))
    out.push_back(to_string(one.period) + (one.what == CatchUp::send ? " send" : " skip"));
  return out;
}

TEST(Period, IsTheDayOfTheNewestDueTime) {
  EXPECT_EQ(period_at(&kMondays, at("2026-05-21T09:30:00Z"), Utc()), day("2026-05-18"));
  EXPECT_EQ(period_at(&kMondays, at("2026-05-25T06:59:59Z"), Utc()), day("2026-05-18"));
  EXPECT_EQ(period_at(&kMondays, at("2026-05-25T07:00:00Z"), Utc()), day("2026-05-25"));
  EXPECT_EQ(period_at(nullptr, at("2026-05-21T09:30:00Z"), Utc()), day("2026-05-21"));
}

TEST(CatchUp, SendsWhatIsNotTooLateOnce) {
  const Date last = day("2026-05-18");
  EXPECT_THAT(missed(kMondays, last, "2026-05-25T06:59:59Z"), ElementsAre());
  EXPECT_THAT(missed(kMondays, last, "2026-05-25T07:00:00Z"), ElementsAre("2026-05-25 send"));
  EXPECT_THAT(missed(kMondays, last, "2026-05-25T13:00:00Z"), ElementsAre("2026-05-25 send"));
  EXPECT_THAT(missed(kMondays, last, "2026-05-25T13:00:01Z"), ElementsAre("2026-05-25 skip"));
  EXPECT_THAT(missed(kMondays, day("2026-05-25"), "2026-05-25T08:00:00Z"), ElementsAre());
}

TEST(CatchUp, RecordsEveryPeriodThatWasMissed) {
  EXPECT_THAT(missed(kMondays, day("2026-05-04"), "2026-05-25T08:00:00Z"),
              ElementsAre("2026-05-11 skip", "2026-05-18 skip", "2026-05-25 send"));
  EXPECT_THAT(missed(kMondays, std::nullopt, "2026-05-25T08:00:00Z"), ElementsAre("2026-05-25 send"));
  EXPECT_THAT(missed(kMondays, std::nullopt, "2026-05-26T08:00:00Z"), ElementsAre("2026-05-25 skip"));
  const auto year = missed(kMondays, day("2025-01-01"), "2026-05-26T08:00:00Z");
  EXPECT_EQ(year.size(), kMostMissed);
  EXPECT_EQ(year.back(), "2026-05-25 skip");
}

TEST(CatchUp, SeveralDueTimesOfADayAreOnePeriod) {
  const Cron hourly = Cron::parse("@hourly").value();
  EXPECT_THAT(missed(hourly, day("2026-05-23"), "2026-05-25T02:10:00Z"),
              ElementsAre("2026-05-24 skip", "2026-05-25 send"));
  EXPECT_THAT(missed(hourly, day("2026-05-25"), "2026-05-25T02:10:00Z"), ElementsAre());
}

TEST(CatchUp, AClockThatWentBackOwesNothing) {
  EXPECT_THAT(missed(kMondays, day("2026-05-25"), "2026-05-19T08:00:00Z"), ElementsAre());
}

TEST(Jitter, IsTheSameForTheSameNameAndSpreadOverTheWindow) {
  std::set<std::int64_t> seconds;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "report-" + std::to_string(i);
    const auto wait = jitter(name, std::chrono::seconds(300));
    EXPECT_EQ(wait, jitter(name, std::chrono::seconds(300)));
    EXPECT_GE(wait.count(), 0);
    EXPECT_LT(wait.count(), 300);
    seconds.insert(wait.count());
  }
  EXPECT_GT(seconds.size(), 120u);
  EXPECT_LT(*seconds.begin(), 15);
  EXPECT_GT(*seconds.rbegin(), 285);
  EXPECT_EQ(jitter("x", std::chrono::seconds(0)).count(), 0);
  EXPECT_EQ(jitter("ceo", std::chrono::seconds(300)), std::chrono::seconds(47));
}

}  // namespace
}  // namespace qd::schedule
