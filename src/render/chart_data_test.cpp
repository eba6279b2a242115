#include "render/chart_data.hpp"

#include <gmock/gmock.h>

namespace qd::render {
namespace {

using testing::ElementsAre;

ChartData data_of(const std::string& block) {
  return chart_data(report::parse_document("```chart " + block + "\n```"), 1);
}

TEST(ChartData, HasAsManyValuesInEveryRow) {
  const ChartData data = data_of("lines Two\n| a | b | c\nJan | 1\nFeb | 2 | 3 | 4 | 5");
  EXPECT_EQ(data.sort, ChartSort::lines);
  EXPECT_THAT(data.columns, ElementsAre("a", "b", "c", ""));
  ASSERT_EQ(data.rows.size(), 2u);
  EXPECT_EQ(data.rows[0].values.size(), 4u);
  EXPECT_EQ(data.rows[0].values[3].text, "not known");
  EXPECT_FALSE(data.rows[0].values[3].quantity);
}

TEST(ChartData, OfASortThatNobodyKnowsAreBars) {
  const ChartData data = data_of("pie Costs\na | 1 | burn_rate");
  EXPECT_EQ(data.sort, ChartSort::bars);
  EXPECT_EQ(data.width(), 1u);
}

TEST(ChartData, SaysAUnitOnceWhereAllHaveIt) {
  const ChartData same = data_of("heat\na | 1 charter a month | 2–3 charters a month | never");
  EXPECT_EQ(common_unit(same), "charters a month");
  EXPECT_EQ(without_unit(same.rows[0].values[0], "charters a month"), "1");
  EXPECT_EQ(without_unit(same.rows[0].values[1], "charters a month"), "2–3");
  EXPECT_EQ(without_unit(same.rows[0].values[2], "charters a month"), "never");
  EXPECT_EQ(common_unit(data_of("heat\na | $1 a month | $2 a year")), "");
  EXPECT_EQ(common_unit(data_of("heat\na | 18 % | 20 %")), "");
  EXPECT_EQ(common_unit(data_of("heat\na | never")), "");
}

TEST(Waterfall, StepsFromWhereTheRowBeforeEnded) {
  const auto flow = flow_of(data_of("waterfall\nBill | $100\nA | −$30\nB | +$10–20\nLeft | $80–90"));
  ASSERT_EQ(flow.size(), 4u);
  EXPECT_TRUE(flow[0].level);
  EXPECT_EQ(flow[1].from.lo, 100);
  EXPECT_EQ(flow[1].to.lo, 70);
  EXPECT_EQ(flow[2].from.hi, 70);
  EXPECT_EQ(flow[2].to.lo, 80);
  EXPECT_EQ(flow[2].to.hi, 90);
  EXPECT_TRUE(flow[3].level);
  EXPECT_EQ(flow[3].from.hi, 0);
  EXPECT_EQ(flow[3].to.hi, 90);
}

TEST(Waterfall, CannotPlaceAStepFromWhatIsNotKnownUntilTheNextLevel) {
  const auto flow = flow_of(data_of("waterfall\nA | −$30\nB | not known\nC | −$5\nLeft | $80\nD | −$10"));
  ASSERT_EQ(flow.size(), 5u);
  EXPECT_TRUE(flow[0].known);  // without a level before it, from 0
  EXPECT_EQ(flow[0].to.lo, -30);
  EXPECT_FALSE(flow[1].known);
  EXPECT_FALSE(flow[2].known);
  EXPECT_TRUE(flow[3].known);
  EXPECT_EQ(flow[4].to.lo, 70);
}

TEST(Waterfall, HasALevelBelowZeroBehindAnEqualsSign) {
  const ChartData data = data_of("waterfall\nRevenue | +$100\nCosts | −$140\nNet | = −$40");
  const auto flow = flow_of(data);
  EXPECT_FALSE(flow[0].level);
  EXPECT_TRUE(flow[2].level);
  EXPECT_EQ(flow[2].to.lo, -40);
  EXPECT_EQ(data.rows[2].values[0].text, "−$40");
}

TEST(SparkPoints, AreBetweenSemicolonsAndMayBeMissing) {
  const auto points = spark_points("7000;$7.2K;7000–9000;;x");
  ASSERT_EQ(points.size(), 5u);
  EXPECT_EQ(points[0]->lo, 7000);
  EXPECT_EQ(points[1]->lo, 7200);
  EXPECT_EQ(points[2]->hi, 9000);
  EXPECT_FALSE(points[3]);
  EXPECT_FALSE(points[4]);
}

}  // namespace
}  // namespace qd::render
