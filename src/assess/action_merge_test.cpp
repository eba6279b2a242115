// What two documents ask for, and when it is one thing.
#include <gmock/gmock.h>

#include <algorithm>

#include "assess/actions.hpp"
#include "support/written_facts.hpp"

namespace qd::assess {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

const Date kToday = *make_date(2026, 5, 21);

/// "id [state] sources", best first.
std::vector<std::string> shown(const std::vector<std::string>& lines) {
  const auto facts = test::written_facts(lines);
  std::vector<std::string> out;
  for (const Action& action : stated_actions(facts, kToday)) {
    std::string text = action.id + " [" + action.state + "]";
    for (const std::string& source : action.sources) text += " " + source;
    EXPECT_EQ(action.source, action.sources.front());
    out.push_back(std::move(text));
  }
  return out;
}

Action only(const std::vector<std::string>& lines) {
  const auto facts = test::written_facts(lines);
  const ActionList actions = stated_actions(facts, kToday);
  EXPECT_EQ(actions.size(), 1u);
  return actions.empty() ? Action() : actions[0];
}

TEST(MergedActions, AreOneWhereEntityAndWordsAreTheSame) {
  EXPECT_THAT(
      shown({"a | action.item | text:Publish the Sailo listing | done=no; file=one.md",
             "a | action.item | text:publishing Sailo listing! | done=no; file=two.md",
             "a | action.item | text:Publish the GetMyBoat listing | done=no; file=two.md",
             "b | action.item | text:Publish the Sailo listing | done=no; file=three.md"}),
      UnorderedElementsAre("a-publish-sailo-listing [open] one.md:1 two.md:1",
                           "a-publish-getmyboat-listing [open] two.md:2", "b-publish-sailo-listing [open] three.md:1"));
}

TEST(MergedActions, AreNotOneWhereNobodyKnowsWhoseTheyAre) {
  EXPECT_THAT(shown({"unassigned | action.item | text:Write tests | done=no; file=one.md",
                     "unassigned | action.item | text:Write tests | done=no; file=two.md"}),
              ElementsAre("unassigned-one-write-tests [open] one.md:1", "unassigned-two-write-tests [open] two.md:1"));
}

TEST(MergedActions, StaySeparateWithinOneDocument) {
  EXPECT_THAT(
      shown({"a | action.item | text:Renew insurance | done=no; file=boats.md; section=Actions > Boat 1",
             "a | action.item | text:Renew the insurance | done=no; file=boats.md; section=Actions > Boat 2",
             "a | action.item | text:Renew insurance | done=no; file=cars.md",
             "a | action.item | text:Renew insurance | done=no; file=cars.md"}),
      UnorderedElementsAre("a-renew-insurance [open] boats.md:1 cars.md:1",
                           "a-renew-insurance-boats-2 [open] boats.md:2", "a-renew-insurance-cars-2 [open] cars.md:2"));
}

TEST(MergedActions, HaveTheStateOfTheNewestStatement) {
  struct Case {
    std::string_view name;
    std::string one, two;  // what else the line says
    std::string_view shown;
  };
  const std::vector<Case> cases = {
      {"done in the newer document", "done=no; as_of=2026-05-01", "done=yes; as_of=2026-05-08",
       "done two.md:1 one.md:1"},
      {"done in the newer one, which comes first", "done=yes; as_of=2026-05-08", "done=no; as_of=2026-05-01",
       "done one.md:1 two.md:1"},
      {"done on the same day", "done=no; as_of=2026-05-08", "done=yes; as_of=2026-05-08", "done two.md:1 one.md:1"},
      {"asked for again", "done=yes; as_of=2026-05-01", "done=no; as_of=2026-05-08", "open two.md:1 one.md:1"},
      {"given up later", "done=no; as_of=2026-05-01", "done=no; state=dropped; as_of=2026-05-08", ""},
      {"taken up again", "done=no; state=dropped; as_of=2026-05-01", "done=no; as_of=2026-05-08",
       "open two.md:1 one.md:1"},
      {"done, and given up elsewhere", "done=yes; as_of=2026-05-08", "done=no; state=dropped; as_of=2026-05-08",
       "done one.md:1 two.md:1"},
      {"in an old part of a document too", "done=no; as_of=2026-05-01", "done=no; basis=historical; as_of=2026-05-08",
       "open one.md:1 two.md:1"},
  };
  for (const Case& one : cases) {
    const auto facts = test::written_facts({"a | action.item | text:Call Bob | file=one.md; " + one.one,
                                            "a | action.item | text:Call Bob | file=two.md; " + one.two});
    std::string text;
    for (const Action& action : stated_actions(facts, kToday)) {
      text += action.state;
      for (const std::string& source : action.sources) text += " " + source;
    }
    EXPECT_EQ(text, one.shown) << one.name;
  }
}

TEST(MergedActions, TakeEachWordFromTheLineThatSaysIt) {
  const Action action = only(
      {"a | action.item | text:Call Bob | done=no; severity=low; impact=100 USD/month; owner=cfo; due=2026-06-01; "
       "file=one.md; as_of=2026-05-08",
       "a | action.item | text:Call Bob | done=no; severity=high; impact=900 USD/month; effort=3 days; file=two.md; "
       "as_of=2026-05-01",
       "a | action.item | text:Call Bob | done=no; owner=cmo; due=2026-05-30; file=three.md; as_of=2026-05-12"});
  EXPECT_EQ(action.severity, Level::high) << "the most severe";
  EXPECT_EQ(action.due, make_date(2026, 5, 30)) << "the earliest";
  EXPECT_EQ(action.impact->lo, Rational(100)) << "the newer document's";
  EXPECT_EQ(action.effort->lo, Rational(3)) << "the only one";
  EXPECT_EQ(action.owner, "cmo") << "the newest document's";
}

TEST(MergedActions, DoNotTakeWordsOfAnEarlierRound) {
  const Action action =
      only({"a | action.item | text:Call Bob | done=yes; severity=critical; due=2026-04-01; "
            "file=one.md; as_of=2026-04-02",
            "a | action.item | text:Call Bob | done=no; file=two.md; as_of=2026-05-12"});
  EXPECT_EQ(action.state, "open");
  EXPECT_EQ(action.due, std::nullopt);
  EXPECT_EQ(action.severity, std::nullopt);
}

TEST(MergedActions, AreOneAlsoWhereTheWordsSayThatItIsDone) {
  EXPECT_THAT(shown({"a | action.item | text:Paint the hull ✅ DONE 2026-05-03 | done=yes; file=one.md",
                     "a | action.item | text:Paint the hull | done=no; file=two.md"}),
              ElementsAre("a-paint-hull [done] one.md:1 two.md:1"));
}

TEST(MergedActions, KeepTheirIdsWhateverIsWrittenAroundThem) {
  const std::vector<std::string> before = {"a | action.item | text:Call Bob | done=no; file=two.md",
                                           "a | action.item | text:Learn C++ | done=no; file=two.md",
                                           "a | action.item | text:Sweep | done=no; file=two.md"};
  const std::vector<std::vector<std::string>> edits = {
      {"a | action.item | text:Sweep | done=no; file=two.md", "a | action.item | text:Learn C++ | done=no; file=two.md",
       "a | action.item | text:Call Bob | done=no; file=two.md"},  // lines move
      {"a | action.item | text:Order lines | done=no; file=one.md", before[0], before[1], before[2]},
      {"a | action.item | text:Calling the Bob | done=no; file=one.md", before[0], before[1], before[2]},
      {before[0], before[1], before[2], "a | action.item | text:Call Bob | done=no; file=two.md"},
      {before[0], before[1], before[2], "a | action.item | text:Learn C# | done=no; file=three.md"},
      {"b | action.item | text:Call Bob | done=no; file=b.md", before[0], before[1], before[2]},
  };
  const auto ids = [](const std::vector<std::string>& lines) {
    const auto facts = test::written_facts(lines);
    std::vector<std::string> out;
    for (const Action& action : stated_actions(facts, kToday)) out.push_back(action.id);
    return out;
  };
  const auto kept = ids(before);
  EXPECT_THAT(kept, testing::SizeIs(3));
  for (const auto& edit : edits) {
    const auto now = ids(edit);
    for (const std::string& id : kept)
      EXPECT_EQ(std::ranges::count(now, id), 1) << id << " after " << edit.front() << " … " << edit.back();
  }
}

TEST(MergedActions, HaveDifferentIdsWhereOnlyTheEndOfALongTitleDiffers) {
  const std::string long_title(120, 'x');
  const auto all = shown({"a | action.item | text:" + long_title + " one | done=no; file=one.md",
                          "a | action.item | text:" + long_title + " two | done=no; file=two.md"});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_NE(all[0].substr(0, all[0].find(' ')), all[1].substr(0, all[1].find(' ')));
}

TEST(MergedActions, HaveDifferentIdsWhereEntityAndWordsRunTogether) {
  const auto facts = test::written_facts({"a | action.item | text:B call Ann | done=no; file=one.md",
                                          "a-b | action.item | text:Call Ann | done=no; file=two.md"});
  const ActionList actions = stated_actions(facts, kToday);
  ASSERT_EQ(actions.size(), 2u);
  EXPECT_NE(actions[0].id, actions[1].id);
}

}  // namespace
}  // namespace qd::assess
