#include "base/quantity.hpp"

#include <gtest/gtest.h>

namespace qd {
namespace {

TEST(Currency, IsThreeCapitalsOrNone) {
  EXPECT_EQ(Currency("USD").code(), "USD");
  EXPECT_EQ(Currency("ZZZ").code(), "ZZZ");
  for (const std::string_view none : {"", "US", "usd", "USDT", "U$D", "ÄB"}) {
    EXPECT_FALSE(Currency(none).stated()) << none;
    EXPECT_EQ(Currency(none).code(), "");
  }
  EXPECT_NE(Currency("USD"), Currency("EUR"));
  EXPECT_NE(Currency("AAA"), Currency());
}

TEST(Cadence, ReadsWhatItWrites) {
  for (int i = 0; i <= static_cast<int>(Cadence::year); ++i) {
    const auto cadence = static_cast<Cadence>(i);
    if (cadence == Cadence::unstated) continue;
    EXPECT_EQ(parse_cadence(to_string(cadence)), cadence);
  }
  EXPECT_EQ(parse_cadence("fortnight"), std::nullopt);
  EXPECT_EQ(parse_cadence(""), std::nullopt);
}

TEST(Cadence, ConvertsToAMonthExactly) {
  EXPECT_EQ(months_factor(Cadence::day), Rational::ratio(365, 12));
  EXPECT_EQ(months_factor(Cadence::week), Rational::ratio(52, 12));
  EXPECT_EQ(months_factor(Cadence::month), Rational(1));
  EXPECT_EQ(months_factor(Cadence::quarter), Rational::ratio(1, 3));
  EXPECT_EQ(months_factor(Cadence::year), Rational::ratio(1, 12));
  EXPECT_EQ(months_factor(Cadence::once), std::nullopt);
  EXPECT_EQ(months_factor(Cadence::unstated), std::nullopt);
}

struct Decimal {
  std::string_view text;
  Unit unit;
  std::int64_t mantissa;
};

class DecimalText : public testing::TestWithParam<Decimal> {};

TEST_P(DecimalText, IsReadAndWrittenExactly) {
  const Decimal& one = GetParam();
  EXPECT_EQ(parse_decimal(one.text, one.unit), one.mantissa);
  EXPECT_EQ(to_decimal(one.mantissa, one.unit), one.text);
}

INSTANTIATE_TEST_SUITE_P(Values, DecimalText,
                         testing::Values(Decimal{"0", Unit::money, 0}, Decimal{"289.41", Unit::money, 2'894'100},
                                         Decimal{"-0.0001", Unit::money, -1}, Decimal{"7000", Unit::money, 70'000'000},
                                         Decimal{"0.000001", Unit::ratio, 1}, Decimal{"-1.5", Unit::days, -1'500'000},
                                         Decimal{"922337203685477.5807", Unit::money, INT64_MAX},
                                         Decimal{"9223372036854.775807", Unit::count, INT64_MAX}));

TEST(DecimalTextRefused, WhatWouldLoseADigitOrIsNoNumber) {
  for (const std::string_view text : {"", "-", ".", ".5", "5.", "1.2.3", "+1", "1,200", " 1", "1 ", "1e3", "--1",
                                      "0.00001", "922337203685477.5808", "99999999999999999999", "1.", "-.5", "٣"})
    EXPECT_EQ(parse_decimal(text, Unit::money), std::nullopt) << text;
  EXPECT_EQ(parse_decimal("1.50000000", Unit::money), 15'000) << "zeros lose nothing";
}

TEST(Quantity, IsAPointOnlyWithBothBoundsAlike) {
  EXPECT_TRUE((Quantity{.lo = 1, .hi = 1}).is_point());
  EXPECT_FALSE((Quantity{.lo = 1, .hi = 2}).is_point());
  EXPECT_FALSE((Quantity{.lo = 1, .hi = 1, .open_hi = true}).is_point());
}

}  // namespace
}  // namespace qd
