#include "sources/git/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace qd::sources {
namespace {

namespace fs = std::filesystem;

class GitHistory : public ::testing::Test {
 protected:
  GitHistory() {
    std::string pattern = (fs::temp_directory_path() / "qd-git-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~GitHistory() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  void git(const std::string& arguments, const std::string& day = "2026-01-01") {
    const std::string command = "cd " + root_.string() +
                                " && env -i PATH=\"$PATH\" HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_DATE='" +
                                day + "T12:00:00Z' GIT_COMMITTER_DATE='" + day +
                                "T12:00:00Z' git -c user.name=Tester -c user.email=tester@example.com "
                                "-c commit.gpgsign=false -c init.defaultBranch=main " +
                                arguments + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  void write(const std::string& path, std::string_view content) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << content;
  }
  void commit(const std::string& day) {
    git("add -A");
    git("commit -q -m change", day);
  }
  History history(const fs::path& below, std::vector<std::string> paths) {
    return read_history(root_ / below, paths).value().value();
  }
  static std::string day(const History& history, const std::string& path) {
    return to_string(history.commits.at(history.files.at(path).commit).when).substr(0, 10);
  }

  fs::path root_;
};

TEST_F(GitHistory, IsNothingOutsideARepositoryAndBeforeTheFirstCommit) {
  write("a.md", "x");
  EXPECT_EQ(read_history(root_, std::vector<std::string>{"a.md"}).value(), std::nullopt);
  git("init -q");
  EXPECT_EQ(read_history(root_, std::vector<std::string>{"a.md"}).value(), std::nullopt);
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

}  // namespace
}  // namespace qd::sources
