#include "sources/git/past_states.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/git_repository.hpp"

namespace qd::sources {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PastStatesTest : public ::testing::Test, protected test::GitRepository {
 protected:
  PastStates read(const std::vector<std::string>& days, const fs::path& below = "") {
    std::vector<Instant> moments;
    for (const std::string& day : days) moments.push_back(*parse_instant(day + "T23:59:59Z"));
    return PastStates::read(root() / below, moments).value().value();
  }
  std::string content(const PastStates& past, std::size_t state, std::size_t file = 0) {
    return past.bytes(past.states()[state]->files.at(file).blob).value();
  }
  static std::vector<std::string> listed(const PastState& state) {
    std::vector<std::string> out;
    for (const PastFile& file : state.files)
      out.push_back(file.file.path + (file.file.target.empty() ? "" : " -> " + file.file.target));
    return out;
  }
  static std::string day(const PastState& state, std::size_t file) {
    return to_string(state.files.at(file).committed).substr(0, 10);
  }

  static constexpr const char* kOne = "agent_handoffs/projects/one.md";
};

TEST_F(PastStatesTest, AreNoneOutsideARepositoryAndBeforeTheFirstCommit) {
  const Instant moment{0};
  EXPECT_FALSE(PastStates::read(root(), std::span(&moment, 1)).value());
  git("init -q");
  EXPECT_FALSE(PastStates::read(root(), std::span(&moment, 1)).value());
  git("init -q --bare bare.git");
  EXPECT_FALSE(PastStates::read(root() / "bare.git", std::span(&moment, 1)).value());
}

TEST_F(PastStatesTest, ShowTheNewestCommitOfTheDayOrEarlier) {
  git("init -q");
  write(kOne, "first");
  commit("2026-01-05");
  write(kOne, "second");
  commit("2026-01-10T10:00:00Z");
  write(kOne, "third");
  commit("2026-01-10T23:59:59Z");
  write(kOne, "not committed");
  const PastStates past = read({"2026-01-04", "2026-01-05", "2026-01-09", "2026-01-10", "2026-05-01"});
  ASSERT_EQ(past.states().size(), 5u);
  EXPECT_EQ(past.states()[0], nullptr);
  EXPECT_EQ(content(past, 1), "first");
  EXPECT_EQ(past.states()[1], past.states()[2]);
  EXPECT_EQ(content(past, 3), "third");
  EXPECT_EQ(past.states()[3], past.states()[4]);
  EXPECT_EQ(past.states()[1]->commit.size(), 40u);
  EXPECT_FALSE(past.cut_off());
}

TEST_F(PastStatesTest, FollowFirstParentsOnly) {
  git("init -q");
  write(kOne, "main");
  commit("2026-01-05");
  git("checkout -q -b side");
  write(kOne, "side");
  commit("2026-01-06");
  git("checkout -q main");
  write("other.txt", "x");
  commit("2026-01-07");
  git("merge -q --no-edit side", "2026-01-20");
  const PastStates past = read({"2026-01-06", "2026-01-10", "2026-01-20"});
  EXPECT_EQ(content(past, 0), "main");
  EXPECT_EQ(content(past, 1), "main");
  EXPECT_EQ(content(past, 2), "side");
  EXPECT_EQ(day(*past.states()[2], 0), "2026-01-06");
}

TEST_F(PastStatesTest, ListWhatACheckoutWouldGiveToRead) {
  git("init -q");
  for (const char* path :
       {"agent_handoffs/projects/a/b.md", "agent_handoffs/projects/c.markdown", "agent_handoffs/projects/.hidden/x.md",
        "agent_handoffs/projects/picture.png", "agent_handoffs/other.md", "books/2026/q1.csv", "books/readme.md",
        "inventory/aws.json", "inventory/deep/aws.json", "definitions/kpis.toml", "quarterdeck.toml"})
    write(path, "x");
  commit("2026-01-05");
  EXPECT_THAT(listed(*read({"2026-02-01"}).states()[0]),
              ElementsAre("agent_handoffs/projects/a/b.md", "agent_handoffs/projects/c.markdown", "books/2026/q1.csv",
                          "inventory/aws.json"));
}

TEST_F(PastStatesTest, FollowLinksInsideTheWorkspaceOnlyAndReadEachFileOnce) {
  git("init -q");
  write("deck/agent_handoffs/projects/a.md", "a");
  write("deck/notes/n.md", "n");
  write("deck/more/m.md", "m");
  write("outside.md", "secret");
  const fs::path projects = root() / "deck/agent_handoffs/projects";
  fs::create_symlink("a.md", projects / "again.md");
  fs::create_symlink("../../notes/n.md", projects / "link.md");
  fs::create_symlink("link.md", projects / "link-to-link.md");
  fs::create_symlink("../../../outside.md", projects / "out.md");
  fs::create_symlink("/etc/passwd", projects / "absolute.md");
  fs::create_symlink("loop.md", projects / "loop.md");
  fs::create_symlink("nowhere.md", projects / "broken.md");
  fs::create_directory_symlink("..", projects / "up");
  fs::create_directory_symlink("../../more", projects / "folder");
  commit("2026-01-05");
  const PastStates past = read({"2026-02-01"}, "deck");
  EXPECT_THAT(listed(*past.states()[0]),
              ElementsAre("agent_handoffs/projects/a.md", "agent_handoffs/projects/folder/m.md -> more/m.md",
                          "agent_handoffs/projects/link-to-link.md -> notes/n.md"));
  EXPECT_EQ(day(*past.states()[0], 1), "2026-01-05");
}

TEST_F(PastStatesTest, AreNoneWhereTheCommitHoldsNoHandoffs) {
  git("init -q");
  write("deck/readme.md", "x");
  commit("2026-01-05");
  write("deck/agent_handoffs/projects/a.md", "a");
  commit("2026-01-06");
  const PastStates past = read({"2026-01-05", "2026-01-06"}, "deck");
  EXPECT_EQ(past.states()[0], nullptr);
  EXPECT_THAT(listed(*past.states()[1]), ElementsAre("agent_handoffs/projects/a.md"));
}

TEST_F(PastStatesTest, PassOverSubmodules) {
  git("init -q inner");
  git("-C inner commit -q --allow-empty -m first", "2026-01-01");
  git("init -q outer");
  write("outer/agent_handoffs/projects/a.md", "a");
  git("-C outer submodule add -q ../inner agent_handoffs/projects/inner");
  git("-C outer add -A");
  git("-C outer commit -q -m first", "2026-01-05");
  EXPECT_THAT(listed(*read({"2026-01-05"}, "outer").states()[0]), ElementsAre("agent_handoffs/projects/a.md"));
}

TEST_F(PastStatesTest, KnowWhoBroughtEachVersion) {
  git("init -q");
  write(kOne, "1");
  write("agent_handoffs/projects/two.md", "1");
  commit("2026-01-05");
  write(kOne, "2");
  commit("2026-01-12");
  write(kOne, "1");
  commit("2026-01-15");
  git("mv agent_handoffs/projects/two.md agent_handoffs/projects/zwei.md");
  commit("2026-01-22");
  const PastStates past = read({"2026-01-06", "2026-01-13", "2026-01-20", "2026-01-27"});
  EXPECT_EQ(day(*past.states()[0], 0), "2026-01-05");
  EXPECT_EQ(day(*past.states()[1], 0), "2026-01-12");
  EXPECT_EQ(day(*past.states()[2], 0), "2026-01-15");
  EXPECT_EQ(day(*past.states()[2], 1), "2026-01-05");
  EXPECT_EQ(day(*past.states()[3], 0), "2026-01-15");
  EXPECT_EQ(day(*past.states()[3], 1), "2026-01-22");
}

TEST_F(PastStatesTest, OfAShallowCloneBeginWhereItBegins) {
  git("init -q");
  for (const char* when : {"2026-01-05", "2026-01-12", "2026-01-19"}) {
    write(kOne, when);
    commit(when);
  }
  git("clone -q --depth 2 file://" + root().string() + " clone");
  const PastStates past = read({"2026-01-06", "2026-01-13", "2026-01-20"}, "clone");
  EXPECT_TRUE(past.cut_off());
  EXPECT_EQ(past.states()[0], nullptr);
  EXPECT_EQ(content(past, 1), "2026-01-12");
  EXPECT_EQ(content(past, 2), "2026-01-19");
}

TEST_F(PastStatesTest, ReadLinkedWorktreesAndRefuseFormatsThatTheLibraryDoesNotKnow) {
  git("init -q repository");
  write("repository/agent_handoffs/projects/a.md", "a");
  git("-C repository add -A");
  git("-C repository commit -q -m first", "2026-01-05");
  git("-C repository worktree add -q ../linked");
  EXPECT_THAT(listed(*read({"2026-01-05"}, "linked").states()[0]), ElementsAre("agent_handoffs/projects/a.md"));

  git("init -q --object-format=sha256 other");
  const Instant moment{0};
  const auto other = PastStates::read(root() / "other", std::span(&moment, 1));
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().what, ::testing::HasSubstr("SHA-256"));
}

}  // namespace
}  // namespace qd::sources
