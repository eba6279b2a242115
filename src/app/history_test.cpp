#include "app/history.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "app/history_facts.hpp"
#include "assess/trend.hpp"
#include "render/assessment_json.hpp"
#include "sources/git/past_states.hpp"
#include "support/git_repository.hpp"

namespace qd::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Date kToday = *make_date(2026, 5, 21);

class HistoryTest : public testing::Test, protected test::GitRepository {
 protected:
  HistoryTest() { git("init -q"); }
  ~HistoryTest() override { console_.set_gate(nullptr); }

  void cost(std::string_view name, int dollars) {
    write(fmt::format("deck/agent_handoffs/projects/{}.md", name),
          fmt::format("---\nentity: jada\n---\n# {}\n\n## Financials\n- **Slip:** ${}/month\n", name, dollars));
  }
  /// A commit at noon so many days ago.
  void commit_before(int days) { commit(to_string(kToday - days)); }

  void open(const std::string& folder = "deck") {
    session_ = open_session({.workspace = root() / folder, .as_of = to_string(kToday)}, {}, console_).value();
    reading_ = read_workspace(session_->workspace, session_->vocabulary, {.threads = 1, .progress = {}});
  }
  FigureHistory look(std::string_view span = "4w", bool bounded = false) {
    notes_.clear();
    return read_history_of_figures(*session_, *reading_,
                                   {.span = parse_history_span(span).value(),
                                    .bounded = bounded,
                                    .threads = 2,
                                    .say = [this](std::string_view note) { notes_ += std::string(note) + "\n"; },
                                    .progress = {}});
  }
  assess::Assessment assessed(std::string_view span = "4w") {
    return std::move(assess_session(*session_, *reading_, look(span)).value().assessment);
  }
  static const assess::KpiResult& burn(const assess::Assessment& assessment) {
    return *std::ranges::find_if(assessment.kpis, [](const assess::KpiResult& kpi) {
      return kpi.id == "burn_rate" && kpi.subject.kind == model::SubjectKind::portfolio;
    });
  }
  static std::string burn_points(const assess::Assessment& assessment) {
    return points_text(trend_of(assessment, burn(assessment)));
  }

  Console console_{stderr, stderr};
  std::unique_ptr<Session> session_;
  std::optional<Reading> reading_;
  std::string notes_;
};

TEST_F(HistoryTest, EndsWithTheWorkingState) {
  cost("a", 100);
  commit_before(20);
  cost("a", 200);
  commit_before(10);
  cost("a", 400);
  open();
  const assess::Assessment assessment = assessed();
  EXPECT_EQ(burn_points(assessment), "100;200;400");  // nothing was committed 21 days ago
  EXPECT_EQ(trend_text(trend_of(assessment, burn(assessment))), "up $300 since 7 May");
  ASSERT_EQ(assessment.history.size(), 2u);
  EXPECT_EQ(assessment.history[0].day, kToday - 14);
  EXPECT_EQ(assessment.history[1].commit, reading_->head);
}

TEST_F(HistoryTest, IsWrittenWholeForReadersAndInShortForTheArchive) {
  cost("a", 100);
  commit_before(7);
  cost("a", 150);
  open();
  const assess::Assessment assessment = assessed("2w");
  const auto json = [&](render::AssessmentJsonOptions::History history) {
    std::string out;
    render::write_assessment_json(assessment, reading_->facts, [&out](std::string_view piece) { out += piece; },
                                  {.history = history});
    return out;
  };
  using enum render::AssessmentJsonOptions::History;
  const std::string burn = R"({"id":"burn_rate","subject":{"kind":"portfolio","id":"portfolio"},"group":null,)";
  EXPECT_THAT(json(whole),
              HasSubstr(fmt::format(R"({{"date":"2026-05-14","commit":"{}","kpis":[{}"value":{{"lo":"100")",
                                    reading_->head, burn)));
  EXPECT_THAT(json(whole),
              HasSubstr(R"({"date":"2026-05-21","commit":null,"kpis":[)" + burn + R"("value":{"lo":"150")"));
  EXPECT_THAT(json(trends), HasSubstr(burn + R"("points":"100;150"})"));
  EXPECT_THAT(json(trends), HasSubstr(R"({"date":"2026-05-21","commit":null})"));
  EXPECT_THAT(json(trends),
              HasSubstr(fmt::format(R"("compared_with":{{"date":"2026-05-14","commit":"{}"}})", reading_->head)));
  EXPECT_THAT(json(none), testing::Not(HasSubstr("trends")));
}

TEST_F(HistoryTest, LetsAFirstRunCompareWithTheWeekBefore) {
  cost("a", 100);
  commit_before(7);
  cost("a", 150);
  commit_before(3);
  open();
  for (const std::string_view span : {"4w", "12m", "2d"}) {
    const assess::Assessment assessment = assessed(span);
    ASSERT_TRUE(assessment.compared_with) << span;
    EXPECT_EQ(assessment.compared_with->day, kToday - 7) << span;
    EXPECT_EQ(assessment.compared_with->run, "") << span;
    EXPECT_EQ(assessment.compared_with->commit.size(), 40u) << span;
    EXPECT_EQ(burn(assessment).previous->lo, Rational(100)) << span;
    EXPECT_THAT(assessment.changes, testing::Each(testing::Field(&assess::Change::what, "kpi"))) << span;
    EXPECT_THAT(assessment.changes,
                testing::Contains(testing::Field(&assess::Change::text, "Burn rate is up $50 to $150 a month.")));
  }
  EXPECT_FALSE(assessed("0").compared_with);
}

TEST_F(HistoryTest, ComparesWithAnArchivedRunWhereThereIsOne) {
  cost("a", 100);
  commit_before(30);
  open();
  store::RunArchive archive(root() / "deck");
  auto content = session_->gate.pass(R"({"as_of":"2026-05-20T12:00:00Z","kpis":[],"findings":[],"actions":[]})",
                                     gate::Form::file, "assessment.json");
  const store::RunFile file{"assessment.json", std::move(*content)};
  const auto run = archive.add({.as_of = *parse_instant("2026-05-20T12:00:00Z"), .today = kToday - 1, .portfolio = "P"},
                               std::span(&file, 1), session_->gate);
  ASSERT_TRUE(run);
  const assess::Assessment assessment = assessed();
  EXPECT_EQ(assessment.compared_with->run, run->name);
  EXPECT_EQ(assessment.compared_with->day, kToday - 1);
  EXPECT_EQ(assessment.compared_with->commit, "");
}

TEST_F(HistoryTest, KnowsWhatWasRemovedAndRenamed) {
  cost("a", 100);
  cost("gone", 7);
  commit_before(22);
  git("mv deck/agent_handoffs/projects/a.md deck/agent_handoffs/projects/b.md");
  commit_before(15);
  git("rm -q deck/agent_handoffs/projects/gone.md");
  commit_before(8);
  open();
  EXPECT_EQ(burn_points(assessed()), "107;107;100;100");
}

TEST_F(HistoryTest, IsEmptyWithoutARepositoryACommitOrACommittedHandoff) {
  cost("a", 100);
  open();
  EXPECT_THAT(look().points, IsEmpty());  // no commit
  write("other.txt", "x");
  git("add other.txt");
  git("commit -q -m other", "2026-01-01");
  open();
  EXPECT_THAT(look().points, IsEmpty());
  EXPECT_EQ(burn_points(assessed()), "");
  EXPECT_EQ(notes_, "");
}

TEST_F(HistoryTest, SaysWhereAShallowCloneEnds) {
  for (const int days : {28, 15, 8}) {
    cost("a", days);
    commit_before(days);
  }
  git("clone -q --depth 2 file://" + root().string() + " clone");
  open("clone/deck");
  EXPECT_EQ(burn_points(assessed()), "15;8;8");
  EXPECT_THAT(notes_, HasSubstr("shallow clone: it knows nothing of figures before 2026-05-07"));
}

TEST_F(HistoryTest, ReadsAgainOnlyWhatChanged) {
  for (int i = 0; i < 20; ++i) cost(fmt::format("file{}", i), i + 1);
  write("deck/agent_handoffs/projects/jada/late.md", "# Late\n\n## Financials\n- **Rope:** $1/month\n");
  commit_before(21);
  cost("file3", 50);
  commit_before(10);
  cost("file3", 4);  // and back again, which dates it anew
  commit_before(5);
  open();
  const Instant moments[] = {session_->workspace.zone.end_of(kToday - 14), session_->workspace.zone.end_of(kToday - 7)};
  const auto past = sources::PastStates::read(session_->workspace.root, moments).value();
  ASSERT_TRUE(past);
  HistoryFacts facts(*session_, *reading_, *past);
  const std::vector<const sources::PastState*> states = {past->states()[0].get(), past->states()[1].get()};
  // Two versions of file3, and the document whose entity only the others tell.
  EXPECT_EQ(facts.unread(states), 3u);
  facts.read(states);
  EXPECT_EQ(facts.unread(states), 0u);
  EXPECT_EQ(facts.of(*states[0])->documents().size(), 21u);
}

TEST_F(HistoryTest, LeavesOutAPointOfWhichTheRepositoryLacksAFile) {
  cost("a", 100);
  cost("b", 1);
  commit_before(21);
  cost("a", 200);
  commit_before(14);
  cost("a", 300);
  commit_before(7);
  open();
  const Instant moment = session_->workspace.zone.end_of(kToday - 14);
  const auto past = sources::PastStates::read(session_->workspace.root, std::span(&moment, 1)).value();
  const std::string blob = sources::to_hex(past->states()[0]->files[0].blob);
  std::filesystem::remove(root() / ".git/objects" / blob.substr(0, 2) / blob.substr(2));
  EXPECT_EQ(burn_points(assessed()), "101;301;301");
  EXPECT_THAT(notes_, HasSubstr("1 of 3 earlier points are left out"));
}

TEST_F(HistoryTest, TakesFewerPointsWhereTooManyFilesChangedUnlessAskedFor) {
  constexpr int kFiles = 400;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < kFiles; ++i) cost(fmt::format("file{}", i), round + 1);
    commit_before(28 - round * 7);
  }
  open();
  EXPECT_EQ(look("4w", false).points.size(), 3u);
  EXPECT_EQ(notes_, "");
  const FigureHistory bounded = look("4w", true);
  EXPECT_EQ(bounded.points.size(), 2u);
  EXPECT_TRUE(bounded.week_ago);
  EXPECT_THAT(notes_, HasSubstr("2 of 3 earlier points"));
}

}  // namespace
}  // namespace qd::app
