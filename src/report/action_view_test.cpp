// The actions of a report: who may see which, and how a template can choose among them.
#include <gmock/gmock.h>

#include "assess/action_score.hpp"
#include "assess/assess.hpp"
#include "report/report.hpp"
#include "support/written_facts.hpp"

namespace qd::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Date kToday = *make_date(2026, 5, 21);

assess::Definitions definitions() {
  std::uint32_t line = 0;
  const auto written = [&line](std::string text) { return assess::Written{std::move(text), 0, {++line, 1, 0}}; };
  assess::RawDefinitions raw;
  for (const std::string id : {"cash_is_low", "site_is_down"}) {
    assess::RawCheck& check = raw.checks.emplace_back();
    check.id = written(id), check.question = written("Is it well?");
    check.subjects = {written("entity")};
    check.passes = written("not exists(project.status)");
    check.says = written("It is not."), check.remedy = written("Mend " + id + " now.");
  }
  Diagnostics diagnostics;
  assess::Definitions out = compile(raw, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  return out;
}

const std::vector<std::string> kLines = {
    "a | project.status | text:active | file=a.md",
    "a | action.item | text:Call Bob | done=no; severity=critical; impact=1100 USD/month; effort=2 days; owner=CTO; "
    "due=2026-06-11; file=a.md",
    "a | action.item | text:Call the Bob | done=no; file=b.md",
    "a | action.item | text:Sweep | done=no; owner=captain and cto; due=2026-05-01; file=b.md",
    "a | action.item | text:Write to Ann | done=no; owner=cto assistant; due=2026-07-10; file=b.md",
    "a | action.item | text:Paint | done=yes; date=2026-05-12; file=b.md",
    "a | action.item | text:Buy | done=yes; date=2026-01-12; file=b.md",
    "b | action.item | text:Order | done=no; due=2027-01-01; file=c.md"};

std::string markdown(std::string_view front, std::string_view body) {
  static const assess::Definitions kDefinitions = definitions();
  const model::FactStore facts = test::written_facts(kLines);
  const auto assessment = assess::assess(facts, kDefinitions, {.as_of = {}, .today = kToday});
  Diagnostics diagnostics;
  const std::string text = "+++\ntitle = \"CTO report\"\n" + std::string(front) + "\n+++\n" + std::string(body);
  const std::vector<RoleFile> files = {{"roles/cto.md", text}};
  const Roles roles = Roles::load(files, kDefinitions, diagnostics);
  const Inventory inventory(facts);
  Aliases aliases;
  ReportInput input{facts, assessment, kDefinitions, inventory, aliases, "Group", "2026-05-21", std::nullopt, ""};
  input.unit = "b";
  const Report report = make_report(*roles.find("cto"), roles.partials(), input, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) ADD_FAILURE() << format(diagnostic);
  return report.markdown;
}

TEST(ActionView, SortsActionsIntoLanes) {
  EXPECT_EQ(markdown("reads = [\"action.item\"]",
                     "{{#lanes}}\n{{id}} {{count}}: {{#actions}}{{title}}, {{/actions}}\n{{/lanes}}\n"),
            "overdue 1: Sweep, \n30 1: Call Bob, \n60 1: Write to Ann, \nlater 1: Order, \ndone 1: Paint, \n");
}

TEST(ActionView, SaysWhyAnActionComesFirst) {
  EXPECT_EQ(
      markdown(
          "reads = [\"action.item\"]",
          "{{#first_action}}{{title}}: {{score}}, {{because}}; {{lane}}, {{sources_count}} sources{{/first_action}}"),
      "Call Bob: 76\\.4, critical, worth $1,100 a month, due in 3 weeks; 30, 2 sources");
}

TEST(ActionView, KnowsTheActionsOfTheReader) {
  EXPECT_EQ(markdown("reads = [\"action.item\"]", "{{#actions_of_role}}{{title}} {{/actions_of_role}}"),
            "Call Bob Sweep ");
}

TEST(ActionView, CountsWhatALimitLeavesOut) {
  EXPECT_EQ(
      markdown("reads = [\"action.item\"]\nlimits = { actions = 1 }",
               "{{#actions}}{{title}}{{/actions}} +{{actions_more}}; {{#actions_of_role}}{{title}}{{/actions_of_role}} "
               "+{{actions_of_role_more}}; "
               "{{#actions_by_entity}}{{entity}} {{count}} +{{actions_more}} {{/actions_by_entity}}"),
      "Call Bob +3; Call Bob +1; A 3 open actions +2 B 1 open action + ");
}

TEST(ActionView, ShowsWhatWasDoneInTheLastNinetyDays) {
  EXPECT_EQ(
      markdown("reads = [\"action.item\"]", "{{done_count}}: {{#done_actions}}{{title}} {{done_on}}{{/done_actions}}"),
      "1: Paint 12 May 2026");
}

TEST(ActionView, ShowsActionsOfAChecksOnlyToThoseWhoMayReadIt) {
  constexpr std::string_view kBody =
      "{{action_count}}: {{#actions}}{{title}} {{/actions}}{{#entities}}{{actions}} {{/entities}}";
  EXPECT_THAT(markdown("reads = [\"action.item\", \"check.site_is_down\"]", kBody),
              AllOf(HasSubstr("Mend site"), Not(HasSubstr("Mend cash")), HasSubstr("5 open actions: "),
                    HasSubstr("4 open actions 1 open action")));
  EXPECT_THAT(markdown("reads = [\"action.item\"]", kBody),
              AllOf(Not(HasSubstr("Mend")), HasSubstr("4 open actions: ")));
  EXPECT_THAT(markdown("reads = [\"check.*\"]", kBody), Not(HasSubstr("Mend")));
}

TEST(ActionView, IsAboutTheBusinessesOfTheReport) {
  EXPECT_EQ(
      markdown("about = \"unit\"\nreads = [\"action.item\"]", "{{action_count}}: {{#actions}}{{title}} {{/actions}}"),
      "1 open action: Order ");
}

}  // namespace
}  // namespace qd::report
