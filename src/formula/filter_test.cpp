#include <gmock/gmock.h>

#include "formula/fold.hpp"
#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;

constexpr std::string_view kActions = R"(
action.item 'Fix the Slip' label=a done=false severity=high impact=$1200 effort=2d owner=CTO due=2026-05-20 order=1
action.item 'Call Sailo' label=b done=true severity=Critical impact=$500–2000 owner='Crew Chief' due=2026-06-01 order=2
action.item 'Ask' label=c done=false project=other as_of=2026-01-01 entity=jada
)";

struct WhereCase {
  std::string where;
  std::string matching;  ///< labels of the facts that match
};

void PrintTo(const WhereCase& one, std::ostream* out) { *out << one.where; }

class Where : public testing::TestWithParam<WhereCase> {};

TEST_P(Where, SelectsTheFacts) {
  auto facts = FactLines().add(kActions).store();
  std::string matching;
  const auto counted = ask(facts, "count(action.item where " + GetParam().where + ")");
  for (const model::FactIndex i : counted[0].inputs)
    matching += facts.text(facts.table().attribute(facts[i], model::AttributeKey::label)->text());
  EXPECT_EQ(matching, GetParam().matching);
}

INSTANTIATE_TEST_SUITE_P(
    All, Where,
    testing::Values(WhereCase{"done = false", "ac"}, WhereCase{"done != false", "b"}, WhereCase{"done = 'true'", "b"},
                    WhereCase{"not done = true", "ac"}, WhereCase{"severity = 'HIGH'", "a"},
                    WhereCase{"severity in ('high', 'critical')", "ab"}, WhereCase{"severity not in ('high')", "b"},
                    WhereCase{"severity != 'high'", "b"}, WhereCase{"missing(severity)", "c"},
                    WhereCase{"not missing(severity)", "ab"}, WhereCase{"missing(owner) or owner = 'cto'", "ac"},
                    WhereCase{"owner = ' crew  chief '", "b"}, WhereCase{"owner contains 'crew'", "b"},
                    WhereCase{"value contains 'SLIP'", "a"}, WhereCase{"value = 'ask'", "c"},
                    WhereCase{"due < today", "a"}, WhereCase{"due >= today and due < today + 30d", "b"},
                    WhereCase{"due = 2026-06-01", "b"}, WhereCase{"due = '2026-06-01'", "b"},
                    WhereCase{"due > '2026-05-25'", "b"}, WhereCase{"today > due", "a"},
                    WhereCase{"as_of < today - 45d", "c"}, WhereCase{"as_of < today - 1 week", "abc"},
                    WhereCase{"impact > $1000", "a"}, WhereCase{"impact >= $500", "ab"},
                    WhereCase{"impact > $3000", ""}, WhereCase{"impact > 1000 EUR", ""},
                    WhereCase{"impact != $100", "ab"}, WhereCase{"effort < 3d", "a"}, WhereCase{"effort < 1 week", "a"},
                    WhereCase{"order = 1", "a"}, WhereCase{"order > 1", "b"}, WhereCase{"entity = 'jada'", "abc"},
                    WhereCase{"project = 'other'", "c"}, WhereCase{"subject = 'other'", "c"},
                    WhereCase{"kind = 'stated'", "abc"}, WhereCase{"basis = 'actual' and done = true", "b"},
                    WhereCase{"unit = 'money'", ""}, WhereCase{"account = '1'", ""},
                    WhereCase{"(done = true or severity = 'high') and not label = 'b'", "a"}));

TEST(WhereMoney, ComparesPeriodsAndCurrencies) {
  auto facts = FactLines()
                   .add(
                       "money.expense $100/month account=5000\nmoney.expense $600/year\nmoney.expense €1/month\n"
                       "money.expense $20\n")
                   .store();
  const auto count = [&](const std::string& where) {
    return result(facts, "count(money.expense where " + where + ")");
  };
  EXPECT_EQ(count("value > $70/month"), "1");
  EXPECT_EQ(count("value > $599/year"), "2");
  EXPECT_EQ(count("value > $500"), "1");
  EXPECT_EQ(count("value > 0"), "4");
  EXPECT_EQ(count("value > 70"), "0");
  EXPECT_EQ(count("per = 'year'"), "1");
  EXPECT_EQ(count("cadence in ('year', 'month')"), "3");
  EXPECT_EQ(count("per = 'unstated'"), "1");
  EXPECT_EQ(count("currency = 'eur'"), "1");
  EXPECT_EQ(count("currency != 'EUR'"), "3");
  EXPECT_EQ(count("account = 5000"), "1");
  EXPECT_EQ(count("account != 5000"), "0");
  EXPECT_EQ(count("unit = 'money'"), "4");
}

TEST(Aggregates, OfAttributes) {
  auto facts = FactLines().add(kActions).store();
  EXPECT_EQ(result(facts, "sum(impact of action.item)"), "1700–3200 USD (at least, 2 of 3)");
  EXPECT_EQ(result(facts, "sum(impact of action.item where done = false and not missing(impact))"), "1200 USD");
  EXPECT_EQ(result(facts, "max(due of action.item)"), "2026-06-01");
  EXPECT_EQ(result(facts, "min(due of action.item where done = true)"), "2026-06-01");
  EXPECT_EQ(result(facts, "max(order of action.item)"), "2 (at least, 2 of 3)");
  EXPECT_EQ(result(facts, "latest(owner of action.item)"), "'Crew Chief'");
  EXPECT_EQ(result(facts, "min(as_of of action.item)"), "2026-01-01");
  EXPECT_EQ(result(facts, "count(distinct severity of action.item)"), "2");
  EXPECT_EQ(result(facts, "count(distinct project of action.item)"), "2");
}

TEST(Aggregates, LatestGoesByTheFactsOwnDay) {
  auto facts = FactLines()
                   .add(
                       "audience.contacts 3000 date=2026-02-01\naudience.contacts 3676 date=2026-04-01\n"
                       "audience.contacts 9 date=2025-01-01\naudience.contacts missing as_of=2026-12-31 project=z\n")
                   .store();
  EXPECT_EQ(result(facts, "latest(audience.contacts)"), "3676");
  EXPECT_EQ(result(facts, "first(audience.contacts)"), "9");
  EXPECT_EQ(result(facts, "max(audience.contacts) - min(audience.contacts)"), "3667 (at least, 3 of 4)");
  EXPECT_EQ(result(facts, "latest(audience.contacts where value < 100)"), "9");
  EXPECT_EQ(result(facts, "latest(audience.contacts where value > 10000)"), "missing: no audience.contacts matches");
}

TEST(Aggregates, LatestAmongEqualsIsTheLastLine) {
  auto facts = FactLines().add("unit.price $1\nunit.price $2\n").store();
  EXPECT_EQ(result(facts, "latest(unit.price)"), "2 USD");
  EXPECT_EQ(result(facts, "first(unit.price)"), "1 USD");
}

TEST(Aggregates, LargestIsTheLargestSumOfAGroup) {
  auto facts = FactLines()
                   .add(
                       "money.revenue $60/month customer=Acme\nmoney.revenue $480/year customer=acme\n"
                       "money.revenue $70–90/month customer=Zed\nmoney.revenue $30/month\n")
                   .store();
  EXPECT_EQ(result(facts, "largest(money.revenue by customer)"), "100 USD/month");
  EXPECT_EQ(result(facts, "largest(money.revenue by customer where customer = 'zed')"), "70–90 USD/month");
  EXPECT_EQ(result(facts, "largest(money.revenue by product)"), "missing: no money.revenue says its product");
}

TEST(Aggregates, UnlikeUnitsDoNotAddUp) {
  auto facts = FactLines().add("unit.fee $20\nunit.fee 18 %\n").store();
  EXPECT_EQ(result(facts, "sum(unit.fee)"), "missing: money and ratio cannot be added");
  EXPECT_EQ(result(facts, "sum(unit.fee where unit = 'ratio')"), "0.18 ratio");
  EXPECT_EQ(result(facts, "sum(unit.fee where unit = 'days')"), "0 days");
}

TEST(Aggregates, TextsAreNoAmounts) {
  auto facts = FactLines().add("client.billing 'per hour'\nclient.billing $100/month\n").store();
  EXPECT_EQ(result(facts, "sum(client.billing)"), "100 USD/month (at least, 1 of 2)");
  EXPECT_EQ(result(facts, "sum(client.billing where value = 'per hour')"), "missing: client.billing has no amount");
}

TEST(Fold, MakesWordsComparable) {
  EXPECT_EQ(fold("  Live\t NOW "), "live now");
  EXPECT_EQ(fold("ÄÖÜ É Ł Ž Ÿ"), "äöü é ł ž ÿ");
  EXPECT_EQ(fold("ΣΑΣ Άς"), "σασ άσ");
  EXPECT_EQ(fold("ПЛАН Ё"), "план ё");
  EXPECT_EQ(fold("ＡＢ\u3000ｃ"), "ａｂ ｃ");
  EXPECT_EQ(fold("a\xFF"), "a\uFFFD");
}

}  // namespace
}  // namespace qd::formula
