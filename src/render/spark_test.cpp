#include "render/spark.hpp"

#include <gtest/gtest.h>

namespace qd::render {
namespace {

std::string drawn(const std::vector<std::optional<std::int64_t>>& values) {
  std::vector<formula::Amount> amounts(values.size());
  assess::Trend trend;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) amounts[i].lo = amounts[i].hi = *values[i];
    trend.points.push_back({{}, values[i] ? &amounts[i] : nullptr});
  }
  return spark(trend);
}

TEST(Spark, RisesFromTheLeastToTheMost) {
  EXPECT_EQ(drawn({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(drawn({-50, 0, 50}), "▁▅█");
  EXPECT_EQ(drawn({5, 5, 5}), "▄▄▄");
}

TEST(Spark, LeavesADotWhereNothingIsKnownAndIsNothingWithoutATrend) {
  EXPECT_EQ(drawn({std::nullopt, 1, std::nullopt, 3}), "·▁·█");
  EXPECT_EQ(drawn({std::nullopt, 1}), "");
  EXPECT_EQ(drawn({1, std::nullopt}), "");
  EXPECT_EQ(drawn({}), "");
}

}  // namespace
}  // namespace qd::render
