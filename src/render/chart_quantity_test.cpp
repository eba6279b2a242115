#include "render/chart_quantity.hpp"

#include <gtest/gtest.h>

namespace qd::render {
namespace {

struct Case {
  const char* text;
  double lo;
  double hi;
  bool step = false;
  const char* currency = "";
  const char* unit = "";
};

class Read : public testing::TestWithParam<Case> {};

TEST_P(Read, GivesWhatTheTextMeasures) {
  const Case& expected = GetParam();
  const auto quantity = chart_quantity(expected.text);
  ASSERT_TRUE(quantity) << expected.text;
  EXPECT_DOUBLE_EQ(quantity->lo, expected.lo) << expected.text;
  EXPECT_DOUBLE_EQ(quantity->hi, expected.hi) << expected.text;
  EXPECT_EQ(quantity->step, expected.step) << expected.text;
  EXPECT_EQ(quantity->currency, expected.currency) << expected.text;
  EXPECT_EQ(quantity->unit, expected.unit) << expected.text;
}

INSTANTIATE_TEST_SUITE_P(
    Quantities, Read,
    testing::Values(Case{"$7.0–9.0K a month", 7000, 9000, false, "$", " a month"},
                    Case{"$2,350 a month", 2350, 2350, false, "$", " a month"},
                    Case{"25–32 charters", 25, 32, false, "", " charters"}, Case{"18.4 %", 18.4, 18.4, false, "", " %"},
                    Case{"1,284.56 CHF", 1284.56, 1284.56, false, "", " CHF"},
                    Case{"CHF 1'500", 1500, 1500, false, "CHF "}, Case{"CHF 1’500.50", 1500.5, 1500.5, false, "CHF "},
                    Case{"−$420", -420, -420, true, "$"}, Case{"-$420", -420, -420, true, "$"},
                    Case{"$−420", -420, -420, false, "$"}, Case{"+$1.3K", 1300, 1300, true, "$"},
                    Case{"−$300–500", -500, -300, true, "$"}, Case{"−$500 to $1.2K", -500, 1200, true, "$"},
                    Case{"$500 to $1.2K", 500, 1200, false, "$"}, Case{"−$5.0K to −$3.0K", -5000, -3000, true, "$"},
                    Case{"at least $5", 5, 5, false, "$"}, Case{"at most $5", 0, 5, false, "$"},
                    Case{"~$25", 25, 25, false, "$"}, Case{"about 12 days", 12, 12, false, "", " days"},
                    Case{"7-9K", 7000, 9000}, Case{"$7–$9", 7, 9, false, "$"}, Case{"0", 0, 0},
                    Case{"12.5M", 12.5e6, 12.5e6}, Case{"€1.2B", 1.2e9, 1.2e9, false, "€"},
                    Case{"7,5 %", 7.5, 7.5, false, "", " %"}, Case{"US$5", 5, 5, false, "US$"},
                    Case{"3 of 5 charters", 3, 3, false, "", " of 5 charters"}, Case{"5 kg", 5, 5, false, "", " kg"},
                    Case{"5Kg", 5, 5, false, "", "Kg"}, Case{"\u00A0$1,000,000\u202F", 1e6, 1e6, false, "$", "\u202F"},
                    Case{"999999999999999999999", 1e21, 1e21}, Case{"32–25", 25, 32}));

class NotRead : public testing::TestWithParam<const char*> {};

TEST_P(NotRead, IsNotKnown) { EXPECT_FALSE(chart_quantity(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Texts, NotRead,
                         testing::Values("", " ", "not known", "not known: add 3 lines", "never", "—", "-", "+", "$",
                                         "Q4 2026", "2026-05-21", "2026-05", "12:30", "5/2026", "free", "n/a 5", ".5",
                                         "NaN", "inf", "at least", "ABCD 5"));

TEST(Read, WhatIsTooLargeToDrawIsNotKnown) {
  EXPECT_FALSE(chart_quantity(std::string(400, '9')));
  EXPECT_FALSE(chart_quantity("1" + std::string(31, '0')));
  EXPECT_FALSE(chart_quantity("1–1" + std::string(31, '0')));
}

}  // namespace
}  // namespace qd::render
