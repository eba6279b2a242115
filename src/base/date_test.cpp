#include "base/date.hpp"

#include <gtest/gtest.h>

namespace qd {
namespace {

TEST(Date, KnowsWhichDaysThereAre) {
  EXPECT_EQ(make_date(1970, 1, 1), Date{0});
  EXPECT_TRUE(make_date(2024, 2, 29));
  EXPECT_FALSE(make_date(2026, 2, 29));
  EXPECT_FALSE(make_date(1900, 2, 29));
  EXPECT_TRUE(make_date(2000, 2, 29));
  for (const auto& [year, month, day] : {std::tuple{0, 1, 1},
                                         {10000, 1, 1},
                                         {2026, 0, 1},
                                         {2026, 13, 1},
                                         {2026, 1, 0},
                                         {2026, 4, 31},
                                         {2026, -1, 1},
                                         {-5, 1, 1},
                                         {2026, 256 + 1, 1},
                                         {2026, 1, 256 + 1}})
    EXPECT_FALSE(make_date(year, month, day)) << year << "-" << month << "-" << day;
}

TEST(Date, ReadsWhatItWritesForEveryDay) {
  for (int days = make_date(1, 1, 1)->days; days <= make_date(9999, 12, 31)->days; days += 97)
    ASSERT_EQ(parse_iso_date(to_string(Date{days})), Date{days});
  EXPECT_EQ(to_string(*make_date(33, 4, 3)), "0033-04-03");
}

TEST(Date, ReadsNothingButIso) {
  for (const char* text : {"", "2026-5-21", "2026-05-21 ", " 2026-05-21", "2026/05/21", "20260521", "2026-02-30",
                           "2026-05-2x", "-026-05-21", "2026-05-21T00:00:00Z", "0000-01-01"})
    EXPECT_FALSE(parse_iso_date(text)) << text;
}

TEST(Date, MonthsAreCountedFromTheFirst) {
  const Date date = *make_date(2026, 5, 31);
  EXPECT_EQ(first_of_month(date), *make_date(2026, 5, 1));
  EXPECT_EQ(add_months(date, 1), *make_date(2026, 6, 1));
  EXPECT_EQ(add_months(date, -5), *make_date(2025, 12, 1));
  EXPECT_EQ(add_months(date, 8), *make_date(2027, 1, 1));
  EXPECT_EQ(date - *make_date(2026, 5, 1), 30);
  EXPECT_LT(date, date + 1);
}

struct Moment {
  const char* text;
  const char* utc;  ///< nullptr: refused
};

class InstantText : public testing::TestWithParam<Moment> {};

TEST_P(InstantText, IsRfc3339) {
  const auto instant = parse_instant(GetParam().text);
  ASSERT_EQ(instant.has_value(), GetParam().utc != nullptr) << GetParam().text;
  if (instant) {
    EXPECT_EQ(to_string(*instant), GetParam().utc);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Forms, InstantText,
    testing::Values(Moment{"2026-05-21T09:30:00Z", "2026-05-21T09:30:00Z"},
                    Moment{"2026-05-21T09:30:00+02:00", "2026-05-21T07:30:00Z"},
                    Moment{"2026-05-21T00:30:00+01:00", "2026-05-20T23:30:00Z"},
                    Moment{"2026-05-21t09:30:00.123456z", "2026-05-21T09:30:00Z"},
                    Moment{"2026-05-21 09:30:00-00:30", "2026-05-21T10:00:00Z"},
                    Moment{"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
                    Moment{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"}, Moment{"2026-05-21T09:30:00", nullptr},
                    Moment{"2026-05-21", nullptr}, Moment{"2026-05-21T24:00:00Z", nullptr},
                    Moment{"2026-05-21T09:60:00Z", nullptr}, Moment{"2026-05-21T09:30:00.Z", nullptr},
                    Moment{"2026-05-21T09:30:00+2:00", nullptr}, Moment{"2026-05-21T09:30:00+24:00", nullptr},
                    Moment{"2026-05-21T09:30:00Zx", nullptr}, Moment{"2026-02-30T09:30:00Z", nullptr},
                    Moment{"", nullptr}));

}  // namespace
}  // namespace qd
