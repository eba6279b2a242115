#include "render/assessment_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace qd::render
