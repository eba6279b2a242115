#include <gmock/gmock.h>

#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;

constexpr std::string_view kCharters = R"(
unit.price $840.75 channel=Marketplace
unit.price $1560 channel=direct
unit.cost $250 label=crew
unit.cost $150 label=captain
unit.fee '18 %' channel=marketplace
)";

/// The test's fee is a ratio, which a quoted value is not.
model::FactStore charters() {
  std::string lines(kCharters);
  lines.replace(lines.find("'18 %'"), 6, "18 %");
  return FactLines().add(lines).store();
}

constexpr std::string_view kContribution =
    "sum(unit.price) - sum(unit.cost) - sum(unit.price) * first_known(sum(unit.fee where unit = 'ratio'), 0)";

TEST(By, CostsWithoutChannelBelongToEveryChannel) {
  EXPECT_EQ(result(charters(), kContribution, {.by = {"channel"}}), "Marketplace: 289.415 USD; direct: 1160 USD");
}

TEST(By, WithoutTheAttributeAnywhereThereIsOneGroup) {
  auto facts = FactLines().add("unit.price $100\nunit.cost $40\n").store();
  EXPECT_EQ(result(facts, "sum(unit.price) - sum(unit.cost)", {.by = {"channel"}}), "60 USD");
  EXPECT_EQ(result(facts, "sum(money.cash)", {.by = {"channel"}}), "missing: no money.cash is known");
}

TEST(By, FactsOfTheOnlyPredicateWithoutTheAttributeAreAGroupOfTheirOwn) {
  auto facts = FactLines()
                   .add(
                       "money.revenue $5/month customer=Acme\nmoney.revenue $7/month customer=ACME\n"
                       "money.revenue $1/month customer=Zed\nmoney.revenue $2/month\n")
                   .store();
  EXPECT_EQ(result(facts, "sum(money.revenue)", {.by = {"customer"}}),
            "Acme: 12 USD/month; Zed: 1 USD/month; no customer: 2 USD/month");
}

TEST(By, SeveralAttributesGiveTheirCombinations) {
  auto facts = FactLines()
                   .add(
                       "unit.price $100 channel=web product=sail\nunit.price $90 channel=shop product=sail\n"
                       "unit.price $50 channel=web product=swim\nunit.cost $10 product=sail\nunit.fee $5 channel=web\n")
                   .store();
  EXPECT_EQ(result(facts, "sum(unit.price) - sum(unit.cost) - sum(unit.fee)", {.by = {"channel", "product"}}),
            "shop · sail: 80 USD; web · sail: 85 USD; web · swim: 45 USD");
}

TEST(By, CurrenciesSplitAGroupFurther) {
  auto facts =
      FactLines().add("unit.price $100 channel=web\nunit.price €90 channel=web\nunit.price $50 channel=shop\n").store();
  EXPECT_EQ(result(facts, "sum(unit.price)", {.by = {"channel"}}),
            "shop: 50 USD; web · EUR: 90 EUR; web · USD: 100 USD");
}

TEST(By, GroupsByWhatTheFactItselfSays) {
  auto facts = FactLines().add("money.cash $1 entity=a\nmoney.cash $2 entity=b\n").store();
  EXPECT_EQ(result(facts, "sum(money.cash)", {.subject = {}, .by = {"entity"}}), "a: 1 USD; b: 2 USD");
}

/// KPI results as the caller of `evaluate` keeps them.
std::function<std::span<const Evaluated>(std::string_view, bool)> kpis(
    std::map<std::string, std::vector<Evaluated>> results) {
  return [results = std::move(results)](std::string_view id, bool portfolio) -> std::span<const Evaluated> {
    return results.at(std::string(id) + (portfolio ? "@portfolio" : ""));
  };
}

TEST(KpiReference, GroupsFollowTheKpiAndAreJoinedByName) {
  auto facts = charters();
  auto burn = FactLines().add("money.expense $7000–9000/month\n").store();
  const auto options = AskOptions{.by = {"channel"},
                                  .kpi = kpis({{"burn@portfolio", ask(burn, "sum(money.expense)")},
                                               {"contribution", ask(facts, kContribution, {.by = {"channel"}})}})};
  EXPECT_EQ(result(facts, "ceil(kpi.burn@portfolio / kpi.contribution)", options),
            "Marketplace: 25–32/month; direct: 7–8/month");
  const auto outer = AskOptions{.kpi = options.kpi};
  EXPECT_EQ(result(facts, "ceil(kpi.burn@portfolio / kpi.contribution)", outer),
            "Marketplace: 25–32/month; direct: 7–8/month");
  EXPECT_EQ(result(facts, "sum(unit.fee where unit = 'ratio') * kpi.contribution", options),
            "direct: 0 USD; marketplace: 52.0947 USD");
}

TEST(KpiReference, AGroupThatTheOtherKpiLacksIsMissing) {
  auto facts = charters();
  const auto some = kpis({{"a", {{.group = "direct", .value = Amount{.lo = 1, .hi = 1}}}},
                          {"b",
                           {{.group = "direct", .value = Amount{.lo = 2, .hi = 2}},
                            {.group = "web", .value = Amount{.lo = 3, .hi = 3}}}}});
  EXPECT_EQ(result(facts, "kpi.a + kpi.b", {.kpi = some}), "direct: 3; web: missing: a is not known for web");
}

TEST(KpiReference, CarriesMissingPartialInputsAndPeriod) {
  auto facts = charters();
  Evaluated yearly{
      .value = Amount{.lo = 1200, .hi = 2400, .unit = Unit::money, .currency = Currency("USD"), .per = Cadence::year}};
  yearly.weakest = model::Kind::estimated;
  yearly.inputs = model::FactSet(facts, facts.facts("unit.price", model::Subject{}));
  yearly.partial = Partial{.known = 1, .of = 2, .missing = yearly.inputs.first(1), .unknown_entities = {}};
  const auto some = kpis({{"a", {yearly}}, {"b", {{.value = Missing{"no cash", "write it"}}}}});
  const auto one = ask(facts, "kpi.a * 2 + sum(unit.cost) * 0 / 1 month", {.kpi = some});
  EXPECT_EQ(result(facts, "kpi.a * 2", {.kpi = some}), "200–400 USD/month (at least, 1 of 2)");
  EXPECT_EQ(result(facts, "kpi.b * 2", {.kpi = some}), "missing: no cash");
  const auto twice = ask(facts, "kpi.a * 2", {.kpi = some})[0];
  EXPECT_EQ(twice.inputs, yearly.inputs);
  EXPECT_EQ(twice.weakest, model::Kind::estimated);
}

TEST(KpiReference, CurrenciesOfKpisAreMatched) {
  auto facts = FactLines().add("money.revenue $100/month\nmoney.revenue €50/month\n").store();
  const auto revenue = ask(facts, "sum(money.revenue)");
  auto store = FactLines().add("money.expense $40/month\n").store();
  EXPECT_EQ(result(store, "kpi.revenue - sum(money.expense)", {.kpi = kpis({{"revenue", revenue}})}),
            "EUR: 50 EUR/month; USD: 60 USD/month");
  EXPECT_EQ(result(store, "1 - sum(money.expense) / kpi.revenue", {.kpi = kpis({{"revenue", revenue}})}),
            "EUR: 1 ratio; USD: 0.6 ratio");
}

TEST(KpiReference, AmountsWithoutCurrencyStayApart) {
  auto facts = FactLines().add("money.revenue $100/month\nmoney.revenue ¤50/month\n").store();
  const auto revenue = ask(facts, "sum(money.revenue)");
  EXPECT_EQ(result(facts, "kpi.revenue * 2", {.kpi = kpis({{"revenue", revenue}})}),
            "no currency: 100 money/month; USD: 200 USD/month");
}

TEST(Books, CoverAnEntitySoThatOnlyMeasuredMoneyCounts) {
  auto facts = FactLines()
                   .add(R"(
books.covered 'books' entity=quick project=ledger kind=measured start=2026-01-01 end=2026-04-30
money.expense $300 per=once entity=quick project=ledger kind=measured date=2026-02-10
money.expense $300 per=once entity=quick project=ledger kind=measured date=2026-03-10
money.expense $300 per=once entity=quick project=ledger kind=measured date=2026-04-10
money.expense $450/month entity=quick project=plan
money.cash $70 entity=quick project=plan
money.expense $100/month entity=jada project=boat
)")
                   .store();
  const model::Subject quick{model::SubjectKind::entity, "quick"};
  EXPECT_EQ(result(facts, "monthly(money.expense, 3)", {.subject = quick}), "300 USD/month");
  EXPECT_EQ(result(facts, "monthly(money.expense, 3)", {.subject = {}}), "400 USD/month");
  EXPECT_EQ(result(facts, "sum(money.expense where kind = 'stated')", {.subject = quick}), "450 USD/month");
  EXPECT_EQ(result(facts, "monthly(money.expense, 3)", {.subject = {model::SubjectKind::project, "plan"}}),
            "450 USD/month");
  EXPECT_EQ(result(facts, "sum(money.cash)", {.subject = quick}), "70 USD");
  EXPECT_EQ(result(facts, "sum(money.expense)", {.subject = quick}), "missing: only one-off amounts are known");
}

}  // namespace
}  // namespace qd::formula
