// Whole mails of odd reports: the linter has nothing to say, and what stops a mail is said.
#include "app/report_mail.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "gate/gate.hpp"
#include "gate/mail_lint.hpp"
#include "mail/mime.hpp"
#include "render/text.hpp"

namespace qd::app {
namespace {

using testing::HasSubstr;

report::Report report_of(const std::string& markdown) {
  report::Report out;
  out.id = out.role = "ceo";
  out.title = "CEO report";
  out.subject = "Harbor Group: burn";
  out.preheader = "Burn";
  out.portfolio = "Harbor Group";
  out.as_of = {1779375599};
  out.as_of_text = "21 May 2026";
  out.markdown = markdown;
  out.document = report::parse_document(markdown);
  return out;
}

Workspace workspace() {
  return {.root = {}, .config = {}, .zone = *Zone::find("UTC"), .settings = {}, .files = {}, .diagnostics = {}};
}

Result<std::string> mail_of(const report::Report& report) {
  const std::string footer = mail_footer(report, {.lines = 100, .understood = 93});
  return report_mail(workspace(), report, render::text(report, {.footer = footer}), footer);
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string wide_table(int columns, int rows) {
  const std::string line = "|" + repeated(" $1,284.56 |", columns) + "\n";
  return line + "|" + repeated("--:|", columns) + "\n" + repeated(line, rows);
}

class OddReport : public testing::TestWithParam<std::string> {};

TEST_P(OddReport, MakesAMailThatMayBeSent) {
  report::Report report = report_of(GetParam());
  const auto mail = mail_of(report);
  ASSERT_TRUE(mail) << mail.error().what;
  for (const gate::LintFinding& finding : gate::lint_message(*mail)) ADD_FAILURE() << gate::format(finding);
  EXPECT_TRUE(gate::Gate({}).pass(*mail, gate::Form::message, "ceo.eml"));
  EXPECT_EQ(*mail, *mail_of(report));
}

INSTANTIATE_TEST_SUITE_P(
    Reports, OddReport,
    testing::Values(
        "", "One line.", "## A heading and nothing else", "# One\n\n### Three\n\n###### Six\n",
        "## " + std::string(200, 'x') + "\n\n- " + std::string(200, 'y') + "\n",
        "## " + repeated("word ", 40) + "\n\n" + wide_table(4, 3), wide_table(12, 30), wide_table(30, 3),
        "שלום $7.0–9.0K 18.4 %\n\n| שם | עלות |\n|---|--:|\n| סירה | $5 |\n",
        repeated("## Section\n\n- " + repeated("$1,284 ", 60) + "\n\n", 300),
        repeated("## 予算\n\n" + repeated("予算は七千 ", 90) + "\n\n", 60),
        "```chart bars Slip rental is half\nSlip | $300–500 a month\nOther | not known\nShip | $90\n```\n",
        "```figures\nBurn | [$7.0–9.0K a month](qd:burn_rate) | up $240 | burn_rate\nCash | not known | |\n```\n",
        "> quoted\n\n***\n\n```\ncode {{x}}\n```\n\n~~old~~ *soft* **loud** `code` [x](https://example.com/a?b=c&d)\n",
        "1. one\n   - two\n     - three\n\n       deep\n", "<b>{{tag}}</b> null NaN a | b undefined"));

TEST(ReportMail, CarriesTheTablesUntilTheyAreTooLarge) {
  report::Report report = report_of("x");
  report.attachments = {
      {"a.csv", "a\n"}, {"b.csv", std::string(7'000'000, 'b')}, {"c.csv", std::string(5'000'000, 'c')}};
  std::vector<std::string> names;
  for (const mail::Part& part : mail::decode_parts(mail_of(report).value())) {
    if (!part.name.empty()) names.push_back(part.name);
  }
  EXPECT_THAT(names, testing::ElementsAre("ceo-a.csv", "ceo-c.csv"));
}

TEST(ReportMail, SaysWhatWasReadAndHowToStop) {
  const auto parts = mail::decode_parts(mail_of(report_of("x")).value());
  ASSERT_EQ(parts.size(), 3u);
  for (std::size_t i = 1; i < 3; ++i) {
    std::string words = parts[i].body;
    std::erase(words, '\r');
    std::ranges::replace(words, '\n', ' ');
    EXPECT_THAT(words, HasSubstr("93 of 100 lines"));
    EXPECT_THAT(words, HasSubstr("To stop this mail"));
    EXPECT_THAT(words, HasSubstr("[report.ceo]"));
  }
}

TEST(ReportMail, FormatsAndReadersAreThoseOfTheReportElseOfTheRole) {
  Workspace configured = workspace();
  configured.config.reports = {{.id = "rental", .to = {"a@example.com"}, .cron = {}, .formats = {"pdf"}}};
  report::Report report = report_of("x");
  report.role = "rental";
  report.id = "rental-51st";
  EXPECT_TRUE(wants_format(configured, report, "pdf"));
  EXPECT_FALSE(wants_format(configured, report, "eml"));
  EXPECT_THAT(recipients_of(configured, report.id, report.role), testing::ElementsAre("a@example.com"));
  configured.config.reports.push_back({.id = "rental-51st", .to = {"b@example.com"}, .cron = {}, .formats = {}});
  EXPECT_FALSE(wants_format(configured, report, "pdf"));
  EXPECT_THAT(recipients_of(configured, report.id, report.role), testing::ElementsAre("b@example.com"));
}

}  // namespace
}  // namespace qd::app
