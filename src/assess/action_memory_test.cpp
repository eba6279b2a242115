#include <gmock/gmock.h>

#include "assess/actions.hpp"
#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Date kToday = *make_date(2026, 5, 21);

PreviousAction before(std::string id, std::string state, std::optional<Date> done_on = std::nullopt) {
  return {.id = std::move(id),
          .title = "Before",
          .entity = "a",
          .state = std::move(state),
          .source = "a.md:1",
          .done_on = done_on};
}

/// "id state done_on", in the order of the list.
std::vector<std::string> remembered(const std::vector<std::string>& lines, const Previous* previous) {
  const auto facts = test::written_facts(lines);
  std::vector<std::string> out;
  for (const Action& action : with_remembered(stated_actions(facts, kToday), previous, kToday))
    out.push_back(action.id + " " + action.state + (action.done_on ? " " + to_string(*action.done_on) : ""));
  return out;
}

TEST(RememberedActions, AreDoneOnTheDayThatTheDocumentStates) {
  EXPECT_THAT(
      remembered({"a | action.item | text:One | done=yes; date=2026-05-02",
                  "a | action.item | text:Two DONE 2026-05-03 | done=yes", "a | action.item | text:Three | done=yes",
                  "a | action.item | text:Four | done=yes; date=2027-01-01"},
                 nullptr),
      ElementsAre("a-one done 2026-05-02", "a-two done 2026-05-03", "a-three done 2026-05-21",
                  "a-four done 2026-05-21"));
}

TEST(RememberedActions, AreDoneOnTheDayOfTheFirstRunThatSawIt) {
  Previous previous;
  previous.as_of = *parse_instant("2026-05-14T23:59:59Z");
  previous.actions = {before("a-one", "done", *make_date(2026, 5, 7)), before("a-two", "open"),
                      before("a-three", "done")};
  previous.more_actions = parse_short_forms(short_form(
      {.name = action_name_hash("a-four"), .done_on = *make_date(2026, 4, 1), .state = ActionRow::State::done}));
  EXPECT_THAT(remembered({"a | action.item | text:One | done=yes", "a | action.item | text:Two | done=yes",
                          "a | action.item | text:Three | done=yes", "a | action.item | text:Four | done=yes"},
                         &previous),
              ElementsAre("a-one done 2026-05-07", "a-two done 2026-05-21", "a-three done 2026-05-14",
                          "a-four done 2026-04-01"));
}

TEST(RememberedActions, StayForNinetyDaysWhenTheyLeaveTheDocuments) {
  Previous previous;
  previous.actions = {before("a-new", "done", kToday - 1), before("a-last", "done", kToday - 90),
                      before("a-old", "done", kToday - 91), before("a-open", "open"),
                      before("a-here", "done", kToday - 5)};
  EXPECT_THAT(remembered({"a | action.item | text:Here | done=no"}, &previous),
              ElementsAre("a-here open", "a-new done 2026-05-20", "a-last done 2026-02-20"));
  EXPECT_THAT(remembered({}, nullptr), IsEmpty());
}

TEST(RememberedActions, SayWhatTheArchiveSaid) {
  Previous previous;
  previous.actions = {before("a-new", "done", kToday - 1)};
  previous.actions[0].owner = "cto";
  const auto facts = test::written_facts({});
  const ActionList actions = with_remembered(stated_actions(facts, kToday), &previous, kToday);
  ASSERT_EQ(actions.size(), 1u);
  EXPECT_EQ(actions[0].title, "Before");
  EXPECT_EQ(actions[0].owner, "cto");
  EXPECT_EQ(actions[0].source, "a.md:1");
  EXPECT_EQ(actions.entity(0), "a");
}

}  // namespace
}  // namespace qd::assess
