#include "assess/action_changes.hpp"

#include <gmock/gmock.h>

#include "assess/action_list.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Action action(std::string id, std::string state) {
  Action out;
  out.id = std::move(id);
  out.title = "Title of " + out.id;
  out.state = std::move(state);
  out.source = out.id.starts_with("check:") ? "check:late" : "a.md:1";
  if (out.state == "overdue") out.due = make_date(2026, 5, 20);
  return out;
}

PreviousAction before(std::string id, std::string state) {
  return {.id = id, .title = "Title of " + id, .state = std::move(state)};
}

UnwrittenAction in_short(std::string_view id, ActionRow::State state) {
  return parse_short_forms(short_form({.name = action_name_hash(id), .state = state})).at(0);
}

std::vector<std::string> changes(const Previous& previous, std::initializer_list<Action> now) {
  Assessment assessment;
  assessment.actions = now;
  std::vector<std::string> out;
  compare_actions(previous, assessment, [&](double, const Change& change) {
    out.push_back(change.state + (change.from.empty() ? "" : " from " + change.from) + ": " + change.text);
  });
  return out;
}

TEST(ActionChanges, SayWhatWasDoneCameAndFellDue) {
  Previous previous;
  previous.actions = {before("did", "open"), before("late", "open"), before("same", "open"), before("back", "done"),
                      before("moved", "overdue")};
  EXPECT_THAT(
      changes(previous,
              {action("did", "done"), action("late", "overdue"), action("same", "open"), action("fresh", "open"),
               action("old", "done"), action("back", "open"), action("moved", "open"), action("check:late@a", "open")}),
      ElementsAre("done from open: Done: Title of did", "overdue from open: Overdue since 2026-05-20: Title of late",
                  "new: New: Title of fresh", "open from done: Open again: Title of back",
                  "open from overdue: Not overdue any more: Title of moved"));
}

TEST(ActionChanges, SayOnceWhatNoDocumentAsksForAnyMore) {
  Previous previous;
  previous.actions = {before("went", "open"), before("late", "overdue"), before("did", "done"),
                      before("check:late@a", "open")};
  previous.more_actions = {in_short("x", ActionRow::State::open), in_short("y", ActionRow::State::overdue),
                           in_short("z", ActionRow::State::done), in_short("here", ActionRow::State::open)};
  constexpr std::string_view kWhy = " (no document asks for it any more, and none says that it is done)";
  EXPECT_THAT(changes(previous, {action("here", "open")}),
              ElementsAre("gone from open: Dropped: Title of went" + std::string(kWhy),
                          "gone from overdue: Dropped: Title of late" + std::string(kWhy),
                          "gone: Dropped: 2 actions of lower rank that no document asks for any more"));
  EXPECT_THAT(changes({}, {}), IsEmpty());
}

TEST(ActionChanges, KnowActionsThatTheArchiveKeepsInShort) {
  Previous previous;
  previous.more_actions = {in_short("did", ActionRow::State::open), in_short("same", ActionRow::State::open)};
  EXPECT_THAT(changes(previous, {action("did", "done"), action("same", "open"), action("fresh", "open")}),
              ElementsAre("done from open: Done: Title of did", "new: New: Title of fresh"));
}

TEST(ShortForms, AreReadBackOneBehindTheOther) {
  const Date day = *make_date(2026, 5, 3);
  std::string text = short_form({.name = action_name_hash("a"), .state = ActionRow::State::open});
  text += short_form({.name = action_name_hash("b"), .done_on = day, .state = ActionRow::State::done});
  text += short_form({.name = action_name_hash("c"), .state = ActionRow::State::done});
  text += short_form({.name = action_name_hash("d"), .state = ActionRow::State::overdue});
  const auto read = parse_short_forms(text);
  ASSERT_EQ(read.size(), 4u);
  const std::string_view ids = "abcd";
  for (std::size_t n = 0; n < read.size(); ++n)
    EXPECT_EQ(read[n].name, short_name(action_name_hash(ids.substr(n, 1)))) << n;
  EXPECT_EQ(read[0].state, ActionRow::State::open);
  EXPECT_EQ(read[1].state, ActionRow::State::done);
  EXPECT_EQ(read[1].done_on, day);
  EXPECT_EQ(read[2].done_on, std::nullopt);
  EXPECT_EQ(read[3].state, ActionRow::State::overdue);
}

TEST(ShortForms, EndWithWhatIsNone) {
  for (const std::string_view bad : {"", "AAAAAAAAx", "AAAA AAAo", "AAAAAAAAD", "AAAAAAAADA A"})
    EXPECT_THAT(parse_short_forms(bad), IsEmpty()) << bad;
  EXPECT_EQ(parse_short_forms("AAAAAAAAoAAA").size(), 1u);
}

}  // namespace
}  // namespace qd::assess
