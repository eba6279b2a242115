#include "mail/reputation.hpp"

#include <gtest/gtest.h>

namespace qd::mail {
namespace {

TEST(Reputation, IsGradedWhereSesBeginsToLook) {
  struct Row {
    Reputation reputation;
    ReputationGrade grade;
  };
  const Row rows[] = {
      {{0, 0, 0}, ReputationGrade::good},        {{12, 1, 0}, ReputationGrade::good},  // few
      {{12, 2, 1}, ReputationGrade::good},       {{12, 3, 0}, ReputationGrade::stop},
      {{1000, 19, 0}, ReputationGrade::good},    {{1000, 20, 0}, ReputationGrade::warn},
      {{1000, 49, 0}, ReputationGrade::warn},    {{1000, 50, 0}, ReputationGrade::stop},
      {{10'000, 0, 4}, ReputationGrade::good},   {{10'000, 0, 5}, ReputationGrade::warn},
      {{10'000, 0, 10}, ReputationGrade::stop},  {{10'000, 250, 10}, ReputationGrade::stop},
      {{10'000, 250, 1}, ReputationGrade::warn}, {{0, 5, 0}, ReputationGrade::good},
  };
  for (const Row& row : rows) EXPECT_EQ(grade(row.reputation), row.grade) << describe(row.reputation);
}

TEST(Reputation, IsDescribedWithItsRates) {
  EXPECT_EQ(describe({80, 5, 1}), "5 of 80 recipients bounced (6.2 %), 1 complained (1.25 %)");
  EXPECT_EQ(describe({0, 0, 0}), "0 of 0 recipients bounced (0.0 %), 0 complained (0.00 %)");
}

}  // namespace
}  // namespace qd::mail
