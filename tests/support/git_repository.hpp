// A git repository in a temporary folder, made with the git command, for tests.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace qd::test {

/// A folder that is removed at the end; it is no repository until `git("init -q")`.
class GitRepository {
 public:
  GitRepository() {
    std::string pattern = (std::filesystem::temp_directory_path() / "qd-git-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  GitRepository(const GitRepository&) = delete;
  GitRepository& operator=(const GitRepository&) = delete;
  ~GitRepository() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  /// Runs git in the folder, at noon of that day in UTC or at the moment that is given.
  void git(const std::string& arguments, const std::string& when = "2026-01-01") const {
    const std::string moment = when.size() == 10 ? when + "T12:00:00Z" : when;
    const std::string command = "cd " + root_.string() +
                                " && env -i PATH=\"$PATH\" HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_DATE='" +
                                moment + "' GIT_COMMITTER_DATE='" + moment +
                                "' git -c user.name=Tester -c user.email=tester@example.com "
                                "-c commit.gpgsign=false -c init.defaultBranch=main -c protocol.file.allow=always " +
                                arguments + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  void write(const std::string& path, std::string_view content) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }
  /// Everything as it is now.
  void commit(const std::string& when) const {
    git("add -A");
    git("commit -q --allow-empty -m change", when);
  }

 private:
  std::filesystem::path root_;
};

}  // namespace qd::test
