#include "model/fact.hpp"

#include <gtest/gtest.h>

#include "model/predicates.hpp"

namespace qd::model {
namespace {

TEST(Fact, EveryAttributeKeyHasANameOfItsOwn) {
  for (std::size_t i = 0; i < kAttributeKeys; ++i) {
    const auto key = static_cast<AttributeKey>(i);
    EXPECT_EQ(parse_attribute_key(to_string(key)), key) << to_string(key);
  }
  EXPECT_EQ(parse_attribute_key("colour"), std::nullopt);
}

TEST(Fact, BasesAreReadBack) {
  for (const Basis basis : {Basis::actual, Basis::planned, Basis::target, Basis::budget, Basis::historical})
    EXPECT_EQ(parse_basis(to_string(basis)), basis);
  EXPECT_EQ(parse_basis("guess"), std::nullopt);
}

TEST(Fact, KeepsAQuantityWhole) {
  const Quantity range{
      .lo = 1, .hi = 2, .open_hi = true, .unit = Unit::money, .per = Cadence::year, .currency = Currency("EUR")};
  Fact fact;
  fact.set(range);
  EXPECT_EQ(fact.quantity(), range);
  EXPECT_EQ(fact.value, ValueKind::quantity);
}

TEST(Predicates, KnowsTheWordsAndTheOpenFamilies) {
  ASSERT_TRUE(find_predicate("money.expense"));
  EXPECT_EQ(find_predicate("money.expense")->shape, Shape::money);
  EXPECT_TRUE(find_predicate("money.expense")->flow);
  EXPECT_FALSE(find_predicate("money.cash")->flow);
  EXPECT_TRUE(find_predicate("claim.burn_rate"));
  EXPECT_TRUE(find_predicate("other.boat-length"));
  EXPECT_FALSE(find_predicate("other."));
  EXPECT_FALSE(find_predicate("money.expenses"));
}

}  // namespace
}  // namespace qd::model
