#include "app/history_span.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::app {
namespace {

const Date kToday = *make_date(2026, 5, 31);

std::vector<Date> days(std::string_view text) { return history_days(parse_history_span(text).value(), kToday); }

TEST(HistorySpan, IsANumberOfDaysWeeksOrMonths) {
  for (const std::string_view text : {"26w", "12m", "90d", "0", "0w", "530w"})
    EXPECT_TRUE(parse_history_span(text)) << text;
  for (const std::string_view text : {"", "w", "26", "26x", "-1w", "26 w", "26weeks", "1.5m", "531w", "99999999999w"})
    EXPECT_FALSE(parse_history_span(text)) << text;
}

TEST(HistorySpan, EndsToday) {
  EXPECT_EQ(days("26w").size(), 26u);
  EXPECT_EQ(days("26w").back(), kToday);
  EXPECT_EQ(days("26w").front(), kToday - 25 * 7);
  EXPECT_EQ(history_days(kUsualSpan, kToday).size(), 13u);
  EXPECT_THAT(days("1w"), testing::ElementsAre(kToday));
  EXPECT_THAT(days("0"), testing::IsEmpty());
}

TEST(HistorySpan, LooksEveryMonthOnTheSameDayOrTheLastOfAShorterOne) {
  EXPECT_THAT(days("4m"),
              testing::ElementsAre(*make_date(2026, 2, 28), *make_date(2026, 3, 31), *make_date(2026, 4, 30), kToday));
}

TEST(HistorySpan, TakesLongerStepsWhereTheTypedOneGivesTooManyPoints) {
  EXPECT_EQ(days("26d").size(), 26u);
  EXPECT_EQ(days("90d").size(), 13u);
  EXPECT_EQ(days("90d")[11], kToday - 7);
  EXPECT_EQ(days("52w").size(), 12u);
  EXPECT_EQ(days("52w")[10], *make_date(2026, 4, 30));
  for (const std::string_view text : {"27d", "183d", "27w", "27m", "60m", "120m", "3660d", "530w"}) {
    EXPECT_LE(days(text).size(), kMostPoints) << text;
    EXPECT_GE(days(text).size(), kMostPoints / 7) << text;
    EXPECT_EQ(days(text).back(), kToday) << text;
  }
}

}  // namespace
}  // namespace qd::app
