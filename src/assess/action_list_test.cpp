#include "assess/action_list.hpp"

#include <gmock/gmock.h>

#include "assess/actions.hpp"
#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;

TEST(ActionNameHash, IsTheSameInPartsAndWhole) {
  ActionNameHash hash;
  for (const std::string_view part : {"jada-", "", "publish", "-the-listing-2"}) hash.add(part);
  EXPECT_EQ(hash.value(), action_name_hash("jada-publish-the-listing-2"));
  EXPECT_NE(hash.value(), action_name_hash("jada-publish-the-listing-3"));
}

TEST(ActionList, NamesEachAsItsRowDoesSoThatItIsFound) {
  std::vector<std::string> lines;
  for (int i = 0; i < 30; ++i)
    lines.push_back("a | action.item | text:Write tests | done=no; file=f" + std::to_string(i % 3) + ".md");
  const auto facts = test::written_facts(lines);
  const ActionList actions = stated_actions(facts, *make_date(2026, 5, 21));
  ASSERT_EQ(actions.size(), 30u);
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const Action action = actions[i];
    EXPECT_EQ(actions.row(i).name, action_name_hash(action.id)) << action.id;
    const auto found = actions.find(action.id);
    ASSERT_TRUE(found) << action.id;
    EXPECT_EQ(found->source, action.source) << "two actions have the id " << action.id;
  }
  EXPECT_FALSE(actions.find("a-write-tests-of-nobody"));
}

TEST(ActionList, PutsRowsInTheOrderAskedFor) {
  Action first, second;
  first.id = "one", second.id = "two";
  ActionList actions = {first, second};
  actions.arrange({1, 0});
  std::vector<std::string> ids;
  for (const Action& action : actions) ids.push_back(action.id);
  EXPECT_THAT(ids, ElementsAre("two", "one"));
}

}  // namespace
}  // namespace qd::assess
