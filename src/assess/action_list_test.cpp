#include "assess/action_list.hpp"

#include <gmock/gmock.h>

#include <array>

#include "assess/actions.hpp"
#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;

TEST(ActionList, NamesEachAsItsRowDoesSoThatItIsFound) {
  std::vector<std::string> lines;
  for (int i = 0; i < 30; ++i)
    lines.push_back("a | action.item | text:Write tests " + std::string(static_cast<std::size_t>(i % 5), '+') +
                    " | done=no; file=f" + std::to_string(i % 3) + ".md");
  const auto facts = test::written_facts(lines);
  const ActionList actions = stated_actions(facts, *make_date(2026, 5, 21));
  ASSERT_EQ(actions.size(), 20u) << "five names, the first of each document together, the second of each alone";
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const Action action = actions[i];
    EXPECT_EQ(actions.row(i).name, action_name_hash(action.id)) << action.id;
    const auto found = actions.find(action.id);
    ASSERT_TRUE(found) << action.id;
    EXPECT_EQ(found->source, action.source) << "two actions have the id " << action.id;
  }
  EXPECT_FALSE(actions.find("a-write-tests-of-nobody"));
}

TEST(ActionList, TakesTheSameMemoryForAnActionHoweverManyThereAre) {
  constexpr std::size_t kMany = 200'000, kSources = 2;
  model::FactTable table;
  const model::Symbol entity = table.intern("a");
  const model::Symbol predicate = table.intern("action.item");
  const model::Symbol owner = table.intern("cto");
  std::vector<model::Symbol> texts;
  for (std::size_t n = 0; n < kMany; ++n) texts.push_back(table.intern("Do number " + std::to_string(n)));
  for (std::size_t file = 0; file < kSources; ++file) {
    table.begin_document("f" + std::to_string(file) + ".md");
    for (std::size_t n = 0; n < kMany; ++n) {
      model::Fact fact;
      fact.set_text(texts[n]);
      fact.entity = entity, fact.predicate = predicate, fact.subject = entity;
      fact.line = static_cast<std::uint32_t>(n + 1);
      const std::array attributes = {model::NewAttribute::of(model::AttributeKey::done, false),
                                     model::NewAttribute::of(model::AttributeKey::owner, owner)};
      table.add(fact, attributes);
    }
  }
  const model::FactStore facts(std::move(table), {{.id = "a", .name = "A"}});
  const ActionList actions = stated_actions(facts, *make_date(2026, 5, 21));
  ASSERT_EQ(actions.size(), kMany);
  EXPECT_EQ(actions[kMany - 1].sources.size(), kSources);
  // A row and two numbers for the second source; a vector that grows may hold twice of what it needs.
  EXPECT_LE(actions.bytes(), 2 * kMany * (sizeof(ActionRow) + 2 * sizeof(std::uint32_t)));
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
