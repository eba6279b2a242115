#include "net/smtp_dialogue.hpp"

#include <gtest/gtest.h>

namespace qd::net {
namespace {

using mail::SmtpStage;

struct Case {
  std::string_view name;
  std::vector<std::string_view> lines;  ///< "C: " what we send, "S: " what the server sends
  SmtpStage stage;
  int status;
  std::string_view text;
};

TEST(SmtpDialogue, TellsWhichCommandWasAnsweredLastAndHow) {
  const Case cases[] = {
      {"nothing", {}, SmtpStage::connect, 0, ""},
      {"greeting that refuses", {"S: 554 no service here"}, SmtpStage::connect, 554, "no service here"},
      {"a reply of several lines",
       {"C: MAIL FROM:<a@example.com>", "S: 550-5.7.1 first", "S: 550 5.7.1 second"},
       SmtpStage::sender,
       550,
       "5.7.1 first 5.7.1 second"},
      {"half a reply", {"C: MAIL FROM:<a@example.com>", "S: 550-5.7.1 first"}, SmtpStage::sender, 0, "5.7.1 first"},
      {"a code alone", {"C: RCPT TO:<a@example.com>", "S: 550"}, SmtpStage::recipient, 550, ""},
      {"a challenge is no command",
       {"C: AUTH PLAIN", "S: 334 ", "C: RGF0YQ==", "S: 535 5.7.8 no"},
       SmtpStage::sign_in,
       535,
       "5.7.8 no"},
      {"a password that reads like a command",
       {"C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: DATA", "S: 535 no"},
       SmtpStage::sign_in,
       535,
       "no"},
      {"the end of DATA", {"C: DATA", "S: 354 go on", "S: 250 2.0.0 OK id=1"}, SmtpStage::data, 250, "2.0.0 OK id=1"},
      {"after QUIT nothing counts",
       {"C: RCPT TO:<a@example.com>", "S: 550 no", "C: QUIT", "S: 221 bye"},
       SmtpStage::recipient,
       550,
       "no"},
      {"what is no reply", {"C: DATA", "S: hello", "S: 35"}, SmtpStage::data, 0, ""},
  };
  for (const Case& c : cases) {
    SmtpDialogue dialogue;
    for (const std::string_view line : c.lines) {
      const std::string whole = std::string(line.substr(3)) + "\r\n";
      line.starts_with("C") ? dialogue.sent(whole) : dialogue.received(whole);
    }
    EXPECT_EQ(dialogue.stage(), c.stage) << c.name;
    EXPECT_EQ(dialogue.status(), c.status) << c.name;
    EXPECT_EQ(dialogue.text(), c.text) << c.name;
  }
}

}  // namespace
}  // namespace qd::net
