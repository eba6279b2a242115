// What holds of an assessment as a whole, with the definitions that are built in.
#include <gmock/gmock.h>

#include <algorithm>

#include "render/assessment_json.hpp"
#include "support/built_in_definitions.hpp"

namespace qd::app {
namespace {

const std::vector<std::string> kLines = {"a | money.expense | 300..500 USD/month | label=Slip; file=one.md",
                                         "a | money.expense | 300..500 USD/month | label=Slip; file=two.md",
                                         "a | money.revenue | 900 USD/month | label=Tours; file=one.md",
                                         "b | money.revenue | ? | label=Rent; file=three.md",
                                         "b | money.cash | 4000 USD | file=three.md",
                                         "a | claim.burn_rate | 90 USD/month | file=one.md",
                                         "b | action.item | text:Sweep | done=no; file=x1.md",
                                         "a | action.item | text:Paint | done=no; file=x2.md"};

std::string assessed(const SideBySide& side_by_side) {
  const auto facts = test::written_facts(kLines);
  std::string out;
  const auto assessment =
      assess::assess(facts, test::built_in(), {.as_of = {}, .today = test::kToday, .side_by_side = side_by_side});
  render::write_assessment_json(assessment, facts, [&out](std::string_view piece) { out += piece; }, {});
  return out;
}

TEST(Assess, IsTheSameWhicheverHalfIsDoneFirst) {
  const std::string forwards = assessed(one_after_the_other);
  EXPECT_EQ(assessed([](const Work& first, const Work& second) {
              second();
              first();
            }),
            forwards);
  EXPECT_THAT(forwards, testing::HasSubstr("contradict"));
}

TEST(Assess, ListsFindingsByIdAndActionsOfEqualScoreAsTheFilesSayThem) {
  const auto facts = test::written_facts(kLines);
  const auto assessment = assess::assess(facts, test::built_in(), {.as_of = {}, .today = test::kToday});
  EXPECT_TRUE(std::ranges::is_sorted(assessment.findings, {}, &assess::Finding::id));
  std::vector<std::string> stated;
  for (const assess::Action& action : assessment.actions) {
    if (!action.source.starts_with("check:")) stated.push_back(action.title);
  }
  EXPECT_THAT(stated, testing::ElementsAre("Sweep", "Paint"));
}

}  // namespace
}  // namespace qd::app
