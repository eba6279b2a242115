#include <gmock/gmock.h>

#include "formula/field_reading.hpp"
#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;

struct MonthlyCase {
  std::string name;
  std::string facts;
  std::string formula;
  std::string expected;
  std::string today = "2026-05-21";
};

void PrintTo(const MonthlyCase& one, std::ostream* out) { *out << one.name; }

class MonthlyFigures : public testing::TestWithParam<MonthlyCase> {};

TEST_P(MonthlyFigures, Come) {
  auto facts = FactLines().add(GetParam().facts).store();
  EXPECT_EQ(result(facts, GetParam().formula, {.today = GetParam().today}), GetParam().expected);
}

const std::string kMonths =
    "money.revenue $100/month period=2026-01\nmoney.revenue $200/month period=2026-02\n"
    "money.revenue $300/month period=2026-03\nmoney.revenue $500/month period=2026-04\n"
    "money.revenue $900/month period=2026-05\n";

INSTANTIATE_TEST_SUITE_P(
    All, MonthlyFigures,
    testing::Values(
        MonthlyCase{"undated flows per month", "money.expense $100/month\nmoney.expense $1200/year\n",
                    "monthly(money.expense, 3)", "200 USD/month"},
        MonthlyCase{"mean of the last full months", kMonths, "monthly(money.revenue, 2)", "400 USD/month"},
        MonthlyCase{"the last day of a month completes it", kMonths, "monthly(money.revenue, 2)", "700 USD/month",
                    "2026-05-31"},
        MonthlyCase{"no more months than there are", kMonths, "monthly(money.revenue, 12)", "275 USD/month"},
        MonthlyCase{"where looks at some facts, the months stay",
                    kMonths + "money.revenue $60/month period=2026-04 label=tips\n",
                    "monthly(money.revenue where label = 'tips', 3)", "20 USD/month"},
        MonthlyCase{"a quarter is three months",
                    "money.revenue $900/quarter period=2026-Q1\nmoney.revenue $600/month period=2026-04\n",
                    "monthly(money.revenue, 2)", "450 USD/month"},
        MonthlyCase{"a total of a quarter is spread", "money.revenue $900 period=2026-Q1\n",
                    "monthly(money.revenue, 2)", "300 USD/month"},
        MonthlyCase{"a month in between without figure is nothing",
                    "money.revenue $100 per=once date=2026-02-03 kind=measured\nmoney.revenue $200 per=once "
                    "date=2026-04-03 kind=measured\n",
                    "monthly(money.revenue, 3)", "100 USD/month"},
        MonthlyCase{"old figures: the last months that there are",
                    "money.revenue $100 per=once date=2025-02-03\nmoney.revenue $300 per=once date=2025-03-03\n",
                    "monthly(money.revenue, 2)", "200 USD/month"},
        MonthlyCase{"a ledger replaces what the same project says recurs",
                    kMonths + "money.revenue $7777/month label=plan\n", "monthly(money.revenue, 2)", "400 USD/month"},
        MonthlyCase{"totals of months are such a ledger too",
                    "money.revenue $100 per=once period=2026-04\nmoney.revenue $7777/month label=plan\n",
                    "monthly(money.revenue, 2)", "100 USD/month"},
        MonthlyCase{"other projects add", kMonths + "money.revenue $50/month project=rent\n",
                    "monthly(money.revenue, 2)", "450 USD/month"},
        MonthlyCase{"a one-off beside recurring items adds its share",
                    "money.expense $100/month\nmoney.expense $300 per=once date=2026-04-10\n",
                    "monthly(money.expense, 1)", "400 USD/month"},
        MonthlyCase{"one-offs can be left out",
                    "money.expense $100/month\nmoney.expense $300 per=once date=2026-04-10\n",
                    "monthly(money.expense where per != 'once' or kind = 'measured', 3)", "100 USD/month"},
        MonthlyCase{"a date beside a period says since when", "money.expense $100/month date=2024-01-01\n",
                    "monthly(money.expense, 3)", "100 USD/month"},
        MonthlyCase{"no full month yet", "money.revenue $100/month period=2026-05\n", "monthly(money.revenue, 3)",
                    "missing: there are no figures of a full month yet"},
        MonthlyCase{"no full month yet, but what recurs",
                    "money.revenue $100 per=once date=2026-05-02\nmoney.revenue $40/month\n",
                    "monthly(money.revenue, 3)", "40 USD/month"},
        MonthlyCase{"without period", "money.expense $100\n", "monthly(money.expense, 3)",
                    "missing: the period of the amounts is not stated"},
        MonthlyCase{"without period beside others", "money.expense $100\nmoney.expense $5/month\n",
                    "monthly(money.expense, 3)", "5 USD/month (at least, 1 of 2)"},
        MonthlyCase{"only one-offs", "money.expense $100 per=once\n", "monthly(money.expense, 3)",
                    "missing: only one-off amounts are known"},
        MonthlyCase{"named without value", "money.expense missing\n", "monthly(money.expense, 3)",
                    "missing: not filled in"},
        MonthlyCase{"some without value", "money.expense missing\nmoney.expense $4–6/week\n",
                    "monthly(money.expense, 3)", "17.333333–26 USD/month (at least, 1 of 2)"},
        MonthlyCase{"nothing matches", "money.expense $100/month\n", "monthly(money.expense where account = '5', 3)",
                    "0 USD/month"},
        MonthlyCase{"two currencies", kMonths + "money.revenue €60/month project=eu\n", "monthly(money.revenue, 2)",
                    "EUR: 60 EUR/month; USD: 400 USD/month"},
        MonthlyCase{"counts", "booking.count 7/month period=2026-04\nbooking.count 8/month period=2026-03\n",
                    "monthly(booking.count, 2)", "7.5/month"},
        MonthlyCase{"a week counts by its days",
                    "booking.count 14 period=2026-W18\nbooking.count 1 per=once date=2026-03-01\n",
                    "monthly(booking.count, 1)", "8/month"}));

TEST(Monthly, BooksSayWhichMonthsTheyCover) {
  auto facts = FactLines()
                   .add(
                       "books.covered 'books' kind=measured start=2026-01-01 end=2026-04-30\n"
                       "money.expense $300 per=once kind=measured date=2026-02-10\n")
                   .store();
  EXPECT_EQ(result(facts, "monthly(money.expense, 3)"), "100 USD/month");
  EXPECT_EQ(result(facts, "monthly(money.expense, 6)"), "75 USD/month");
}

TEST(Monthly, KeepsOnlyTheFactsOfTheWindowAsInputs) {
  auto facts = FactLines().add(kMonths).store();
  EXPECT_EQ(ask(facts, "monthly(money.revenue, 2)")[0].inputs.size(), 2u);
}

TEST(Period, ReadsCanonicalNames) {
  const auto span = [](std::string_view text) {
    const auto found = parse_period(text);
    return found ? to_string(found->first) + ".." + to_string(found->last) : std::string("none");
  };
  EXPECT_EQ(span("2026-05"), "2026-05-01..2026-05-31");
  EXPECT_EQ(span("2026-Q4"), "2026-10-01..2026-12-31");
  EXPECT_EQ(span("2026-H2"), "2026-07-01..2026-12-31");
  EXPECT_EQ(span("2026"), "2026-01-01..2026-12-31");
  EXPECT_EQ(span("2026-W01"), "2025-12-29..2026-01-04");
  EXPECT_EQ(span("2026-W53"), "2026-12-28..2027-01-03");
  EXPECT_EQ(span("2026-05-21"), "2026-05-21..2026-05-21");
  for (const std::string_view bad :
       {"2026-13", "2026-Q5", "2026-Q0", "2026-H3", "2026-W00", "month 3", "20", "2026-", "2026-1", "0000"})
    EXPECT_EQ(span(bad), "none") << bad;
}

}  // namespace
}  // namespace qd::formula
