#include "app/smtp_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace.hpp"

namespace qd::app {
namespace {

using ports::SmtpSecurity;
using ::testing::HasSubstr;

Workspace workspace_of(std::string_view toml, std::string_view env) {
  Diagnostics diagnostics;
  return Workspace{.root = ".",
                   .config = parse_workspace_config(toml, "quarterdeck.toml", diagnostics),
                   .zone = Zone::find("UTC").value(),
                   .settings = parse_settings(env, "repos.env", {}, diagnostics),
                   .files = {},
                   .diagnostics = diagnostics};
}

std::string refusal(std::string_view toml, std::string_view env) {
  const auto server = smtp_server(workspace_of(toml, env));
  return server ? "" : server.error().what;
}

TEST(SmtpServer, ThePortFollowsFromTheSecurity) {
  constexpr std::string_view kHost = "[delivery.smtp]\nhost = \"smtp.example.com\"\n";
  const auto port = [&](std::string_view more) {
    return smtp_server(workspace_of(std::string(kHost).append(more), "")).value().port;
  };
  EXPECT_EQ(port(""), 587);
  EXPECT_EQ(port("tls = \"implicit\""), 465);
  EXPECT_EQ(port("tls = \"none\""), 25);
  EXPECT_EQ(port("tls = \"none\"\nport = 2525"), 2525);
}

TEST(SmtpServer, TheEnvironmentWins) {
  const auto server = smtp_server(workspace_of(
      "[delivery.smtp]\nhost = \"a.example.com\"\nport = 1\ntls = \"none\"\nuser = \"a\"\nca_file = \"/a\"\n",
      "SMTP_HOST=b.example.com\nSMTP_PORT=465\nSMTP_TLS=implicit\nSMTP_USERNAME=b\nSMTP_PASSWORD=p\nSMTP_CA_FILE=/"
      "b\n"));
  ASSERT_TRUE(server);
  EXPECT_EQ(server->host, "b.example.com");
  EXPECT_EQ(server->port, 465);
  EXPECT_EQ(server->security, SmtpSecurity::implicit);
  EXPECT_EQ(server->user, "b");
  EXPECT_EQ(server->password.reveal(), "p");
  EXPECT_EQ(server->ca_file, "/b");
}

TEST(SmtpServer, SaysWhatIsMissingAndWhatWouldBeUnsafe) {
  EXPECT_THAT(refusal("", ""), HasSubstr("SMTP_HOST"));
  EXPECT_THAT(refusal("", "SMTP_HOST=h\nSMTP_PORT=x\n"), HasSubstr("repos.env:2: SMTP_PORT is no port"));
  EXPECT_THAT(refusal("", "SMTP_HOST=h\nSMTP_PORT=65536\n"), HasSubstr("is no port"));
  EXPECT_THAT(refusal("", "SMTP_HOST=h\nSMTP_TLS=yes\n"), HasSubstr("repos.env:2: SMTP_TLS must be starttls"));
  EXPECT_THAT(refusal("", "SMTP_HOST=h\nSMTP_USERNAME=u\n"), HasSubstr("write SMTP_PASSWORD"));
  EXPECT_THAT(refusal("", "SMTP_HOST=h\nSMTP_PASSWORD=p\n"), HasSubstr("SMTP_USERNAME"));
  EXPECT_THAT(refusal("", "SMTP_HOST=h\nSMTP_USERNAME=u\nSMTP_PASSWORD=p\nSMTP_TLS=none\n"), HasSubstr("readable"));
  EXPECT_EQ(refusal("", "SMTP_HOST=127.0.0.1\nSMTP_USERNAME=u\nSMTP_PASSWORD=p\nSMTP_TLS=none\n"), "");
}

}  // namespace
}  // namespace qd::app
