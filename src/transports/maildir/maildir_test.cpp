#include "transports/maildir/maildir.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace qd::transports {
namespace {

using mail::AnswerKind;
namespace fs = std::filesystem;

const gate::Gate kGate({});

class MaildirTest : public ::testing::Test {
 protected:
  ~MaildirTest() override { fs::remove_all(root_); }

  ports::Attempted deliver(Maildir& maildir, std::string key, std::string bytes = "Subject: a\r\n\r\nb\r\n") {
    maildir.start({.ticket = 3,
                   .key = std::move(key),
                   .from = "reports@example.com",
                   .to = {"to@example.com"},
                   .bcc = {"archive@example.com"},
                   .message = std::move(*kGate.pass(std::move(bytes), gate::Form::file, "test"))});
    return maildir.wait({}).at(0);
  }

  std::vector<std::string> names(std::string_view sub) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(root_ / "a" / "mail" / sub))
      found.push_back(entry.path().filename());
    return found;
  }

  fs::path root_ = fs::temp_directory_path() / ("quarterdeck-maildir-test-" + std::to_string(getpid()));
  fs::path folder_ = root_ / "a" / "mail";
};

TEST_F(MaildirTest, FoldersAreMadePrivateAndAMessageIsAFileWithItsBytes) {
  Maildir maildir(folder_ / "");
  const ports::Attempted attempted = deliver(maildir, "abc123", "Subject: \0\r\n\r\n.\r\n");
  EXPECT_EQ(attempted.ticket, 3U);
  EXPECT_EQ(attempted.answers.at(1).recipient, "archive@example.com");
  EXPECT_EQ(names("new"), std::vector<std::string>{"quarterdeck.abc123"});
  EXPECT_TRUE(names("tmp").empty());
  EXPECT_TRUE(names("cur").empty());
  struct stat status{};
  ASSERT_EQ(stat(folder_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat((folder_ / "new" / "quarterdeck.abc123").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(MaildirTest, WhatAReaderHasSeenIsNotDeliveredAgain) {
  {
    Maildir maildir(folder_);
    deliver(maildir, "abc123");
  }
  fs::rename(folder_ / "new" / "quarterdeck.abc123", folder_ / "cur" / "quarterdeck.abc123:2,RS");
  Maildir maildir(folder_);
  EXPECT_EQ(deliver(maildir, "abc123").answers.at(0).answer.kind, AnswerKind::accepted);
  EXPECT_TRUE(names("new").empty());
  EXPECT_EQ(deliver(maildir, "abc1234").answers.at(0).answer.kind, AnswerKind::accepted);
  EXPECT_EQ(names("new"), std::vector<std::string>{"quarterdeck.abc1234"});
}

TEST_F(MaildirTest, HalfAFileOfAnAttemptThatDiedIsReplaced) {
  Maildir maildir(folder_);
  deliver(maildir, "first");
  std::ofstream(folder_ / "tmp" / ("quarterdeck.abc123." + std::to_string(getpid())))
      << "half of something longer than it";
  deliver(maildir, "abc123", "whole\r\n");
  std::ifstream file(folder_ / "new" / "quarterdeck.abc123");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "whole\r\n");
}

TEST_F(MaildirTest, AFolderThatCannotBeSaysSo) {
  fs::create_directories(root_);
  std::ofstream(root_ / "a") << "a file";
  Maildir maildir(folder_);
  const mail::Answer answer = deliver(maildir, "abc123").answers.at(0).answer;
  EXPECT_EQ(answer.kind, AnswerKind::misconfigured);
  EXPECT_EQ(answer.text, "cannot create the folder " + (folder_ / "cur").string() + ": Not a directory");
}

TEST_F(MaildirTest, AFileThatCannotBeWrittenToItsEndLeavesNothingAndMayBeTriedAgain) {
  Maildir maildir(folder_);
  deliver(maildir, "first");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{.rlim_cur = 1000, .rlim_max = before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const mail::Answer refused = deliver(maildir, "abc123", std::string(2000, 'x')).answers.at(0).answer;
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(refused.kind, AnswerKind::put_off);
  EXPECT_EQ(refused.text, "cannot write " + (folder_ / "new" / "quarterdeck.abc123").string() + ": File too large");
  EXPECT_EQ(names("new"), std::vector<std::string>{"quarterdeck.first"});
  EXPECT_TRUE(names("tmp").empty());
  EXPECT_EQ(deliver(maildir, "abc123", std::string(2000, 'x')).answers.at(0).answer.kind, AnswerKind::accepted);
}

TEST_F(MaildirTest, AKeyThatIsNoFileNameIsABrokenPromise) {
  Maildir maildir(folder_);
  EXPECT_DEATH(deliver(maildir, "../abc"), "can be a file name");
}

}  // namespace
}  // namespace qd::transports
