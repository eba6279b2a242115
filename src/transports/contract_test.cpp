// What holds for every transport, each tried against a place of its own that takes the mails: a folder, and servers on
// 127.0.0.1 behind the real clients.
#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "gate/gate.hpp"
#include "mail/mime.hpp"
#include "net/aws_client.hpp"
#include "net/http_client.hpp"
#include "net/smtp_client.hpp"
#include "support/loopback_smtp.hpp"
#include "text/json.hpp"
#include "text/source_text.hpp"
#include "transports/maildir/maildir.hpp"
#include "transports/ses/ses.hpp"
#include "transports/smtp/smtp.hpp"

namespace qd::transports {
namespace {

using mail::AnswerKind;
using ports::Attempted;
using ports::Envelope;

constexpr std::string_view kBad = "bad@example.com";

/// Where the mails of one transport go.
class Destination {
 public:
  virtual ~Destination() = default;
  virtual ports::Transport& transport() = 0;
  /// Every copy that arrived: one for each reader over SMTP, else one for each message.
  virtual std::vector<std::string> arrived() = 0;
  [[nodiscard]] virtual bool one_copy_a_reader() const { return false; }
  /// Whether the readers of the message fail together when one is refused.
  [[nodiscard]] virtual bool fail_together() const { return true; }
  /// Makes a message with this key fail; by default, that kBad is among its readers does.
  virtual void refuse(const std::string& /*key*/) {}
};

std::string file_content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class MaildirFolder final : public Destination {
 public:
  MaildirFolder()
      : folder_(std::filesystem::temp_directory_path() / ("quarterdeck-maildir-" + std::to_string(getpid()))) {}
  ~MaildirFolder() override { std::filesystem::remove_all(folder_); }
  ports::Transport& transport() override { return maildir_; }
  std::vector<std::string> arrived() override {
    std::vector<std::string> contents;
    std::error_code none_yet;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "new", none_yet))
      contents.push_back(file_content(entry.path()));
    return contents;
  }
  void refuse(const std::string& key) override {
    std::filesystem::create_directories(folder_ / "tmp" / ("quarterdeck." + key + "." + std::to_string(getpid())));
  }

 private:
  std::filesystem::path folder_;
  Maildir maildir_{folder_};
};

class MailServer final : public Destination {
 public:
  ports::Transport& transport() override { return smtp_; }
  std::vector<std::string> arrived() override {
    std::vector<std::string> contents;
    for (const test::ReceivedMail& mail : server_.mails()) contents.push_back(mail.content);
    return contents;
  }
  [[nodiscard]] bool one_copy_a_reader() const override { return true; }
  [[nodiscard]] bool fail_together() const override { return false; }

 private:
  test::LoopbackSmtp server_{{.replies = {{"RCPT TO:<bad@", "550 5.1.1 no such user"}}}};
  net::SmtpClient client_{{.host = "127.0.0.1", .port = server_.port(), .security = ports::SmtpSecurity::none}};
  Smtp smtp_{client_};
};

class FixedCredentials final : public aws::CredentialSource {
 public:
  Result<std::shared_ptr<const aws::Credentials>> get(Moment) override {
    return std::make_shared<const aws::Credentials>(aws::Credentials{Secret("id"), Secret("key"), {}, {}, "test"});
  }
  void forget() override {}
};

class FixedClock final : public ports::Clock {
 public:
  Moment now() override { return {1'780'000'000'000}; }
  void sleep_until(Moment) override {}
};

std::string decoded(std::string_view base64) {
  std::string bytes(base64.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(base64.data()), static_cast<int>(base64.size()));
  bytes.resize(static_cast<std::size_t>(size) - static_cast<std::size_t>(std::ranges::count(base64, '=')));
  return bytes;
}

class SesService final : public Destination {
 public:
  ports::Transport& transport() override { return ses_; }
  std::vector<std::string> arrived() override {
    const std::lock_guard lock(mutex_);
    return contents_;
  }

 private:
  void serve(test::Peer& peer) {
    while (const auto request = peer.read_request()) {
      Diagnostics diagnostics;
      const auto body = text::parse_json(text::SourceText(request->body), "request", diagnostics);
      const std::lock_guard lock(mutex_);
      if (!body || request->body.find(kBad) != std::string::npos) {
        peer.answer(400, R"({"message":"Email address is invalid"})", "x-amzn-ErrorType: MessageRejected\r\n");
        continue;
      }
      contents_.push_back(decoded(body->root()["Content"]["Raw"]["Data"].text()));
      peer.answer(200, "{\"MessageId\":\"m-" + std::to_string(contents_.size()) + "\"}");
    }
  }

  std::mutex mutex_;
  std::vector<std::string> contents_;
  test::LoopbackServer server_{[this](test::Peer& peer, int) { serve(peer); }};
  net::HttpClient http_;
  FixedCredentials credentials_;
  FixedClock clock_;
  net::AwsClient api_{http_, credentials_, clock_, "eu-west-1", {{"", server_.url("")}}};
  Ses ses_{api_, "reports"};
};

std::string message_bytes(std::string_view subject, std::size_t size = 100) {
  mail::Message message{.from = {"Reports", "reports@example.com"},
                        .to = {{"", "ceo@example.com"}},
                        .subject = std::string(subject) + " ümläut",
                        .text = ".a dot\n..two\n" + std::string(size, 'x'),
                        .html = "<p>text</p>"};
  return *mail::compose(message);
}

gate::Outgoing passed(std::string bytes, gate::Form form = gate::Form::message) {
  static const gate::Gate gate({});
  return std::move(*gate.pass(std::move(bytes), form, "a message"));
}

Envelope envelope(std::uint64_t ticket, const std::string& bytes, std::vector<std::string> to,
                  std::vector<std::string> bcc = {}) {
  return {.ticket = ticket,
          .key = "key" + std::to_string(ticket),
          .from = "Reports <reports@example.com>",
          .to = std::move(to),
          .bcc = std::move(bcc),
          .message = passed(bytes),
          .tags = {{"report", "ceo"}}};
}

template <class Place>
class TransportContract : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) unsetenv(name);
  }

  std::map<std::uint64_t, Attempted> finish(std::size_t count) {
    std::map<std::uint64_t, Attempted> all;
    while (all.size() < count)
      for (Attempted& attempted : transport().wait(std::chrono::seconds(10)))
        all.emplace(attempted.ticket, std::move(attempted));
    return all;
  }

  ports::Transport& transport() { return place_.transport(); }

  Place place_;
};

using Places = ::testing::Types<MaildirFolder, MailServer, SesService>;
struct PlaceNames {
  template <class Place>
  static std::string GetName(int) {
    if (std::is_same_v<Place, MaildirFolder>) return "Maildir";
    return std::is_same_v<Place, MailServer> ? "Smtp" : "Ses";
  }
};
TYPED_TEST_SUITE(TransportContract, Places, PlaceNames);

TYPED_TEST(TransportContract, WaitingForNothingReturnsAtOnce) {
  EXPECT_TRUE(this->transport().wait(std::chrono::hours(1)).empty());
}

TYPED_TEST(TransportContract, OneAnswerForEachReaderInTheOrderOfTheEnvelope) {
  const std::vector<std::string> readers = {"c@example.com", "a@example.com", "b@example.com", "archive@example.com"};
  this->transport().start(envelope(77, message_bytes("order"), {readers[0], readers[1], readers[2]}, {readers[3]}));
  const Attempted attempted = this->finish(1).at(77);
  ASSERT_EQ(attempted.answers.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(attempted.answers[i].recipient, readers[i]);
    EXPECT_EQ(attempted.answers[i].answer.kind, AnswerKind::accepted) << attempted.answers[i].answer.text;
    EXPECT_FALSE(attempted.answers[i].answer.message_id.empty());
  }
}

TYPED_TEST(TransportContract, TheBytesArriveAsTheyAreAndNameNoHiddenReader) {
  for (const std::size_t size : {1U, 50'000U, 3'000'000U}) {
    const std::string bytes = message_bytes("bytes", size);
    this->transport().start(envelope(size, bytes, {"to@example.com"}, {"archive@example.com"}));
    ASSERT_EQ(this->finish(1).at(size).answers.at(1).answer.kind, AnswerKind::accepted);
    const std::vector<std::string> arrived = this->place_.arrived();
    EXPECT_EQ(std::ranges::count(arrived, bytes), this->place_.one_copy_a_reader() ? 2 : 1) << size;
    EXPECT_EQ(bytes.find("archive@"), std::string::npos);
  }
}

TYPED_TEST(TransportContract, ManyAtOnceAreAllAnswered) {
  std::set<std::string> sent;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const std::string bytes = message_bytes("number " + std::to_string(i));
    sent.insert(bytes);
    this->transport().start(envelope(i, bytes, {"to@example.com"}));
  }
  for (const auto& [ticket, attempted] : this->finish(60))
    EXPECT_EQ(attempted.answers.at(0).answer.kind, AnswerKind::accepted) << attempted.answers.at(0).answer.text;
  const std::vector<std::string> arrived = this->place_.arrived();
  EXPECT_EQ(arrived.size(), 60U);
  EXPECT_EQ(std::set(arrived.begin(), arrived.end()), sent);
  EXPECT_TRUE(this->transport().wait(std::chrono::hours(1)).empty());
}

TYPED_TEST(TransportContract, WhatFailsDoesNotDisturbTheOthers) {
  for (std::uint64_t i = 0; i < 12; ++i) {
    const bool bad = i % 4 == 1;
    if (bad) this->place_.refuse("key" + std::to_string(i));
    std::vector<std::string> to = {"good@example.com"};
    if (bad) to.emplace_back(kBad);
    this->transport().start(envelope(i, message_bytes("some fail"), std::move(to)));
  }
  for (const auto& [ticket, attempted] : this->finish(12)) {
    const mail::Answer& good = attempted.answers.at(0).answer;
    if (ticket % 4 != 1) {
      EXPECT_EQ(good.kind, AnswerKind::accepted) << good.text;
      continue;
    }
    const mail::Answer& bad = attempted.answers.at(1).answer;
    EXPECT_TRUE(bad.kind == AnswerKind::refused || bad.kind == AnswerKind::misconfigured);
    EXPECT_FALSE(bad.text.empty());
    EXPECT_EQ(bad.text.find('\n'), std::string::npos);
    EXPECT_EQ(good.kind, this->place_.fail_together() ? bad.kind : AnswerKind::accepted);
  }
}

TYPED_TEST(TransportContract, WhereRepeatsAreHarmlessTheyLeaveOneMail) {
  if (!this->transport().repeats_harmlessly()) {
    // The others would send twice, and must say so.
    EXPECT_FALSE(this->transport().repeats_harmlessly());
    return;
  }
  const std::string bytes = message_bytes("repeat");
  for (int i = 0; i < 2; ++i) {
    this->transport().start(envelope(5, bytes, {"to@example.com"}));
    EXPECT_EQ(this->finish(1).at(5).answers.at(0).answer.kind, AnswerKind::accepted);
  }
  EXPECT_EQ(this->place_.arrived(), std::vector<std::string>{bytes});
}

TYPED_TEST(TransportContract, AsManyReadersAsItSaysGoInOneEnvelope) {
  const std::size_t most = std::min<std::size_t>(this->transport().most_recipients(), 300);
  std::vector<std::string> to;
  for (std::size_t i = 0; i < most; ++i) to.push_back("reader" + std::to_string(i) + "@example.com");
  this->transport().start(envelope(1, message_bytes("many"), to));
  const Attempted attempted = this->finish(1).at(1);
  ASSERT_EQ(attempted.answers.size(), most);
  for (std::size_t i = 0; i < most; ++i) {
    EXPECT_EQ(attempted.answers[i].recipient, to[i]);
    EXPECT_EQ(attempted.answers[i].answer.kind, AnswerKind::accepted);
  }
}

}  // namespace
}  // namespace qd::transports
