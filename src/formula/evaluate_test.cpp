#include <gmock/gmock.h>

#include "formula/show_for_test.hpp"

namespace qd::formula {
namespace {

using test::FactLines;

TEST(Evaluate, AddsFlowsPerMonth) {
  auto facts =
      FactLines().add("money.expense $100/month\nmoney.expense $1200/year\nmoney.expense $50 per=once\n").store();
  EXPECT_EQ(result(facts, "sum(money.expense)"), "200 USD/month");
}

}  // namespace
}  // namespace qd::formula
