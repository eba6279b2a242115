#include <gmock/gmock.h>

#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;
using testing::ElementsAre;
using testing::IsEmpty;

const model::Subject kPortfolio{};

TEST(Evaluate, NoFactAtAllIsMissingAndNoMatchIsNothing) {
  auto facts = FactLines().add("money.expense $100/month account=5000\n").store();
  EXPECT_EQ(result(facts, "sum(money.revenue)"), "missing: no money.revenue is known");
  EXPECT_EQ(result(facts, "count(action.item)"), "missing: no action.item is known");
  EXPECT_EQ(result(facts, "sum(money.expense where account = '6000')"), "0 USD/month");
  EXPECT_EQ(result(facts, "count(money.expense where account = '6000')"), "0");
  EXPECT_EQ(result(facts, "exists(money.revenue)"), "no");
  EXPECT_EQ(result(facts, "exists(money.expense where account = '5000')"), "yes");
  EXPECT_EQ(result(facts, "avg(money.expense where account = '6000')"), "missing: no money.expense matches");
}

TEST(Evaluate, OtherBasesAreNotSeenUnlessNamed) {
  auto facts = FactLines().add("money.revenue $900/month basis=target\nmoney.expense $1/month\n").store();
  EXPECT_EQ(result(facts, "sum(money.revenue)"), "missing: no money.revenue is known");
  EXPECT_EQ(result(facts, "sum(money.revenue where basis = 'target')"), "900 USD/month");
  EXPECT_EQ(result(facts, "sum(money.revenue where basis in ('target', 'budget'))"), "900 USD/month");
  EXPECT_EQ(result(facts, "sum(money.expense where basis = 'target')"),
            "missing: no money.expense of this kind is known");
  EXPECT_EQ(result(facts, "count(money.expense where basis = 'target')"), "0");
}

TEST(Evaluate, MissingInputSaysWhatToDo) {
  auto facts = FactLines().add("money.cash missing\n").store();
  const auto own = ask(facts, "sum(money.cash)");
  EXPECT_EQ(std::get<Missing>(own[0].value), (Missing{"not filled in", "write the figure"}));
  EXPECT_EQ(own[0].inputs.size(), 1u);
  const auto defined = ask(facts, "sum(money.cash) / 2", {.needs = "Cash on hand under Financials"});
  EXPECT_EQ(std::get<Missing>(defined[0].value), (Missing{"not filled in", "Cash on hand under Financials"}));
}

TEST(Evaluate, WhatHasNoValueMakesTheRestAtLeast) {
  auto facts = FactLines().add("money.cash $100\nmoney.cash missing\nmoney.cash $50\n").store();
  EXPECT_EQ(result(facts, "sum(money.cash)"), "150 USD (at least, 2 of 3)");
  EXPECT_EQ(result(facts, "avg(money.cash)"), "75 USD (at least, 2 of 3)");
  EXPECT_EQ(result(facts, "count(money.cash)"), "3");
  EXPECT_EQ(result(facts, "count(money.cash where value > $60)"), "1 (at least, 1 of 2)");
  const auto partial = ask(facts, "sum(money.cash) * 2")[0].partial;
  ASSERT_TRUE(partial);
  EXPECT_THAT(partial->missing, ElementsAre(model::FactIndex{1}));
}

TEST(Evaluate, AnExpenseWithoutPeriodMakesTheBurnAtLeast) {
  auto facts = FactLines().add("money.expense $100/month\nmoney.expense $40\nmoney.expense $900 per=once\n").store();
  EXPECT_EQ(result(facts, "sum(money.expense)"), "100 USD/month (at least, 1 of 2)");
  EXPECT_EQ(result(facts, "sum(money.expense where per = 'once')"), "900 USD");
  EXPECT_EQ(result(facts, "sum(money.expense where per = 'unstated')"), "40 USD");
  EXPECT_EQ(ask(facts, "sum(money.expense)")[0].inputs.size(), 1u);
}

TEST(Evaluate, ConvertsEveryPeriodExactly) {
  auto facts = FactLines()
                   .add(
                       "money.expense $365/day\nmoney.expense $12/week\nmoney.expense $3/quarter\n"
                       "money.expense $1/year\nmoney.expense $1/month\n")
                   .store();
  // 365²/12 + 52 + 1 + 1/12 + 1
  EXPECT_EQ(result(facts, "sum(money.expense)"), "11156.166667 USD/month");
  EXPECT_EQ(result(facts, "max(money.expense)"), "11102.083333 USD/month");
  EXPECT_EQ(result(facts, "min(money.expense) * 12"), "1 USD/month");
}

TEST(Evaluate, PoolsThePortfolioAndNamesEntitiesOfWhichNothingIsKnown) {
  auto facts = FactLines().add("money.cash $100\nmoney.cash $50 entity=quick project=q\nentity ghost\n").store();
  EXPECT_EQ(result(facts, "sum(money.cash)", {.subject = kPortfolio}), "150 USD (at least, 2 of 3)");
  EXPECT_THAT(ask(facts, "sum(money.cash)", {.subject = kPortfolio})[0].partial->unknown_entities,
              ElementsAre("ghost"));
  EXPECT_EQ(result(facts, "exists(money.cash)", {.subject = kPortfolio}), "yes");
  EXPECT_EQ(result(facts, "sum(money.cash)"), "100 USD");
  EXPECT_EQ(result(facts, "sum(money.cash)", {.subject = {model::SubjectKind::project, "q"}}), "50 USD");
}

TEST(Evaluate, CurrenciesNeverAddUp) {
  auto facts = FactLines().add("money.revenue $100/month\nmoney.revenue €50/month\nmoney.expense $30/month\n").store();
  EXPECT_EQ(result(facts, "sum(money.revenue)"), "EUR: 50 EUR/month; USD: 100 USD/month");
  EXPECT_EQ(result(facts, "sum(money.revenue) - sum(money.expense)"), "EUR: 50 EUR/month; USD: 70 USD/month");
  EXPECT_EQ(result(facts, "count(money.revenue)"), "2");
  EXPECT_EQ(result(facts, "sum(money.revenue where currency = 'EUR')"), "50 EUR/month");
  EXPECT_EQ(result(facts, "sum(money.expense) - $10/month"), "20 USD/month");
  EXPECT_EQ(result(facts, "sum(money.expense) - 10 EUR/month"), "missing: amounts in USD and EUR cannot be combined");
  const auto one = ask(facts, "sum(money.revenue)");
  EXPECT_EQ(one[0].inputs.size(), 1u);
  EXPECT_EQ(one[0].currency, Currency("EUR"));
}

TEST(Evaluate, TruthHasThreeValues) {
  auto facts = FactLines().add("money.cash $100–200\nproject.status 'live'\n").store();
  const std::vector<std::pair<std::string, std::string>> cases = {{"sum(money.cash) > $50", "yes"},
                                                                  {"sum(money.cash) > $150", "unknown"},
                                                                  {"sum(money.cash) > $200", "no"},
                                                                  {"sum(money.cash) >= $200", "unknown"},
                                                                  {"sum(money.cash) <= $200", "yes"},
                                                                  {"sum(money.cash) = $150", "unknown"},
                                                                  {"sum(money.cash) = $99", "no"},
                                                                  {"sum(money.cash) != $99", "yes"},
                                                                  {"sum(money.deposit) > $1", "unknown"},
                                                                  {"sum(money.deposit) > $1 and false", "no"},
                                                                  {"false and sum(money.deposit) > $1", "no"},
                                                                  {"sum(money.deposit) > $1 and true", "unknown"},
                                                                  {"sum(money.deposit) > $1 or true", "yes"},
                                                                  {"true or sum(money.deposit) > $1", "yes"},
                                                                  {"sum(money.deposit) > $1 or false", "unknown"},
                                                                  {"not sum(money.deposit) > $1", "unknown"},
                                                                  {"not true", "no"},
                                                                  {"missing(sum(money.deposit))", "yes"},
                                                                  {"missing(sum(money.deposit) > $1)", "yes"},
                                                                  {"missing(sum(money.cash))", "no"},
                                                                  {"latest(project.status) = 'LIVE'", "yes"},
                                                                  {"latest(project.status) != 'live'", "no"},
                                                                  {"true = true", "yes"},
                                                                  {"today > as_of", "yes"},
                                                                  {"as_of = 2026-05-01", "yes"}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(result(facts, text), expected) << text;
  EXPECT_EQ(ask(facts, "sum(money.deposit) > $1")[0].why->reason, "no money.deposit is known");
  EXPECT_EQ(ask(facts, "sum(money.cash) > $150")[0].why->reason, "the ranges overlap");
  EXPECT_FALSE(ask(facts, "sum(money.deposit) > $1 or true")[0].why);
}

TEST(Evaluate, ChoosesAndFallsBack) {
  auto facts =
      FactLines()
          .add("money.cash $100\nmoney.cash missing project=b\nclaim.burn_rate $7000–9000/month kind=estimated\n")
          .store();
  EXPECT_EQ(result(facts, "if(exists(money.cash), 1, 2)"), "1");
  EXPECT_EQ(result(facts, "if(missing(sum(money.deposit)), 0, sum(money.deposit))"), "0");
  EXPECT_EQ(result(facts, "if(sum(money.deposit) > $1, 1, 2)"), "missing: no money.deposit is known");
  EXPECT_EQ(result(facts, "first_known(sum(money.deposit), $5)"), "5 USD");
  EXPECT_EQ(result(facts, "first_known(sum(money.deposit), latest(money.receivable))"),
            "missing: no money.deposit is known");
  const auto claimed = ask(facts, "first_known(monthly(money.expense, 3), claim(burn_rate))")[0];
  EXPECT_EQ(show(claimed.value), "7000–9000 USD/month");
  EXPECT_EQ(claimed.kind, model::Kind::stated);
  EXPECT_EQ(claimed.weakest, model::Kind::estimated);
  EXPECT_EQ(ask(facts, "claim(burn_rate) * 2")[0].kind, model::Kind::computed);
}

TEST(Evaluate, AnEntitysClaimIsNotThatOfTheWhole) {
  auto two = FactLines().add("claim.burn_rate $7/month entity=a\nclaim.burn_rate $9/month entity=b\n").store();
  EXPECT_EQ(result(two, "claim(burn_rate)", {.subject = kPortfolio}),
            "missing: each entity claims its own, and no document the whole");
  auto whole =
      FactLines().add("claim.burn_rate $7/month entity=portfolio\nclaim.burn_rate $9/month entity=b\n").store();
  EXPECT_EQ(result(whole, "claim(burn_rate)", {.subject = kPortfolio}), "7 USD/month");
  auto only = FactLines().add("claim.burn_rate $7/month entity=a\nmoney.cash $9 entity=b\n").store();
  EXPECT_EQ(result(only, "claim(burn_rate)", {.subject = kPortfolio}), "7 USD/month");
}

TEST(Evaluate, KeepsInputsAndTheWeakestKind) {
  auto facts =
      FactLines().add("money.cash $100 kind=measured\nmoney.deposit $5\nmoney.receivable $1 kind=estimated\n").store();
  const auto both = ask(facts, "sum(money.deposit) + sum(money.cash)")[0];
  EXPECT_THAT(both.inputs, ElementsAre(model::FactIndex{0}, model::FactIndex{1}));
  EXPECT_EQ(both.weakest, model::Kind::stated);
  EXPECT_EQ(ask(facts, "sum(money.cash)")[0].weakest, model::Kind::measured);
  EXPECT_EQ(ask(facts, "sum(money.receivable) + sum(money.cash)")[0].weakest, model::Kind::estimated);
  EXPECT_THAT(ask(facts, "1 + 1")[0].inputs, IsEmpty());
  EXPECT_EQ(ask(facts, "sum(money.cash) + sum(money.cash)")[0].inputs.size(), 1u);
}

TEST(Evaluate, DividesOnlyByWhatIsNotNothing) {
  auto facts = FactLines().add("money.cash $100\nunit.price $-1\nunit.cost $0\nunit.sold 4 of=charter\n").store();
  EXPECT_EQ(result(facts, "sum(money.cash) / sum(unit.cost)"), "missing: the divisor is 0");
  EXPECT_EQ(result(facts, "sum(money.cash) / (sum(unit.sold) - 4)"), "missing: the divisor is 0");
  EXPECT_EQ(result(facts, "sum(money.cash) / sum(unit.sold)"), "25 USD");
  EXPECT_EQ(result(facts, "abs(sum(unit.price))"), "1 USD");
  auto ranged = FactLines().add("money.cash $100\nmoney.deposit $-5–5\n").store();
  EXPECT_EQ(result(ranged, "sum(money.cash) / sum(money.deposit)"), "missing: the divisor may be 0");
}

TEST(Evaluate, SaysWhatIsTooLargeToCompute) {
  auto facts = FactLines().add("money.cash $900000000000000\n").store();
  std::string text = "count(money.cash) * 900000000000000";
  for (int i = 0; i < 3; ++i) text += " * 900000000000000";
  EXPECT_EQ(result(facts, text), "missing: the result is too large to compute");
}

TEST(Evaluate, OpenEndsStayOpen) {
  auto facts = FactLines().add("money.cash $999+\nmoney.deposit $10–20\n").store();
  EXPECT_EQ(result(facts, "sum(money.cash)"), "999–∞ USD");
  EXPECT_EQ(result(facts, "sum(money.cash) - sum(money.deposit)"), "979–∞ USD");
  EXPECT_EQ(result(facts, "sum(money.deposit) - sum(money.cash)"), "-∞–-979 USD");
  EXPECT_EQ(result(facts, "sum(money.deposit) / sum(money.cash)"), "0–0.02002 ratio");
  EXPECT_EQ(result(facts, "sum(money.cash) > $500"), "yes");
  EXPECT_EQ(result(facts, "sum(money.cash) < $5000"), "unknown");
  EXPECT_EQ(result(facts, "sum(money.cash) - sum(money.cash)"), "-∞–∞ USD");
}

TEST(Evaluate, ReadsGridCells) {
  auto facts = FactLines().add("unit.cost $400\n").store();
  Amount price{.unit = Unit::money, .currency = Currency("USD")};
  price.lo = price.hi = Rational(1560);
  Amount fee{.unit = Unit::ratio};
  fee.lo = fee.hi = Rational::ratio(18, 100);
  EXPECT_EQ(result(facts, "price * (1 - fee) - sum(unit.cost)", {.parameters = {{"price", price}, {"fee", fee}}}),
            "879.2 USD");
  EXPECT_EQ(result(facts, "price * 2"), "missing: 'price' has no value here");
}

TEST(Evaluate, WorksWithDates) {
  auto facts = FactLines().add("client.contract_end 2026-06-01\nclient.contract_end 2026-03-31\n").store();
  EXPECT_EQ(result(facts, "min(client.contract_end)"), "2026-03-31");
  EXPECT_EQ(result(facts, "max(client.contract_end) - today"), "11 days");
  EXPECT_EQ(result(facts, "today - 21d"), "2026-04-30");
  EXPECT_EQ(result(facts, "today - as_of"), "20 days");
  EXPECT_EQ(result(facts, "count(client.contract_end where value < today)"), "1");
  EXPECT_EQ(result(facts, "as_of", {.subject = {model::SubjectKind::entity, "nobody"}}),
            "missing: no document says it");
}

TEST(Evaluate, SharesASessionBetweenEvaluations) {
  auto facts = FactLines().add("channel.status 'Live'\nchannel.status 'planned'\n").store();
  Session session(facts);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(result(facts, "count(channel.status where value = 'live')", {.session = &session}), "1");
  EXPECT_EQ(result(facts, "count(channel.status where value != 'live')", {.session = &session}), "1");
  EXPECT_EQ(result(facts, "count(channel.status where value contains 'l')", {.session = &session}), "2");
}

TEST(Conform, FitsAResultToTheDeclaredUnit) {
  const auto fitted = [](std::string_view facts, std::string_view text, std::string_view unit) {
    auto store = FactLines().add(facts).store();
    auto evaluated = ask(store, text)[0];
    conform(evaluated, parse_unit(unit).value(), "write it");
    return show(evaluated.value);
  };
  EXPECT_EQ(fitted("money.expense $100/month", "sum(money.expense)", "money/year"), "1200 USD/year");
  EXPECT_EQ(fitted("money.expense $100/month\nunit.price $30", "sum(money.expense) / sum(unit.price)", "count/month"),
            "3.333333/month");
  EXPECT_EQ(fitted("money.expense $100/month\nunit.price $30", "sum(money.expense) / sum(unit.price)",
                   "count of charter/month"),
            "3.333333 charter/month");
  EXPECT_EQ(fitted("money.expense $100", "sum(money.expense)", "money/month"),
            "missing: the period of the amounts is not stated");
  EXPECT_EQ(fitted("money.cash $100", "sum(money.cash)", "count"),
            "missing: the amounts are money, and count is wanted");
  EXPECT_EQ(fitted("money.cash $100", "sum(money.cash) - $100", "money/month"), "0 USD/month");
}

}  // namespace
}  // namespace qd::formula
