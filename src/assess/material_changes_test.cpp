// Which changes matter, how they are worded, and findings whose subject is no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assess/changes.hpp"
#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

formula::Amount dollars(std::int64_t n) {
  return {.lo = n, .hi = n, .unit = Unit::money, .currency = Currency("USD"), .per = Cadence::month};
}

Assessment compared(Assessment assessment, const Previous& previous, const Definitions& definitions = {},
                    const Materiality& usual = usual_materiality()) {
  const auto facts = test::written_facts({"a | project.status | text:active"});
  assessment.today = *make_date(2026, 5, 21);
  compare_with(&previous, facts, definitions, assessment, usual);
  return assessment;
}

std::vector<std::string> texts(const Assessment& assessment) {
  std::vector<std::string> out;
  for (const Change& change : assessment.changes) out.push_back(change.state + ": " + change.text);
  return out;
}

Assessment with_kpi(formula::Value value, std::optional<formula::Amount> was) {
  const model::Subject subject{model::SubjectKind::entity, "a"};
  Previous previous;
  previous.kpis = {{"burn_rate", subject, "", was}};
  Assessment assessment;
  KpiResult& kpi = assessment.kpis.emplace_back();
  kpi.id = "burn_rate";
  kpi.subject = subject;
  kpi.result.value = std::move(value);
  return compared(std::move(assessment), previous);
}

PreviousFinding before(std::string id, Outcome outcome) {
  return {.id = std::move(id),
          .check = "check",
          .outcome = outcome,
          .severity = Level::medium,
          .message = "It was so.",
          .since = *make_date(2026, 5, 14),
          .state = FindingState::persisting,
          .evidence = 1};
}

TEST(Changes, MarkWhatDoesNotMatter) {
  EXPECT_FALSE(with_kpi(dollars(7001), dollars(7000)).changes.at(0).material);
  EXPECT_TRUE(with_kpi(dollars(7240), dollars(7000)).changes.at(0).material);
  EXPECT_TRUE(with_kpi(dollars(5), std::nullopt).changes.at(0).material);
  EXPECT_TRUE(with_kpi(formula::Missing{"x", "y"}, dollars(5)).changes.at(0).material);
}

TEST(Changes, TakeWhatMattersFromTheDefinitionElseFromTheWorkspace) {
  const Written formula{"sum(money.expense)", 0, {1, 1}};
  RawDefinitions raw;
  raw.files = {"definitions/own.toml"};
  raw.locate = [](const Written&, std::size_t, std::size_t) { return Diagnostic{}; };
  for (const char* id : {"own", "usual"}) {
    RawKpi& kpi = raw.kpis.emplace_back();
    kpi.id = {id, 0, {1, 1}};
    kpi.title = {id == std::string_view("own") ? "Overdue actions" : "Deposits not yet earned", 0, {1, 1}};
    kpi.formula = formula;
    kpi.subjects = {{"portfolio", 0, {1, 1}}};
  }
  raw.kpis[0].material = {"$100", 0, {1, 1}};
  Diagnostics diagnostics;
  const Definitions definitions = compile(raw, diagnostics);
  ASSERT_THAT(diagnostics, IsEmpty());
  Previous previous;
  Assessment assessment;
  for (const char* id : {"own", "usual"}) {
    previous.kpis.push_back({id, {}, "", dollars(100)});
    KpiResult& kpi = assessment.kpis.emplace_back();
    kpi.id = id;
    kpi.result.value = dollars(105);
  }
  assessment = compared(std::move(assessment), previous, definitions, *parse_materiality("5%"));
  ASSERT_EQ(assessment.changes.size(), 2u);
  EXPECT_EQ(assessment.changes[0].id, "usual");
  EXPECT_TRUE(assessment.changes[0].material);
  EXPECT_EQ(assessment.changes[0].text, "Deposits not yet earned are up $5 to $105 a month.");
  EXPECT_FALSE(assessment.changes[1].material);

  raw.kpis[0].material = {"a lot", 0, {1, 1}};
  EXPECT_EQ(compile(raw, diagnostics).kpi("own"), nullptr);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].message, "`a lot` is neither a share nor an amount");
}

TEST(Changes, SayANounOnce) {
  formula::Amount one{.lo = 1, .hi = 1, .unit = Unit::count, .of = "action"};
  formula::Amount two{.lo = 2, .hi = 2, .unit = Unit::count, .of = "action"};
  EXPECT_THAT(texts(with_kpi(two, one)), ElementsAre("up: burn_rate of A is up 1 to 2 actions."));
}

TEST(Changes, CountAFindingWhoseSubjectIsNoMoreAsResolvedIfItsQuestionIsStillAsked) {
  Previous previous;
  previous.findings = {before("check@a", Outcome::fail), before("check@b", Outcome::pass)};
  EXPECT_THAT(texts(compared({}, previous)), IsEmpty());
  RawDefinitions raw;
  raw.files = {"definitions/own.toml"};
  raw.locate = [](const Written&, std::size_t, std::size_t) { return Diagnostic{}; };
  RawCheck& check = raw.checks.emplace_back();
  check.id = {"check", 0, {1, 1}};
  check.question = {"Is it?", 0, {1, 1}};
  check.passes = {"exists(money.cash)", 0, {1, 1}};
  check.severity = {"low", 0, {1, 1}};
  check.says = {"It is so.", 0, {1, 1}};
  check.remedy = {"Do.", 0, {1, 1}};
  check.subjects = {{"entity", 0, {1, 1}}};
  Diagnostics diagnostics;
  const Definitions definitions = compile(raw, diagnostics);
  ASSERT_THAT(diagnostics, IsEmpty());
  const Assessment assessment = compared({}, previous, definitions);
  EXPECT_THAT(texts(assessment), ElementsAre("resolved: No longer applies: It was so."));
  EXPECT_EQ(assessment.changes[0].check, "check");
}

}  // namespace
}  // namespace qd::assess
