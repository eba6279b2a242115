#include "assess/actions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

ActionList list_actions(const model::FactStore& facts, const std::vector<Finding>& findings, Date today) {
  return with_findings(with_remembered(stated_actions(facts, today), nullptr, today), facts, findings, today);
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
  EXPECT_EQ(action.id, "jada-publish-listing");
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
  EXPECT_EQ(action.because.severity, 300);
  EXPECT_EQ(action.because.impact, 308);
  EXPECT_EQ(action.because.due, 200);
  EXPECT_EQ(action.because.effort, -40);
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

TEST(Actions, AreNotAskedForByPartsOfDocumentsThatNoLongerHold) {
  const auto facts = test::written_facts({"a | action.item | text:Old | done=no; basis=historical",
                                          "a | action.item | text:Older | done=yes; basis=historical"});
  EXPECT_THAT(ids(list_actions(facts, {}, kToday)), ElementsAre("a-older"));
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

TEST(Actions, TakeTheActionThatTheEvidenceIsAboutAsTheirOwn) {
  const auto facts = test::written_facts(
      {"a | action.item | text:Call Bob | done=no; due=2026-05-01; severity=low; file=1.md",
       "a | action.item | text:Call the Bob | done=no; due=2026-05-01; file=2.md",
       "a | action.item | text:Call Ann | done=no; due=2026-05-01; file=2.md",
       "a | debt.item | text:Renew the keys. | done=no; file=2.md",
       "a | action.item | text:Renew keys | done=no; file=3.md", "a | action.item | text:Sweep | done=yes; file=3.md"});
  const auto of_places = [&](std::vector<Evidence> evidence) {
    Finding one = failed("late", {model::SubjectKind::entity, "a"}, "Do it.");
    one.evidence = std::move(evidence);
    const auto actions = list_actions(facts, {one}, kToday);
    std::string out;
    for (const Action& action : actions) {
      if (std::ranges::find(action.sources, "check:late") != action.sources.end()) out = action.id;
    }
    const auto found = actions.find("check:late@a");
    EXPECT_TRUE(found && found->id == out) << "it is still found by the id of the finding";
    return out;
  };
  EXPECT_EQ(of_places({{"1.md", 1}}), "a-call-bob");
  EXPECT_EQ(of_places({{"1.md", 1}, {"2.md", 1}}), "a-call-bob") << "two places of one action";
  EXPECT_EQ(of_places({{"2.md", 3}}), "a-renew-keys") << "an item of debt with the same words";
  EXPECT_EQ(of_places({{"1.md", 1}, {"2.md", 2}}), "check:late@a") << "two actions";
  EXPECT_EQ(of_places({{"3.md", 2}}), "check:late@a") << "what is done needs nothing";
  EXPECT_EQ(of_places({{"4.md", 1}}), "check:late@a");
  EXPECT_EQ(of_places({}), "check:late@a");
}

TEST(Actions, OfACheckAreAsSevereAsTheFindingAlsoInTheNameOfADocument) {
  const auto facts = test::written_facts({"a | action.item | text:Call Bob | done=no; severity=low; file=1.md"});
  Finding one = failed("late", {model::SubjectKind::entity, "a"}, "Do it.");
  one.evidence = {{"1.md", 1}};
  const auto actions = list_actions(facts, {one}, kToday);
  ASSERT_EQ(actions.size(), 1u);
  EXPECT_EQ(actions[0].severity, Level::high);
  EXPECT_EQ(actions[0].because.severity, 300);
  EXPECT_EQ(actions.row(0).score, actions[0].because.total());
  EXPECT_THAT(actions[0].sources, ElementsAre("1.md:1", "check:late"));
}

TEST(Actions, OfTheGroupSayNothingBesideThoseOfItsBusinesses) {
  const auto facts = test::written_facts({"a | project.status | text:active"});
  const auto finding = [](model::Subject subject, std::vector<Evidence> evidence) {
    Finding one = failed("debt", std::move(subject), "Repair it.");
    one.evidence = std::move(evidence);
    return one;
  };
  const Finding of_a = finding({model::SubjectKind::entity, "a"}, {{"1.md", 1}});
  const Finding of_b = finding({model::SubjectKind::entity, "b"}, {{"2.md", 1}});
  EXPECT_THAT(ids(list_actions(facts, {of_a, of_b, finding({}, {{"1.md", 1}, {"2.md", 1}})}, kToday)),
              ElementsAre("check:debt@a", "check:debt@b"));
  EXPECT_THAT(ids(list_actions(facts, {of_a, of_b, finding({}, {{"1.md", 1}, {"3.md", 1}})}, kToday)),
              ElementsAre("check:debt@a", "check:debt@b", "check:debt@portfolio"));
}

TEST(Actions, OfAFindingWithMoneyAreWorthIt) {
  const auto facts = test::written_facts({"a | project.status | text:active"});
  Finding one = failed("idle", {model::SubjectKind::entity, "a"}, "Switch it off.");
  one.impact = formula::Amount{.lo = 99, .hi = 99, .unit = Unit::money, .per = Cadence::month};
  const auto actions = list_actions(facts, {one}, kToday);
  EXPECT_EQ(actions[0].impact, one.impact);
  EXPECT_EQ(actions[0].because.impact, 200) << "10 log10(100)";
}

}  // namespace
}  // namespace qd::assess
