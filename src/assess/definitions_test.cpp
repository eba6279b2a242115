#include "assess/definitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::assess {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::uint32_t next_line = 0;

Written w(std::string text) { return {std::move(text), 0, {++next_line, 1, 0}}; }

RawKpi kpi(std::string id, std::string formula, std::string unit = {}) {
  RawKpi out;
  out.id = w(std::move(id));
  out.title = w("A title");
  out.formula = w(std::move(formula));
  out.subjects = {w("entity")};
  if (!unit.empty()) out.unit = w(std::move(unit));
  return out;
}

RawCheck check(std::string id, std::string passes) {
  RawCheck out;
  out.id = w(std::move(id));
  out.question = w("Is it so?");
  out.passes = w(std::move(passes));
  out.subjects = {w("entity")};
  out.says = w("It is not.");
  out.remedy = w("Make it so.");
  return out;
}

struct Compiled {
  Definitions definitions;
  Diagnostics diagnostics;
  /// "code: message [from-to]" of each complaint; the place is that in the string.
  std::vector<std::string> complaints;
};

Compiled compiled(RawDefinitions raw) {
  Compiled out;
  std::vector<std::string> places;
  raw.locate = [&](const Written& where, std::size_t begin, std::size_t end) {
    places.push_back(where.text.substr(begin, end - begin));
    return Diagnostic{.file = "definitions/own.toml", .at = where.at};
  };
  out.definitions = compile(raw, out.diagnostics);
  for (std::size_t n = 0; n < out.diagnostics.size(); ++n) {
    const Diagnostic& one = out.diagnostics[n];
    out.complaints.push_back(std::string(one.code) + ": " + one.message + " [" + places.at(n) + "] " + one.hint);
  }
  return out;
}

Compiled compiled_kpis(std::vector<RawKpi> kpis) {
  RawDefinitions raw;
  raw.kpis = std::move(kpis);
  return compiled(std::move(raw));
}

Compiled compiled_checks(std::vector<RawCheck> checks) {
  RawDefinitions raw;
  raw.checks = std::move(checks);
  return compiled(std::move(raw));
}

TEST(Definitions, CompileWhatIsRight) {
  const Compiled out = compiled_kpis({kpi("burn", "sum(money.expense)", "money/month"), kpi("twice", "kpi.burn * 2")});
  EXPECT_THAT(out.complaints, IsEmpty());
  ASSERT_NE(out.definitions.kpi("burn"), nullptr);
  EXPECT_TRUE(out.definitions.kpi("burn")->for_entities);
  EXPECT_FALSE(out.definitions.kpi("burn")->for_portfolio);
  EXPECT_EQ(out.definitions.kpi("twice")->unit.unit, Unit::money) << "what the formula gives";
  EXPECT_EQ(out.definitions.kpi("nothing"), nullptr);
}

TEST(Definitions, ReferToWhatComesLater) {
  const Compiled out = compiled_kpis({kpi("twice", "kpi.burn * 2"), kpi("burn", "sum(money.expense)")});
  EXPECT_THAT(out.complaints, IsEmpty());
  EXPECT_EQ(out.definitions.kpis()[0].id, "twice") << "the order of the files is kept";
}

TEST(Definitions, PointAtTheMistakeInAFormula) {
  EXPECT_THAT(compiled_kpis({kpi("a", "sum(money.expense) +")}).complaints, ElementsAre(HasSubstr("formula-syntax")));
  EXPECT_THAT(compiled_kpis({kpi("a", "sum(money.expence)")}).complaints,
              ElementsAre(testing::AllOf(HasSubstr("[money.expence]"), HasSubstr("money.expense"))));
  EXPECT_THAT(compiled_kpis({kpi("burn_rate", "sum(money.expense)"), kpi("b", "kpi.burn_rat * 2")}).complaints,
              ElementsAre(testing::AllOf(HasSubstr("[kpi.burn_rat]"), HasSubstr("burn_rate"))));
  EXPECT_THAT(compiled_kpis({kpi("a", "sum(money.cash) + count(action.item)")}).complaints,
              ElementsAre(HasSubstr("formula-units")));
}

TEST(Definitions, CompareTheFormulaWithTheDeclaredUnit) {
  EXPECT_THAT(compiled_kpis({kpi("a", "sum(money.cash)", "count")}).complaints,
              ElementsAre(HasSubstr("the formula gives money, and `unit` says count")));
  EXPECT_THAT(compiled_kpis({kpi("a", "sum(money.cash)", "mony")}).complaints,
              ElementsAre(testing::AllOf(HasSubstr("definition-unit"), HasSubstr("[mony]"))));
  EXPECT_THAT(compiled_kpis({kpi("a", "exists(money.cash)")}).complaints,
              ElementsAre(HasSubstr("a KPI is an amount or a date")));
  EXPECT_THAT(compiled_kpis({kpi("a", "count(action.item) / count(debt.item)", "ratio")}).complaints, IsEmpty());
}

TEST(Definitions, SayTheWholePathOfACycle) {
  const Compiled out = compiled_kpis(
      {kpi("a", "kpi.b + 1"), kpi("b", "kpi.c + 1"), kpi("c", "kpi.a + 1"), kpi("fine", "count(action.item)")});
  ASSERT_FALSE(out.complaints.empty());
  EXPECT_THAT(out.complaints[0], HasSubstr("kpi.a is worked out from itself: kpi.a → kpi.b → kpi.c → kpi.a [kpi.a]"));
  EXPECT_EQ(out.definitions.kpis().size(), 1u);
  EXPECT_NE(out.definitions.kpi("fine"), nullptr);
}

TEST(Definitions, LeaveOutWhatRefersToAMistake) {
  const Compiled out = compiled_kpis({kpi("bad", "sum("), kpi("user", "kpi.bad * 2"), kpi("good", "sum(money.cash)")});
  EXPECT_THAT(out.complaints, ElementsAre(HasSubstr("formula-syntax"),
                                          HasSubstr("kpi.bad is left out because of a mistake of its own")));
  EXPECT_EQ(out.definitions.kpis().size(), 1u);
}

TEST(Definitions, NameWhatIsNotGiven) {
  RawKpi bare;
  bare.id = w("bare");
  EXPECT_THAT(compiled_kpis({bare}).complaints, ElementsAre(HasSubstr("kpi.bare has no `title`"),
                                                            HasSubstr("has no `formula`"), HasSubstr("has no `for`")));
  RawCheck empty;
  empty.id = w("empty");
  EXPECT_THAT(compiled_checks({empty}).complaints,
              ElementsAre(HasSubstr("`question`"), HasSubstr("`says`"), HasSubstr("`remedy`"), HasSubstr("`passes`"),
                          HasSubstr("`for`")));
}

TEST(Definitions, KnowTheWordsThatKeysMayHold) {
  RawKpi odd = kpi("Odd-Name", "count(action.item)");
  odd.subjects = {w("entitty")};
  odd.better = w("highr");
  odd.roles = {w("cfoo")};
  odd.by = {w("chanel")};
  odd.forgets = {w("unit.cots")};
  EXPECT_THAT(compiled_kpis({odd}).complaints,
              ElementsAre(HasSubstr("`Odd-Name` cannot be the name"), HasSubstr("did you mean `entity`?"),
                          HasSubstr("did you mean `higher`?"), HasSubstr("did you mean `cfo`?"),
                          HasSubstr("did you mean `unit.cost`?"), HasSubstr("did you mean `channel`?")));
}

TEST(Definitions, ReadGridsAsConstants) {
  RawKpi grid = kpi("g", "sum(money.cash) * share");
  grid.grid = {{w("share"), {w("50%"), w("100%")}}};
  const Compiled out = compiled_kpis({grid});
  EXPECT_THAT(out.complaints, IsEmpty());
  ASSERT_EQ(out.definitions.kpi("g")->grid.size(), 2u);
  EXPECT_EQ(out.definitions.kpi("g")->grid[0].name, "share 50%");
  EXPECT_EQ(out.definitions.kpi("g")->grid[0].parameters[0].second.lo, Rational::ratio(1, 2));
  grid.grid = {{w("share"), {w("sum(money.cash)")}}};
  EXPECT_THAT(compiled_kpis({grid}).complaints, ElementsAre(HasSubstr("is no amount")));
}

RawKpi cases(std::string id, std::vector<NamedText> of, std::string unit = {}) {
  RawKpi out = kpi(std::move(id), "", std::move(unit));
  out.formula = {};
  out.cases = std::move(of);
  return out;
}

TEST(Definitions, ReadCasesInTheirOrderAndOfOneUnit) {
  const Compiled out = compiled_kpis({cases("aged", {{w("old"), w("sum(money.cash)")}, {w("new"), w("kpi.all")}}),
                                      kpi("all", "sum(money.deposit)", "money")});
  EXPECT_THAT(out.complaints, IsEmpty());
  const Kpi* aged = out.definitions.kpi("aged");
  ASSERT_NE(aged, nullptr);
  ASSERT_EQ(aged->cases.size(), 2u);
  EXPECT_EQ(aged->cases[0].name, "old");
  EXPECT_EQ(to_string(aged->unit), "money");
  EXPECT_EQ(aged->formula_text(), "old: sum(money.cash)\nnew: kpi.all");
  EXPECT_THAT(
      compiled_kpis({cases("a", {{w("x"), w("sum(money.cash)")}, {w("y"), w("count(action.item)")}})}).complaints,
      ElementsAre(testing::AllOf(HasSubstr("the formula gives count, and the first case gives money"),
                                 HasSubstr("[count(action.item)]"))));
  EXPECT_THAT(compiled_kpis({cases("a", {{w("x"), w("sum(money.cash)")}}, "days")}).complaints,
              ElementsAre(HasSubstr("the formula gives money, and `unit` says days")));
  EXPECT_THAT(compiled_kpis({cases("a", {{w("x"), w("kpi.a * 2")}})}).complaints,
              testing::Contains(HasSubstr("is worked out from itself")));
}

TEST(Definitions, SayOnceHowAFigureIsWorkedOut) {
  RawKpi both = kpi("a", "sum(money.cash)");
  both.cases = {{w("x"), w("sum(money.cash)")}};
  EXPECT_THAT(compiled_kpis({both}).complaints, ElementsAre(HasSubstr("says in two ways how it is worked out [x]")));
  RawKpi native = cases("n", {});
  native.native = w("funnel_step");
  EXPECT_THAT(compiled_kpis({native}).complaints,
              ElementsAre(HasSubstr("did you mean `funnel_steps`?"), HasSubstr("kpi.n has no `unit`")));
  native.native = w("funnel_steps");
  native.unit = w("ratio");
  const Compiled out = compiled_kpis({native});
  EXPECT_THAT(out.complaints, IsEmpty());
  EXPECT_NE(out.definitions.kpi("n")->native, nullptr);
}

TEST(Definitions, GroupByFieldsAndByTheGroupsOfAnother) {
  RawKpi one = kpi("a", "sum(money.cash) - kpi.b");
  const RawKpi other = kpi("b", "sum(money.deposit)");
  for (const std::string by : {"month", "quarter", "category", "subject of money.cash", "month of kpi.b"}) {
    one.by = {w(by)};
    EXPECT_THAT(compiled_kpis({one, other}).complaints, IsEmpty()) << by;
  }
  for (const std::string by : {"month of kpi.c", "month of aws.saving"}) {
    one.by = {w(by)};
    EXPECT_THAT(compiled_kpis({one, other}).complaints, ElementsAre(HasSubstr("is not in the formula"))) << by;
  }
  one.by = {w("chanel of money.cash")};
  EXPECT_THAT(compiled_kpis({one, other}).complaints,
              ElementsAre(HasSubstr("there is no attribute `chanel of money.cash`")));
}

TEST(Definitions, ReadWhatIsHidden) {
  RawKpi one = kpi("a", "sum(money.cash)");
  one.hidden = true;
  RawKpi shown;
  shown.id = w("a");
  shown.hidden = false;
  EXPECT_TRUE(compiled_kpis({one}).definitions.kpi("a")->hidden);
  EXPECT_FALSE(compiled_kpis({one, shown}).definitions.kpi("a")->hidden);
}

TEST(Definitions, LeaveOutWhatRestsOnWhatIsDisabledWithoutComplaint) {
  RawKpi gone;
  gone.id = w("a");
  gone.disabled = true;
  const Compiled out = compiled_kpis(
      {kpi("c", "kpi.b * 2"), kpi("b", "kpi.a * 2"), kpi("a", "sum(money.cash)"), kpi("d", "sum(money.cash)"), gone});
  EXPECT_THAT(out.complaints, IsEmpty());
  ASSERT_EQ(out.definitions.kpis().size(), 1u);
  EXPECT_EQ(out.definitions.kpis()[0].id, "d");
  RawDefinitions raw;
  raw.kpis = {kpi("a", "sum(money.cash)"), gone};
  raw.checks = {check("rests", "kpi.a > $5"), check("stands", "exists(money.cash)")};
  const Compiled checks = compiled(raw);
  EXPECT_THAT(checks.complaints, IsEmpty());
  EXPECT_EQ(checks.definitions.checks().size(), 1u);
}

TEST(Definitions, LetALaterFileChangeReplaceAndDisable) {
  RawKpi title;
  title.id = w("burn");
  title.title = w("Our burn");
  RawKpi gone;
  gone.id = w("gone");
  gone.disabled = true;
  const Compiled out =
      compiled_kpis({kpi("burn", "sum(money.expense)", "money/month"), kpi("gone", "count(action.item)"),
                     kpi("new", "count(action.item)"), title, gone, kpi("new", "count(debt.item)")});
  EXPECT_THAT(out.complaints, IsEmpty());
  EXPECT_EQ(out.definitions.kpi("burn")->title, "Our burn");
  EXPECT_EQ(out.definitions.kpi("burn")->formula.text(), "sum(money.expense)");
  EXPECT_EQ(out.definitions.kpi("gone"), nullptr);
  EXPECT_EQ(out.definitions.kpi("new")->formula.text(), "count(debt.item)");
}

TEST(Definitions, CheckTheConditionsOfChecks) {
  EXPECT_THAT(compiled_checks({check("a", "exists(money.cash)")}).complaints, IsEmpty());
  EXPECT_THAT(compiled_checks({check("a", "sum(money.cash)")}).complaints,
              ElementsAre(HasSubstr("`passes` has to be true or false, and this gives money")));
  RawCheck severe = check("a", "exists(money.cash)");
  severe.severity = w("urgent");
  EXPECT_THAT(compiled_checks({severe}).complaints, ElementsAre(HasSubstr("one of: critical, high, medium, low")));
}

TEST(Definitions, RefuseNamesThatATextCannotFill) {
  RawCheck one = check("a", "exists(money.cash)");
  one.values = {{w("planned"), w("count(channel.status)")}};
  one.says = w("{{entity.name}} has {{plannd}} of {{ planned }}.");
  EXPECT_THAT(compiled_checks({one}).complaints,
              ElementsAre(testing::AllOf(HasSubstr("[{{plannd}}]"), HasSubstr("did you mean `planned`?"))));
}

TEST(Definitions, KnowNativeChecksAndTheirSettings) {
  RawCheck native = check("a", "");
  native.passes = {};
  native.native = w("stale_documents");
  native.subjects = {w("project")};
  native.settings = {{w("days"), w("30")}};
  const Compiled good = compiled_checks({native});
  EXPECT_THAT(good.complaints, IsEmpty());
  EXPECT_NE(good.definitions.check("a")->native, nullptr);
  native.settings = {{w("day"), w("30")}};
  native.subjects = {w("entity")};
  EXPECT_THAT(compiled_checks({native}).complaints,
              ElementsAre(HasSubstr("`entity` is no value of `for`"), HasSubstr("did you mean `days`?")));
  native.native = w("stale_document");
  EXPECT_THAT(compiled_checks({native}).complaints, ElementsAre(HasSubstr("did you mean `stale_documents`?")));
}

TEST(Definitions, KeepKpisOfEntitiesOutOfProjects) {
  RawCheck project = check("a", "kpi.burn > 5 USD");
  project.subjects = {w("project")};
  RawDefinitions raw;
  raw.kpis = {kpi("burn", "sum(money.cash)")};
  raw.checks = {project};
  EXPECT_THAT(compiled(raw).complaints,
              ElementsAre(testing::AllOf(HasSubstr("not for a project"), HasSubstr("@portfolio"))));
}

}  // namespace
}  // namespace qd::assess
