// Months and quarters, totals over them, sums of groups, and figures that say why they are not known.
#include <gmock/gmock.h>

#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;

const std::string kYear =
    "money.revenue $1000 per=once date=2026-01-10\n"
    "money.revenue $500 per=once date=2026-01-20\n"
    "money.revenue $2000/month period=2026-02\n"
    "money.revenue $900/quarter period=2026-Q1 account=tips\n"
    "money.revenue $50 per=once\n"
    "money.revenue $70/month\n"
    "money.revenue $400–600 per=once period=2026-04\n";

TEST(Month, IsThatOfTheDateOrThePeriodAndOfNothingLonger) {
  auto facts = FactLines().add(kYear).store();
  EXPECT_EQ(result(facts, "count(money.revenue)", {.by = {"month"}}),
            "2026-01: 2; 2026-02: 1; 2026-04: 1; no month: 3");
  EXPECT_EQ(result(facts, "count(money.revenue where not missing(quarter))", {.by = {"quarter"}}),
            "2026-Q1: 4; 2026-Q2: 1");
  EXPECT_EQ(result(facts, "count(money.revenue where month = '2026-01')"), "2");
  EXPECT_EQ(result(facts, "count(money.revenue where month < today - 60d)"), "3");
  EXPECT_EQ(result(facts, "count(money.revenue where month = 2026-04-30)"), "1");
  EXPECT_EQ(result(facts, "count(money.revenue where quarter >= '2026-Q2')"), "1");
  EXPECT_EQ(result(facts, "count(money.revenue where month in ('2026-01', '2026-02'))"), "3");
  EXPECT_EQ(result(facts, "count(distinct month of money.revenue)"), "3");
}

TEST(Month, JoinsOtherAttributesInTheNameOfAGroup) {
  auto facts = FactLines()
                   .add(
                       "money.revenue $5 per=once date=2026-01-10 customer=Ann\n"
                       "money.revenue $6 per=once date=2026-02-10 customer=Ann\n"
                       "money.revenue $7 per=once date=2026-01-11 customer=Bo\n")
                   .store();
  EXPECT_EQ(result(facts, "total(money.revenue)", {.by = {"customer", "month"}}),
            "Ann · 2026-01: 5 USD; Ann · 2026-02: 6 USD; Bo · 2026-01: 7 USD");
}

TEST(Category, IsTheAccountElseTheLabel) {
  auto facts = FactLines()
                   .add(
                       "money.expense $5/month account=6010 label=Slip\nmoney.expense $7/month label=Gardener\n"
                       "money.expense $9/month account=6010\n")
                   .store();
  EXPECT_EQ(result(facts, "sum(money.expense)", {.by = {"category"}}), "6010: 14 USD/month; Gardener: 7 USD/month");
  EXPECT_EQ(result(facts, "sum(money.expense where category = '6010')"), "14 USD/month");
}

TEST(Open, IsWhatNobodyHasDoneOrDropped) {
  auto facts = FactLines()
                   .add(
                       "action.item 'a'\naction.item 'b' done=false\naction.item 'c' done=true\n"
                       "action.item 'd' state=done\naction.item 'e' state=planned\naction.item 'f' state=dropped\n"
                       "action.item 'g' state=paid\n")
                   .store();
  EXPECT_EQ(result(facts, "count(action.item where open = true)"), "3");
  EXPECT_EQ(result(facts, "count(action.item where open = false)"), "4");
}

TEST(Total, AddsWhatIsDatedAsOneAmountForItsTime) {
  auto facts = FactLines().add(kYear).store();
  EXPECT_EQ(result(facts, "total(money.revenue)"), "4800–5000 USD");
  EXPECT_EQ(result(facts, "total(money.revenue where not missing(month))", {.by = {"month"}}),
            "2026-01: 1500 USD; 2026-02: 2000 USD; 2026-04: 400–600 USD");
  EXPECT_EQ(result(facts, "total(money.revenue where account = 'tips')"), "900 USD");
}

TEST(Total, OfAQuarterIsAtLeastWhileAMonthOfItIsNotKnown) {
  auto facts = FactLines().add(kYear).store();
  EXPECT_EQ(result(facts, "total(money.revenue where not missing(quarter))", {.by = {"quarter"}}),
            "2026-Q1: 4400 USD; 2026-Q2: 400–600 USD (at least, 1 of 3)");
  EXPECT_EQ(result(facts, "complete(total(money.revenue where not missing(quarter)))", {.by = {"quarter"}}),
            "2026-Q1: 4400 USD; 2026-Q2: missing: only a part of it is known");
}

TEST(Total, OfTheRunningMonthIsAtLeastAndATargetIsNot) {
  auto facts =
      FactLines()
          .add(
              "money.revenue $10 per=once date=2026-05-02\nmoney.revenue $90/month period=2026-05 basis=target\n"
              "money.revenue $95/month period=2026-06 basis=target\n")
          .store();
  EXPECT_EQ(result(facts, "total(money.revenue)", {.by = {"month"}}), "2026-05: 10 USD (at least, 1 of 2)");
  EXPECT_EQ(result(facts, "total(money.revenue)", {.today = "2026-05-31", .by = {"month"}}), "2026-05: 10 USD");
  EXPECT_EQ(result(facts, "total(money.revenue where basis = 'target')", {.by = {"month"}}),
            "2026-05: 90 USD; 2026-06: 95 USD");
  EXPECT_EQ(result(facts, "total(money.revenue where basis = 'target')", {.by = {"quarter"}}),
            "2026-Q2: 185 USD (at least, 2 of 3)");
}

TEST(Total, KnowsTheMonthsThatBooksCover) {
  auto facts = FactLines()
                   .add(
                       "books.covered 'books' kind=measured start=2026-01-01 end=2026-03-31\n"
                       "money.expense $300 per=once kind=measured date=2026-02-10\n")
                   .store();
  EXPECT_EQ(result(facts, "total(money.expense)", {.by = {"quarter"}}), "2026-Q1: 300 USD");
}

TEST(Total, WithoutAnythingDatedIsMissing) {
  auto facts = FactLines().add("money.revenue $70/month\nmoney.revenue $50 per=once\n").store();
  EXPECT_EQ(result(facts, "total(money.revenue)"), "missing: no money.revenue says when");
  EXPECT_EQ(result(facts, "total(money.revenue where month = '2026-01')"), "missing: no money.revenue says when");
  EXPECT_EQ(result(facts, "total(money.expense)"), "missing: no money.expense is known");
}

TEST(Total, OfWhatHasNoAmountIsAtLeastOrMissing) {
  auto some = FactLines().add("money.revenue $70 date=2026-01-05\nmoney.revenue missing date=2026-01-06\n").store();
  EXPECT_EQ(result(some, "total(money.revenue)"), "70 USD (at least, 1 of 2)");
  auto none = FactLines().add("money.revenue missing date=2026-01-06\n").store();
  EXPECT_EQ(result(none, "total(money.revenue)"), "missing: money.revenue is named without a value");
}

TEST(Total, KeepsCurrenciesApart) {
  auto facts = FactLines().add("money.revenue $70 date=2026-01-05\nmoney.revenue €50 date=2026-01-06\n").store();
  EXPECT_EQ(result(facts, "total(money.revenue)", {.by = {"month"}}), "2026-01 · EUR: 50 EUR; 2026-01 · USD: 70 USD");
}

TEST(Leader, AloneMakesTheGroups) {
  auto facts = FactLines()
                   .add(
                       "aws.saving $9/month id=a\naws.saving $4/month id=a\naws.cost $5/month id=a\n"
                       "aws.cost $8/month id=b\naws.saving $3/month id=c\n")
                   .store();
  EXPECT_EQ(result(facts, "if(missing(max(aws.cost)), max(aws.saving), min(max(aws.saving), max(aws.cost)))",
                   {.by = {"id of aws.saving"}}),
            "a: 5 USD/month; c: 3 USD/month");
}

Evaluated group(std::string name, int amount, Currency currency) {
  return {.group = std::move(name),
          .value = Amount{.lo = amount, .hi = amount, .unit = Unit::money, .currency = currency}};
}

TEST(SumOfGroups, AddsAllThatAreKnown) {
  auto facts = FactLines().add("money.cash $1\n").store();
  const auto ask_of = [&](std::vector<Evaluated> groups) {
    return result(facts, "sum(kpi.a)",
                  {.kpi = [&](std::string_view, bool) { return std::span<const Evaluated>(groups); }});
  };
  const Currency usd("USD"), eur("EUR");
  EXPECT_EQ(ask_of({group("x", 2, usd), group("y", 3, usd)}), "5 USD");
  EXPECT_EQ(ask_of({group("x", 2, usd), group("y", 3, eur)}), "EUR: 3 EUR; USD: 2 USD");
  EXPECT_EQ(ask_of({group("x", 2, usd), {.group = "y", .value = Missing{"not counted", ""}}}),
            "2 USD (at least, 0 of 1)");
  EXPECT_EQ(ask_of({{.group = "y", .value = Missing{"not counted", ""}}}), "missing: not counted");
}

TEST(SumOfGroups, CountsTheInputsOfAllAndWhatIsMissingInThem) {
  auto facts = FactLines().add("money.cash $1 label=x\nmoney.cash missing label=x\nmoney.cash $2 label=y\n").store();
  const auto groups = ask(facts, "sum(money.cash)", {.by = {"label"}});
  EXPECT_EQ(result(facts, "sum(kpi.a) * 2",
                   {.kpi = [&](std::string_view, bool) { return std::span<const Evaluated>(groups); }}),
            "6 USD (at least, 2 of 3)");
}

TEST(Unknown, SaysWhy) {
  auto facts = FactLines().add("unit.price $10\nunit.cost $12\n").store();
  EXPECT_EQ(result(facts, "if(sum(unit.price) > sum(unit.cost), sum(unit.price), unknown('it sells at a loss'))"),
            "missing: it sells at a loss");
  EXPECT_EQ(result(facts, "first_known(unknown('no'), sum(unit.cost))"), "12 USD");
}

TEST(CheckUnits, KnowTheNewFunctions) {
  const auto unit = [](std::string_view text) {
    const auto expression = parse(text);
    const auto type = expression ? check_units(*expression, {}) : std::unexpected(expression.error());
    return type ? to_string(*type) : type.error().message;
  };
  EXPECT_EQ(unit("total(money.revenue)"), "money");
  EXPECT_EQ(unit("total(unit.sold)"), "count");
  EXPECT_EQ(unit("if(exists(money.cash), sum(money.cash), unknown('why'))"), "money");
  EXPECT_EQ(unit("complete(sum(money.cash))"), "money");
  EXPECT_EQ(unit("unknown(1)"), "expected the reason as a text");
  EXPECT_EQ(unit("count(money.cash where month = 'May')"), "month is compared with a day or a period");
}

}  // namespace
}  // namespace qd::formula
