#include "render/assessment_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assess/trend.hpp"

namespace qd::render {
namespace {

using testing::HasSubstr;
using testing::Not;

assess::KpiResult figure(std::string id, std::string entity, std::string group, formula::Value value) {
  const model::Subject subject{model::SubjectKind::entity, std::move(entity)};
  return {.id = std::move(id),
          .subject = subject,
          .result = {.group = std::move(group), .value = std::move(value)},
          .previous = std::nullopt};
}

formula::Amount dollars(std::int64_t n) {
  formula::Amount out;
  out.lo = out.hi = n;
  out.unit = Unit::money;
  out.currency = Currency("USD");
  return out;
}

std::string shown(const assess::Assessment& assessment, std::span<const std::string> kpis = {}) {
  return assessment_text(assessment, assess::Definitions(), {.portfolio = "Harbor", .kpis = kpis});
}

TEST(AssessmentText, ShowsAFigureWithItsSubjectAndChange) {
  assess::Assessment assessment;
  assessment.kpis = {figure("cash", "jada", "", dollars(500))};
  assessment.kpis.front().previous = dollars(300);
  EXPECT_THAT(shown(assessment), testing::ContainsRegex("cash +jada +\\$500 +up \\$200"));
}

TEST(AssessmentText, AGridTakesThreeLinesUnlessItIsAskedFor) {
  assess::Assessment assessment;
  for (const char* group : {"a", "b", "c", "d", "e"})
    assessment.kpis.push_back(figure("cost", "jada", group, dollars(7)));
  assessment.kpis.push_back(figure("cost", "other", "z", dollars(9)));
  const std::string all = shown(assessment);
  EXPECT_THAT(all, HasSubstr("cost, c"));
  EXPECT_THAT(all, Not(HasSubstr("cost, d")));
  EXPECT_THAT(all, testing::ContainsRegex("\\+2 more +see --kpi cost"));
  EXPECT_THAT(all, HasSubstr("cost, z"));
  const std::vector<std::string> asked = {"cost"};
  EXPECT_THAT(shown(assessment, asked), HasSubstr("cost, e"));
}

TEST(AssessmentText, WhatIsNotKnownSaysWhatToWriteAndIsNoFigure) {
  assess::Assessment assessment;
  assessment.kpis = {figure("cash", "jada", "", formula::Missing{"no cash is known", "Add Cash on hand:"}),
                     figure("cash", "quick", "", formula::Missing{"no cash is known", "Add Cash on hand:"})};
  const std::string text = shown(assessment);
  EXPECT_THAT(text, HasSubstr("cash of jada and quick: Add Cash on hand:"));
  EXPECT_THAT(text, Not(HasSubstr("$0")));
}

/// Cash of jada, a value a week; nothing where it was not known. The last one is now.
assess::Assessment with_trend(const std::vector<std::optional<std::int64_t>>& weeks) {
  assess::Assessment out;
  out.today = *make_date(2026, 5, 21);
  out.kpis = {figure("cash", "jada", "", dollars(weeks.back().value()))};
  std::vector<assess::PastPoint> history;
  for (std::size_t n = 0; n + 1 < weeks.size(); ++n) {
    assess::PastPoint& point = history.emplace_back();
    point.day = out.today - static_cast<int>(7 * (weeks.size() - 1 - n));
    if (weeks[n]) point.figures.push_back({"cash", out.kpis[0].subject, "", dollars(*weeks[n])});
  }
  add_history(std::move(history), out);
  return out;
}

TEST(AssessmentText, ShowsWhereAFigureComesFromAndItsTrend) {
  const std::string text = shown(with_trend({300, std::nullopt, 100, 500}));
  EXPECT_THAT(text, HasSubstr("Figures, from 2026-04-30 on"));
  EXPECT_THAT(text, testing::ContainsRegex("cash +jada +\\$300 +\\$500 +.*·▁█"));
  EXPECT_THAT(shown(with_trend({std::nullopt, 500})), testing::ContainsRegex("cash +jada +\\$500 *\n"));
}

TEST(AssessmentText, ListsWhatIsMaterialAndCountsTheRest) {
  assess::Assessment assessment;
  assessment.compared_with = {*make_date(2026, 5, 14), {}, "0123"};
  for (const bool material : {true, false, false}) {
    assess::Change& change = assessment.changes.emplace_back();
    change.text = material ? "Cash is down." : "Costs are up a little.";
    change.material = material;
  }
  const std::string text = shown(assessment);
  EXPECT_THAT(text, HasSubstr("What changed since 2026-05-14\n  Cash is down.\n  +2 more"));
  EXPECT_THAT(text, Not(HasSubstr("a little")));
}

}  // namespace
}  // namespace qd::render
