#include "report/inventory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/written_facts.hpp"

namespace qd::report {
namespace {

using testing::ElementsAre;

constexpr std::size_t kFunctions = 2;
static_assert(kAssetSorts[kFunctions].kind == "function");

std::vector<std::string> names(const Inventory& inventory, std::string_view entity) {
  std::vector<std::string> out;
  for (const Inventory::Asset& asset : inventory.shelf(entity, kFunctions).assets)
    out.emplace_back(inventory.name(asset));
  return out;
}

TEST(Inventory, ListsEachThingOnceHoweverItIsWritten) {
  const model::FactStore facts = test::written_facts(
      {"a | asset.function | text:Nightly Report", "a | asset.function | text:qdn-track | purpose=job tracking",
       "b | asset.function | text:qdn-track", "a | asset.function | text:nightly-report | purpose=totals"});
  const Inventory inventory(facts);
  EXPECT_THAT(names(inventory, "a"), ElementsAre("Nightly Report", "qdn-track"));
  EXPECT_THAT(names(inventory, "b"), ElementsAre("qdn-track"));
  EXPECT_EQ(inventory.purpose(inventory.shelf("a", kFunctions).assets.front()), "totals");
  EXPECT_TRUE(inventory.shelf("nobody", kFunctions).assets.empty());
}

TEST(Inventory, AThingThatIsOnlyDescribedIsTheOneWithThatPurpose) {
  const model::FactStore facts = test::written_facts(
      {"a | asset.function | text:job tracking", "a | asset.function | text:job tracking for captains",
       "a | asset.function | text:jobs of others", "a | asset.function | text:qdn-track | purpose=Job tracking"});
  EXPECT_THAT(names(Inventory(facts), "a"), ElementsAre("jobs of others", "qdn-track"));
}

TEST(Inventory, KnowsTheWordsThatAreNamesOfResources) {
  const model::FactStore facts =
      test::written_facts({"a | asset.function | text:qdn-track", "a | asset.domain | text:a.example.com",
                           "a | aws.queue | text:jobs-dlq"});
  const Inventory inventory(facts);
  EXPECT_EQ(inventory.aliased_kind("qdn-track"), "function");
  EXPECT_EQ(inventory.aliased_kind("jobs-dlq"), "queue");
  EXPECT_EQ(inventory.aliased_kind("a.example.com"), "");
  EXPECT_EQ(inventory.aliased_kind("never-met"), "");
  EXPECT_EQ(inventory.aliased_kind(""), "");
}

TEST(Inventory, GivesAliasesInTheOrderOfTheFactsToTheFirstOfManyOnly) {
  std::vector<std::string> lines = {"a | asset.function | text:first-one", "b | asset.function | text:second-one"};
  for (int i = 0; i < 1000; ++i) lines.push_back("b | asset.bucket | text:store-" + std::to_string(i));
  const model::FactStore facts = test::written_facts(lines);
  Aliases aliases;
  Inventory(facts).assign_first(aliases);
  EXPECT_EQ(aliases.find("function", "first-one"), "F-1");
  EXPECT_EQ(aliases.find("function", "second-one"), "F-2");
  EXPECT_EQ(aliases.find("bucket", "store-0"), "B-1");
  EXPECT_EQ(aliases.find("bucket", "store-999"), "");
  EXPECT_LT(aliases.entries().size(), 100u);
}

}  // namespace
}  // namespace qd::report
