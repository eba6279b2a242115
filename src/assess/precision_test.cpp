#include "assess/precision.hpp"

#include <gtest/gtest.h>

namespace qd::assess {
namespace {

using formula::Amount;
using model::Kind;

Amount of(Rational lo, Rational hi, Unit unit, Cadence per = Cadence::unstated) {
  return {.lo = lo, .hi = hi, .unit = unit, .currency = unit == Unit::money ? Currency("USD") : Currency(), .per = per};
}
Amount point(Rational value, Unit unit) { return of(value, value, unit); }

TEST(Precision, IsHalfOfTheLastDigitWritten) {
  struct Row {
    Amount stated;
    Kind kind;
    Rational lo, hi;
  };
  const Row rows[] = {
      {point(6, Unit::count), Kind::stated, Rational::ratio(11, 2), Rational::ratio(13, 2)},
      {point(10, Unit::count), Kind::stated, Rational::ratio(19, 2), Rational::ratio(21, 2)},
      {point(3700, Unit::count), Kind::stated, 3650, 3750},
      {point(3676, Unit::count), Kind::stated, Rational::ratio(7351, 2), Rational::ratio(7353, 2)},
      {point(7000, Unit::money), Kind::stated, 6650, 7350},
      {point(7000, Unit::money), Kind::estimated, 6300, 7700},
      {of(7000, 9000, Unit::money), Kind::estimated, 6650, 9450},
      {point(Rational::ratio(18, 100), Unit::ratio), Kind::stated, Rational::ratio(175, 1000),
       Rational::ratio(185, 1000)},
      {point(0, Unit::money), Kind::stated, Rational(), Rational()},
  };
  for (const Row& row : rows) {
    const Amount read = at_own_precision(row.stated, row.kind);
    EXPECT_EQ(to_decimal(read.lo, 4), to_decimal(row.lo, 4));
    EXPECT_EQ(to_decimal(read.hi, 4), to_decimal(row.hi, 4));
  }
}

TEST(Precision, ComparesPerMonthAndInOneUnit) {
  const Amount yearly = of(12000, 12000, Unit::money, Cadence::year);
  const Amount monthly = of(1000, 1000, Unit::money, Cadence::month);
  EXPECT_EQ(comparable(yearly, monthly)->lo, Rational(1000));
  EXPECT_EQ(comparable(point(5, Unit::money), monthly)->per, Cadence::month);
  EXPECT_FALSE(comparable(point(5, Unit::count), monthly));
  EXPECT_FALSE(comparable(of(5, 5, Unit::money, Cadence::once), monthly));
  Amount euros = monthly;
  euros.currency = Currency("EUR");
  EXPECT_FALSE(comparable(euros, monthly));
  Amount months = point(14, Unit::count);
  months.of = "month";
  EXPECT_EQ(comparable(point(365, Unit::days), months)->lo, Rational(12));
}

TEST(Precision, KnowsWhatHasNothingInCommon) {
  EXPECT_TRUE(disjoint(point(6, Unit::count), of(25, 32, Unit::count)));
  EXPECT_TRUE(disjoint(of(25, 32, Unit::count), point(6, Unit::count)));
  EXPECT_FALSE(disjoint(of(5, 25, Unit::count), of(25, 32, Unit::count)));
  Amount open = point(20, Unit::count);
  open.open_hi = true;
  EXPECT_FALSE(disjoint(open, of(25, 32, Unit::count)));
  EXPECT_TRUE(disjoint(point(6, Unit::count), open));
}

}  // namespace
}  // namespace qd::assess
