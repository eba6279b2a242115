#include "assess/changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Date kToday = *make_date(2026, 5, 21);
const Date kBefore = *make_date(2026, 5, 14);

formula::Amount dollars(std::int64_t lo, std::int64_t hi) {
  return {.lo = lo, .hi = hi, .unit = Unit::money, .currency = Currency("USD"), .per = Cadence::month};
}

KpiResult burn(formula::Value value) {
  KpiResult out{.id = "burn_rate", .subject = {model::SubjectKind::entity, "a"}};
  out.result.value = std::move(value);
  return out;
}

Finding finding(Outcome outcome, Level severity = Level::medium, std::size_t evidence = 1) {
  Finding out;
  out.id = "check@a";
  out.check = "check";
  out.subject = {model::SubjectKind::entity, "a"};
  out.outcome = outcome;
  out.severity = severity;
  out.message = "It is so.";
  out.evidence.resize(evidence);
  return out;
}

PreviousFinding before(Outcome outcome, FindingState state = FindingState::persisting) {
  return {.id = "check@a",
          .check = "check",
          .outcome = outcome,
          .severity = Level::medium,
          .message = "It was so.",
          .since = kBefore,
          .state = state,
          .evidence = 1};
}

Assessment compared(Assessment assessment, const Previous& previous) {
  const auto facts = test::written_facts({"a | project.status | text:active"});
  assessment.today = kToday;
  compare_with(&previous, facts, Definitions(), assessment);
  return assessment;
}

std::vector<std::string> texts(const Assessment& assessment) {
  std::vector<std::string> out;
  for (const Change& change : assessment.changes) out.push_back(change.state + ": " + change.text);
  return out;
}

Assessment with_kpi(formula::Value value, std::optional<formula::Amount> was) {
  Previous previous;
  previous.kpis = {{"burn_rate", {model::SubjectKind::entity, "a"}, "", was}};
  Assessment assessment;
  assessment.kpis = {burn(std::move(value))};
  return compared(std::move(assessment), previous);
}

TEST(Changes, SayHowFiguresMoved) {
  const Assessment up = with_kpi(dollars(7240, 7240), dollars(7000, 7000));
  EXPECT_THAT(texts(up), ElementsAre("up: burn_rate of A is up $240 to $7,240 a month."));
  EXPECT_EQ(up.kpis[0].previous, dollars(7000, 7000));
  EXPECT_EQ(up.changes[0].from, "$7,000 a month");
  EXPECT_EQ(up.changes[0].to, "$7,240 a month");
  EXPECT_THAT(texts(with_kpi(dollars(6000, 9500), dollars(7000, 9000))),
              ElementsAre("down: burn_rate of A is now $6.0–9.5K a month, a wider range than $7.0–9.0K a month."));
  EXPECT_THAT(texts(with_kpi(dollars(7000, 9000), dollars(7000, 9000))), IsEmpty());
}

TEST(Changes, SayWhatBecameKnownAndUnknown) {
  EXPECT_THAT(texts(with_kpi(formula::Missing{"no costs are listed", "list them"}, dollars(5, 5))),
              ElementsAre("unknown: burn_rate of A is no longer known: no costs are listed."));
  EXPECT_THAT(texts(with_kpi(dollars(5, 5), std::nullopt)),
              ElementsAre("known: burn_rate of A is now known: $5 a month."));
  EXPECT_THAT(texts(with_kpi(formula::Missing{"x", "y"}, std::nullopt)), IsEmpty());
}

struct FindingCase {
  std::optional<PreviousFinding> was;
  Finding now;
  FindingState state;
  std::optional<Date> since;
  std::vector<std::string> changes;
};

TEST(Changes, FollowFindingsFromRunToRun) {
  const FindingCase cases[] = {
      {std::nullopt, finding(Outcome::fail), FindingState::fresh, kToday, {"new: It is so."}},
      {before(Outcome::pass), finding(Outcome::fail), FindingState::fresh, kToday, {"new: It is so."}},
      {before(Outcome::fail), finding(Outcome::fail), FindingState::persisting, kBefore, {}},
      {before(Outcome::fail),
       finding(Outcome::fail, Level::high),
       FindingState::worse,
       kBefore,
       {"worse: Worse: It is so."}},
      {before(Outcome::fail),
       finding(Outcome::fail, Level::medium, 2),
       FindingState::worse,
       kBefore,
       {"worse: Worse: It is so."}},
      {before(Outcome::fail),
       finding(Outcome::pass),
       FindingState::resolved,
       kBefore,
       {"resolved: Resolved: It was so."}},
      {before(Outcome::fail), finding(Outcome::unknown), FindingState::persisting, kBefore, {}},
      {before(Outcome::unknown, FindingState::persisting),
       finding(Outcome::fail),
       FindingState::persisting,
       kBefore,
       {}},
      {before(Outcome::pass, FindingState::resolved), finding(Outcome::pass), FindingState::fresh, std::nullopt, {}},
      {std::nullopt, finding(Outcome::unknown), FindingState::fresh, std::nullopt, {}},
  };
  for (const FindingCase& one : cases) {
    Previous previous;
    if (one.was) previous.findings = {*one.was};
    Assessment assessment;
    assessment.findings = {one.now};
    const Assessment out = compared(std::move(assessment), previous);
    const Finding& now = out.findings[0];
    EXPECT_EQ(to_string(now.state), to_string(one.state));
    EXPECT_EQ(is_tracked(now), one.since.has_value());
    if (one.since) {
      EXPECT_EQ(now.since, *one.since);
    }
    EXPECT_EQ(texts(out), one.changes);
  }
}

TEST(Changes, SayWhatWasDoneCameAndFellDue) {
  const auto action = [](std::string id, std::string state) {
    Action out;
    out.id = std::move(id);
    out.title = "Title of " + out.id;
    out.state = std::move(state);
    out.source = "a.md:1";
    if (out.state == "overdue") out.due = make_date(2026, 5, 20);
    return out;
  };
  Previous previous;
  previous.actions = {{"did", "", "", "open"}, {"late", "", "", "open"}, {"same", "", "", "open"}};
  Assessment assessment;
  assessment.actions = {action("did", "done"), action("late", "overdue"), action("same", "open"),
                        action("fresh", "open"), action("old", "done")};
  EXPECT_THAT(texts(compared(std::move(assessment), previous)),
              ElementsAre("overdue: Overdue since 2026-05-20: Title of late", "done: Done: Title of did",
                          "new: New: Title of fresh"));
}

TEST(Changes, KnowActionsThatTheArchiveKeepsInShort) {
  const auto archived = [](const char* id, ActionRow::State state) {
    return parse_short_form(short_form({.name = action_name_hash(id), .state = state})).value();
  };
  const auto action = [](std::string id, std::string state) {
    Action out;
    out.title = "Title of " + id;
    out.id = std::move(id);
    out.state = std::move(state);
    return out;
  };
  Previous previous;
  previous.more_actions = {archived("did", ActionRow::State::open), archived("same", ActionRow::State::open)};
  Assessment assessment;
  assessment.actions = {action("did", "done"), action("same", "open"), action("fresh", "open")};
  EXPECT_THAT(texts(compared(std::move(assessment), previous)),
              ElementsAre("done: Done: Title of did", "new: New: Title of fresh"));
}

TEST(Changes, RefuseShortFormsThatAreNone) {
  EXPECT_FALSE(parse_short_form(""));
  EXPECT_FALSE(parse_short_form("AAAAAAAAx"));
  EXPECT_FALSE(parse_short_form("AAAA AAAo"));
  EXPECT_TRUE(parse_short_form("AAAAAAAAo"));
}

TEST(Changes, AreNoneWithoutAnEarlierRun) {
  const auto facts = test::written_facts({"a | project.status | text:active"});
  Assessment assessment;
  assessment.today = kToday;
  assessment.findings = {finding(Outcome::fail)};
  assessment.kpis = {burn(dollars(5, 5))};
  compare_with(nullptr, facts, Definitions(), assessment);
  EXPECT_THAT(assessment.changes, IsEmpty());
  EXPECT_EQ(assessment.findings[0].since, kToday);
  EXPECT_EQ(assessment.kpis[0].previous, std::nullopt);
}

TEST(Changes, PutWhatMattersMostFirst) {
  Previous previous;
  previous.kpis = {{"burn_rate", {model::SubjectKind::entity, "a"}, "", dollars(100, 100)}};
  Assessment assessment;
  assessment.kpis = {burn(dollars(101, 101))};
  assessment.findings = {finding(Outcome::fail, Level::critical)};
  EXPECT_THAT(texts(compared(std::move(assessment), previous)),
              ElementsAre("new: It is so.", "up: burn_rate of A is up $1 to $101 a month."));
}

}  // namespace
}  // namespace qd::assess
