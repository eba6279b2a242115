#include "assess/actions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

ActionList list_actions(const model::FactStore& facts, const std::vector<Finding>& findings, Date today) {
  return with_findings(stated_actions(facts, today), facts, findings, today);
}

using testing::ElementsAre;

const Date kToday = *make_date(2026, 5, 21);

std::vector<std::string> ids(const ActionList& actions) {
  std::vector<std::string> out;
  for (const Action& action : actions) out.push_back(action.id);
  return out;
}

Finding failed(std::string check, model::Subject subject, std::string remedy) {
  Finding out;
  out.id = check + "@" + (subject.id.empty() ? "portfolio" : subject.id);
  out.check = std::move(check);
  out.subject = std::move(subject);
  out.outcome = Outcome::fail;
  out.severity = Level::high;
  out.remedy = std::move(remedy);
  return out;
}

TEST(Actions, SayWhatTheirLineSays) {
  const auto facts = test::written_facts(
      {"jada | action.item | text:Publish the listing | done=no; severity=high; impact=1200 USD/month; effort=2 days; "
       "owner=cmo; due=2026-05-20; file=jada/plan.md"});
  const auto actions = list_actions(facts, {}, kToday);
  ASSERT_EQ(actions.size(), 1u);
  const Action& action = actions[0];
  EXPECT_EQ(action.id, "jada-publish-the-listing");
  EXPECT_EQ(action.title, "Publish the listing");
  EXPECT_EQ(action.entity, "jada");
  EXPECT_EQ(action.owner, "cmo");
  EXPECT_EQ(action.due, make_date(2026, 5, 20));
  EXPECT_EQ(action.impact->lo, Rational(1200));
  EXPECT_EQ(action.effort->lo, Rational(2));
  EXPECT_EQ(action.severity, Level::high);
  EXPECT_EQ(action.state, "overdue");
  EXPECT_EQ(action.source, "jada/plan.md:1");
  EXPECT_EQ(action.score, 76.8) << "30 severity + 20 past due + 10 log10(1201) - 2 * 2 days";
}

TEST(Actions, AreOverdueOnlyAfterTheirDayAndOpenWithoutOne) {
  const auto facts = test::written_facts({"a | action.item | text:Today | done=no; due=2026-05-21",
                                          "a | action.item | text:Yesterday | done=no; due=2026-05-20",
                                          "a | action.item | text:Some day | done=no",
                                          "a | action.item | text:Finished | done=yes; due=2026-05-01",
                                          "a | action.item | text:Given up | done=no; state=dropped"});
  std::vector<std::string> states;
  for (const Action& action : list_actions(facts, {}, kToday)) states.push_back(action.title + ": " + action.state);
  EXPECT_THAT(states, ElementsAre("Yesterday: overdue", "Today: open", "Some day: open", "Finished: done"));
}

TEST(Actions, HaveIdsOfTheirOwnWhateverIsWrittenTwice) {
  const auto facts = test::written_facts({"a | action.item | text:Write tests | done=no; file=one.md",
                                          "a | action.item | text:Write tests! | done=no; file=two.md",
                                          "a | action.item | text:Write tests | done=no; file=two.md",
                                          "b | action.item | text:Write tests | done=no; file=three.md"});
  auto found = ids(list_actions(facts, {}, kToday));
  std::ranges::sort(found);
  EXPECT_THAT(found, ElementsAre("a-write-tests", "a-write-tests-two", "a-write-tests-two-2", "b-write-tests"));
}

TEST(Actions, ComeFromFailedFindingsToo) {
  const auto facts = test::written_facts({"a | project.status | text:active | file=one.md",
                                          "a | project.status | text:active | file=two.md",
                                          "b | project.status | text:active | file=three.md"});
  Finding passed = failed("fine", {model::SubjectKind::entity, "a"}, "Nothing.");
  passed.outcome = Outcome::pass;
  const auto actions = list_actions(facts,
                                    {failed("empty_pipeline", {model::SubjectKind::entity, "a"}, "Ask around."), passed,
                                     failed("stale", {model::SubjectKind::project, "one"}, "Go through one."),
                                     failed("stale", {model::SubjectKind::project, "two"}, "Go through two."),
                                     failed("stale", {model::SubjectKind::project, "three"}, "Go through three."),
                                     failed("claims", {}, "Correct it.")},
                                    kToday);
  EXPECT_THAT(ids(actions),
              ElementsAre("check:claims@portfolio", "check:empty_pipeline@a", "check:stale@a", "check:stale@b"));
  EXPECT_EQ(actions[2].title, "Go through one. And 1 more like it.");
  EXPECT_EQ(actions[3].title, "Go through three.");
  EXPECT_EQ(actions[1].source, "check:empty_pipeline");
}

TEST(Actions, ScoreMoreForWhatBringsMoreSoonerWithLess) {
  Action base;
  base.state = "open";
  base.severity = Level::medium;
  const auto score = [&](auto change) {
    Action one = base;
    change(one);
    return score_of(one, kToday);
  };
  const double plain = score([](Action&) {});
  EXPECT_GT(score([](Action& a) { a.severity = Level::critical; }), plain);
  EXPECT_LT(score([](Action& a) { a.severity = Level::low; }), plain);
  EXPECT_GT(score([](Action& a) { a.due = kToday + 5; }), score([](Action& a) { a.due = kToday + 50; }));
  EXPECT_LT(score([](Action& a) { a.effort = formula::Amount{.lo = 9, .hi = 9, .unit = Unit::days}; }), plain);
  const auto impact = [&](std::int64_t dollars, Cadence per) {
    return score(
        [&](Action& a) { a.impact = formula::Amount{.lo = dollars, .hi = dollars, .unit = Unit::money, .per = per}; });
  };
  EXPECT_GT(impact(1200, Cadence::month), impact(1200, Cadence::once));
  EXPECT_EQ(impact(1200, Cadence::month), impact(14400, Cadence::year));
  EXPECT_EQ(score([](Action& a) { a.state = "done"; }), 0);
}

}  // namespace
}  // namespace qd::assess
