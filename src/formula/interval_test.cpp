#include "formula/interval.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;

TEST(Interval, ArithmeticHoldsEveryPointAndReachesItsBounds) {
  std::mt19937 random(7);
  const auto number = [&](int lo, int hi) { return Rational::ratio(std::uniform_int_distribution(lo, hi)(random), 4); };
  for (int round = 0; round < 2000; ++round) {
    const auto interval = [&] {
      const Rational a = number(-40, 40), b = number(-40, 40);
      return Interval{std::min(a, b), std::max(a, b)};
    };
    const Interval a = interval(), b = interval();
    for (const Rational& x : {a.lo, a.hi}) {
      for (const Rational& y : {b.lo, b.hi}) {
        const auto inside = [](const MaybeInterval& out, const Rational& value) {
          return out && out->lo <= value && value <= out->hi;
        };
        EXPECT_TRUE(inside(add(a, b), *Rational::add(x, y)));
        EXPECT_TRUE(inside(subtract(a, b), *Rational::subtract(x, y)));
        EXPECT_TRUE(inside(multiply(a, b), *Rational::multiply(x, y)));
        if (!b.holds_zero()) {
          EXPECT_TRUE(inside(divide(a, b), *Rational::divide(x, y)));
        }
        EXPECT_TRUE(inside(ceil(a), x.ceil()));
        EXPECT_TRUE(inside(abs(a), x.is_negative() ? x.negated() : x));
        EXPECT_TRUE(inside(least(a, b), std::min(x, y)));
        EXPECT_TRUE(inside(greatest(a, b), std::max(x, y)));
      }
    }
  }
}

TEST(Interval, OpenEndsHaveNoBound) {
  const Interval at_least_two{2, {}, false, true}, any{{}, {}, true, true}, point{3, 3};
  EXPECT_EQ(*multiply(at_least_two, {-1, -1}), (Interval{{}, -2, true, false}));
  EXPECT_EQ(*multiply(at_least_two, {0, 1}), (Interval{0, {}, false, true}));
  EXPECT_EQ(*multiply(any, {0, 0}), (Interval{0, 0}));
  EXPECT_EQ(*divide(point, at_least_two), (Interval{0, Rational::ratio(3, 2)}));
  EXPECT_EQ(*divide(at_least_two, {-2, -1}), (Interval{{}, -1, true, false}));
  EXPECT_EQ(abs(Interval{-5, {}, false, true}), (Interval{0, {}, false, true}));
  EXPECT_EQ(hull(at_least_two, {-1, 0}), (Interval{-1, {}, false, true}));
  EXPECT_EQ(greatest(any, point), (Interval{3, {}, false, true}));
  EXPECT_TRUE(any.holds_zero());
  EXPECT_FALSE(at_least_two.holds_zero());
}

TEST(Interval, TooLargeIsNothing) {
  const auto huge = Rational::multiply(Rational(INT64_MAX), Rational(INT64_MAX));
  EXPECT_FALSE(multiply({*huge, *huge}, {*huge, *huge}));
}

struct SharedCase {
  std::string formula;
  std::string expected;
};
void PrintTo(const SharedCase& one, std::ostream* out) { *out << one.formula; }
class SharedInput : public testing::TestWithParam<SharedCase> {};

/// revenue is 7–9, burn 5, of which rent 1–2 and cloud 3–4.
TEST_P(SharedInput, IsTheSameEverywhere) {
  auto facts = FactLines()
                   .add(
                       "money.revenue $7–9/month\nmoney.expense $1–2/month label=rent\n"
                       "money.expense $3–4/month label=cloud\nmoney.cash $-1–1\nbooking.count 2–3/month\n")
                   .store();
  EXPECT_EQ(result(facts, GetParam().formula), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, SharedInput,
    testing::Values(SharedCase{"sum(money.revenue) - sum(money.revenue)", "0 USD/month"},
                    SharedCase{"sum(money.revenue) - 20% * sum(money.revenue)", "5.6–7.2 USD/month"},
                    SharedCase{"sum(money.revenue) / sum(money.revenue)", "1 ratio"},
                    // (r - e) / r = 1 - e / r with e 4–6 and r 7–9
                    SharedCase{"(sum(money.revenue) - sum(money.expense)) / sum(money.revenue)",
                               "0.142857–0.555556 ratio"},
                    // rent is read in both sums
                    SharedCase{"sum(money.expense) - sum(money.expense where label = 'rent')", "3–4 USD/month"},
                    SharedCase{"sum(money.expense where label = 'rent') / sum(money.expense)", "0.2–0.4 ratio"},
                    SharedCase{"monthly(money.expense, 3) - sum(money.expense where label = 'cloud')", "1–2 USD/month"},
                    SharedCase{"ceil(sum(money.revenue) - sum(money.revenue) / 2)", "4–5 USD/month"},
                    SharedCase{"100 / (sum(booking.count) - sum(booking.count) / 2 + 1/month)", "40–50 month"},
                    SharedCase{"sum(money.revenue) > 90% * sum(money.revenue)", "yes"},
                    SharedCase{"sum(money.revenue) < sum(money.revenue)", "no"},
                    SharedCase{"sum(money.expense) > sum(money.expense where label = 'cloud')", "yes"},
                    // not a quotient of lines: wider than need be, and holds every result
                    SharedCase{"(sum(money.cash) / $1) * (sum(money.cash) / $1)", "-1–1 ratio"},
                    SharedCase{"max(sum(money.revenue), $8/month) - sum(money.revenue)", "-1–2 USD/month"}));

/// Draws points of ranged facts and evaluates the formula at them: every result lies in the result over the ranges.
TEST(SharedInput, HoldsEveryPoint) {
  const std::vector<std::string> formulas = {
      "(sum(money.cash) - sum(unit.cost)) / sum(money.cash)",
      "sum(money.cash) * 20% - sum(unit.cost) / (sum(unit.cost) + sum(money.cash)) * $3",
      "sum(money.cash where label = 'a') / sum(money.cash) + sum(money.cash where label = 'b') / sum(money.cash)",
      "ceil(sum(money.cash) / sum(unit.cost)) - floor(sum(unit.cost) / sum(money.cash))",
      "max(sum(money.cash), sum(unit.cost)) - min(sum(money.cash), sum(unit.cost))",
      "abs(sum(money.cash) - sum(unit.cost)) / avg(money.cash)"};
  std::mt19937 random(11);
  const auto draw = [&](int lo, int hi) { return std::uniform_int_distribution(lo, hi)(random); };
  for (int round = 0; round < 60; ++round) {
    const int a = draw(1, 20), b = draw(1, 20), c = draw(1, 20), width = draw(1, 10);
    const auto lines = [](std::string first, std::string second, std::string third) {
      return "money.cash $" + first + " label=a\nmoney.cash $" + second + " label=b\nunit.cost $" + third + "\n";
    };
    const auto range = [&](int from) { return std::to_string(from) + "–" + std::to_string(from + width); };
    auto ranged = FactLines().add(lines(range(a), range(b), range(c))).store();
    for (int point = 0; point < 4; ++point) {
      const auto at = [&](int from) { return std::to_string(from + draw(0, width)); };
      auto exact = FactLines().add(lines(at(a), at(b), at(c))).store();
      for (const std::string& formula : formulas) {
        const auto wide = std::get<Amount>(ask(ranged, formula)[0].value);
        const auto value = std::get<Amount>(ask(exact, formula)[0].value);
        EXPECT_LE(wide.lo, value.lo) << formula;
        EXPECT_GE(wide.hi, value.hi) << formula;
      }
    }
  }
}

/// Sums of random amounts and periods against arithmetic written out with fractions.
TEST(Sum, EqualsExactArithmetic) {
  std::mt19937 random(3);
  const std::vector<std::string> periods = {"day", "week", "month", "quarter", "year"};
  for (int round = 0; round < 50; ++round) {
    std::string lines;
    Rational lo, hi;
    for (int n = std::uniform_int_distribution(1, 40)(random); n > 0; --n) {
      const std::string& per = periods[std::uniform_int_distribution<std::size_t>(0, 4)(random)];
      const std::int64_t from = std::uniform_int_distribution<std::int64_t>(-9'999'999, 9'999'999)(random);
      const std::int64_t to = from + std::uniform_int_distribution<std::int64_t>(0, 99'999)(random);
      lines += "money.expense $" + to_decimal(from, Unit::money) + "–" + to_decimal(to, Unit::money) + "/" + per + "\n";
      const Rational factor = *months_factor(*parse_cadence(per));
      lo = *Rational::add(lo, *Rational::multiply(Rational::ratio(from, 10'000), factor));
      hi = *Rational::add(hi, *Rational::multiply(Rational::ratio(to, 10'000), factor));
    }
    auto facts = FactLines().add(lines).store();
    for (const std::string_view formula : {"sum(money.expense)", "monthly(money.expense, 3)"}) {
      const auto sum = std::get<Amount>(ask(facts, formula)[0].value);
      EXPECT_EQ(sum.lo, lo);
      EXPECT_EQ(sum.hi, hi);
    }
  }
}

}  // namespace
}  // namespace qd::formula
