#include "store/run_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "store/alias_file.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Archive : public ::testing::Test {
 protected:
  Archive() {
    std::string pattern = (fs::temp_directory_path() / "qd-archive-XXXXXX").string();
    workspace_ = mkdtemp(pattern.data());
  }
  ~Archive() override {
    std::error_code ignored;
    fs::remove_all(workspace_, ignored);
  }

  std::vector<RunFile> files(const std::string& content) {
    std::vector<RunFile> out;
    out.push_back({"ceo.html", gate_.pass("<p>" + content + "</p>", gate::Form::file, "ceo.html").value()});
    out.push_back({"assessment.json", gate_.pass("{}", gate::Form::file, "assessment.json").value()});
    return out;
  }
  static Instant at(std::string_view text) { return parse_instant(text).value(); }
  static RunManifest manifest(std::string_view as_of) {
    RunManifest out{
        .as_of = at(as_of), .today = {20'000}, .portfolio = "Harbor", .head = {}, .variant = {}, .predecessor = {}};
    out.inputs.push_back({.path = "agent_handoffs/projects/a.md",
                          .size = 3,
                          .commit = "abc",
                          .as_of = Date{20'000},
                          .as_of_source = "commit"});
    return out;
  }
  std::string add(std::string_view as_of, const std::string& content = "x") {
    return RunArchive(workspace_).add(manifest(as_of), files(content), gate_).value().name;
  }
  std::string read(const fs::path& path) {
    std::ifstream stream(workspace_ / path);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  [[nodiscard]] mode_t mode(const fs::path& path) const {
    struct stat status{};
    EXPECT_EQ(stat((workspace_ / path).c_str(), &status), 0) << path;
    return status.st_mode & 0777;
  }
  [[nodiscard]] std::vector<std::string> names(const fs::path& folder) const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(workspace_ / folder)) out.push_back(entry.path().filename());
    std::ranges::sort(out);
    return out;
  }

  fs::path workspace_;
  gate::Gate gate_{{}};
};

TEST_F(Archive, WritesAWholeRunThatOnlyItsOwnerReads) {
  const std::string name = add("2026-05-21T23:59:59Z");
  EXPECT_THAT(name, ::testing::MatchesRegex("20260521T235959Z-[0-9a-f]{12}"));
  const fs::path run = fs::path(".quarterdeck/runs") / name;
  EXPECT_THAT(names(run), ElementsAre("assessment.json", "ceo.html", "manifest.json"));
  EXPECT_EQ(read(run / "ceo.html"), "<p>x</p>");
  EXPECT_EQ(mode(run), 0700u);
  EXPECT_EQ(mode(run / "ceo.html"), 0600u);
  EXPECT_EQ(mode(".quarterdeck"), 0700u);
  EXPECT_EQ(fs::read_symlink(workspace_ / ".quarterdeck/latest"), fs::path("runs") / name);
  EXPECT_EQ(read(run / "manifest.json"),
            "{\"format\":\"quarterdeck-run/1\",\"as_of\":\"2026-05-21T23:59:59Z\",\"today\":\"2024-10-04\","
            "\"portfolio\":\"Harbor\",\"commit\":null,\"variant\":\"full\",\"predecessor\":null,\"outputs\":[\n"
            "{\"file\":\"ceo.html\",\"size\":8,\"sha256\":"
            "\"31d8e07ec305ac4e2515d1f0b1c8c603b3858044eb7d97807d6d0970838cb0be\"}\n"
            ",{\"file\":\"assessment.json\",\"size\":2,\"sha256\":"
            "\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}],\"inputs\":[\n"
            "{\"file\":\"agent_handoffs/projects/a.md\",\"size\":3,\"sha256\":\"" +
                std::string(64, '0') +
                "\",\"commit\":\"abc\",\"as_of\":\"2024-10-04\",\"as_of_source\":\"commit\"}]}\n");
}

TEST_F(Archive, GivesTheSameRunTheSameFolder) {
  const std::string first = add("2026-05-21T23:59:59Z");
  EXPECT_EQ(add("2026-05-21T23:59:59Z"), first);
  EXPECT_NE(add("2026-05-21T23:59:59Z", "other"), first);
  EXPECT_NE(add("2026-05-22T23:59:59Z"), first);
  EXPECT_EQ(names(".quarterdeck/runs").size(), 3u);
}

TEST_F(Archive, FindsTheNewestRunWithAnEarlierAsOf) {
  RunArchive archive(workspace_);
  EXPECT_EQ(archive.predecessor(at("2026-06-01T00:00:00Z")).value(), std::nullopt);
  const std::string may = add("2026-05-01T00:00:00Z");
  add("2026-05-21T00:00:00Z", "first");
  const std::string second = add("2026-05-21T00:00:00Z", "second");
  add("2026-01-01T00:00:00Z");
  EXPECT_EQ(archive.predecessor(at("2026-05-21T00:00:00Z")).value()->name, may);
  EXPECT_EQ(archive.predecessor(at("2026-06-01T00:00:00Z")).value()->name, second);
  EXPECT_EQ(archive.predecessor(at("2026-01-01T00:00:00Z")).value(), std::nullopt);
  EXPECT_EQ(archive.read(*archive.predecessor(at("2026-06-01T00:00:00Z")).value(), "ceo.html").value(),
            "<p>second</p>");
  EXPECT_FALSE(archive.read({may, {}}, "gone.html"));
}

TEST_F(Archive, IgnoresWhatIsNoRun) {
  fs::create_directories(workspace_ / ".quarterdeck/runs/.20260521T235959Z-abc.1-1.tmp");
  fs::create_directories(workspace_ / ".quarterdeck/runs/20260521T235959Z-without-manifest");
  fs::create_directories(workspace_ / ".quarterdeck/runs/notes");
  EXPECT_THAT(RunArchive(workspace_).list().value(), IsEmpty());
}

TEST_F(Archive, LeavesNothingBehindWhenTheGateRefuses) {
  const Secret secret("sk_live_51H8abcdefghij");
  const gate::KnownSecret known{"STRIPE_SECRET_KEY", &secret};
  const gate::Gate strict(std::span(&known, 1));
  RunManifest leaking = manifest("2026-05-21T23:59:59Z");
  leaking.portfolio = "sk_live_51H8abcdefghij";
  const auto refused = RunArchive(workspace_).add(leaking, files("x"), strict);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_FALSE(fs::exists(workspace_ / ".quarterdeck/latest"));
  EXPECT_FALSE(fs::exists(workspace_ / ".quarterdeck/runs"));
}

TEST_F(Archive, SaysWhereItCannotWrite) {
  std::ofstream(workspace_ / ".quarterdeck") << "a file in the way";
  const auto refused = RunArchive(workspace_).add(manifest("2026-05-21T23:59:59Z"), files("x"), gate_);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr(".quarterdeck"));
}

TEST_F(Archive, WritesFlatBesideWhatIsThere) {
  fs::create_directories(workspace_ / "out");
  std::ofstream(workspace_ / "out/mine.txt") << "mine";
  std::ofstream(workspace_ / "out/ceo.html") << "old";
  ASSERT_TRUE(write_flat(workspace_ / "out", files("new")));
  EXPECT_THAT(names("out"), ElementsAre("assessment.json", "ceo.html", "mine.txt"));
  EXPECT_EQ(read("out/ceo.html"), "<p>new</p>");
  EXPECT_EQ(read("out/mine.txt"), "mine");
}

TEST_F(Archive, KeepsAliases) {
  EXPECT_THAT(read_aliases(workspace_).value(), IsEmpty());
  const AliasEntries entries = {{"function/nightly \"report\"", "F-1"}, {"bucket/web", "B-1"}};
  ASSERT_TRUE(write_aliases(workspace_, entries, gate_));
  EXPECT_EQ(read_aliases(workspace_).value(), entries);
  std::ofstream(workspace_ / ".quarterdeck/aliases.json") << "{\"a\": 1}";
  ASSERT_FALSE(read_aliases(workspace_));
  std::ofstream(workspace_ / ".quarterdeck/aliases.json") << "{";
  EXPECT_THAT(read_aliases(workspace_).error().what, HasSubstr("aliases.json"));
}

}  // namespace
}  // namespace qd::store
