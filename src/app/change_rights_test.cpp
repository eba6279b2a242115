// What changed, as far as a role may know: with the definitions that are built in.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "assess/trend.hpp"
#include "report/report.hpp"
#include "support/built_in_definitions.hpp"

namespace qd::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kBody = R"(
{{#changes}}
- {{what}} {{text}}
{{/changes}}
more {{changes_more}} minor {{changes_minor}} figures only {{#previous_figures_only}}yes{{/previous_figures_only}}
new {{new_count}} worse {{worse_count}} persisting {{persisting_count}} resolved {{resolved_count}}
{{#persisting}}
- persists {{message}} since {{since}} ({{since_long}}, {{severity}}, {{subject}}, {{entity}}){{{figure}}}
{{/persisting}}
{{#persisting_more}}{{persisting_more}}{{/persisting_more}}
{{#trends}}
- trend {{id}} {{entity}} {{trend.points}} from {{trend.first}} to {{trend.last}} since {{trend.since}}: {{trend.change}}
{{/trends}}
{{#trends_more}}{{trends_more}} more trends{{/trends_more}}
)";

/// A change of every figure, a finding of every check in each state, an action from each check and from a document.
struct EveryKind {
  EveryKind() {
    const model::Subject portfolio;
    assessment.today = test::kToday;
    assessment.compared_with = {test::kToday - 7, "20260514T120000Z-abc", {}};
    std::vector<assess::PastPoint> history(2);
    history[0].day = test::kToday - 14;
    history[1].day = test::kToday - 7;
    for (const assess::Kpi& definition : test::built_in().kpis()) {
      formula::Amount now{.lo = 300, .hi = 300, .unit = Unit::count};
      formula::Amount then{.lo = 100, .hi = 100, .unit = Unit::count};
      assess::KpiResult& kpi = assessment.kpis.emplace_back();
      kpi.id = definition.id;
      kpi.result.value = now;
      history[0].figures.push_back({definition.id, portfolio, "", then});
      add("kpi", definition.id, fmt::format("kpi-{}.", definition.id));
    }
    assess::add_history(std::move(history), assessment);
    for (const assess::Check& check : test::built_in().checks()) {
      for (const auto state : {assess::FindingState::fresh, assess::FindingState::persisting,
                               assess::FindingState::worse, assess::FindingState::resolved}) {
        assess::Finding& finding = assessment.findings.emplace_back();
        finding.id = fmt::format("{}@jada-{}", check.id, to_string(state));
        finding.check = check.id;
        finding.outcome = state == assess::FindingState::resolved ? assess::Outcome::pass : assess::Outcome::fail;
        finding.state = state;
        finding.since = test::kToday - 30;
        finding.message = fmt::format("finding-{}.", check.id);
      }
      add("finding", check.id + "@jada", fmt::format("finding-{}.", check.id), check.id, "resolved");
      add("action", "act-" + check.id, fmt::format("action-{}.", check.id), check.id);
    }
    add("action", "stated", "action-stated.");
  }

  void add(std::string what, std::string id, std::string text, std::string check = {}, std::string state = "up") {
    assess::Change& change = assessment.changes.emplace_back();
    change.what = std::move(what);
    change.id = std::move(id);
    change.text = std::move(text);
    change.check = std::move(check);
    change.state = std::move(state);
  }

  std::string shown(std::string_view reads) {
    const std::string role = fmt::format(
        "+++\ntitle = \"T\"\nreads = [{}]\n[limits]\nchanges = 1000\nfindings = 1000\n+++\n{}", reads, kBody);
    Diagnostics diagnostics;
    const std::vector<report::RoleFile> files{{"roles/test.md", role}};
    const report::Roles roles = report::Roles::load(files, test::built_in(), diagnostics);
    const auto facts = test::written_facts({"jada | project.status | text:active"});
    const report::Inventory inventory(facts);
    report::Aliases aliases;
    const report::ReportInput input{.facts = facts,
                                    .assessment = assessment,
                                    .definitions = test::built_in(),
                                    .inventory = inventory,
                                    .aliases = aliases,
                                    .portfolio = "Harbor",
                                    .period = "2026-05-21",
                                    .previous = assessment.compared_with->day,
                                    .dashboard = ""};
    const report::Report report = make_report(roles.all()[0], roles.partials(), input, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics) ADD_FAILURE() << format(diagnostic);
    std::string out = report.markdown;
    std::erase(out, '\\');  // as it is read, not as it is escaped
    return out;
  }

  assess::Assessment assessment;
};

std::size_t lines_with(std::string_view text, std::string_view what) {
  std::size_t out = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++out;
  return out;
}

TEST(ChangeRights, AFigureIsForThoseWhoMayReadIt) {
  EveryKind every;
  for (const assess::Kpi& kpi : test::built_in().kpis()) {
    const std::string shown = every.shown(fmt::format("\"kpi.{}\"", kpi.id));
    EXPECT_EQ(lines_with(shown, "- "), kpi.grid.empty() ? 2u : 1u) << shown;
    EXPECT_THAT(shown, HasSubstr(fmt::format("- kpi kpi-{}.", kpi.id)));
  }
}

TEST(ChangeRights, AFindingIsForThoseWhoMayReadItsCheck) {
  EveryKind every;
  for (const assess::Check& check : test::built_in().checks()) {
    const std::string shown = every.shown(fmt::format("\"check.{}\"", check.id));
    EXPECT_EQ(lines_with(shown, "\n- "), 2u) << shown;
    EXPECT_THAT(shown, HasSubstr(fmt::format("- finding finding-{}.", check.id)));
    EXPECT_THAT(shown, HasSubstr(fmt::format("- persists finding-{}. since 2026-04-21 (21 April 2026, medium, Harbor, "
                                             "Harbor)",
                                             check.id)));
    EXPECT_THAT(shown, HasSubstr("new 1 worse 1 persisting 1 resolved 1"));
  }
}

TEST(ChangeRights, AnActionThatFollowsFromAFindingIsForThoseWhoMayReadBoth) {
  EveryKind every;
  EXPECT_EQ(lines_with(every.shown("\"action.item\""), "\n- "), 1u);
  EXPECT_THAT(every.shown("\"action.item\""), HasSubstr("- action action-stated."));
  const std::string both = every.shown(R"("action.item", "check.no_live_listing")");
  EXPECT_THAT(both, HasSubstr("- action action-no_live_listing."));
  EXPECT_EQ(lines_with(both, "- action"), 2u);
  EXPECT_EQ(lines_with(every.shown(R"("check.no_live_listing")"), "- action"), 0u);
}

TEST(ChangeRights, NobodySeesAnythingWithoutReads) {
  EveryKind every;
  const std::string shown = every.shown("");
  EXPECT_EQ(lines_with(shown, "\n- "), 0u) << shown;
  EXPECT_THAT(shown, HasSubstr("new  worse  persisting  resolved"));
}

TEST(ChangeView, ListsWhatIsMaterialAndCountsTheRest) {
  EveryKind every;
  for (std::size_t i = 0; i + 2 < test::built_in().kpis().size(); ++i) every.assessment.changes[i].material = false;
  const std::string shown = every.shown("\"kpi.*\"");
  EXPECT_EQ(lines_with(shown, "- kpi "), 2u);
  const std::size_t rest = test::built_in().kpis().size() - 2;
  EXPECT_THAT(shown, HasSubstr(fmt::format("more {} minor {}", rest, rest)));
}

TEST(ChangeView, ACommitSaysNothingAboutFindings) {
  EveryKind every;
  every.assessment.compared_with = {test::kToday - 7, {}, "0123456789abcdef0123456789abcdef01234567"};
  const std::string shown = every.shown("\"kpi.*\", \"check.*\"");
  EXPECT_THAT(shown, HasSubstr("figures only yes"));
  EXPECT_THAT(shown, HasSubstr("new  worse  persisting  resolved"));
  EXPECT_THAT(shown, Not(HasSubstr("- persists")));
}

TEST(TrendView, ShowsHowAFigureGotWhereItIs) {
  EveryKind every;
  EXPECT_THAT(every.shown("\"kpi.burn_rate\""),
              HasSubstr("- trend burn_rate  100;;300 from 100 to 300 since 7 May: up 200 since 7 May"));
  every.assessment.history.clear();
  for (assess::KpiResult& kpi : every.assessment.kpis) kpi.past.clear();
  EXPECT_THAT(every.shown("\"kpi.burn_rate\""), Not(HasSubstr("- trend")));
}

}  // namespace
}  // namespace qd::app
