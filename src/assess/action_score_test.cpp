#include "assess/action_score.hpp"

#include <gmock/gmock.h>

namespace qd::assess {
namespace {

const Date kToday = *make_date(2026, 5, 21);

formula::Amount dollars(std::int64_t amount, Cadence per) {
  return {.lo = amount, .hi = amount, .unit = Unit::money, .currency = Currency("USD"), .per = per};
}
formula::Amount days(std::int64_t n) { return {.lo = n, .hi = n, .unit = Unit::days}; }

Action medium() {
  Action out;
  out.state = "open";
  out.severity = Level::medium;
  return out;
}

TEST(ScoreParts, SayWhatEachWordOfALineIsWorth) {
  struct Case {
    std::string_view name;
    Action action;
    ScoreParts parts;
  };
  const auto with = [](auto change) {
    Action out = medium();
    change(out);
    return out;
  };
  const std::vector<Case> cases = {
      {"nothing but a severity", medium(), {200, 0, 0, -40}},
      {"critical", with([](Action& a) { a.severity = Level::critical; }), {400, 0, 0, -40}},
      {"no severity", with([](Action& a) { a.severity.reset(); }), {150, 0, 0, -40}},
      {"a month", with([](Action& a) { a.impact = dollars(999, Cadence::month); }), {200, 300, 0, -40}},
      {"as much a year", with([](Action& a) { a.impact = dollars(999 * 12, Cadence::year); }), {200, 300, 0, -40}},
      {"as much once", with([](Action& a) { a.impact = dollars(999 * 12, Cadence::once); }), {200, 300, 0, -40}},
      {"a fortune", with([](Action& a) { a.impact = dollars(900'000'000, Cadence::month); }), {200, 500, 0, -40}},
      {"no money", with([](Action& a) { a.impact = days(5); }), {200, 0, 0, -40}},
      {"past", with([](Action& a) { a.due = kToday - 1; }), {200, 0, 200, -40}},
      {"today", with([](Action& a) { a.due = kToday; }), {200, 0, 150, -40}},
      {"a week", with([](Action& a) { a.due = kToday + 7; }), {200, 0, 150, -40}},
      {"a month on", with([](Action& a) { a.due = kToday + 30; }), {200, 0, 100, -40}},
      {"a quarter on", with([](Action& a) { a.due = kToday + 90; }), {200, 0, 50, -40}},
      {"far", with([](Action& a) { a.due = kToday + 91; }), {200, 0, 0, -40}},
      {"two days of work", with([](Action& a) { a.effort = days(2); }), {200, 0, 0, -40}},
      {"no work", with([](Action& a) { a.effort = days(0); }), {200, 0, 0, 0}},
      {"months of work", with([](Action& a) { a.effort = days(90); }), {200, 0, 0, -199}},
      {"done", with([](Action& a) { a.state = "done"; }), {0, 0, 0, 0}},
  };
  for (const Case& one : cases) {
    const ScoreParts parts = score_parts(one.action, kToday);
    EXPECT_EQ(parts.severity, one.parts.severity) << one.name;
    EXPECT_EQ(parts.impact, one.parts.impact) << one.name;
    EXPECT_EQ(parts.due, one.parts.due) << one.name;
    EXPECT_EQ(parts.effort, one.parts.effort) << one.name;
  }
}

TEST(ReasonOf, IsShort) {
  Action action = medium();
  EXPECT_EQ(reason_of(action, kToday), "medium");
  action.severity = Level::critical;
  action.impact = dollars(1100, Cadence::month);
  action.due = kToday + 21;
  EXPECT_EQ(reason_of(action, kToday), "critical, worth $1,100 a month, due in 3 weeks");
  action.state = "done";
  EXPECT_EQ(reason_of(action, kToday), "done");
  action.done_on = kToday - 9;
  EXPECT_EQ(reason_of(action, kToday), "done on 2026-05-12");
  EXPECT_EQ(reason_of({}, kToday), "");
}

TEST(DueInWords, CountsInWhatAReaderWould) {
  const std::vector<std::pair<int, std::string_view>> cases = {{-400, "overdue for 13 months"},
                                                               {-15, "overdue for 2 weeks"},
                                                               {-1, "overdue for 1 day"},
                                                               {0, "due today"},
                                                               {1, "due tomorrow"},
                                                               {13, "due in 13 days"},
                                                               {14, "due in 2 weeks"},
                                                               {59, "due in 8 weeks"},
                                                               {60, "due in 2 months"}};
  for (const auto& [in, words] : cases) EXPECT_EQ(due_in_words(kToday + in, kToday), words);
}

TEST(LaneOf, GoesByTheDayThatItIsDue) {
  const std::vector<std::pair<int, std::string_view>> cases = {{-1, "overdue"}, {0, "30"},  {30, "30"}, {31, "60"},
                                                               {60, "60"},      {61, "90"}, {90, "90"}, {91, "later"}};
  for (const auto& [in, lane] : cases) {
    ActionRow row;
    row.due = kToday + in;
    EXPECT_EQ(to_string(lane_of(row, kToday)), lane) << in;
  }
  EXPECT_EQ(to_string(lane_of({}, kToday)), "undated");
  EXPECT_EQ(to_string(lane_of({.state = ActionRow::State::done}, kToday)), "done");
}

}  // namespace
}  // namespace qd::assess
