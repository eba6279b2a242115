#include "app/reading.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/reading_manifest.hpp"
#include "render/facts_output.hpp"
#include "store/digest.hpp"

namespace qd::app {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ingest::Vocabulary vocabulary() {
  std::ifstream stream(QD_SOURCE_DIR "/definitions/vocabulary.toml");
  const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const ingest::Vocabulary::Text text{"definitions/vocabulary.toml", bytes};
  Diagnostics diagnostics;
  ingest::Vocabulary out = ingest::Vocabulary::load(std::span(&text, 1), diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  return out;
}

class ReadingTest : public ::testing::Test {
 protected:
  ReadingTest() {
    std::string pattern = (fs::temp_directory_path() / "qd-reading-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    fs::create_directories(root_ / "agent_handoffs/projects");
  }
  ~ReadingTest() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  void write(const std::string& path, std::string_view content) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }
  Reading read(unsigned threads = 1) {
    workspace_ = open_workspace(root_, {}).value();
    return read_workspace(*workspace_, vocabulary_, {.threads = threads, .progress = {}});
  }
  static std::string facts(const Reading& reading) {
    std::string out;
    render::write_facts_json(reading.facts, {}, [&out](std::string_view piece) { out += piece; });
    return out;
  }
  static std::vector<std::string> problems(const Reading& reading) {
    std::vector<std::string> out;
    for (const Diagnostic& one : reading.diagnostics) out.push_back(fmt::format("{} {}", one.code, one.file));
    return out;
  }
  void git(const std::string& arguments) {
    const std::string command = fmt::format(
        "cd {} && env -i PATH=\"$PATH\" HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 "
        "GIT_AUTHOR_DATE=2026-02-03T12:00:00Z GIT_COMMITTER_DATE=2026-02-03T12:00:00Z git -c user.name=T "
        "-c user.email=t@example.com {} >/dev/null 2>&1",
        root_.string(), arguments);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  fs::path root_;
  ingest::Vocabulary vocabulary_ = vocabulary();
  std::optional<Workspace> workspace_;
};

TEST_F(ReadingTest, IsTheSameForAnyNumberOfThreads) {
  write("quarterdeck.toml", "[[entity]]\nid = \"jada\"\nname = \"JADA\"\n");
  for (int i = 0; i < 1200; ++i) {
    write(fmt::format("agent_handoffs/projects/jada/{:04}.md", i),
          fmt::format("---\nentity: jada\nas_of: 2026-05-{:02}\n---\n# Project {}\n\n## Financials\n- **Insurance:** "
                      "${}.50/month\n- **Word {}:** ${}/month\n",
                      1 + i % 28, i, i, i * 7919 % 1000, i + 1));
  }
  const std::string once = facts(read(1));
  EXPECT_THAT(once, HasSubstr("\"lo\":\"1199.5\""));
  EXPECT_EQ(facts(read(4)), once);
  EXPECT_EQ(facts(read(7)), once);
}

TEST_F(ReadingTest, ReportsProgressUpToTheEnd) {
  for (int i = 0; i < 600; ++i) write(fmt::format("agent_handoffs/projects/{}.md", i), "x");
  workspace_ = open_workspace(root_, {}).value();
  std::size_t last = 0;
  const Reading reading =
      read_workspace(*workspace_, vocabulary_, {.threads = 3, .progress = [&](std::size_t done, std::size_t of) {
                                                  EXPECT_GT(done, last);
                                                  EXPECT_EQ(of, 600u);
                                                  last = done;
                                                }});
  EXPECT_EQ(last, 600u);
  EXPECT_EQ(reading.inputs.size(), 600u);
}

TEST_F(ReadingTest, SurvivesHostileFiles) {
  write("agent_handoffs/projects/a.md", "## Financials\n- **Insurance:** $10/month\n");
  write("agent_handoffs/projects/binary.md", std::string("\0\1\2\3", 4));
  write("agent_handoffs/projects/empty.md", "");
  write("agent_handoffs/projects/brackets.md", std::string(200'000, '['));
  write("agent_handoffs/projects/quotes.md", std::string(100'000, '>'));
  ASSERT_EQ(mkfifo((root_ / "agent_handoffs/projects/pipe.md").c_str(), 0600), 0);
  fs::create_directory_symlink("..", root_ / "agent_handoffs/projects/loop");
  write("agent_handoffs/projects/huge.md", "");
  fs::resize_file(root_ / "agent_handoffs/projects/huge.md", (std::size_t{64} << 20) + 1);
  const Reading reading = read(2);
  EXPECT_THAT(facts(reading), HasSubstr("\"money.expense\""));
  EXPECT_THAT(problems(reading), Contains("file-not-regular agent_handoffs/projects/pipe.md"));
  EXPECT_THAT(problems(reading), Contains("link-loop agent_handoffs/projects/loop"));
  EXPECT_THAT(problems(reading), Contains("file-unreadable agent_handoffs/projects/huge.md"));
  EXPECT_THAT(problems(reading), Contains(HasSubstr("agent_handoffs/projects/binary.md")));
}

TEST_F(ReadingTest, ReadsInventoriesForTheEntitiesThatDocumentsName) {
  write("agent_handoffs/projects/a.md", "---\nentity: jada\n---\n# A\n");
  write("inventory/aws.json",
        "{\"format\": \"quarterdeck-aws-inventory/1\", \"collected_at\": \"2026-05-18T06:00:00Z\",\n"
        "\"functions\": [{\"name\": \"f\", \"entity\": \"jada\"}]}\n");
  const Reading reading = read();
  const auto functions = reading.facts.facts("aws.function", {model::SubjectKind::entity, "jada"});
  ASSERT_EQ(functions.size(), 1u);
  EXPECT_EQ(reading.facts[functions[0]].line, 2u);
}

TEST_F(ReadingTest, FingerprintsEveryInput) {
  write("agent_handoffs/projects/a.md", "---\nas_of: 2026-05-01\n---\n# A\n");
  write("repos.env", "AWS_REGION=us-west-2\n");
  write("quarterdeck.toml", "[portfolio]\nname = \"Harbor\"\n");
  const Reading reading = read();
  const auto inputs = run_inputs(reading);
  ASSERT_EQ(inputs.size(), 3u);
  EXPECT_EQ(inputs[0].path, "agent_handoffs/projects/a.md");
  EXPECT_EQ(to_string(*inputs[0].as_of), "2026-05-01");
  EXPECT_EQ(inputs[0].as_of_source, "document");
  EXPECT_EQ(inputs[2].path, "repos.env");
  EXPECT_EQ(store::hex(inputs[2].sha256), store::hex(store::Digester().sha256("AWS_REGION=us-west-2\n")));
  EXPECT_FALSE(inputs[2].as_of);
  EXPECT_EQ(reading.head, "");
}

TEST_F(ReadingTest, DatesADocumentByItsLastCommitUnlessItChangedSince) {
  write("agent_handoffs/projects/clean.md", "# Clean\n\n## Financials\n- **Insurance:** $10/month\n");
  write("agent_handoffs/projects/dirty.md", "# Dirty\n");
  git("init -q");
  git("add -A");
  git("commit -q -m first");
  write("agent_handoffs/projects/dirty.md", "# Dirty, and changed\n");
  const Reading reading = read();
  const auto documents = reading.facts.documents();
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0].as_of_source, model::AsOfSource::commit);
  EXPECT_EQ(to_string(documents[0].as_of), "2026-02-03");
  EXPECT_EQ(documents[1].as_of_source, model::AsOfSource::modified);
  EXPECT_EQ(reading.head.size(), 40u);
  EXPECT_EQ(reading.inputs[0].commit, reading.head);
  EXPECT_EQ(reading.inputs[1].commit, "");
}

TEST_F(ReadingTest, SaysWhatToDoWhenTheFolderIsNoWorkspace) {
  fs::remove_all(root_ / "agent_handoffs");
  const auto workspace = open_workspace(root_, {});
  ASSERT_FALSE(workspace);
  EXPECT_EQ(workspace.error().kind, ErrorKind::not_found);
  EXPECT_THAT(workspace.error().what, HasSubstr("quarterdeck init"));
}

}  // namespace
}  // namespace qd::app
