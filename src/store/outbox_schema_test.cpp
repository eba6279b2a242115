#include "store/outbox_schema.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using test::content_for;
using test::kNow;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LedgerFile : public test::Ledger {
 protected:
  [[nodiscard]] fs::path folder() const { return workspace() / ".quarterdeck"; }
  [[nodiscard]] Result<Outbox> try_open(bool read_only = false) const { return Outbox::open(workspace(), read_only); }
  [[nodiscard]] Error error_of_opening() const {
    const auto outbox = try_open();
    EXPECT_FALSE(outbox.has_value());
    return outbox ? Error{} : outbox.error();
  }
  void write(const fs::path& path, std::string_view bytes) const {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
  }
  [[nodiscard]] static std::string read(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  void freeze_a_mail() const { write(folder() / "mail" / (std::string(64, 'a') + ".eml"), "x"); }
  void fill(std::size_t readers) {
    Outbox outbox = open();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < readers; ++i) names.push_back(fmt::format("reader-{}@example.com", i));
    const PlannedContent content = content_for(names);
    ASSERT_TRUE(outbox.plan({&content, 1}, kNow).has_value());
  }
  static constexpr std::array<const char*, 2> kSteps{"CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT",
                                                     "ALTER TABLE one ADD COLUMN name TEXT"};
};

TEST_F(LedgerFile, IsDurableOwnedAndOnlyForItsOwner) {
  fill(1);
  Database database = Database::open(file(), Database::Mode::read).value();
  EXPECT_EQ(database.text("PRAGMA journal_mode").value(), "wal");
  EXPECT_EQ(database.number("PRAGMA user_version").value(), 1);
  Database writing = open_ledger(folder(), false).value();
  EXPECT_EQ(writing.number("PRAGMA synchronous").value(), 2);
  EXPECT_EQ(writing.number("PRAGMA foreign_keys").value(), 1);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status{};
    ASSERT_EQ(stat((file().string() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << suffix;
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder()))
    EXPECT_TRUE(entry.path().filename().string().starts_with("quarterdeck.db")) << entry.path();
}

TEST_F(LedgerFile, ReadingNeverMakesOne) {
  EXPECT_EQ(try_open(true).error().kind, ErrorKind::not_found);
  EXPECT_FALSE(fs::exists(folder()));
}

TEST_F(LedgerFile, OneThatIsOpenForReadingSeesWhatIsWrittenAndWritesNothing) {
  fill(2);
  Outbox reading = try_open(true).value();
  EXPECT_THAT(reading.deliveries({}).value(), SizeIs(2));
  EXPECT_EQ(reading.set_note("a", "b", kNow).error().kind, ErrorKind::denied);
  EXPECT_TRUE(open().set_note("a", "b", kNow).has_value());
  EXPECT_EQ(reading.note("a")->value().value, "b");
}

TEST_F(LedgerFile, AnOlderFileIsBroughtUpToDateAndKept) {
  ASSERT_TRUE(open_ledger(folder(), false, std::span(kSteps).first(1))->run("INSERT INTO one VALUES (7)").has_value());
  EXPECT_EQ(open_ledger(folder(), true, kSteps).error().kind, ErrorKind::invalid) << "reading changes nothing";
  Database present = open_ledger(folder(), false, kSteps).value();
  EXPECT_EQ(present.number("PRAGMA user_version").value(), 2);
  EXPECT_EQ(present.number("SELECT count(*) FROM one WHERE id = 7 AND name IS NULL").value(), 1);
  Database kept = Database::open(file().string() + ".v1", Database::Mode::read).value();
  EXPECT_EQ(kept.number("PRAGMA user_version").value(), 1);
  EXPECT_EQ(kept.number("SELECT id FROM one").value(), 7);
  struct stat status{};
  ASSERT_EQ(stat((file().string() + ".v1").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(LedgerFile, AStepThatFailsLeavesTheOlderFile) {
  ASSERT_TRUE(open_ledger(folder(), false, std::span(kSteps).first(1)).has_value());
  const std::array<const char*, 2> wrong{kSteps[0],
                                         "ALTER TABLE one ADD COLUMN name TEXT; INSERT INTO nowhere VALUES (1)"};
  EXPECT_FALSE(open_ledger(folder(), false, wrong).has_value());
  Database still = Database::open(file()).value();
  EXPECT_EQ(still.number("PRAGMA user_version").value(), 1);
  EXPECT_EQ(still.number("SELECT count(*) FROM pragma_table_info('one')").value(), 1);
}

TEST_F(LedgerFile, AnEmptyDatabaseOfVersionZeroIsFilled) {
  fs::create_directories(folder());
  ASSERT_TRUE(Database::open(file())->run("PRAGMA user_version = 0; VACUUM").has_value());
  fill(1);
  EXPECT_THAT(open().deliveries({}).value(), SizeIs(1));
}

TEST_F(LedgerFile, OneOfANewerProgramIsLeftAlone) {
  fill(1);
  ASSERT_TRUE(Database::open(file())->run("PRAGMA user_version = 2").has_value());
  const Error error = error_of_opening();
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_THAT(error.what, HasSubstr("newer"));
}

TEST_F(LedgerFile, AnotherProgramsDatabaseIsLeftAlone) {
  fs::create_directories(folder());
  ASSERT_TRUE(Database::open(file())->run("CREATE TABLE bookmarks (url TEXT)").has_value());
  const std::string before = read(file());
  EXPECT_THAT(error_of_opening().what, HasSubstr("another program"));
  EXPECT_TRUE(read(file()) == before);
}

TEST_F(LedgerFile, ADamagedOneIsNamedAndNothingTakesItsPlace) {
  fill(200);
  const std::string whole = read(file());
  ASSERT_GT(whole.size(), 20'000u);
  struct Damage {
    const char* how;
    std::function<std::string(std::string)> does;
  };
  const std::vector<Damage> damages{
      {"garbage",
       [](std::string) {
         return std::string("this is no database at all, although it is long enough to be one") +
                std::string(5000, '?');
       }},
      {"header", [](std::string bytes) { return bytes.replace(0, 16, "Nonsense format 9"); }},
      {"middle", [](std::string bytes) { return bytes.replace(bytes.size() / 2, 4096, 4096, '\x5A'); }},
      {"cut", [](std::string bytes) { return bytes.substr(0, bytes.size() / 3); }},
      {"schema", [](std::string bytes) { return bytes.replace(100, 3000, 3000, '\xFF'); }},
      {"empty", [](std::string) { return std::string(); }}};
  freeze_a_mail();
  for (const Damage& damage : damages) {
    const std::string bytes = damage.does(whole);
    for (const char* suffix : {"-wal", "-shm"}) fs::remove(file().string() + suffix);
    write(file(), bytes);
    const Error error = error_of_opening();
    EXPECT_EQ(error.kind, ErrorKind::invalid) << damage.how << ": " << error.what;
    EXPECT_THAT(error.what, AllOf(HasSubstr("quarterdeck.db"), HasSubstr("--adopt"))) << damage.how;
    EXPECT_TRUE(read(file()) == bytes) << damage.how;
    EXPECT_EQ(try_open(true).error().kind, ErrorKind::invalid) << damage.how;
  }
}

TEST_F(LedgerFile, AValueThatNoQuarterdeckWritesIsDamage) {
  fill(1);
  ASSERT_TRUE(Database::open(file())
                  ->run("PRAGMA ignore_check_constraints = ON; UPDATE contents SET period = 'soon'")
                  .has_value());
  const auto rows = open().deliveries({});
  ASSERT_FALSE(rows.has_value());
  EXPECT_EQ(rows.error().kind, ErrorKind::invalid);
}

TEST_F(LedgerFile, ALogWithoutItsDatabaseIsDamage) {
  write(file().string() + "-wal", std::string(4000, 'x'));
  EXPECT_EQ(error_of_opening().kind, ErrorKind::invalid);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(LedgerFile, BelongsToTheFolderThatClaimedIt) {
  Outbox outbox = open();
  const std::string here = this_instance(workspace());
  ASSERT_TRUE(outbox.claim(here, false).has_value());
  ASSERT_TRUE(outbox.claim(here, false).has_value());
  const auto refused = outbox.claim("elsewhere", false);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().what, HasSubstr("--adopt"));
  ASSERT_TRUE(outbox.claim("elsewhere", true).has_value());
  EXPECT_FALSE(outbox.claim(here, false).has_value());
}

TEST_F(LedgerFile, AMovedFolderIsTheSameInstanceAndACopiedOrRestoredOneIsNot) {
  static_cast<void>(open());
  const std::string before = this_instance(workspace());
  const fs::path moved = workspace().string() + "-moved";
  fs::rename(folder(), workspace() / "kept");
  fs::create_directory(moved);
  fs::rename(workspace() / "kept", moved / ".quarterdeck");
  EXPECT_EQ(this_instance(moved), before);

  fs::copy(moved / ".quarterdeck", folder(), fs::copy_options::recursive);
  EXPECT_NE(this_instance(workspace()), before);
  fs::remove_all(moved / ".quarterdeck");
  fs::copy(folder(), moved / ".quarterdeck", fs::copy_options::recursive);
  EXPECT_NE(this_instance(moved), before) << "even if the folder was given the old number";
  fs::remove_all(moved);
}

TEST_F(LedgerFile, TheEnvironmentMayNameTheInstance) {
  setenv("QUARTERDECK_INSTANCE", "the-one", 1);
  EXPECT_EQ(this_instance(workspace()), "the-one");
  unsetenv("QUARTERDECK_INSTANCE");
  EXPECT_NE(this_instance(workspace()), "the-one");
}

TEST_F(LedgerFile, ANewOneInThePlaceOfALostOneWantsToBeAdopted) {
  freeze_a_mail();
  Outbox outbox = open();
  const auto refused = outbox.claim(this_instance(workspace()), false);
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().what, AllOf(HasSubstr("before"), HasSubstr("--adopt")));
  EXPECT_TRUE(outbox.claim(this_instance(workspace()), true).has_value());
  EXPECT_TRUE(outbox.claim(this_instance(workspace()), false).has_value());
}

TEST_F(LedgerFile, KeepsNotesAndTheSuppressionList) {
  Outbox outbox = open();
  EXPECT_EQ(outbox.note("account").value(), std::nullopt);
  ASSERT_TRUE(outbox.set_note("account", "{}", kNow).has_value());
  ASSERT_TRUE(outbox.set_note("account", "{1}", kNow + std::chrono::seconds(1)).has_value());
  EXPECT_EQ(outbox.note("account")->value().value, "{1}");
  EXPECT_EQ(outbox.note("account")->value().at, kNow + std::chrono::seconds(1));

  ASSERT_TRUE(outbox.suppress({"Reader@Example.com", "BOUNCE", kNow}).has_value());
  ASSERT_TRUE(outbox.suppress({"reader@example.com", "COMPLAINT", kNow}).has_value());
  ASSERT_THAT(outbox.suppressions().value(), SizeIs(1));
  EXPECT_EQ(outbox.suppressions()->front().reason, "COMPLAINT");
  const std::vector<Outbox::Suppression> all{{"b@example.com", "BOUNCE", kNow}, {"a@example.com", "BOUNCE", kNow}};
  ASSERT_TRUE(outbox.replace_suppressions(all).has_value());
  EXPECT_EQ(outbox.suppressions()->front().address, "a@example.com");
  EXPECT_TRUE(outbox.replace_suppressions({}).has_value());
  EXPECT_THAT(outbox.suppressions().value(), IsEmpty());
}

TEST_F(LedgerFile, FindsByNumberAndByTheBeginningOfAKey) {
  fill(3);
  Outbox outbox = open();
  const Delivery second = outbox.find("2").value();
  EXPECT_EQ(second.id, 2);
  EXPECT_EQ(outbox.find(second.key)->id, 2);
  EXPECT_EQ(outbox.find(second.key.substr(0, 12))->id, 2);
  EXPECT_EQ(outbox.find(second.key.substr(0, 5)).error().kind, ErrorKind::not_found);
  for (const char* unknown : {"", "99", "zzzzzzzz", "-1", "' OR 1", "123456789012345678901234"})
    EXPECT_EQ(outbox.find(unknown).error().kind, ErrorKind::not_found) << unknown;
}

TEST_F(LedgerFile, FiltersAndGivesTheNewestPeriodFirst) {
  Outbox outbox = open();
  std::vector<PlannedContent> contents;
  for (const int week : {0, 1, 2}) {
    for (const char* report : {"cfo", "ceo"}) {
      PlannedContent one = content_for({"a@example.com", "B@example.com"});
      one.report = report;
      one.period = one.period + 7 * week;
      one.run = fmt::format("run-{}", week);
      contents.push_back(one);
    }
  }
  ASSERT_TRUE(outbox.plan(contents, kNow).has_value());
  const auto all = outbox.deliveries({}).value();
  ASSERT_THAT(all, SizeIs(12));
  EXPECT_EQ(all[0].report, "ceo");
  EXPECT_EQ(all[0].period, contents[4].period);
  EXPECT_EQ(all[11].report, "cfo");
  EXPECT_EQ(all[11].period, contents[0].period);
  EXPECT_THAT(outbox.deliveries({.most = 5}).value(), SizeIs(5));
  EXPECT_THAT(outbox.deliveries({.report = "ceo"}).value(), SizeIs(6));
  EXPECT_THAT(outbox.deliveries({.report = "ceo", .period = contents[0].period}).value(), SizeIs(2));
  EXPECT_THAT(outbox.deliveries({.recipient = "b@EXAMPLE.com"}).value(), SizeIs(6));
  EXPECT_THAT(outbox.deliveries({.run = "run-1", .states = {mail::State::planned}}).value(), SizeIs(4));
  EXPECT_THAT(outbox.deliveries({.states = {mail::State::sending, mail::State::delivered}}).value(), IsEmpty());
  EXPECT_THAT(outbox.deliveries({.space = KeySpace::maildir}).value(), IsEmpty());
  EXPECT_THAT(outbox.deliveries({.message = all[3].message}).value(), SizeIs(2));
  EXPECT_TRUE(outbox.check().has_value());
}

}  // namespace
}  // namespace qd::store
