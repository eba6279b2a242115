#include "app/previous_run.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/definitions_file.hpp"
#include "assess/assess.hpp"
#include "render/assessment_json.hpp"
#include "support/written_facts.hpp"

namespace qd::app {
namespace {

using testing::HasSubstr;

const Date kToday = *make_date(2026, 5, 21);

assess::Definitions built_in() {
  DefinitionFiles files;
  Diagnostics diagnostics;
  files.read_built_in(diagnostics);
  return files.compile(diagnostics);
}

model::FactStore facts() {
  return test::written_facts({"a | money.expense | 7000..9000.5 USD/month | label=Slip; kind=estimated",
                              "a | unit.price | 1560 USD | channel=direct", "a | unit.cost | 400 USD",
                              "a | channel.status | text:planned | channel=Sailo",
                              "a | action.item | text:Publish the listing | done=no; due=2026-06-01",
                              "a | money.cash | ?"});
}

std::string archived(const model::FactStore& store, const assess::Assessment& assessment) {
  std::string out;
  render::write_assessment_json(assessment, store, [&](std::string_view piece) { out += piece; });
  return out;
}

TEST(PreviousRun, ReadsBackWhatARunArchived) {
  const model::FactStore store = facts();
  const Instant as_of = *parse_instant("2026-05-21T23:59:59Z");
  const auto assessment = assess::assess(store, built_in(), {.as_of = as_of, .today = kToday});
  const auto previous = read_previous_run(archived(store, assessment));
  ASSERT_TRUE(previous) << previous.error().what;
  EXPECT_EQ(previous->as_of, as_of);
  ASSERT_EQ(previous->kpis.size(), assessment.kpis.size());
  for (std::size_t n = 0; n < previous->kpis.size(); ++n) {
    const assess::PreviousKpi& read = previous->kpis[n];
    const assess::KpiResult& written = assessment.kpis[n];
    EXPECT_EQ(read.id, written.id);
    EXPECT_EQ(read.subject, written.subject);
    EXPECT_EQ(read.group, written.result.group);
    EXPECT_EQ(read.value.has_value(), std::holds_alternative<formula::Amount>(written.result.value)) << read.id;
  }
  ASSERT_EQ(previous->findings.size(), assessment.findings.size());
  for (std::size_t n = 0; n < previous->findings.size(); ++n) {
    EXPECT_EQ(previous->findings[n].id, assessment.findings[n].id);
    EXPECT_EQ(previous->findings[n].outcome, assessment.findings[n].outcome);
    EXPECT_EQ(previous->findings[n].severity, assessment.findings[n].severity);
    EXPECT_EQ(previous->findings[n].evidence, assessment.findings[n].evidence.size());
  }
  ASSERT_EQ(previous->actions.size(), assessment.actions.size());
  EXPECT_EQ(previous->actions[0].id, assessment.actions[0].id);
}

TEST(PreviousRun, OfTheSameFactsShowsNoChange) {
  const model::FactStore store = facts();
  const auto first = assess::assess(store, built_in(), {.as_of = {1}, .today = kToday - 7});
  const auto previous = read_previous_run(archived(store, first));
  ASSERT_TRUE(previous);
  const auto second = assess::assess(store, built_in(), {.as_of = {2}, .today = kToday, .previous = &*previous});
  for (const assess::Change& change : second.changes) ADD_FAILURE() << change.text;
  for (const assess::Finding& finding : second.findings) {
    if (finding.outcome != assess::Outcome::fail) continue;
    EXPECT_EQ(finding.state, assess::FindingState::persisting) << finding.id;
    EXPECT_EQ(finding.since, kToday - 7) << finding.id;
  }
}

TEST(PreviousRun, RemembersWhatIsDoneFromRunToRunForNinetyDays) {
  const std::vector<std::string> open = {"a | action.item | text:Call Bob | done=no",
                                         "a | action.item | text:Sweep | done=no"};
  const std::vector<std::string> done = {"a | action.item | text:Call Bob | done=yes; owner=cfo",
                                         "a | action.item | text:Sweep | done=no"};
  const std::vector<std::string> without = {"a | action.item | text:Order lines | done=no"};
  std::optional<assess::Previous> previous;
  const auto run = [&](const std::vector<std::string>& lines, int day) {
    const model::FactStore store = test::written_facts(lines);
    const auto now =
        assess::assess(store, assess::Definitions(),
                       {.as_of = {day}, .today = kToday + day, .previous = previous ? &*previous : nullptr});
    std::string out;
    for (const assess::Action& action : now.actions) {
      if (action.state == "done") out += fmt::format("{} done {}; ", action.title, action.done_on.value() - kToday);
    }
    for (const assess::Change& change : now.changes) out += fmt::format("{} {}; ", change.state, change.id);
    auto read = read_previous_run(archived(store, now));
    EXPECT_TRUE(read);
    previous = std::move(*read);
    return out;
  };
  EXPECT_EQ(run(open, 0), "");
  EXPECT_EQ(run(done, 7), "Call Bob done 7; done a-call-bob; ");
  EXPECT_EQ(run(done, 14), "Call Bob done 7; ");
  EXPECT_EQ(run(without, 21), "Call Bob done 7; gone a-sweep; new a-order-lines; ");
  EXPECT_EQ(run(without, 28), "Call Bob done 7; ") << "gone is said once";
  EXPECT_EQ(run(without, 97), "Call Bob done 7; ");
  EXPECT_EQ(run(without, 98), "") << "nothing is kept for ever";
  EXPECT_EQ(run(done, 99), "Call Bob done 99; gone a-order-lines; new a-sweep; ");
  EXPECT_EQ(run(open, 106), "open a-call-bob; ");
}

TEST(PreviousRun, IsRefusedWhenDamaged) {
  const auto damaged = read_previous_run("{\"kpis\": [");
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().what, HasSubstr("damaged"));
  const auto odd = read_previous_run(R"({"as_of": 5, "kpis": [{"id": 7}, null], "findings": 3})");
  ASSERT_TRUE(odd);
  EXPECT_TRUE(odd->findings.empty());
}

}  // namespace
}  // namespace qd::app
