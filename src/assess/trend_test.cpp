#include "assess/trend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assess/changes.hpp"
#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

const Date kToday = *make_date(2026, 5, 21);
const model::Subject kJada{model::SubjectKind::entity, "jada"};

formula::Amount dollars(std::int64_t lo, std::int64_t hi) {
  return {.lo = lo, .hi = hi, .unit = Unit::money, .currency = Currency("USD"), .per = Cadence::month};
}
formula::Amount dollars(std::int64_t n) { return dollars(n, n); }

/// The value of a week more ago each, the newest last; nothing: there was no such figure.
Assessment with_history(const std::vector<std::optional<formula::Value>>& past, formula::Value now) {
  Assessment out;
  out.today = kToday;
  KpiResult& kpi = out.kpis.emplace_back();
  kpi.id = "burn_rate";
  kpi.subject = kJada;
  kpi.result.value = std::move(now);
  std::vector<PastPoint> history;
  for (std::size_t n = 0; n < past.size(); ++n) {
    PastPoint& point = history.emplace_back();
    point.day = kToday - static_cast<int>(7 * (past.size() - n));
    point.figures.push_back({"cash", kJada, "", dollars(-1)});
    point.figures.push_back({"burn_rate", {}, "", dollars(-2)});
    if (past[n]) point.figures.push_back({"burn_rate", kJada, "", *past[n]});
    point.figures.push_back({"burn_rate", kJada, "a group", dollars(-3)});
  }
  add_history(std::move(history), out);
  return out;
}

std::string points(const Assessment& assessment) { return points_text(trend_of(assessment, assessment.kpis[0])); }
std::string text(const Assessment& assessment) { return trend_text(trend_of(assessment, assessment.kpis[0])); }

TEST(Trend, FollowsOneFigureOfOneSubjectAndGroup) {
  const Assessment rising = with_history({dollars(7000), dollars(7200), dollars(7000, 9000)}, dollars(8100));
  EXPECT_EQ(points(rising), "7000;7200;7000–9000;8100");
  EXPECT_EQ(text(rising), "up $1,100 since 30 Apr");
  EXPECT_DOUBLE_EQ(movement_of(trend_of(rising, rising.kpis[0])), 1100.0 / 7000);
}

TEST(Trend, LeavesOutWhatWasNotKnownOrIsAnotherThing) {
  formula::Amount euros = dollars(5);
  euros.currency = Currency("EUR");
  const Assessment assessment =
      with_history({euros, std::nullopt, formula::Missing{"no costs", "list them"}, dollars(10)}, dollars(10));
  EXPECT_EQ(points(assessment), ";;;10;10");
  EXPECT_EQ(text(assessment), "unchanged since 14 May");
  EXPECT_EQ(movement_of(trend_of(assessment, assessment.kpis[0])), 0);
}

TEST(Trend, WritesOpenEndsAndFractions) {
  formula::Amount at_least = dollars(999);
  at_least.open_hi = true;
  formula::Amount at_most = dollars(999);
  at_most.open_lo = true;
  formula::Amount third = dollars(1);
  third.lo = third.hi = Rational::ratio(1, 3);
  EXPECT_EQ(points(with_history({at_least, at_most, dollars(-5, -2)}, third)), "999+;–999;-5–-2;0.3333");
}

TEST(Trend, IsNotKnownOfASinglePointAndOfWhatIsNoLongerKnown) {
  for (const Assessment& assessment :
       {with_history({std::nullopt, formula::Missing{}}, dollars(10)), with_history({}, dollars(10)),
        with_history({dollars(10)}, formula::Missing{"x", "y"}),
        with_history({formula::Missing{}}, formula::Missing{})}) {
    EXPECT_FALSE(trend_of(assessment, assessment.kpis[0]).known());
    EXPECT_EQ(text(assessment), "");
  }
  EXPECT_EQ(points(with_history({dollars(10)}, formula::Missing{"x", "y"})), "10;");
  EXPECT_EQ(points(with_history({formula::Missing{}}, formula::Missing{})), "");
}

TEST(Trend, SaysTheYearOfAnotherYearAndTheKindOfAChangeOfRange) {
  EXPECT_EQ(short_day(*make_date(2026, 2, 19), kToday), "19 Feb");
  EXPECT_EQ(short_day(*make_date(2025, 12, 31), kToday), "31 Dec 2025");
  EXPECT_EQ(text(with_history({dollars(7, 9)}, dollars(6, 10))), "a wider range than on 14 May");
  formula::Amount open = dollars(7);
  open.open_hi = true;
  EXPECT_EQ(text(with_history({open}, dollars(8))), "at least $7 a month on 14 May");
}

TEST(Trend, SurvivesThatTheAssessmentIsCopied) {
  Assessment copy;
  {
    const Assessment original = with_history({dollars(1)}, dollars(2));
    copy = original;
  }
  EXPECT_EQ(points(copy), "1;2");
}

TEST(PreviousPoint, ComparesFiguresAndLeavesFindingsAlone) {
  Assessment assessment = with_history({dollars(7000)}, dollars(7240));
  Finding& finding = assessment.findings.emplace_back();
  finding.id = "check@jada";
  finding.outcome = Outcome::fail;
  const Previous previous = previous_of(assessment.history[0]);
  const auto facts = test::written_facts({"jada | project.status | text:active"});
  compare_with(&previous, facts, Definitions(), assessment);
  ASSERT_EQ(assessment.changes.size(), 1u);
  EXPECT_EQ(assessment.changes[0].text, "burn_rate of JADA is up $240 to $7,240 a month.");
  EXPECT_EQ(assessment.findings[0].since, kToday);
  EXPECT_EQ(assessment.findings[0].state, FindingState::fresh);
}

}  // namespace
}  // namespace qd::assess
