#include "app/workspace_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::app {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Parsed {
  Settings settings;
  Diagnostics diagnostics;
};

Parsed parse(std::string_view file, std::vector<const char*> process = {}) {
  Parsed out;
  out.settings = parse_settings(file, "repos.env", process, out.diagnostics);
  return out;
}

std::vector<std::string> secrets(const Settings& settings) {
  std::vector<std::string> out;
  for (const NamedSecret& secret : settings.secrets)
    out.push_back(secret.key + "=" + std::string(secret.value.reveal()));
  return out;
}

TEST(Settings, ReadEverySpelling) {
  for (const char* name : {"AWS_REGION", "SES_REGION", "AWS_SES_REGION"})
    EXPECT_EQ(parse(std::string(name) + "=us-west-2\n").settings.region->value, "us-west-2") << name;
  for (const char* name : {"SES_SENDER_EMAIL", "SES_FROM_ADDRESS", "AWS_SES_FROM_ADDRESS", "SES_SENDER_ADDRESS"})
    EXPECT_EQ(parse(std::string(name) + "=deck@example.com\n").settings.sender->value, "deck@example.com") << name;
  for (const char* name : {"SES_RECIPIENTS", "SES_TO_ADDRESS", "RECIPIENT_EMAIL"})
    EXPECT_THAT(parse(std::string(name) + "=a@example.com, b@example.com,,a@example.com\n").settings.recipients,
                ElementsAre("a@example.com", "b@example.com"))
        << name;
  for (const char* name : {"SES_BCC_ADDRESS", "BCC_ADDRESS"})
    EXPECT_EQ(parse(std::string(name) + "=archive@example.com\n").settings.archive->value, "archive@example.com")
        << name;
  for (const auto& [id, secret] : {std::pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
                                   std::pair("SES_ACCESS_KEY_ID", "SES_SECRET_ACCESS_KEY"),
                                   std::pair("AWS_SES_ACCESS_KEY", "AWS_SES_SECRET_KEY")}) {
    const Parsed parsed = parse(std::string(id) + "=AKIAEXAMPLE\n" + secret + "=hush\n");
    ASSERT_TRUE(parsed.settings.credentials) << id;
    EXPECT_EQ(parsed.settings.credentials->secret_access_key.reveal(), "hush");
    EXPECT_EQ(parsed.settings.credentials->source, "repos.env:1");
  }
}

TEST(Settings, TheProcessWins) {
  const Parsed parsed = parse("AWS_REGION=eu-west-1\nSES_SENDER_EMAIL=file@example.com\n",
                              {"SES_REGION=us-west-2", "SES_SENDER_EMAIL=", "PATH=/bin", "broken"});
  EXPECT_EQ(parsed.settings.region->value, "us-west-2");
  EXPECT_EQ(parsed.settings.region->key, "SES_REGION");
  EXPECT_EQ(parsed.settings.region->source, "environment");
  EXPECT_EQ(parsed.settings.sender->source, "repos.env:2");
  EXPECT_THAT(parsed.diagnostics, IsEmpty());
}

TEST(Settings, CredentialsComeAsAWholeFromOnePlace) {
  const std::string file =
      "AWS_ACCESS_KEY_ID=AKIAFILE\nAWS_SECRET_ACCESS_KEY=filesecret\nAWS_SESSION_TOKEN=filetoken\n";
  const Parsed process = parse(file, {"SES_ACCESS_KEY_ID=AKIAPROCESS", "SES_SECRET_ACCESS_KEY=processsecret"});
  EXPECT_EQ(process.settings.credentials->access_key_id.reveal(), "AKIAPROCESS");
  EXPECT_TRUE(process.settings.credentials->session_token.empty());
  EXPECT_THAT(secrets(process.settings), Contains("SES_SECRET_ACCESS_KEY=processsecret"));
  EXPECT_THAT(secrets(process.settings), Contains("AWS_SECRET_ACCESS_KEY=filesecret"));

  const Parsed half = parse(file, {"AWS_ACCESS_KEY_ID=AKIAPROCESS"});
  EXPECT_FALSE(half.settings.credentials);
  ASSERT_EQ(half.diagnostics.size(), 1u);
  EXPECT_THAT(format(half.diagnostics[0]), HasSubstr("AWS_ACCESS_KEY_ID stands without AWS_SECRET_ACCESS_KEY"));
}

TEST(Settings, SpellingsThatDisagreeAreAnError) {
  const Parsed parsed = parse("SES_REGION=us-west-2\nAWS_REGION=eu-west-1\n");
  EXPECT_FALSE(parsed.settings.region);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].severity, Severity::error);
  EXPECT_EQ(parsed.diagnostics[0].at.line, 1u);
  EXPECT_THAT(format(parsed.diagnostics[0]), HasSubstr("AWS_REGION and SES_REGION say different things"));
  EXPECT_EQ(parse("SES_REGION=us-west-2\nAWS_REGION=us-west-2\n").settings.region->key, "AWS_REGION");
  EXPECT_EQ(parse("AWS_ACCESS_KEY_ID=A1\nAWS_SECRET_ACCESS_KEY=s1\nSES_ACCESS_KEY_ID=A2\nSES_SECRET_ACCESS_KEY=s2\n")
                .settings.credentials,
            std::nullopt);
}

TEST(Settings, TheLastOfOneKeyCountsWithAWarning) {
  const Parsed parsed = parse("AWS_REGION=us-west-2\nAWS_REGION=eu-west-1\n");
  EXPECT_EQ(parsed.settings.region->value, "eu-west-1");
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].severity, Severity::warning);
}

TEST(Settings, AddressesAreReadOneByOneAndFolded) {
  const Parsed parsed = parse("SES_RECIPIENTS=a@example.com, \"Doe, J.\" <j@example.com>; a@EXAMPLE.com,,\n");
  EXPECT_THAT(parsed.diagnostics, IsEmpty());
  EXPECT_THAT(parsed.settings.recipients, ElementsAre("a@example.com", "\"Doe, J.\" <j@example.com>"));
  EXPECT_THAT(parsed.settings.sending_errors, IsEmpty());
}

TEST(Settings, OneBadAddressAmongGoodOnesIsSaidWithoutItsText) {
  const Parsed parsed = parse("X=1\nSES_RECIPIENTS=a@example.com,hush_hush,b@example.com\n");
  EXPECT_THAT(parsed.settings.recipients, ElementsAre("a@example.com", "b@example.com"));
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].at.line, 2u);
  EXPECT_EQ(parsed.diagnostics[0].severity, Severity::error);
  EXPECT_EQ(parsed.diagnostics[0].message, "address 2 of 3 in SES_RECIPIENTS is none: it has no @");
  EXPECT_THAT(format(parsed.diagnostics[0]), Not(HasSubstr("hush")));
  EXPECT_THAT(parsed.settings.sending_errors,
              ElementsAre("repos.env:2: address 2 of 3 in SES_RECIPIENTS is none: it has no @"));
}

TEST(Settings, SenderAndArchiveAreOneAddressEach) {
  const Parsed parsed = parse("SES_BCC_ADDRESS=nobody\n", {"SES_SENDER_EMAIL=a@example.com, b@example.com"});
  EXPECT_FALSE(parsed.settings.sender);
  EXPECT_FALSE(parsed.settings.archive);
  EXPECT_THAT(parsed.settings.sending_errors,
              ElementsAre("environment: SES_SENDER_EMAIL is no mail address: it is more than one address",
                          "repos.env:1: SES_BCC_ADDRESS is no mail address: it has no @"));
  EXPECT_EQ(parse("SES_SENDER_EMAIL=Harbor Group <reports@example.com>\n").settings.sender->value,
            "Harbor Group <reports@example.com>");
}

TEST(Settings, OfSmtpOnlyThePasswordIsSecret) {
  const Parsed parsed = parse(
      "SMTP_HOST=smtp.example.com\nSMTP_PORT=2525\nSMTP_USERNAME=reports\nSMTP_PASSWORD=hush1\nSMTP_TLS=none\n"
      "SMTP_CA_FILE=/etc/ca.pem\n",
      {"SMTP_PASSWORD=hush2", "SMTP_HOST=other.example.com"});
  EXPECT_THAT(parsed.diagnostics, IsEmpty());
  EXPECT_EQ(parsed.settings.smtp.host->value, "other.example.com");
  EXPECT_EQ(parsed.settings.smtp.port->value, "2525");
  EXPECT_EQ(parsed.settings.smtp.user->value, "reports");
  EXPECT_EQ(parsed.settings.smtp.security->value, "none");
  EXPECT_EQ(parsed.settings.smtp.ca_file->value, "/etc/ca.pem");
  EXPECT_EQ(parsed.settings.smtp.password.reveal(), "hush2");
  EXPECT_THAT(secrets(parsed.settings), ElementsAre("SMTP_PASSWORD=hush1", "SMTP_PASSWORD=hush2"));
}

TEST(Settings, KeepEndpoints) {
  const Parsed parsed = parse("AWS_ENDPOINT_URL=http://127.0.0.1:1\nAWS_ENDPOINT_URL_SESV2=http://127.0.0.1:2\n",
                              {"AWS_ENDPOINT_URL=http://127.0.0.1:3", "AWS_ENDPOINT_URLS=x"});
  ASSERT_EQ(parsed.settings.endpoints.size(), 2u);
  EXPECT_EQ(parsed.settings.endpoints.at("").value, "http://127.0.0.1:3");
  EXPECT_EQ(parsed.settings.endpoints.at("sesv2").value, "http://127.0.0.1:2");
}

TEST(Settings, WhatIsNotPlainIsSecretAndNeverShown) {
  const Parsed parsed = parse(
      "export STRIPE_SECRET_KEY='sk_live_hush'\nGITHUB_TOKEN=\"ghp_hush\"\nAWS_REGION=us-west-2\n"
      "AWS_ACCESS_KEY_ID=AKIAHUSH\nSTRIPE_SECRET_KEY=sk_live_other\n");
  EXPECT_THAT(secrets(parsed.settings),
              ElementsAre("STRIPE_SECRET_KEY=sk_live_other", "GITHUB_TOKEN=ghp_hush", "AWS_ACCESS_KEY_ID=AKIAHUSH"));
  for (const Diagnostic& diagnostic : parsed.diagnostics) EXPECT_THAT(format(diagnostic), Not(HasSubstr("ush")));
}

}  // namespace
}  // namespace qd::app
