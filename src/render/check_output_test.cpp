#include "render/check_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "render/check_rules.hpp"
#include "support/small_facts.hpp"

namespace qd::render {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

Diagnostics examples() {
  return {{.severity = Severity::warning,
           .code = "amount-ambiguous",
           .message = "this can be read two ways",
           .file = "agent_handoffs/projects/a b/ünï#1.md",
           .at = {.line = 12, .column = 9, .length = 5},
           .line = "**Burn:** 1.500",
           .hint = "write 1,500 or 1.50"},
          {.severity = Severity::error,
           .code = "file-unreadable",
           .message = "cannot read it: \x1b[31mdenied",
           .file = "books/x.csv",
           .at = {},
           .line = {},
           .hint = {}},
          {.severity = Severity::note,
           .code = "git-unreadable",
           .message = "git refuses",
           .file = {},
           .at = {},
           .line = {},
           .hint = {}}};
}

enum class Form { text, all, json, sarif };

std::string written(Form form, const Diagnostics& diagnostics = examples()) {
  const model::FactStore facts = test::small_facts();
  const CheckInput input{diagnostics, facts};
  std::string out;
  const Sink sink = [&out](std::string_view piece) { out += piece; };
  switch (form) {
    case Form::text:
      write_check_text(input, false, sink);
      break;
    case Form::all:
      write_check_text(input, true, sink);
      break;
    case Form::json:
      write_check_json(input, sink);
      break;
    case Form::sarif:
      write_check_sarif(input, sink);
      break;
  }
  return out;
}

TEST(CheckText, ShowsDiagnosticsCoverageAndSummary) {
  EXPECT_EQ(written(Form::text),
            "agent_handoffs/projects/a b/ünï#1.md:12:9: warning: this can be read two ways [amount-ambiguous]\n"
            "  **Burn:** 1.500\n"
            "          ^~~~~\n"
            "  hint: write 1,500 or 1.50\n"
            "books/x.csv: error: cannot read it:  [31mdenied [file-unreadable]\n"
            "note: git refuses [git-unreadable]\n"
            "\n"
            "understood least, of the lines under known headings:\n"
            "   75 %     6/8     agent_handoffs/projects/jada/charters.md\n"
            "   75 %     6/8     agent_handoffs/projects/jada/money.md\n"
            "\n"
            "2 files, 6 facts; 12 of 16 lines understood (75 %)\n"
            "1 error, 1 warning, 1 note\n");
}

TEST(CheckText, CapsEachCodeUnlessAllAreWanted) {
  Diagnostics many;
  for (std::uint32_t line = 1; line <= 14; ++line) {
    many.push_back(
        {.code = "amount-ambiguous", .message = "m", .file = "a.md", .at = {.line = line}, .line = {}, .hint = {}});
    if (line <= 3)
      many.push_back({.code = "other", .message = "m", .file = "a.md", .at = {.line = line}, .line = {}, .hint = {}});
  }
  const std::string few = written(Form::text, many);
  EXPECT_THAT(few, HasSubstr("a.md:10: warning"));
  EXPECT_THAT(few, Not(HasSubstr("a.md:11: warning")));
  EXPECT_THAT(few, HasSubstr("+4 more [amount-ambiguous]\nsee them with --all\n"));
  EXPECT_THAT(few, Not(HasSubstr("more [other]")));
  EXPECT_THAT(few, HasSubstr("17 warnings"));
  EXPECT_THAT(written(Form::all, many), HasSubstr("a.md:14: warning"));
}

TEST(CheckJson, HoldsEverythingThatTextShows) {
  const json::value all = json::parse(written(Form::json));
  const json::object& first = all.at("diagnostics").at(0).as_object();
  EXPECT_EQ(first.at("severity"), "warning");
  EXPECT_EQ(first.at("code"), "amount-ambiguous");
  EXPECT_EQ(first.at("file"), "agent_handoffs/projects/a b/ünï#1.md");
  EXPECT_EQ(first.at("line"), 12);
  EXPECT_EQ(first.at("column"), 9);
  EXPECT_EQ(first.at("text"), "**Burn:** 1.500");
  EXPECT_EQ(first.at("hint"), "write 1,500 or 1.50");
  EXPECT_EQ(all.at("coverage").at("lines"), 16);
  EXPECT_EQ(all.at("coverage").at("understood"), 12);
  EXPECT_EQ(all.at("coverage").at("files").at(1).at("file"), "agent_handoffs/projects/jada/money.md");
  EXPECT_EQ(all.at("coverage").at("files").at(1).at("facts"), 3);
  EXPECT_EQ(all.at("summary"), (json::value{{"errors", 1}, {"warnings", 1}, {"notes", 1}, {"files", 2}, {"facts", 6}}));
}

TEST(CheckSarif, HasWhatTheSchemaRequires) {
  const json::value log = json::parse(written(Form::sarif));
  EXPECT_EQ(log.at("version"), "2.1.0");
  const json::value& run = log.at("runs").at(0);
  EXPECT_EQ(run.at("columnKind"), "unicodeCodePoints");
  EXPECT_EQ(run.at("tool").at("driver").at("name"), "Quarterdeck");
  const json::array& rules = run.at("tool").at("driver").at("rules").as_array();
  const json::array& results = run.at("results").as_array();
  ASSERT_EQ(results.size(), 3u);
  for (const json::value& result : results) {
    EXPECT_EQ(rules.at(result.at("ruleIndex").to_number<std::size_t>()).at("id"), result.at("ruleId"));
    EXPECT_FALSE(result.at("message").at("text").as_string().empty());
    EXPECT_EQ(result.at("partialFingerprints").at("codeAndLine/v1").as_string().size(), 16u);
  }
  const json::value& place = results[0].at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "agent_handoffs/projects/a%20b/%C3%BCn%C3%AF%231.md");
  EXPECT_EQ(place.at("artifactLocation").at("uriBaseId"), "%SRCROOT%");
  EXPECT_EQ(place.at("region"), (json::value{{"startLine", 12}, {"startColumn", 9}, {"endColumn", 14}}));
  EXPECT_EQ(results[0].at("level"), "warning");
  EXPECT_EQ(results[1].at("level"), "error");
  EXPECT_FALSE(results[1].at("locations").at(0).at("physicalLocation").as_object().contains("region"));
  EXPECT_FALSE(results[2].as_object().contains("locations"));
}

TEST(CheckSarif, ExplainsEachRule) {
  const json::value log = json::parse(written(Form::sarif));
  const json::value& rules = log.at("runs").at(0).at("tool").at("driver").at("rules");
  EXPECT_EQ(rules.at(0).at("shortDescription").at("text"), "An amount can be read two ways");
  EXPECT_EQ(rules.at(1).at("shortDescription").at("text"), "A file or folder was not read");
  for (const CheckRule& rule : check_rules()) EXPECT_EQ(&check_rule(rule.code), &rule) << rule.code;
  EXPECT_EQ(check_rule("amount-of-a-new-kind").code, "amount-");
  EXPECT_EQ(check_rule("never-seen").code, "");
}

TEST(CheckSarif, NeverHoldsALineOfAFile) { EXPECT_THAT(written(Form::sarif), Not(HasSubstr("Burn"))); }

TEST(CheckSarif, TellsEqualFindingsApart) {
  Diagnostics two = {examples()[0], examples()[0]};
  const json::value log = json::parse(written(Form::sarif, two));
  const json::array& results = log.at("runs").at(0).at("results").as_array();
  EXPECT_NE(results[0].at("partialFingerprints"), results[1].at("partialFingerprints"));
  two[1].at.line = 99;  // only moved
  EXPECT_EQ(json::parse(written(Form::sarif, two)).at("runs").at(0).at("results").at(1).at("partialFingerprints"),
            results[1].at("partialFingerprints"));
}

}  // namespace
}  // namespace qd::render
