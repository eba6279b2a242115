#include "store/facts_sqlite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "store/sqlite.hpp"
#include "support/small_facts.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

class FactsSqlite : public ::testing::Test {
 protected:
  FactsSqlite() {
    std::string pattern = (fs::temp_directory_path() / "qd-sqlite-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~FactsSqlite() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  /// The first column of each row.
  std::vector<std::string> ask(std::string_view sql) {
    Database database = Database::open(path()).value();
    Statement statement = database.prepare(sql).value();
    std::vector<std::string> out;
    while (statement.step().value()) out.emplace_back(statement.text(0));
    return out;
  }
  [[nodiscard]] fs::path path() const { return folder_ / "facts.db"; }

  fs::path folder_;
};

TEST_F(FactsSqlite, AnswersQuestions) {
  ASSERT_TRUE(write_facts_sqlite(test::small_facts(), path()));
  EXPECT_THAT(ask("SELECT predicate FROM fact_list ORDER BY row"),
              ElementsAre("money.expense", "audience.contacts", "action.item", "client.contract_end",
                          "aws.distribution.waf", "money.cash"));
  EXPECT_THAT(ask("SELECT lo || ' ' || hi || ' ' || label FROM fact_list WHERE line = 12"),
              ElementsAre("7000.0 9000.005 Slip, \"A\" dock"));
  EXPECT_THAT(ask("SELECT hi_units FROM facts WHERE line = 12"), ElementsAre("90000050"));
  EXPECT_THAT(ask("SELECT lo || '/' || ifnull(hi, 'open') || '/' || of FROM fact_list WHERE line = 13"),
              ElementsAre("999.0/open/contact"));
  EXPECT_THAT(ask("SELECT missing || '|' || needs FROM facts WHERE missing IS NOT NULL"),
              ElementsAre("the line says TBD|write `Cash on hand:`"));
  EXPECT_THAT(ask("SELECT key || '=' || coalesce(text, number, lo_units) FROM attributes WHERE fact = 3 ORDER BY key"),
              ElementsAre("done=0", "impact=12000000", "order=3"));
  EXPECT_THAT(ask("SELECT path FROM documents WHERE understood < lines"),
              ElementsAre("agent_handoffs/projects/jada/charters.md", "agent_handoffs/projects/jada/money.md"));
  EXPECT_THAT(ask("SELECT name || alias FROM entities JOIN entity_aliases ON entity = id"),
              ElementsAre("JADAJada Charters"));
  EXPECT_THAT(ask("SELECT lo FROM money_per_month"), ElementsAre("7000.0"));
  EXPECT_THAT(ask("SELECT id FROM facts WHERE row = 1"), ElementsAre(test::small_facts().fact_id(model::FactIndex{0})));
}

TEST_F(FactsSqlite, ReplacesTheFileAsAWholeAndKeepsItPrivate) {
  std::ofstream(path()) << "not a database";
  ASSERT_TRUE(write_facts_sqlite(test::small_facts(), path()));
  ASSERT_TRUE(write_facts_sqlite(test::small_facts(), path()));
  EXPECT_THAT(ask("SELECT count(*) FROM facts"), ElementsAre("6"));
  struct stat status{};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(FactsSqlite, SaysWhereItMayNotWrite) {
  const auto refused = write_facts_sqlite(test::small_facts(), folder_ / "missing" / "facts.db");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, ::testing::HasSubstr("missing/facts.db"));
}

}  // namespace
}  // namespace qd::store
