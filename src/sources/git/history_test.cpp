#include "sources/git/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/git_repository.hpp"

namespace qd::sources {
namespace {

namespace fs = std::filesystem;

class GitHistory : public ::testing::Test, protected test::GitRepository {
 protected:
  History history(const fs::path& below, std::vector<std::string> paths) {
    return read_history(root() / below, paths).value().value();
  }
  static std::string day(const History& history, const std::string& path) {
    return to_string(history.commits.at(history.files.at(path).commit).when).substr(0, 10);
  }
};

TEST_F(GitHistory, IsNothingOutsideARepositoryAndBeforeTheFirstCommit) {
  write("a.md", "x");
  EXPECT_EQ(read_history(root(), std::vector<std::string>{"a.md"}).value(), std::nullopt);
  git("init -q");
  EXPECT_EQ(read_history(root(), std::vector<std::string>{"a.md"}).value(), std::nullopt);
}

TEST_F(GitHistory, GivesTheLastCommitThatChangedEachFile) {
  git("init -q");
  write("ws/docs/a.md", "1");
  write("ws/docs/b.md", "1");
  write("other/c.md", "1");
  commit("2026-01-05");
  write("ws/docs/a.md", "2");
  commit("2026-02-05");
  write("other/c.md", "2");
  commit("2026-03-05");
  write("ws/docs/new.md", "not committed");

  const History found = history("ws", {"docs/a.md", "docs/b.md", "docs/new.md", "other/c.md"});
  EXPECT_EQ(found.files.size(), 2u);
  EXPECT_EQ(day(found, "docs/a.md"), "2026-02-05");
  EXPECT_EQ(day(found, "docs/b.md"), "2026-01-05");
  EXPECT_EQ(found.head.size(), 40u);
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.files.at("docs/a.md").blob[0], 0xd8);  // git hash-object of "2"
}

TEST_F(GitHistory, AMergeBringsOnlyWhatNoParentHad) {
  git("init -q");
  write("a.md", "1");
  write("b.md", "1");
  commit("2026-01-05");
  git("checkout -q -b side");
  write("a.md", "2");
  commit("2026-02-05");
  git("checkout -q main");
  write("b.md", "2");
  commit("2026-03-05");
  git("merge -q --no-edit side", "2026-04-05");
  const History found = history("", {"a.md", "b.md"});
  EXPECT_EQ(day(found, "a.md"), "2026-02-05");
  EXPECT_EQ(day(found, "b.md"), "2026-03-05");
}

TEST_F(GitHistory, OfAShallowCloneCountsWhatIsOlderAsBroughtByItsOldestCommit) {
  git("init -q");
  write("a.md", "1");
  commit("2026-01-05");
  write("b.md", "1");
  commit("2026-02-05");
  write("b.md", "2");
  commit("2026-03-05");
  git("clone -q --depth 2 file://" + root().string() + " clone");
  const History found = history("clone", {"a.md", "b.md"});
  EXPECT_EQ(day(found, "a.md"), "2026-02-05");
  EXPECT_EQ(day(found, "b.md"), "2026-03-05");
}

TEST_F(GitHistory, FindsTheNewestOfTwoCommitsThatBroughtTheSame) {
  git("init -q");
  for (const auto& [content, when] : {std::pair("1", "2026-01-05"), {"2", "2026-02-05"}, {"1", "2026-03-05"}}) {
    write("a.md", content);
    commit(when);
  }
  EXPECT_EQ(day(history("", {"a.md"}), "a.md"), "2026-03-05");
}

}  // namespace
}  // namespace qd::sources
