#include "assess/checks.hpp"

#include <gmock/gmock.h>

#include <string>

#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;

std::vector<std::string> written(const std::vector<Evidence>& places) {
  std::vector<std::string> out;
  for (const Evidence& place : places) out.push_back(place.file + ":" + std::to_string(place.line));
  return out;
}

model::FactSet all(const model::FactStore& facts, std::string_view predicate) {
  return {facts, facts.facts(predicate, model::Subject{})};
}

TEST(PlacesOf, AreInTheOrderOfFilesWhateverTheOrderOfTheStore) {
  // The store puts the facts of one entity together.
  const auto facts =
      test::written_facts({"b | money.cash | 1 USD | file=one.md", "a | money.cash | 2 USD | file=two.md",
                           "b | money.cash | 3 USD | file=three.md"});
  EXPECT_THAT(written(places_of(facts, all(facts, "money.cash"))), ElementsAre("one.md:1", "two.md:1", "three.md:1"));
}

TEST(PlacesOf, AreAsManyAsAReaderFollowsAndTheFirstOnes) {
  std::vector<std::string> lines;
  for (int i = 0; i < 500; ++i)
    lines.push_back("e" + std::to_string(i % 7) + " | money.cash | 1 USD | file=f" + std::to_string(1000 + i) + ".md");
  const auto facts = test::written_facts(lines);
  const auto places = written(places_of(facts, all(facts, "money.cash")));
  ASSERT_EQ(places.size(), 20u);
  EXPECT_EQ(places.front(), "f1000.md:1");
  EXPECT_EQ(places.back(), "f1019.md:1");
  std::vector<model::FactIndex> backwards;
  for (std::uint32_t i = 500; i-- > 0;) backwards.push_back(model::FactIndex{i});
  EXPECT_EQ(written(places_of(facts, backwards)), places);
  EXPECT_TRUE(places_of(facts, model::FactSet()).empty());
}

TEST(ListNames, SaysEachOnceAndCountsTheRest) {
  EXPECT_EQ(list_names({"Slip", "Slip", "", "Insurance"}), "Slip and Insurance");
  EXPECT_EQ(list_names({"a", "b", "c", "d"}), "a, b, c and d");
  EXPECT_EQ(list_names({"a", "b", "c", "d", "a", "e"}), "a, b, c and 2 more");
}

TEST(NameOf, IsTheTextOfAnItemElseItsLabelElseItsSubject) {
  const auto facts = test::written_facts({"a | action.item | text:Write tests | done=no; file=plan.md",
                                          "a | money.expense | 5 USD/month | label=Slip; file=plan.md",
                                          "a | money.cash | 5 USD | file=plan.md"});
  EXPECT_EQ(name_of(facts, model::FactIndex{0}), "Write tests");
  EXPECT_EQ(name_of(facts, model::FactIndex{1}), "Slip");
  EXPECT_EQ(name_of(facts, model::FactIndex{2}), "plan");
}

}  // namespace
}  // namespace qd::assess
