#include "model/fact_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

namespace qd::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Row {
  const char* entity;
  const char* project;
  const char* predicate;
  std::int64_t dollars;
  std::uint32_t line = 1;
};

void add(FactTable& table, const Row& row, std::span<const NewAttribute> attributes = {}) {
  Fact fact;
  fact.entity = table.intern(row.entity);
  fact.subject = table.intern(row.project);
  fact.predicate = table.intern(row.predicate);
  fact.line = row.line;
  fact.set({.lo = row.dollars * 10'000, .hi = row.dollars * 10'000, .unit = Unit::money, .currency = Currency("USD")});
  table.add(fact, attributes);
}

std::vector<std::int64_t> dollars(const FactStore& store, std::span<const FactIndex> facts) {
  std::vector<std::int64_t> out;
  for (const FactIndex i : facts) out.push_back(store[i].lo / 10'000);
  return out;
}

FactStore small_store() {
  FactTable table;
  table.begin_document("a.md");
  add(table, {"jada", "sails", "money.expense", 1});
  add(table, {"jada", "sails", "money.revenue", 2});
  table.begin_document("b.md");
  add(table, {"quick", "hauls", "money.expense", 3});
  table.begin_document("c.md");
  add(table, {"jada", "events", "money.expense", 4, 1});
  add(table, {"jada", "events", "money.expense", 5, 2});
  return {std::move(table), {{.id = "jada", .name = "JADA"}, {.id = "quick", .name = "Quick"}}};
}

TEST(FactStore, FindsThePortfolioAnEntityAndAProjectByPredicate) {
  const FactStore store = small_store();
  EXPECT_THAT(dollars(store, store.facts("money.expense", {})), ElementsAre(1, 4, 5, 3));
  EXPECT_THAT(dollars(store, store.facts("money.expense", {SubjectKind::entity, "jada"})), ElementsAre(1, 4, 5));
  EXPECT_THAT(dollars(store, store.facts("money.expense", {SubjectKind::project, "events"})), ElementsAre(4, 5));
  EXPECT_THAT(dollars(store, store.facts("money.revenue", {SubjectKind::entity, "jada"})), ElementsAre(2));
}

TEST(FactStore, GivesNothingForWhatNobodySaid) {
  const FactStore store = small_store();
  EXPECT_THAT(store.facts("money.cash", {}), IsEmpty());
  EXPECT_THAT(store.facts("money.expense", {SubjectKind::entity, "nobody"}), IsEmpty());
  EXPECT_THAT(store.facts("money.revenue", {SubjectKind::entity, "quick"}), IsEmpty());
  EXPECT_TRUE(store.knows("quick"));
  EXPECT_FALSE(store.knows("nobody"));
}

TEST(FactStore, NamesFactsSoThatTheyCanBeFoundAgain) {
  const FactStore store = small_store();
  std::set<std::string> ids;
  for (std::uint32_t i = 0; i < store.size(); ++i) {
    const std::string id = store.fact_id(FactIndex{i});
    EXPECT_EQ(id.size(), 14u);
    EXPECT_EQ(store.find_fact(id), FactIndex{i});
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), store.size());
  EXPECT_EQ(store.find_fact("f0000000000000"), std::nullopt);
  EXPECT_EQ(store.find_fact("nonsense"), std::nullopt);
}

TEST(FactStore, AFactKeepsItsNameWhenOtherFilesComeAndGo) {
  FactTable table;
  table.begin_document("new.md");
  add(table, {"jada", "new", "money.cash", 9});
  table.begin_document("a.md");
  add(table, {"jada", "sails", "money.expense", 1});
  const FactStore more{std::move(table), {}};
  EXPECT_EQ(more.fact_id(FactIndex{1}), small_store().fact_id(FactIndex{0}));
}

TEST(FactTable, NumbersTheFactsOfOneLine) {
  FactTable table;
  table.begin_document("a.md");
  add(table, {"jada", "sails", "funnel.stage", 1, 7});
  add(table, {"jada", "sails", "funnel.stage", 2, 7});
  add(table, {"jada", "sails", "funnel.stage", 3, 8});
  add(table, {"jada", "sails", "funnel.stage", 4, 7});
  table.begin_document("b.md");
  add(table, {"jada", "sails", "funnel.stage", 3, 8});
  EXPECT_EQ(table[0].ordinal, 0);
  EXPECT_EQ(table[1].ordinal, 1);
  EXPECT_EQ(table[2].ordinal, 0);
  EXPECT_EQ(table[3].ordinal, 2) << "a table may be read column by column";
  EXPECT_EQ(table[4].ordinal, 0) << "another file, though the line number is the same";
}

TEST(FactTable, AppendedChunksKeepTextAttributesAndPlace) {
  FactTable whole;
  whole.begin_document("a.md");
  add(whole, {"jada", "sails", "money.expense", 1});
  FactTable chunk;
  (void)chunk.intern("shifts every symbol");
  chunk.begin_document("b.md");
  const Quantity monthly{.lo = 12'000'000, .hi = 12'000'000, .unit = Unit::money, .per = Cadence::month};
  const std::array attributes = {NewAttribute::of(AttributeKey::label, chunk.intern("Slip")),
                                 NewAttribute::of(AttributeKey::due, *parse_iso_date("2026-05-20")),
                                 NewAttribute::of(AttributeKey::done, false),
                                 NewAttribute::of(AttributeKey::impact, monthly)};
  add(chunk, {"jada", "events", "action.item", 2}, attributes);
  whole.append(chunk);
  whole.append(chunk);

  ASSERT_EQ(whole.size(), 3u);
  for (const std::size_t i : {1u, 2u}) {
    const Fact& fact = whole[i];
    EXPECT_EQ(whole.text(fact.subject), "events");
    EXPECT_EQ(whole.document(fact.file).path, "b.md");
    EXPECT_EQ(whole.text(whole.attribute(fact, AttributeKey::label)->text()), "Slip");
    EXPECT_EQ(to_string(whole.attribute(fact, AttributeKey::due)->date()), "2026-05-20");
    EXPECT_EQ(whole.attribute(fact, AttributeKey::done)->payload, 0u);
    EXPECT_EQ(whole.quantity(*whole.attribute(fact, AttributeKey::impact)), monthly);
    EXPECT_EQ(whole.attribute(fact, AttributeKey::owner), std::nullopt);
  }
  EXPECT_EQ(whole.documents()[2].first_fact, 2u);
}

TEST(FactTable, ManyRowsKeepTheirOrder) {
  FactTable table;
  table.begin_document("a.md");
  for (std::uint32_t i = 0; i < 20'000; ++i) add(table, {"jada", "sails", "money.expense", i, i + 1});
  for (std::uint32_t i = 0; i < 20'000; i += 777) EXPECT_EQ(table[i].line, i + 1);
}

}  // namespace
}  // namespace qd::model
