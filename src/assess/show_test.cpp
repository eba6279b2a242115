#include "assess/show.hpp"

#include <gtest/gtest.h>

namespace qd::assess {
namespace {

using formula::Amount;

Amount amount(Rational lo, Rational hi, Unit unit, std::string of = {}, Cadence per = Cadence::unstated,
              std::string_view currency = "USD") {
  return {.lo = lo,
          .hi = hi,
          .unit = unit,
          .of = std::move(of),
          .currency = unit == Unit::money ? Currency(currency) : Currency(),
          .per = per};
}
Amount dollars(Rational lo, Rational hi, Cadence per = Cadence::unstated) {
  return amount(lo, hi, Unit::money, {}, per);
}
Rational cents(std::int64_t n) { return Rational::ratio(n, 100); }

struct Row {
  Amount amount;
  std::string shown;
};

TEST(Show, SaysAmountsAsReadersSayThem) {
  const Row rows[] = {
      {dollars(7000, 9000, Cadence::month), "$7.0–9.0K a month"},
      {dollars(cents(128456), cents(128456)), "$1,284.56"},
      {dollars(cents(28941), cents(28941)), "$289.41"},
      {dollars(cents(87920), cents(87920)), "$879.20"},
      {dollars(1560, 1560), "$1,560"},
      {dollars(0, 0), "$0"},
      {dollars(12345, 12345), "$12.3K"},
      {dollars(999'950, 999'950), "$1.0M"},
      {dollars(999'949, 999'949), "$999.9K"},
      {dollars(-240, -240), "−$240"},
      {dollars(-500, 300), "−$500 to $300"},
      {dollars(50, 84), "$50–84"},
      {dollars(850, 1200), "$850 to $1.2K"},
      {dollars(900'000, 1'200'000), "$0.9–1.2M"},
      {dollars(7010, 7040), "$7,010–7,040"},
      {dollars(Rational::ratio(1, 2500), Rational::ratio(1, 2500)), "$0.0004"},
      {amount(1500, 1500, Unit::money, {}, Cadence::year, "CHF"), "CHF 1,500 a year"},
      {amount(25, 32, Unit::count, "charter", Cadence::month), "25–32 charters a month"},
      {amount(1, 1, Unit::count, "charter"), "1 charter"},
      {amount(3676, 3676, Unit::count, "contact"), "3,676 contacts"},
      {amount(2, 2, Unit::count, "company"), "2 companies"},
      {amount(Rational::ratio(13, 3), Rational::ratio(13, 3), Unit::count, "month"), "4.3 months"},
      {amount(Rational::ratio(184, 1000), Rational::ratio(184, 1000), Unit::ratio), "18.4 %"},
      {amount(Rational::ratio(30, 100), Rational::ratio(45, 100), Unit::ratio), "30–45 %"},
      {amount(1, 1, Unit::days), "1 day"},
      {amount(Rational::ratio(1, 12), Rational::ratio(1, 12), Unit::days), "2 hours"},
      {amount(Rational::ratio(1, 48), Rational::ratio(1, 48), Unit::days), "30 minutes"},
  };
  for (const Row& row : rows) EXPECT_EQ(show(row.amount), row.shown);
}

TEST(Show, RoundsHalfEven) {
  EXPECT_EQ(show(amount(Rational::ratio(25, 100), Rational::ratio(25, 100), Unit::count)), "0.25");
  EXPECT_EQ(show(amount(Rational::ratio(225, 100), Rational::ratio(225, 100), Unit::count)), "2.2");
  EXPECT_EQ(show(amount(Rational::ratio(235, 100), Rational::ratio(235, 100), Unit::count)), "2.4");
}

TEST(Show, SaysOpenBoundsInWords) {
  Amount open = dollars(999, 0);
  open.open_hi = true;
  EXPECT_EQ(show(open), "at least $999");
  Amount below = dollars(0, 50, Cadence::month);
  below.open_lo = true;
  EXPECT_EQ(show(below), "at most $50 a month");
  below.open_hi = true;
  EXPECT_EQ(show(below), "not known");
}

TEST(Show, KeepsEveryDigitWhenAskedTo) {
  EXPECT_EQ(show(dollars(cents(1234567), cents(1234567)), {.digits = ShowStyle::Digits::exact}), "$12,345.67");
  EXPECT_EQ(show(dollars(7000, 9000, Cadence::month), {.digits = ShowStyle::Digits::exact, .per = false}),
            "$7,000–9,000");
  EXPECT_EQ(show(dollars(1284, 1284), {.digits = ShowStyle::Digits::compact}), "$1.3K");
}

TEST(Show, SaysWhatIsNotKnownAndWhatIsAtLeast) {
  EXPECT_EQ(show(formula::Value(formula::Missing{"no cash", "add it"})), "not known");
  EXPECT_EQ(show(formula::Value(formula::Truth::unknown)), "not known");
  EXPECT_EQ(show(formula::Value(formula::Truth::yes)), "yes");
  EXPECT_EQ(show(formula::Value(*make_date(2026, 5, 21))), "2026-05-21");
  formula::Evaluated evaluated;
  evaluated.value = dollars(7000, 7000, Cadence::month);
  evaluated.partial = formula::Partial{.known = 3, .of = 4};
  EXPECT_EQ(show(evaluated), "at least $7,000 a month");
}

TEST(Show, SaysDifferencesWithTheirDirection) {
  EXPECT_EQ(show_change(dollars(7000, 7000), dollars(7240, 7240)), "up $240");
  EXPECT_EQ(show_change(dollars(7000, 9000), dollars(6800, 8700)), "down $200–300");
  EXPECT_EQ(show_change(dollars(7000, 9000), dollars(7000, 9000)), "unchanged");
  EXPECT_EQ(show_change(dollars(7000, 9000), dollars(6000, 9500)), "a wider range");
  EXPECT_EQ(show_change(dollars(7000, 9000), amount(1, 1, Unit::count)), std::nullopt);
}

TEST(Show, CountsEffortInWorkingHours) {
  EXPECT_EQ(show_effort(amount(Rational::ratio(1, 4), Rational::ratio(1, 4), Unit::days)), "2 hours");
  EXPECT_EQ(show_effort(amount(3, 3, Unit::days)), "3 days");
}

TEST(Show, JoinsWords) {
  EXPECT_EQ(join_words({}), "");
  EXPECT_EQ(join_words({"crew"}), "crew");
  EXPECT_EQ(join_words({"crew", "captain", "port fee"}), "crew, captain and port fee");
}

TEST(Show, TakesNoChangeFromWhatAnArchiveRoundsAway) {
  formula::Amount third;
  third.lo = third.hi = Rational::ratio(10, 3);
  third.unit = Unit::money;
  third.currency = Currency("USD");
  formula::Amount archived = third;
  archived.lo = archived.hi = Rational::ratio(33'333, 10'000);
  EXPECT_EQ(show_change(archived, third), "unchanged");
  archived.lo = archived.hi = Rational::ratio(23'333, 10'000);
  EXPECT_EQ(show_change(archived, third), "up $1");
}

}  // namespace
}  // namespace qd::assess
