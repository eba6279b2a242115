#include "transports/smtp/smtp.hpp"

#include <gtest/gtest.h>

namespace qd::transports {
namespace {

using mail::AnswerKind;
using mail::SmtpStage;

/// Answers by the recipient's local part, the last mail first.
class FakeSmtpClient final : public ports::SmtpClient {
 public:
  void start(const ports::SmtpMail& mail) override { started.push_back(mail); }
  std::vector<ports::SmtpDone> wait(std::chrono::milliseconds) override {
    if (waiting() == 0) return {};
    const ports::SmtpMail& mail = started[started.size() - ++answered_];
    contents.emplace_back(mail.content);
    ports::SmtpDone done = answers.at(mail.recipient);
    done.ticket = mail.ticket;
    return {done};
  }
  [[nodiscard]] std::size_t under_way() const override { return waiting(); }

  std::map<std::string, ports::SmtpDone> answers;
  std::vector<ports::SmtpMail> started;
  std::vector<std::string> contents;

 private:
  [[nodiscard]] std::size_t waiting() const { return started.size() - answered_; }
  std::size_t answered_ = 0;
};

ports::Envelope envelope(std::vector<std::string> to, std::vector<std::string> bcc = {}) {
  static const gate::Gate gate({});
  return {.ticket = 9,
          .key = "key",
          .from = "\"Harbor, Reports\" <reports@example.com>",
          .to = std::move(to),
          .bcc = std::move(bcc),
          .message = std::move(*gate.pass("content", gate::Form::file, "test"))};
}

struct Case {
  SmtpStage stage;
  int status;
  std::string text;
  AnswerKind kind;
  std::string code, message_id;
};

TEST(Smtp, EachReaderHasTheAnswerOfHisOwnTransaction) {
  const std::vector<Case> cases = {
      {SmtpStage::data, 250, "2.0.0 Ok: queued as 4F5A11", AnswerKind::accepted, "2.0.0", "4F5A11"},
      {SmtpStage::data, 250, "OK id=1rXYZ-0004-AB", AnswerKind::accepted, "", "1rXYZ-0004-AB"},
      {SmtpStage::data, 250, "Ok 0100018c-1-000000", AnswerKind::accepted, "", "0100018c-1-000000"},
      {SmtpStage::data, 250, "2.0.0 message taken, thank you", AnswerKind::accepted, "2.0.0", ""},
      {SmtpStage::recipient, 550, "5.1.1 no such user", AnswerKind::refused, "5.1.1", ""},
      {SmtpStage::recipient, 550, "5.1 no such user", AnswerKind::refused, "", ""},
      {SmtpStage::recipient, 452, "4.2.2", AnswerKind::put_off, "4.2.2", ""},
      {SmtpStage::sign_in, 535, "5.7.8 no", AnswerKind::misconfigured, "5.7.8", ""},
      {SmtpStage::connect, 0, "no connection", AnswerKind::put_off, "", ""},
      {SmtpStage::data, 0, "the connection broke", AnswerKind::unknown, "", ""},
  };
  FakeSmtpClient client;
  Smtp smtp(client);
  std::vector<std::string> readers;
  for (const Case& c : cases) {
    readers.push_back("reader" + std::to_string(readers.size()) + "@example.com");
    client.answers[readers.back()] = {.stage = c.stage, .status = c.status, .text = c.text};
  }
  smtp.start(envelope({readers.begin(), readers.end() - 2}, {readers.end() - 2, readers.end()}));
  std::vector<ports::Attempted> done;
  while (client.under_way() > 0) {
    EXPECT_TRUE(done.empty()) << "the answers of a message come together";
    done = smtp.wait(std::chrono::seconds(1));
  }
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].ticket, 9U);
  ASSERT_EQ(done[0].answers.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& [recipient, answer] = done[0].answers[i];
    EXPECT_EQ(recipient, readers[i]);
    EXPECT_EQ(answer.kind, cases[i].kind) << cases[i].text;
    EXPECT_EQ(answer.status, cases[i].status);
    EXPECT_EQ(answer.code, cases[i].code) << cases[i].text;
    EXPECT_EQ(answer.text, cases[i].text);
    EXPECT_EQ(answer.message_id, cases[i].message_id) << cases[i].text;
  }
  for (const ports::SmtpMail& mail : client.started) EXPECT_EQ(mail.sender, "reports@example.com");
  for (const std::string& content : client.contents) EXPECT_EQ(content, "content");
}

}  // namespace
}  // namespace qd::transports
