#include "render/chart_axis.hpp"

#include <gmock/gmock.h>

namespace qd::render {
namespace {

using testing::ElementsAre;

std::vector<std::string> labels(double least, double most, const char* currency = "", const char* unit = "") {
  return tick_labels(chart_axis(least, most), currency, unit);
}

TEST(Axis, HasRoundValuesAroundWhatIsDrawn) {
  EXPECT_THAT(labels(7000, 9400, "$"), ElementsAre("$7K", "$8K", "$9K", "$10K"));
  EXPECT_THAT(labels(-1150, 3100, "$"), ElementsAre("−$2K", "$0", "$2K", "$4K"));
  EXPECT_THAT(labels(12.5, 31, "", " %"), ElementsAre("0 %", "10 %", "20 %", "30 %", "40 %"));
  EXPECT_THAT(labels(0.02, 0.05), ElementsAre("0", "0.02", "0.04", "0.06"));
  EXPECT_THAT(labels(1000, 1009), ElementsAre("1,000", "1,005", "1,010"));
  EXPECT_THAT(labels(0, 1.9e30, "$"), ElementsAre("0.0e+00", "5.0e+29", "1.0e+30", "1.5e+30", "2.0e+30"));
  EXPECT_THAT(labels(1.2e9, 2.5e9, "€"), ElementsAre("€0", "€1B", "€2B", "€3B"));
}

TEST(Axis, BeginsAtZeroUnlessThatWouldWasteHalf) {
  EXPECT_EQ(chart_axis(4, 10).lo, 0);
  EXPECT_GT(chart_axis(6, 10).lo, 0);
  EXPECT_EQ(chart_axis(-10, -4).hi, 0);
}

TEST(Axis, HasAHeightAlsoForOneValue) {
  for (const double value : {0.0, 5.0, -5.0, 1e-9, 1e29, -1e29}) {
    const ChartAxis axis = chart_axis(value, value);
    EXPECT_LT(axis.lo, axis.hi) << value;
    EXPECT_LE(axis.lo, value);
    EXPECT_GE(axis.hi, value);
    EXPECT_GE(axis.ticks.size(), 2u);
    EXPECT_LE(axis.ticks.size(), 7u);
  }
}

TEST(Axis, EndsAlsoWhereNumbersAreTooLargeToDiffer) {
  const ChartAxis axis = chart_axis(1e29, 1e29 * (1 + 1e-15));
  EXPECT_LT(axis.lo, axis.hi);
  EXPECT_LE(axis.ticks.size(), 7u);
}

}  // namespace
}  // namespace qd::render
