#include "net/smtp_client.hpp"

#include <map>

#include "support/loopback_smtp.hpp"

namespace qd::net {
namespace {

using mail::SmtpStage;
using ports::SmtpDone;
using ports::SmtpMail;
using ports::SmtpSecurity;
using ports::SmtpServer;
using test::Certificate;
using test::LoopbackSmtp;
using test::Peer;
using test::ReceivedMail;
using test::SmtpRules;
using namespace std::chrono_literals;

constexpr std::string_view kContent = "Subject: test\r\n\r\n.a dot\r\n..two\r\nlast\r\n";

SmtpServer server_of(const LoopbackSmtp& smtp, SmtpSecurity security = SmtpSecurity::none) {
  return {.host = "127.0.0.1", .port = smtp.port(), .security = security, .hello = "reports.example.com"};
}

SmtpMail mail_to(std::string recipient, std::uint64_t ticket = 1, std::string_view content = kContent) {
  return {.ticket = ticket, .sender = "from@example.com", .recipient = std::move(recipient), .content = content};
}

std::vector<SmtpDone> finish(SmtpClient& client) {
  std::vector<SmtpDone> all;
  while (client.under_way() > 0)
    for (SmtpDone& done : client.wait(1s)) all.push_back(std::move(done));
  return all;
}

SmtpDone send(SmtpClient& client, const SmtpMail& mail) {
  client.start(mail);
  return finish(client).at(0);
}

class SmtpClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"all_proxy", "ALL_PROXY", "smtp_proxy"}) unsetenv(name);
    folder_ = std::filesystem::temp_directory_path() / ("quarterdeck-smtp-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(SmtpClientTest, AMailArrivesWithItsEnvelopeAndItsBytes) {
  LoopbackSmtp smtp;
  SmtpClient client(server_of(smtp));
  const SmtpDone done = send(client, mail_to("to@example.com", 7));
  EXPECT_EQ(done.ticket, 7U);
  EXPECT_EQ(done.stage, SmtpStage::data);
  EXPECT_EQ(done.status, 250);
  EXPECT_EQ(done.text, "2.0.0 OK id=1");
  ASSERT_EQ(smtp.mails().size(), 1U);
  const ReceivedMail mail = smtp.mails().front();
  EXPECT_EQ(mail.sender, "<from@example.com>");
  EXPECT_EQ(mail.recipient, "<to@example.com>");
  EXPECT_EQ(mail.content, kContent);
  EXPECT_EQ(smtp.lines().front(), "EHLO reports.example.com");
}

TEST_F(SmtpClientTest, ContentsOfEveryShapeKeepTheirBytes) {
  LoopbackSmtp smtp;
  SmtpClient client(server_of(smtp));
  std::string large;
  while (large.size() < 3'000'000) large += ".line that begins with a dot\r\n.\r\n\r\nplain\r\n";
  const std::vector<std::string> contents = {".\r\n",
                                             "\r\n.\r\n.\r\n",
                                             "..\r\n",
                                             "a: b\r\n\r\nümläut \x80\xff\r\n",
                                             "a: b\r\n\r\n" + std::string(998, 'x') + "\r\n",
                                             large};
  for (const std::string& content : contents) {
    ASSERT_EQ(send(client, mail_to("to@example.com", 1, content)).status, 250);
    EXPECT_EQ(smtp.mails().back().content, content);
  }
}

TEST_F(SmtpClientTest, ConnectionsAreKeptAndNeverMoreThanAllowed) {
  LoopbackSmtp smtp;
  SmtpServer server = server_of(smtp);
  server.connections = 3;
  SmtpClient client(std::move(server));
  for (std::uint64_t i = 0; i < 50; ++i) client.start(mail_to("to@example.com", i));
  std::map<std::uint64_t, int> tickets;
  for (const SmtpDone& done : finish(client)) {
    EXPECT_EQ(done.status, 250);
    ++tickets[done.ticket];
  }
  EXPECT_EQ(tickets.size(), 50U);
  EXPECT_EQ(smtp.mails().size(), 50U);
  EXPECT_LE(smtp.connections(), 3);
}

TEST_F(SmtpClientTest, ARefusedRecipientDoesNotDisturbTheOthers) {
  LoopbackSmtp smtp({.replies = {{"RCPT TO:<bad@", "550-5.1.1 no such user\r\n550 5.1.1 ask the postmaster"}}});
  SmtpClient client(server_of(smtp));
  for (std::uint64_t i = 0; i < 10; ++i) client.start(mail_to(i % 3 == 1 ? "bad@example.com" : "good@example.com", i));
  for (const SmtpDone& done : finish(client)) {
    if (done.ticket % 3 != 1) {
      EXPECT_EQ(done.status, 250);
      continue;
    }
    EXPECT_EQ(done.stage, SmtpStage::recipient);
    EXPECT_EQ(done.status, 550);
    EXPECT_EQ(done.text, "5.1.1 no such user 5.1.1 ask the postmaster");
  }
  EXPECT_EQ(smtp.mails().size(), 7U);
}

struct Refusal {
  std::string name, command, reply;
  SmtpStage stage;
  int status;
};

class Refused : public SmtpClientTest, public ::testing::WithParamInterface<Refusal> {};

TEST_P(Refused, ByTheReplyAndItsPlace) {
  SmtpRules rules{.auth = "PLAIN LOGIN", .replies = {{GetParam().command, GetParam().reply}}};
  if (GetParam().command.empty()) rules = {.greeting = GetParam().reply};
  LoopbackSmtp smtp(std::move(rules));
  SmtpServer server = server_of(smtp);
  server.user = GetParam().command.empty() ? "" : "user@example.com";
  server.password = Secret("pass");
  SmtpClient client(std::move(server));
  const SmtpDone done = send(client, mail_to("to@example.com"));
  EXPECT_EQ(done.stage, GetParam().stage);
  EXPECT_EQ(done.status, GetParam().status);
  EXPECT_EQ(done.text, GetParam().reply.substr(4));
  EXPECT_TRUE(smtp.mails().empty());
}

INSTANTIATE_TEST_SUITE_P(, Refused,
                         ::testing::Values(Refusal{"Greeting", "", "554 no service", SmtpStage::connect, 554},
                                           Refusal{"Busy", "", "421 too many connections", SmtpStage::connect, 421},
                                           Refusal{"Password", "AUTH", "535 5.7.8 wrong", SmtpStage::sign_in, 535},
                                           Refusal{"Sender", "MAIL", "530 sign in first", SmtpStage::sender, 530},
                                           Refusal{"SenderLater", "MAIL", "451 later", SmtpStage::sender, 451},
                                           Refusal{"Recipient", "RCPT", "452 4.2.2 full", SmtpStage::recipient, 452},
                                           Refusal{"Data", "DATA", "451 4.3.0 not now", SmtpStage::data, 451},
                                           Refusal{"EndOfData", ".", "554 5.6.0 content", SmtpStage::data, 554},
                                           Refusal{"EndOfDataLater", ".", "451 4.3.0 not now", SmtpStage::data, 451},
                                           Refusal{"EndOfDataOver", ".", "421 4.7.0 bye", SmtpStage::data, 421}),
                         [](const auto& refusal) { return refusal.param.name; });

TEST_F(SmtpClientTest, A421BetweenMailsOnlyMeansANewConnection) {
  LoopbackSmtp smtp({.mails_each = 2});
  SmtpServer server = server_of(smtp);
  server.connections = 1;
  SmtpClient client(std::move(server));
  for (std::uint64_t i = 0; i < 7; ++i) EXPECT_EQ(send(client, mail_to("to@example.com", i)).status, 250);
  EXPECT_EQ(smtp.mails().size(), 7U);
  EXPECT_EQ(smtp.connections(), 4);
}

TEST_F(SmtpClientTest, AConnectionLostBeforeTheContentIsCertainlyNoMail) {
  for (const std::string command : {"EHLO", "MAIL", "RCPT", "DATA"}) {
    LoopbackSmtp smtp({.accidents = {{command, [](Peer& peer) { peer.reset(); }}}});
    SmtpClient client(server_of(smtp));
    const SmtpDone done = send(client, mail_to("to@example.com"));
    EXPECT_EQ(done.status, 0) << command;
    EXPECT_NE(done.stage, SmtpStage::data) << command;
    EXPECT_FALSE(done.text.empty());
  }
}

TEST_F(SmtpClientTest, AConnectionLostAfterTheContentIsInDoubtAndTheMailGoesOnce) {
  for (const bool reset : {false, true}) {
    for (const bool kept : {false, true}) {
      std::atomic<int> ends = 0;
      LoopbackSmtp smtp({.accidents = {{".", [&](Peer& peer) {
                                          // The first mail of a kept connection is to be accepted; the rule cannot
                                          // tell, so it answers itself.
                                          if (kept && ++ends == 1) {
                                            peer.write("250 OK\r\n");
                                            for (int i = 0; i < 3; ++i) {
                                              const auto line = peer.read_line();
                                              if (!line) return;
                                              peer.write(*line == "DATA" ? "354 go on\r\n" : "250 fine\r\n");
                                            }
                                            while (const auto line = peer.read_line())
                                              if (*line == ".") break;
                                            ++ends;
                                          }
                                          reset ? peer.reset() : peer.close();
                                        }}}});
      SmtpServer server = server_of(smtp);
      server.connections = 1;
      SmtpClient client(std::move(server));
      if (kept) {
        EXPECT_EQ(send(client, mail_to("first@example.com")).status, 250);
      }
      const SmtpDone done = send(client, mail_to("to@example.com"));
      EXPECT_EQ(done.stage, SmtpStage::data);
      EXPECT_EQ(done.status, 0);
      EXPECT_EQ(smtp.connections(), 1);
      EXPECT_EQ(smtp.contents(), 1);
      if (kept) {
        EXPECT_EQ(ends, 2);
      }
    }
  }
}

TEST_F(SmtpClientTest, ASilentServerIsGivenUp) {
  const auto wait = [](Peer& peer) { peer.await_close(); };
  LoopbackSmtp at_end({.accidents = {{".", wait}}});
  LoopbackSmtp at_sender({.accidents = {{"MAIL", wait}}});
  SmtpClient doubtful(server_of(at_end), 1s);
  SmtpClient certain(server_of(at_sender), 1s);
  doubtful.start(mail_to("to@example.com"));
  certain.start(mail_to("to@example.com"));
  const SmtpDone in_doubt = finish(doubtful).at(0);
  EXPECT_EQ(in_doubt.stage, SmtpStage::data);
  EXPECT_EQ(in_doubt.status, 0);
  EXPECT_EQ(in_doubt.text, "no answer from 127.0.0.1:" + std::to_string(at_end.port()) + " within 1 s");
  const SmtpDone not_sent = finish(certain).at(0);
  EXPECT_EQ(not_sent.stage, SmtpStage::sender);
  EXPECT_EQ(not_sent.status, 0);
}

TEST_F(SmtpClientTest, OneServerThatIsSlowAtTheEndOfAMailDoesNotHoldUpTheOthers) {
  std::atomic<int> waiting = 0;
  // Each waits until all four are at the end of their content: with one loop for all, none would ever be answered.
  LoopbackSmtp smtp({.accidents = {{".", [&](Peer& peer) {
                                      ++waiting;
                                      while (waiting < 4) std::this_thread::yield();
                                      peer.write("250 OK\r\n");
                                      peer.await_close();
                                    }}}});
  SmtpClient client(server_of(smtp), 20s);
  for (std::uint64_t i = 0; i < 4; ++i) client.start(mail_to("to@example.com", i));
  for (const SmtpDone& done : finish(client)) EXPECT_EQ(done.status, 250);
}

TEST_F(SmtpClientTest, TlsIsNeverGivenUp) {
  LoopbackSmtp plain;
  SmtpClient client(server_of(plain, SmtpSecurity::starttls));
  const SmtpDone done = send(client, mail_to("to@example.com"));
  EXPECT_EQ(done.status, 0);
  EXPECT_EQ(done.stage, SmtpStage::terms);
  EXPECT_EQ(done.text, "127.0.0.1:" + std::to_string(plain.port()) +
                           " offers no TLS, and nothing is sent without; check host, port, tls and ca_file");
  EXPECT_TRUE(plain.mails().empty());

  const Certificate certificate = Certificate::make(folder_);
  LoopbackSmtp refusing({.offers_tls = true, .replies = {{"STARTTLS", "454 TLS not available"}}}, &certificate);
  SmtpClient refused(server_of(refusing, SmtpSecurity::starttls));
  const SmtpDone later = send(refused, mail_to("to@example.com"));
  EXPECT_EQ(later.status, 454);
  EXPECT_TRUE(refusing.mails().empty());

  LoopbackSmtp untrusted({.offers_tls = true}, &certificate);
  SmtpClient distrusting(server_of(untrusted, SmtpSecurity::starttls));
  const SmtpDone distrusted = send(distrusting, mail_to("to@example.com"));
  EXPECT_EQ(distrusted.status, 0);
  EXPECT_EQ(distrusted.stage, SmtpStage::terms);
  EXPECT_THAT(distrusted.text, ::testing::HasSubstr("self-signed certificate"));
  EXPECT_TRUE(untrusted.mails().empty());

  SmtpClient not_tls(server_of(plain, SmtpSecurity::implicit));
  EXPECT_EQ(send(not_tls, mail_to("to@example.com")).stage, SmtpStage::terms);

  LoopbackSmtp broken({.offers_tls = true, .accidents = {{"STARTTLS", [](Peer& peer) { peer.reset(); }}}},
                      &certificate);
  SmtpClient unlucky(server_of(broken, SmtpSecurity::starttls));
  EXPECT_EQ(send(unlucky, mail_to("to@example.com")).stage, SmtpStage::connect);
}

TEST_F(SmtpClientTest, TlsAndThePasswordWork) {
  const Certificate certificate = Certificate::make(folder_);
  for (const bool implicit : {false, true}) {
    for (const std::string auth : {"PLAIN LOGIN", "LOGIN", "GSSAPI NTLM CRAM-MD5 PLAIN"}) {
      LoopbackSmtp smtp({.offers_tls = true, .auth = auth}, &certificate, implicit);
      SmtpServer server = server_of(smtp, implicit ? SmtpSecurity::implicit : SmtpSecurity::starttls);
      server.ca_file = certificate.certificate;
      server.user = "user@example.com";
      server.password = Secret("pässwörd");
      server.connections = 1;
      SmtpClient client(std::move(server));
      for (int i = 0; i < 3; ++i) ASSERT_EQ(send(client, mail_to("to@example.com")).status, 250);
      EXPECT_TRUE(smtp.mails().back().tls);
      EXPECT_TRUE(smtp.mails().back().signed_in);
      EXPECT_EQ(smtp.connections(), 1);
      // \0 user@example.com \0 pässwörd
      EXPECT_THAT(smtp.lines(), ::testing::Contains(auth == "LOGIN" ? "cMOkc3N3w7ZyZA=="
                                                                    : "AHVzZXJAZXhhbXBsZS5jb20AcMOkc3N3w7ZyZA=="));
    }
  }
}

TEST_F(SmtpClientTest, AUserIsNeverLeftOut) {
  LoopbackSmtp smtp;
  SmtpServer server = server_of(smtp);
  server.user = "user@example.com";
  server.password = Secret("pass");
  SmtpClient client(std::move(server));
  const SmtpDone done = send(client, mail_to("to@example.com"));
  EXPECT_EQ(done.stage, SmtpStage::terms);
  EXPECT_EQ(done.status, 0);
  EXPECT_THAT(done.text, ::testing::HasSubstr("offers no AUTH, so user@example.com cannot sign in; check"));
  EXPECT_TRUE(smtp.mails().empty());
}

TEST_F(SmtpClientTest, NoServerIsSaidPlainly) {
  std::uint16_t port = 0;
  {
    LoopbackSmtp smtp;
    port = smtp.port();
  }
  SmtpClient client({.host = "127.0.0.1", .port = port, .security = SmtpSecurity::none});
  const SmtpDone done = send(client, mail_to("to@example.com"));
  EXPECT_EQ(done.stage, SmtpStage::connect);
  EXPECT_EQ(done.text, "no connection to 127.0.0.1:" + std::to_string(port) + ": Connection refused");
}

TEST_F(SmtpClientTest, TearingDownDoesNotWaitForASilentServer) {
  LoopbackSmtp smtp({.accidents = {{".", [](Peer& peer) { peer.await_close(); }}}});
  SmtpClient client(server_of(smtp));
  client.start(mail_to("to@example.com"));
  while (smtp.contents() == 0) std::this_thread::yield();
}

}  // namespace
}  // namespace qd::net
