#include "app/workspace_config.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Parsed {
  WorkspaceConfig config;
  Diagnostics diagnostics;
};

Parsed parse(std::string_view text) {
  Parsed out;
  out.config = parse_workspace_config(text, "quarterdeck.toml", out.diagnostics);
  return out;
}

TEST(WorkspaceConfig, WorksWithNothing) {
  const Parsed parsed = parse("");
  EXPECT_THAT(parsed.diagnostics, IsEmpty());
  EXPECT_EQ(parsed.config.currency.code(), "USD");
  EXPECT_EQ(parsed.config.timezone, "UTC");
  EXPECT_EQ(parsed.config.delivery.transport, TransportKind::maildir);
  EXPECT_EQ(parsed.config.delivery.archive, std::nullopt);
  EXPECT_EQ(parsed.config.dashboard.listen, "127.0.0.1:8642");
}

TEST(WorkspaceConfig, SaysHowFarAFigureMovesBeforeItMatters) {
  EXPECT_EQ(parse("").config.material.share, Rational::ratio(1, 100));
  const Parsed amount = parse("[changes]\nmaterial = \"$100\"\n");
  EXPECT_THAT(amount.diagnostics, IsEmpty());
  EXPECT_FALSE(amount.config.material.share);
  EXPECT_EQ(amount.config.material.amount, Rational(100));
  const Parsed wrong = parse("[changes]\nmaterial = \"a lot\"\nmin = 3\n");
  ASSERT_EQ(wrong.diagnostics.size(), 2u);
  EXPECT_EQ(wrong.config.material.share, Rational::ratio(1, 100));
}

TEST(WorkspaceConfig, ReadsEveryKey) {
  const Parsed parsed = parse(R"(
[portfolio]
name = "Harbor Group"
currency = "EUR"
timezone = "America/Los_Angeles"
[[entity]]
id = "jada"
name = "JADA"
kind = "operating"
aliases = ["Jada Charters"]
[[entity]]
id = "rental-51st"
name = "3028 51st St Rental"
kind = "auxiliary"
report = "rental"
[report.cfo]
to = []
[report.ceo]
to = ["ceo@example.com", "board@example.com"]
cron = "0 7 * * 1"
formats = ["html", "pdf"]
[delivery]
transport = "ses"
addressing = "each"
archive = "separate"
max_lateness = "90m"
useful_for = "2d"
rate_share = 0.5
configuration_set = "reports"
events_queue = "https://sqs.us-west-2.amazonaws.com/123456789012/events"
wait_for_events = "120s"
overdue_after = "45m"
operator = "Ops <ops@example.com>"
unsubscribe = "https://example.com/stop"
unsubscribe_mailto = "stop@example.com"
[delivery.smtp]
host = "smtp.example.com"
port = 2525
tls = "implicit"
user = "reports"
ca_file = "/etc/ca.pem"
[dashboard]
listen = "[::1]:9000"
address = "https://deck.example.com"
)");
  EXPECT_THAT(parsed.diagnostics, IsEmpty());
  const WorkspaceConfig& config = parsed.config;
  EXPECT_EQ(config.name, "Harbor Group");
  EXPECT_EQ(config.currency.code(), "EUR");
  EXPECT_EQ(config.timezone, "America/Los_Angeles");
  ASSERT_EQ(config.entities.size(), 2u);
  EXPECT_EQ(config.entities[0].id, "jada");
  EXPECT_THAT(config.entities[0].aliases, ElementsAre("Jada Charters"));
  EXPECT_FALSE(config.entities[0].auxiliary);
  EXPECT_TRUE(config.entities[1].auxiliary);
  EXPECT_EQ(config.entities[1].report, "rental");
  EXPECT_THAT(config.report("ceo")->to, ElementsAre("ceo@example.com", "board@example.com"));
  EXPECT_EQ(config.report("ceo")->cron, "0 7 * * 1");
  EXPECT_THAT(config.report("ceo")->formats, ElementsAre("html", "pdf"));
  EXPECT_EQ(config.report("cto"), nullptr);
  EXPECT_EQ(config.delivery.transport, TransportKind::ses);
  EXPECT_EQ(config.delivery.addressing, Addressing::each);
  EXPECT_EQ(config.delivery.archive, ArchiveCopy::separate);
  EXPECT_EQ(config.delivery.max_lateness, std::chrono::minutes(90));
  EXPECT_EQ(config.delivery.useful_for, std::chrono::hours(48));
  EXPECT_EQ(config.delivery.rate_share, 0.5);
  EXPECT_EQ(config.delivery.wait_for_events, std::chrono::seconds(120));
  EXPECT_EQ(config.delivery.overdue_after, std::chrono::minutes(45));
  EXPECT_EQ(config.delivery.operator_address, "ops@example.com");
  EXPECT_EQ(config.delivery.unsubscribe, "https://example.com/stop");
  EXPECT_EQ(config.delivery.unsubscribe_mailto, "stop@example.com");
  EXPECT_EQ(config.delivery.smtp.host, "smtp.example.com");
  EXPECT_EQ(config.delivery.smtp.port, 2525);
  EXPECT_EQ(config.delivery.smtp.security, ports::SmtpSecurity::implicit);
  EXPECT_EQ(config.delivery.smtp.user, "reports");
  EXPECT_EQ(config.delivery.smtp.ca_file, "/etc/ca.pem");
  EXPECT_THAT(config.sending_errors, IsEmpty());
  EXPECT_EQ(config.dashboard.listen, "[::1]:9000");
  EXPECT_EQ(config.dashboard.address, "https://deck.example.com");
}

TEST(WorkspaceConfig, PointsAtAKeyThatDoesNotExist) {
  const Parsed parsed = parse("[portfolio]\nname = \"Harbor\"\ncurency = \"EUR\"\n");
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(format(parsed.diagnostics[0]),
            "quarterdeck.toml:3:1: error: [portfolio] has no key `curency` [config-unknown-key]\n"
            "  curency = \"EUR\"\n"
            "  ^~~~~~~\n"
            "  hint: did you mean `currency`?\n");
  EXPECT_EQ(parsed.config.name, "Harbor");
}

struct Mistake {
  std::string_view text;
  std::string_view code;
  std::string_view says;
};

class Mistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, GetOneDiagnosticAndTheDefault) {
  const Parsed parsed = parse(GetParam().text);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].code, GetParam().code);
  EXPECT_EQ(parsed.diagnostics[0].severity, Severity::error);
  EXPECT_GT(parsed.diagnostics[0].at.line, 0u);
  EXPECT_THAT(format(parsed.diagnostics[0]), HasSubstr(GetParam().says));
  EXPECT_EQ(parsed.config.currency.code(), "USD");
  EXPECT_EQ(parsed.config.delivery.transport, TransportKind::maildir);
  EXPECT_EQ(parsed.config.delivery.rate_share, 0.8);
}

INSTANTIATE_TEST_SUITE_P(
    WorkspaceConfig, Mistakes,
    ::testing::Values(
        Mistake{"[portfolio]\ncurrency = \"dollar\"", "config-value", "three capital letters"},
        Mistake{"[portfolio]\ncurrency = 5", "config-type", "write it as: currency = \"USD\""},
        Mistake{"[portfolio]\ntimezone = \"America/Los_Angles\"", "config-timezone", "America/Los_Angeles"},
        Mistake{"portfolio = 3", "config-type", "[portfolio]"},
        Mistake{"[entity]\nid = \"jada\"", "config-type", "[[entity]]"},
        Mistake{"[[entity]]\nkind = \"operating\"", "config-entity", "needs an id"},
        Mistake{"[[entity]]\nid = \"Key West\"", "config-entity", "key-west"},
        Mistake{"[[entity]]\nid = \"a\"\n[[entity]]\nid = \"a\"", "config-entity", "already a name"},
        Mistake{"[[entity]]\nid = \"a\"\nname = \"B\"\n[[entity]]\nid = \"b\"", "config-entity", "already a name"},
        Mistake{"[[entity]]\nid = \"a\"\nkind = \"auxilary\"", "config-value", "did you mean `auxiliary`?"},
        Mistake{"[report]\nceo = \"x\"", "config-type", "[report.ceo]"},
        Mistake{"[report.ceo]\nto = \"ceo@example.com\"", "config-type", "to = [\"ceo@example.com\"]"},
        Mistake{"[report.ceo]\nto = [\"ceo@example.com\", \"nobody\"]", "config-address",
                "\"nobody\" is no mail address"},
        Mistake{"[report.ceo]\nto = [3]", "config-type", "holds strings"},
        Mistake{"[report.ceo]\ncron = \"0 7 * *\"", "config-cron", "five fields"},
        Mistake{"[report.ceo]\ncron = \"0 25 * * 1\"", "config-cron", "         ^~\n"},
        Mistake{"[report.ceo]\ncron = \"0 7 30 2 *\"", "config-cron", "never comes"},
        Mistake{"[report.ceo]\nto = [\"a@example.com, b@example.com\"]", "config-address", "more than one address"},
        Mistake{"[report.ceo]\nto = [\"a@example.com\\r\\nBcc: b@example.com\"]", "config-address", "line end"},
        Mistake{"[delivery]\noperator = \"ops\"", "config-address", "has no @"},
        Mistake{"[delivery]\nunsubscribe = \"http://example.com/\"", "config-value", "plain https address"},
        Mistake{"[delivery]\noverdue_after = \"soon\"", "config-duration", "\"6h\""},
        Mistake{"[delivery.smtp]\nport = 0", "config-value", "587"},
        Mistake{"[delivery.smtp]\ntls = \"ssl\"", "config-value", "\"implicit\""},
        Mistake{"[delivery.smtp]\npassword = \"x\"", "config-unknown-key", "[delivery.smtp] has no key"},
        Mistake{"[report.ceo]\nformats = [\"htm\"]", "config-value", "did you mean `html`?"},
        Mistake{"[delivery]\ntransport = \"sess\"", "config-value", "did you mean `ses`?"},
        Mistake{"[delivery]\nuseful_for = \"soon\"", "config-duration", "\"6h\""},
        Mistake{"[delivery]\nuseful_for = \"9999999d\"", "config-duration", "\"6h\""},
        Mistake{"[delivery]\nrate_share = 1.5", "config-value", "at most 1"},
        Mistake{"[dashboard]\nlisten = \"everywhere\"", "config-value", "127.0.0.1:8642"},
        Mistake{"[dashboard]\nport = 80", "config-unknown-key", "there are \"listen\""}));

TEST(WorkspaceConfig, ReadersAreFoldedAndKeepTheirNames) {
  const Parsed parsed = parse(
      "[report.ceo]\nto = [\"CEO <ceo@example.com>\", \"ceo@EXAMPLE.com\", \"x@b\u00fccher.example\", "
      "\"x@xn--bcher-kva.example\"]");
  EXPECT_THAT(parsed.diagnostics, IsEmpty());
  EXPECT_THAT(parsed.config.report("ceo")->to, ElementsAre("CEO <ceo@example.com>", "x@b\u00fccher.example"));
}

TEST(WorkspaceConfig, OneBadAddressAmongGoodOnesStopsSending) {
  const Parsed parsed = parse("[report.ceo]\nto = [\n\"a@example.com\",\n\"\u00e9@example.com\"]");
  EXPECT_THAT(parsed.config.sending_errors,
              ElementsAre(testing::AllOf(testing::StartsWith("quarterdeck.toml:4: "), HasSubstr("beyond ASCII"))));
  EXPECT_THAT(parsed.config.report("ceo")->to, ElementsAre("a@example.com"));
}

TEST(WorkspaceConfig, OnlyWhatDecidesWhoGetsWhatAndWhenStopsSending) {
  for (const char* text : {"[report.ceo]\nTo = []", "[report.ceo]\ncron = \"x\"", "[delivery]\naddressing = \"every\"",
                           "[portfolio]\ntimezone = \"Mars\"", "[report.ceo]\nto = \"a@example.com\"", "[broken"})
    EXPECT_EQ(parse(text).config.sending_errors.size(), 1u) << text;
  for (const char* text : {"[portfolio]\ncurrency = \"dollar\"", "[dashboard]\nport = 1", "colour = 1"})
    EXPECT_THAT(parse(text).config.sending_errors, IsEmpty()) << text;
}

TEST(WorkspaceConfig, SurvivesASyntaxError) {
  const Parsed parsed = parse("[portfolio\nname = \"x\"");
  EXPECT_FALSE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.config.name, "Portfolio");
}

}  // namespace
}  // namespace qd::app
