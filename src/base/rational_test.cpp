#include "base/rational.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace qd {
namespace {

constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();

Rational fraction(std::int64_t a, std::int64_t b) { return Rational::ratio(a, b); }

TEST(Rational, IsKeptInLowestTerms) {
  EXPECT_EQ(fraction(6, 4), fraction(3, 2));
  EXPECT_EQ(fraction(-6, -4), fraction(3, 2));
  EXPECT_EQ(fraction(6, -4), fraction(-3, 2));
  EXPECT_EQ(fraction(0, -7), Rational(0));
  EXPECT_TRUE(fraction(kLowest, kLowest) == Rational(1));
}

TEST(Rational, ComputesExactly) {
  EXPECT_EQ(Rational::add(fraction(1, 3), fraction(1, 6)), fraction(1, 2));
  EXPECT_EQ(Rational::subtract(fraction(1, 3), fraction(1, 3)), Rational(0));
  EXPECT_EQ(Rational::multiply(fraction(2, 3), fraction(-3, 4)), fraction(-1, 2));
  EXPECT_EQ(Rational::divide(Rational(1), fraction(-2, 3)), fraction(-3, 2));
  EXPECT_EQ(Rational::divide(Rational(1), Rational(0)), std::nullopt);
  EXPECT_EQ(Rational::multiply(Rational(0), fraction(5, 7)), Rational(0));
}

TEST(Rational, SaysWhenItOverflows) {
  Rational big = Rational(kHighest);
  big = *Rational::multiply(big, Rational(kHighest));
  EXPECT_EQ(Rational::multiply(big, Rational(kHighest)), std::nullopt);
  EXPECT_EQ(Rational::add(big, big).has_value(), true);
  const Rational small = *Rational::divide(Rational(1), big);
  EXPECT_EQ(Rational::multiply(small, fraction(1, 1000)), std::nullopt);
  EXPECT_EQ(Rational::add(big, small), std::nullopt);
  EXPECT_EQ(Rational::multiply(big, small), Rational(1)) << "cancels before it multiplies";
}

TEST(Rational, OrdersWithoutOverflow) {
  const Rational big = *Rational::multiply(Rational(kHighest), Rational(kHighest));
  const Rational bigger = *Rational::add(big, Rational(1));
  EXPECT_LT(big, bigger);
  EXPECT_LT(*Rational::divide(Rational(1), bigger), *Rational::divide(Rational(1), big));
  EXPECT_LT(fraction(-1, 2), fraction(-1, 3));
  EXPECT_LT(fraction(-1, 2), Rational(0));
  EXPECT_LT(Rational(kLowest), Rational(kHighest));
}

TEST(Rational, OrderAgreesWithTheDifference) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same numbers every time
  const auto draw = [&] {
    return fraction(static_cast<std::int64_t>(random() % 41) - 20, static_cast<std::int64_t>(random() % 20) + 1);
  };
  for (int i = 0; i < 2000; ++i) {
    const Rational a = draw();
    const Rational b = draw();
    const Rational difference = *Rational::subtract(a, b);
    ASSERT_EQ(a < b, difference.is_negative());
    ASSERT_EQ(a == b, difference.is_zero());
    if (!b.is_zero()) {
      ASSERT_EQ(Rational::multiply(*Rational::divide(a, b), b), a);
    }
  }
}

TEST(Rational, FloorAndCeilGoTheirWayForNegativesToo) {
  EXPECT_EQ(fraction(7, 2).floor(), Rational(3));
  EXPECT_EQ(fraction(7, 2).ceil(), Rational(4));
  EXPECT_EQ(fraction(-7, 2).floor(), Rational(-4));
  EXPECT_EQ(fraction(-7, 2).ceil(), Rational(-3));
  EXPECT_EQ(Rational(-3).floor(), Rational(-3));
  EXPECT_EQ(Rational(-3).ceil(), Rational(-3));
}

struct Shown {
  Rational value;
  int places;
  std::string_view text;
};

class RationalAsDecimal : public testing::TestWithParam<Shown> {};

TEST_P(RationalAsDecimal, IsRoundedHalfEven) {
  EXPECT_EQ(to_decimal(GetParam().value, GetParam().places), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Values, RationalAsDecimal,
                         testing::Values(Shown{Rational(7000), 2, "7000"}, Shown{fraction(28941, 100), 2, "289.41"},
                                         Shown{fraction(-1, 2), 2, "-0.5"}, Shown{fraction(1, 2), 0, "0"},
                                         Shown{fraction(3, 2), 0, "2"}, Shown{fraction(5, 2), 0, "2"},
                                         Shown{fraction(-5, 2), 0, "-2"}, Shown{fraction(-7, 2), 0, "-4"},
                                         Shown{fraction(125, 1000), 2, "0.12"}, Shown{fraction(135, 1000), 2, "0.14"},
                                         Shown{fraction(1251, 10000), 2, "0.13"}, Shown{fraction(1, 3), 4, "0.3333"},
                                         Shown{fraction(2, 3), 4, "0.6667"}, Shown{fraction(9999, 10000), 2, "1"},
                                         Shown{fraction(-1, 1000), 2, "0"}, Shown{Rational(0), 3, "0"},
                                         Shown{fraction(1, 1'000'000), 6, "0.000001"},
                                         Shown{Rational(kLowest), 2, "-9223372036854775808"}));

TEST(Rational, HugeDenominatorsAreShownToo) {
  const Rational tiny = *Rational::divide(Rational(1), *Rational::multiply(Rational(kHighest), Rational(kHighest)));
  EXPECT_EQ(to_decimal(tiny, 18), "0");
  const Rational third = *Rational::divide(*Rational::multiply(Rational(kHighest), Rational(kHighest / 3)),
                                           *Rational::multiply(Rational(kHighest - 1), Rational(kHighest)));
  EXPECT_EQ(to_decimal(third, 6), "0.333333");
}

TEST(Rational, ScalesHalfEvenAndSaysWhenItDoesNotFit) {
  EXPECT_EQ(to_scaled(fraction(28941, 100), 10'000), 2'894'100);
  EXPECT_EQ(to_scaled(fraction(1, 2), 1), 0);
  EXPECT_EQ(to_scaled(fraction(3, 2), 1), 2);
  EXPECT_EQ(to_scaled(fraction(-5, 2), 1), -2);
  EXPECT_EQ(to_scaled(Rational(kHighest), 1), kHighest);
  EXPECT_EQ(to_scaled(Rational(kLowest), 1), kLowest);
  EXPECT_EQ(to_scaled(Rational(kHighest), 10'000), std::nullopt);
}

}  // namespace
}  // namespace qd
