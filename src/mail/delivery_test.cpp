#include "mail/delivery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace qd::mail {
namespace {

using event::Answered;
using event::Begin;
using event::OwnerDied;
using event::QuotaFreed;
using event::Rendered;
using event::Reported;
using event::Resolved;
using event::Retry;

constexpr Moment kUseful{1'000'000};

Event answer(AnswerKind kind) { return Answered{{.kind = kind}}; }
Event report(ReportKind what, BounceKind bounce = BounceKind::none) { return Reported{what, bounce}; }

enum class When : std::uint8_t { in_time, late, any };

struct Row {
  const char* name;
  When when;
  Event event;
  /// One cell for each state, in their order: "-" refused, "=" the same state and nothing to do, else the next state
  /// with its flags: a counts an attempt, w waits, l sends a lean one, t tells the operator.
  const char* cells;
};

// clang-format off
const Row kTable[] = {
    //                                                    planned rendered sending accepted delivered delayed bounced complained suppressed failed held skipped unknown
    {"Rendered", When::any, Rendered{},                  "rendered - - - - - - - - - - - -"},
    {"Begin in time", When::in_time, Begin{},            "- sending/a - - - - - - - - - - -"},
    {"Begin late", When::late, Begin{},                  "skipped_stale/t skipped_stale/t - - - - - - - - skipped_stale/t - -"},
    {"accepted", When::any, answer(AnswerKind::accepted),           "- - accepted = = = = = = - - - -"},
    {"throttled", When::any, answer(AnswerKind::throttled),         "- - rendered/w = = = = = = - - - -"},
    {"put off", When::any, answer(AnswerKind::put_off),             "- - rendered/w = = = = = = - - - -"},
    {"quota", When::any, answer(AnswerKind::quota),                 "- - held/t = = = = = = - - - -"},
    {"refused", When::any, answer(AnswerKind::refused),             "- - failed/t = = = = = = - - - -"},
    {"misconfigured", When::any, answer(AnswerKind::misconfigured), "- - failed/t = = = = = = - - - -"},
    {"closed", When::any, answer(AnswerKind::account_closed),       "- - failed/t = = = = = = - - - -"},
    {"lost", When::any, answer(AnswerKind::unknown),                "- - unknown/t = = = = = = - - - -"},
    {"owner died", When::any, OwnerDied{},                          "- - unknown/t - - - - - - - - - -"},
    {"owner died harmlessly", When::any, OwnerDied{true},           "- - rendered - - - - - - - - - -"},
    {"quota freed", When::any, QuotaFreed{},                        "- - - - - - - - - - rendered - -"},
    {"sent", When::any, report(ReportKind::sent),                   "accepted accepted accepted = = = = = = accepted accepted accepted accepted"},
    {"delayed", When::any, report(ReportKind::delayed),             "delayed delayed delayed delayed = = = = = delayed delayed delayed delayed"},
    {"delivered", When::any, report(ReportKind::delivered),         "delivered delivered delivered delivered = delivered = = = delivered delivered delivered delivered"},
    {"complained", When::any, report(ReportKind::complained),       "complained/t complained/t complained/t complained/t complained/t complained/t = = = complained/t complained/t complained/t complained/t"},
    {"suppressed", When::any, report(ReportKind::bounced, BounceKind::suppressed),     "suppressed/t suppressed/t suppressed/t suppressed/t suppressed/t suppressed/t = suppressed/t = suppressed/t suppressed/t suppressed/t suppressed/t"},
    {"permanent", When::any, report(ReportKind::bounced, BounceKind::permanent),       "bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t = bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t"},
    {"transient", When::any, report(ReportKind::bounced, BounceKind::transient),       "bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t = bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t"},
    {"undetermined", When::any, report(ReportKind::bounced, BounceKind::undetermined), "bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t = bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t"},
    {"content", When::in_time, report(ReportKind::bounced, BounceKind::content),       "bounced/l bounced/l bounced/l bounced/l bounced/l bounced/l = bounced/l bounced/l bounced/l bounced/l bounced/l bounced/l"},
    {"content late", When::late, report(ReportKind::bounced, BounceKind::content),     "bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t = bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t"},
    {"rejected", When::any, report(ReportKind::rejected),                              "bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t = bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t"},
    {"rendering failed", When::any, report(ReportKind::rendering_failed),              "bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t = bounced/t bounced/t bounced/t bounced/t bounced/t bounced/t"},
    {"was sent", When::any, Resolved{true},              "- - - - - - - - - - - - accepted"},
    {"was not sent", When::any, Resolved{false},         "- - - - - - - - - - - - rendered"},
    {"retry", When::any, Retry{},                        "- - - - - - planned - planned planned planned planned -"},
    {"no room", When::any, event::NoRoom{},              "held/t held/t - - - - - - - - - - -"},
    {"withdrawn", When::any, event::Withdrawn{},         "failed failed - - - - - - - - failed - -"},
};
// clang-format on

std::vector<State> all_states() {
  std::vector<State> out;
  for (std::size_t i = 0; i < kStates; ++i) out.push_back(static_cast<State>(i));
  return out;
}

std::string shown(State from, const Result<Step>& step) {
  if (!step) return "-";
  std::string flags;
  if (step->counts_attempt) flags += 'a';
  if (step->wait_before_next) flags += 'w';
  if (step->resend_lean) flags += 'l';
  if (step->tell_operator) flags += 't';
  if (step->next == from && flags.empty()) return "=";
  return std::string(to_string(step->next)) + (flags.empty() ? "" : "/" + flags);
}

class Policy : public testing::TestWithParam<Row> {};

TEST_P(Policy, DecidesEveryCell) {
  const Row& row = GetParam();
  std::istringstream cells(row.cells);
  for (const State state : all_states()) {
    std::string expected;
    ASSERT_TRUE(cells >> expected) << "a cell for " << to_string(state) << " is missing";
    for (const Moment now : {kUseful, Moment{kUseful.ms + 1}}) {
      if ((row.when == When::in_time && now > kUseful) || (row.when == When::late && now <= kUseful)) continue;
      EXPECT_EQ(shown(state, advance(state, row.event, now, kUseful)), expected) << to_string(state);
    }
  }
  std::string more;
  EXPECT_FALSE(cells >> more);
}

INSTANTIATE_TEST_SUITE_P(Table, Policy, testing::ValuesIn(kTable), [](const auto& row) {
  std::string name = row.param.name;
  std::ranges::replace(name, ' ', '_');
  return name;
});

TEST(Delivery, EveryEventAndAnswerIsInTheTable) {
  std::vector<std::size_t> seen(std::variant_size_v<Event>);
  std::vector<bool> answers(static_cast<std::size_t>(AnswerKind::unknown) + 1);
  for (const Row& row : kTable) {
    ++seen[row.event.index()];
    if (const auto* one = std::get_if<Answered>(&row.event)) answers[static_cast<std::size_t>(one->answer.kind)] = true;
  }
  EXPECT_THAT(seen, testing::Each(testing::Gt(0u)));
  EXPECT_THAT(answers, testing::Each(true));
}

TEST(Delivery, ARefusalNamesStateAndEvent) {
  const auto step = advance(State::failed, Begin{}, Moment{0}, kUseful);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().kind, ErrorKind::invalid);
  EXPECT_EQ(step.error().what, "a delivery that is failed cannot take the beginning of an attempt");
}

TEST(Delivery, ReportsGiveTheSameEndInAnyOrderAndHoweverOftenTheyCome) {
  std::vector<Event> reports = {report(ReportKind::sent),
                                report(ReportKind::delayed),
                                report(ReportKind::delivered),
                                report(ReportKind::complained),
                                report(ReportKind::bounced, BounceKind::suppressed),
                                report(ReportKind::rejected)};
  const State ends[] = {State::accepted,   State::delayed,    State::delivered,
                        State::complained, State::suppressed, State::bounced};
  std::mt19937 random(4);
  for (std::size_t heaviest = 0; heaviest < reports.size(); ++heaviest) {
    for (const State start : {State::sending, State::accepted, State::unknown, State::failed, State::skipped_stale}) {
      for (int round = 0; round < 50; ++round) {
        std::vector<Event> some(reports.begin(), reports.begin() + static_cast<std::ptrdiff_t>(heaviest) + 1);
        some.resize(some.size() * 2);
        std::copy_n(some.begin(), some.size() / 2, some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2));
        std::ranges::shuffle(some, random);
        State state = start;
        int told = 0;
        for (const Event& one : some) {
          const Step step = advance(state, one, kUseful, kUseful).value();
          if (step.next == State::bounced && step.tell_operator) ++told;
          state = step.next;
        }
        EXPECT_EQ(state, ends[heaviest]);
        EXPECT_LE(told, 1);
      }
    }
  }
}

TEST(Delivery, AContentBounceAsksForOneLeanMail) {
  const Event bounce = report(ReportKind::bounced, BounceKind::content);
  const Step first = advance(State::delivered, bounce, kUseful, kUseful).value();
  EXPECT_TRUE(first.resend_lean);
  EXPECT_FALSE(advance(first.next, bounce, kUseful, kUseful).value().resend_lean);
}

TEST(Delivery, NoAnswerAndNoTimeLeadsOutOfUnknown) {
  for (const Row& row : kTable) {
    const auto step = advance(State::unknown, row.event, kUseful, kUseful);
    const bool a_word = std::holds_alternative<Reported>(row.event) || std::holds_alternative<Resolved>(row.event);
    EXPECT_EQ(step.has_value(), a_word) << row.name;
  }
}

TEST(Delivery, NamesComeBack) {
  for (const State state : all_states()) EXPECT_EQ(parse_state(to_string(state)), state);
  EXPECT_EQ(parse_state("sent"), std::nullopt);
  EXPECT_EQ(parse_state(""), std::nullopt);
}

TEST(Delivery, KnowsWhatIsOwedAndWhatIsWell) {
  std::vector<State> owed, well;
  for (const State state : all_states()) {
    if (is_owed(state)) owed.push_back(state);
    if (is_settled_well(state)) well.push_back(state);
  }
  EXPECT_THAT(owed, testing::ElementsAre(State::planned, State::rendered, State::held));
  EXPECT_THAT(well, testing::ElementsAre(State::accepted, State::delivered, State::delayed, State::complained));
}

}  // namespace
}  // namespace qd::mail
