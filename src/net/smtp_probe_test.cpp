#include "net/smtp_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/loopback_smtp.hpp"

namespace qd::net {
namespace {

using mail::SmtpStage;
using ports::SmtpSecurity;
using testing::HasSubstr;

ports::SmtpServer at(const test::LoopbackSmtp& server, std::string user = {}) {
  ports::SmtpServer out;
  out.host = "127.0.0.1";
  out.port = server.port();
  out.security = SmtpSecurity::none;
  out.user = std::move(user);
  out.password = Secret("pass-word");
  return out;
}

TEST(SmtpProbe, IsLetInAndSendsNothing) {
  test::LoopbackSmtp open{};
  EXPECT_EQ(probe_smtp(at(open)).status, 250);
  EXPECT_EQ(open.contents(), 0);
  test::LoopbackSmtp guarded({.auth = "PLAIN LOGIN"});
  EXPECT_EQ(probe_smtp(at(guarded, "ops")).status, 250);
  EXPECT_EQ(guarded.contents(), 0);
}

TEST(SmtpProbe, SaysWhatKeepsItOut) {
  test::LoopbackSmtp wrong({.auth = "PLAIN", .replies = {{"AUTH", "535 5.7.8 no"}}});
  const auto refused = probe_smtp(at(wrong, "ops"));
  EXPECT_EQ(refused.stage, SmtpStage::sign_in);
  EXPECT_EQ(refused.status, 535);

  test::LoopbackSmtp without{};
  const auto unable = probe_smtp(at(without, "ops"));
  EXPECT_EQ(unable.stage, SmtpStage::sign_in);
  EXPECT_EQ(unable.status, 0);

  auto plain = at(without);
  plain.security = SmtpSecurity::starttls;
  EXPECT_EQ(probe_smtp(plain).stage, SmtpStage::terms) << "never without TLS where it is asked for";
  EXPECT_NE(probe_smtp(plain).status, 250);

  ports::SmtpServer nobody = at(without);
  nobody.port = 1;
  EXPECT_EQ(probe_smtp(nobody).stage, SmtpStage::connect);
  EXPECT_THAT(probe_smtp(nobody).text, HasSubstr("127.0.0.1:1"));
}

}  // namespace
}  // namespace qd::net
