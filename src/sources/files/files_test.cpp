#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sources/files/discovery.hpp"
#include "sources/files/file_reader.hpp"

namespace qd::sources {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Files : public ::testing::Test {
 protected:
  Files() {
    std::string pattern = (fs::temp_directory_path() / "qd-files-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    fs::create_directories(root_ / "agent_handoffs/projects");
  }
  ~Files() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  void write(const std::string& path, std::string_view content = "x\n") {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << content;
  }

  std::vector<std::string> paths() {
    found_ = discover(root_).value();
    std::vector<std::string> out;
    for (const FoundFile& file : found_.files) out.push_back(file.path);
    return out;
  }
  std::vector<std::string> complaints() {
    std::vector<std::string> out;
    for (const Diagnostic& one : found_.diagnostics) out.push_back(std::string(one.code) + " " + one.file);
    return out;
  }

  fs::path root_;
  Discovery found_;
};

TEST_F(Files, FindsEachKindInItsPlaceSortedByPath) {
  for (const char* path :
       {"agent_handoffs/projects/b/two.md", "agent_handoffs/projects/a.MD", "agent_handoffs/projects/b/deep/x.markdown",
        "agent_handoffs/notes.md", "agent_handoffs/projects/b/data.txt", "agent_handoffs/projects/.git/x.md",
        "agent_handoffs/projects/.hidden.md", "books/2026/may.csv", "inventory/aws.json", "inventory/old/aws.json",
        "definitions/kpis.toml", "roles/ceo.md", "repos.env", "quarterdeck.toml", "README.md"})
    write(path);
  EXPECT_THAT(paths(), ElementsAre("agent_handoffs/projects/a.MD", "agent_handoffs/projects/b/deep/x.markdown",
                                   "agent_handoffs/projects/b/two.md", "books/2026/may.csv", "definitions/kpis.toml",
                                   "inventory/aws.json", "quarterdeck.toml", "repos.env", "roles/ceo.md"));
  EXPECT_THAT(complaints(), IsEmpty());
  EXPECT_TRUE(found_.has_handoffs_folder);
  EXPECT_EQ(found_.files[3].role, FileRole::books);
  EXPECT_EQ(found_.files[8].role, FileRole::role_template);
}

TEST_F(Files, SaysWhenThereIsNoFolderOfHandoffs) {
  fs::remove_all(root_ / "agent_handoffs");
  EXPECT_THAT(paths(), IsEmpty());
  EXPECT_FALSE(found_.has_handoffs_folder);
  const auto nowhere = discover(root_ / "nowhere");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::not_found);
}

TEST_F(Files, FollowsLinksInsideTheWorkspaceOnly) {
  write("archive/kept.txt");
  write("archive/folder/one.md");
  fs::create_symlink("../../archive/kept.txt", root_ / "agent_handoffs/projects/kept.md");
  fs::create_directory_symlink("../../archive/folder", root_ / "agent_handoffs/projects/linked");
  fs::create_symlink("/etc/hostname", root_ / "agent_handoffs/projects/outside.md");
  fs::create_directory_symlink("/etc", root_ / "agent_handoffs/projects/outside");
  EXPECT_THAT(paths(), ElementsAre("agent_handoffs/projects/kept.md", "agent_handoffs/projects/linked/one.md"));
  EXPECT_EQ(found_.files[0].real(), "archive/kept.txt");
  EXPECT_THAT(complaints(), ElementsAre("link-outside agent_handoffs/projects/outside",
                                        "link-outside agent_handoffs/projects/outside.md"));
}

TEST_F(Files, SurvivesLinksThatLoopOrLeadNowhere) {
  write("agent_handoffs/projects/a/one.md");
  fs::create_directory_symlink("..", root_ / "agent_handoffs/projects/a/up");
  fs::create_directory_symlink("../../..", root_ / "agent_handoffs/projects/a/top");
  fs::create_symlink("self.md", root_ / "agent_handoffs/projects/self.md");
  fs::create_symlink("gone.md", root_ / "agent_handoffs/projects/broken.md");
  EXPECT_THAT(paths(), ElementsAre("agent_handoffs/projects/a/one.md"));
  EXPECT_THAT(
      complaints(),
      ElementsAre("link-loop agent_handoffs/projects/a/top", "link-loop agent_handoffs/projects/a/up",
                  "link-broken agent_handoffs/projects/broken.md", "link-loop agent_handoffs/projects/self.md"));
}

TEST_F(Files, ReadsEachRealFileOnce) {
  write("agent_handoffs/projects/z.md");
  fs::create_symlink("z.md", root_ / "agent_handoffs/projects/a.md");
  fs::create_hard_link(root_ / "agent_handoffs/projects/z.md", root_ / "agent_handoffs/projects/hard.md");
  EXPECT_THAT(paths(), ElementsAre("agent_handoffs/projects/hard.md"));
  EXPECT_THAT(complaints(), UnorderedElementsAre("file-read-once agent_handoffs/projects/a.md",
                                                 "file-read-once agent_handoffs/projects/z.md"));
}

TEST_F(Files, ReportsWhatIsNoRegularFile) {
  ASSERT_EQ(mkfifo((root_ / "agent_handoffs/projects/pipe.md").c_str(), 0600), 0);
  const int handle = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = (root_ / "agent_handoffs/projects/socket.md").string();
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  close(handle);
  fs::create_directories(root_ / "quarterdeck.toml");
  EXPECT_THAT(paths(), IsEmpty());
  EXPECT_THAT(complaints(),
              ElementsAre("file-not-regular agent_handoffs/projects/pipe.md",
                          "file-not-regular agent_handoffs/projects/socket.md", "file-not-regular quarterdeck.toml"));
  EXPECT_THAT(found_.diagnostics[0].message, HasSubstr("a named pipe"));
}

TEST_F(Files, ReportsFoldersThatCannotBeListed) {
  write("agent_handoffs/projects/closed/x.md");
  fs::permissions(root_, static_cast<fs::perms>(0755));
  fs::permissions(root_ / "agent_handoffs/projects/closed", fs::perms::none);
  const uid_t me = geteuid();
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(seteuid(me == 0 ? kNobody : me), 0);  // root may list every folder
  const auto found = discover(root_);
  ASSERT_EQ(seteuid(me), 0);
  ASSERT_TRUE(found);
  found_ = *found;
  EXPECT_THAT(found_.files, IsEmpty());
  EXPECT_THAT(complaints(), ElementsAre("folder-unreadable agent_handoffs/projects/closed"));
  fs::permissions(root_ / "agent_handoffs/projects/closed", fs::perms::owner_all);
}

TEST_F(Files, ReaderGivesBytesOfOneFileAfterAnother) {
  write("a", "first");
  write("b", std::string(300'000, 'b'));
  write("empty", "");
  FileReader reader = FileReader::open(root_).value();
  EXPECT_EQ(reader.read("a")->bytes, "first");
  EXPECT_EQ(reader.read("b")->bytes, std::string(300'000, 'b'));
  EXPECT_EQ(reader.read("empty")->bytes, "");
  EXPECT_EQ(reader.read("a")->bytes, "first");
  EXPECT_GT(reader.read("a")->modified.seconds, 1'600'000'000);
}

TEST_F(Files, ReaderRefusesWhatItMustNotRead) {
  FileReader reader = FileReader::open(root_).value();
  write("target");
  fs::create_symlink("target", root_ / "link");
  ASSERT_EQ(mkfifo((root_ / "pipe").c_str(), 0600), 0);
  write("huge", "");
  fs::resize_file(root_ / "huge", kLargestFile + 1);
  write("largest", "");
  fs::resize_file(root_ / "largest", kLargestFile);
  EXPECT_FALSE(reader.read("link"));
  EXPECT_EQ(reader.read("gone").error().kind, ErrorKind::not_found);
  EXPECT_THAT(reader.read("pipe").error().what, HasSubstr("not a regular file"));
  EXPECT_THAT(reader.read("huge").error().what, HasSubstr("larger than 64 MB"));
  EXPECT_EQ(reader.read("largest")->bytes.size(), kLargestFile);
  EXPECT_THAT(reader.read(".").error().what, HasSubstr("not a regular file"));
}

}  // namespace
}  // namespace qd::sources
