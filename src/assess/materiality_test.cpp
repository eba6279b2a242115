#include "assess/materiality.hpp"

#include <gtest/gtest.h>

namespace qd::assess {
namespace {

formula::Amount dollars(std::int64_t lo, std::int64_t hi) {
  return {.lo = lo, .hi = hi, .unit = Unit::money, .currency = Currency("USD"), .per = Cadence::month};
}

TEST(Materiality, IsAShareOrAnAmount) {
  EXPECT_EQ(parse_materiality("5%")->share, Rational::ratio(5, 100));
  EXPECT_EQ(parse_materiality(" 0.5 % ")->share, Rational::ratio(5, 1000));
  for (const std::string_view text : {"$1,000", "USD 1000", "1000 USD", "$1,000.00"}) {
    ASSERT_TRUE(parse_materiality(text)) << text;
    EXPECT_FALSE(parse_materiality(text)->share) << text;
    EXPECT_EQ(parse_materiality(text)->amount, Rational(1000)) << text;
    EXPECT_EQ(parse_materiality(text)->currency, Currency("USD")) << text;
  }
  EXPECT_EQ(parse_materiality("€3")->currency, Currency("EUR"));
  EXPECT_EQ(parse_materiality("12.5")->amount, Rational::ratio(25, 2));
  EXPECT_FALSE(parse_materiality("12.5")->currency.stated());
  for (const std::string_view text : {"", "%", "much", "-1%", "1,0", "$", "5 percent", "1..2", "1 2"})
    EXPECT_FALSE(parse_materiality(text)) << text;
}

TEST(Materiality, ComparesEachEndWithWhatItWas) {
  const Materiality usual = usual_materiality();
  EXPECT_FALSE(is_material(usual, dollars(7000, 7000), dollars(7069, 7069)));
  EXPECT_TRUE(is_material(usual, dollars(7000, 7000), dollars(7070, 7070)));
  EXPECT_TRUE(is_material(usual, dollars(7000, 9000), dollars(7000, 9090)));
  EXPECT_FALSE(is_material(usual, dollars(7000, 9000), dollars(7010, 9010)));
  EXPECT_TRUE(is_material(usual, dollars(0, 0), dollars(1, 1)));
  EXPECT_FALSE(is_material(usual, dollars(0, 0), dollars(0, 0)));
}

TEST(Materiality, NeverHidesAChangeOfSignOrAnEndThatCameOrWent) {
  const Materiality never = *parse_materiality("100000%");
  EXPECT_FALSE(is_material(never, dollars(100, 100), dollars(900, 900)));
  EXPECT_TRUE(is_material(never, dollars(100, 100), dollars(-1, -1)));
  EXPECT_TRUE(is_material(never, dollars(-1, -1), dollars(0, 0)));
  formula::Amount open = dollars(100, 100);
  open.open_hi = true;
  EXPECT_TRUE(is_material(never, dollars(100, 100), open));
}

TEST(Materiality, OfAnAmountCountsInTheFiguresOwnUnitAndCurrency) {
  EXPECT_FALSE(is_material(*parse_materiality("$100"), dollars(50, 50), dollars(149, 149)));
  EXPECT_TRUE(is_material(*parse_materiality("$100"), dollars(50, 50), dollars(150, 150)));
  EXPECT_TRUE(is_material(*parse_materiality("100"), dollars(9000, 9000), dollars(8900, 8900)));
  EXPECT_TRUE(is_material(*parse_materiality("€100"), dollars(50, 50), dollars(51, 51)));
}

}  // namespace
}  // namespace qd::assess
