#include "model/fact_set.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

namespace qd::model {
namespace {

using testing::ElementsAre;

/// Two predicates by turns, the rows of each apart in the table; every fifth fact of `b` is of another entity.
FactStore store(std::uint32_t count) {
  FactTable table;
  table.begin_document("x.md");
  for (std::uint32_t i = 0; i < count; ++i) {
    Fact fact;
    fact.predicate = table.intern(i % 2 == 0 ? "b" : "a");
    fact.entity = table.intern(i % 10 == 0 ? "other" : "jada");
    fact.line = i + 1;
    table.add(fact);
  }
  return {std::move(table), {{.id = "jada"}, {.id = "other"}}};
}

FactSet of(const FactStore& facts, std::string_view predicate, const Subject& subject = {}) {
  return {facts, facts.facts(predicate, subject)};
}

std::vector<FactIndex> listed(const FactSet& set) { return {set.begin(), set.end()}; }

TEST(FactSet, HoldsWhatTheStoreGives) {
  const FactStore facts = store(1000);
  for (const std::string_view predicate : {"a", "b", "c"}) {
    const auto span = facts.facts(predicate, Subject{});
    EXPECT_EQ(listed(of(facts, predicate)), std::vector(span.begin(), span.end()));
    EXPECT_EQ(of(facts, predicate).size(), span.size());
  }
}

TEST(FactSet, JoinsPartsAndTakesThemAway) {
  const FactStore facts = store(1000);
  const FactSet jada = of(facts, "b", {SubjectKind::entity, "jada"});
  const FactSet other = of(facts, "b", {SubjectKind::entity, "other"});
  FactSet both = jada;
  both.unite(other);
  EXPECT_EQ(both, of(facts, "b"));
  EXPECT_EQ(both.size(), 500u);
  both.unite(jada);
  EXPECT_EQ(both.size(), 500u);
  EXPECT_EQ(both.without(jada), other);
  EXPECT_EQ(both.without(jada).size(), 100u);
  EXPECT_TRUE(both.meets(other));
  EXPECT_FALSE(jada.meets(other));
  EXPECT_TRUE(jada.within(both));
  EXPECT_FALSE(both.within(jada));
  EXPECT_TRUE(FactSet().within(jada));
  EXPECT_FALSE(jada.meets(of(facts, "a")));
  const auto begin =
      static_cast<std::uint32_t>(facts.facts("b", {SubjectKind::entity, "other"}).data() - facts.order().data());
  EXPECT_EQ(of(facts, "b").part(begin, begin + 100), other);
  EXPECT_TRUE(both.part(begin, begin).empty());
}

TEST(FactSet, KnowsTheFirstInTheOrderOfFiles) {
  const FactStore facts = store(1000);
  FactSet all = of(facts, "b");
  all.unite(of(facts, "a"));
  EXPECT_THAT(all.first_in_files(3), ElementsAre(FactIndex{0}, FactIndex{1}, FactIndex{2}));
  EXPECT_EQ(all.first_in_files().size(), 1000u);
  EXPECT_TRUE(std::ranges::is_sorted(all.first_in_files()));
  EXPECT_TRUE(all.first_in_files(0).empty());
}

TEST(FactSet, WalksOverRows) {
  const FactStore facts = store(300);
  std::vector<FactIndex> seen;
  of(facts, "a").walk(facts, [&](std::uint32_t place, FactIndex i, const Fact& fact) {
    EXPECT_EQ(facts.order()[place], i);
    EXPECT_EQ(&fact, &facts[i]);
    seen.push_back(i);
  });
  EXPECT_EQ(seen, listed(of(facts, "a")));
}

}  // namespace
}  // namespace qd::model
