#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

using mail::State;
using test::content_for;
using test::kNow;
using test::move_to;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Planning : public test::Ledger {
 protected:
  static PlanResult plan(Outbox& outbox, const PlannedContent& content, Moment now = kNow) {
    return outbox.plan({&content, 1}, now).value().front();
  }
};

TEST_F(Planning, MakesARowForEachReaderAndTheArchiveInOneMessage) {
  Outbox outbox = open();
  const PlanResult result = plan(outbox, content_for({"a@example.com", "b@example.com"}, "archive@example.com"));
  EXPECT_EQ(result.new_rows, 3u);
  EXPECT_EQ(result.known_rows, 0u);
  EXPECT_FALSE(result.differs);
  const auto rows = outbox.deliveries({}).value();
  EXPECT_THAT(recipients(rows), ElementsAre("a@example.com", "b@example.com", "archive@example.com"));
  EXPECT_THAT(rows, Each(Field(&Delivery::message, rows[0].message)));
  EXPECT_THAT(rows, Each(Field(&Delivery::state, State::planned)));
  EXPECT_FALSE(rows[0].copy_of);
  EXPECT_EQ(rows[2].copy_of, rows[0].message);
  EXPECT_EQ(rows[0].key.size(), 64u);
  EXPECT_EQ(rows[0].message_key.size(), 64u);
  EXPECT_EQ(rows[0].useful_until, kNow + std::chrono::hours(12));
  EXPECT_THAT(outbox.timeline(rows[0].id).value(), SizeIs(1));
}

TEST_F(Planning, TwiceAddsNothing) {
  Outbox outbox = open();
  const PlannedContent content = content_for({"a@example.com", "b@example.com"}, "archive@example.com", false);
  EXPECT_EQ(plan(outbox, content).new_rows, 4u);
  const PlanResult again = plan(outbox, content);
  EXPECT_EQ(again.new_rows, 0u);
  EXPECT_EQ(again.known_rows, 2u);
  EXPECT_THAT(outbox.deliveries({}).value(), SizeIs(4));
}

TEST_F(Planning, ANewReaderGetsAMessageOfTheirOwnWithItsArchiveCopy) {
  Outbox outbox = open();
  plan(outbox, content_for({"a@example.com"}, "archive@example.com"));
  const PlanResult result = plan(outbox, content_for({"a@example.com", "b@example.com"}, "archive@example.com"));
  EXPECT_EQ(result.new_rows, 2u);
  EXPECT_EQ(result.known_rows, 1u);
  const auto rows = outbox.deliveries({}).value();
  EXPECT_THAT(recipients(rows),
              ElementsAre("a@example.com", "archive@example.com", "b@example.com", "archive@example.com"));
  EXPECT_NE(rows[0].message, rows[2].message);
  EXPECT_EQ(rows[3].copy_of, rows[2].message);
}

TEST_F(Planning, OneMailboxGetsOneRowHoweverItIsWritten) {
  Outbox outbox = open();
  EXPECT_EQ(plan(outbox, content_for({"a@example.com", "a@EXAMPLE.com", "a@example.com"}, "a@Example.com")).new_rows,
            1u);
}

TEST_F(Planning, AnArchiveApartHasAMessageOfItsOwnThatNamesTheOneItCopies) {
  Outbox outbox = open();
  PlannedContent content = content_for({"a@example.com"}, "archive@example.com");
  content.messages[0].archive_apart = true;
  plan(outbox, content);
  const auto rows = outbox.deliveries({}).value();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_NE(rows[1].message, rows[0].message);
  EXPECT_NE(rows[1].message_key, rows[0].message_key);
  EXPECT_EQ(rows[1].copy_of, rows[0].message);
}

TEST_F(Planning, AMessageWithoutReadersIsAnArchiveCopyOfTheOneBefore) {
  Outbox outbox = open();
  PlannedContent content = content_for({"a@example.com"});
  content.messages.push_back({.readers = {}, .archive = "archive@example.com", .archive_apart = true});
  EXPECT_EQ(plan(outbox, content).new_rows, 2u);
  EXPECT_EQ(plan(outbox, content).new_rows, 0u);
  const auto rows = outbox.deliveries({}).value();
  EXPECT_EQ(rows[1].copy_of, rows[0].message);
}

TEST_F(Planning, TakesTheNewestContentUntilItIsFrozenAndKeepsTheFrozenOneThen) {
  Outbox outbox = open();
  PlannedContent content = content_for({"a@example.com"});
  plan(outbox, content);
  content.fingerprint = std::string(64, 'e');
  content.subject = "Another";
  const PlanResult renewed = plan(outbox, content);
  EXPECT_FALSE(renewed.differs);
  EXPECT_EQ(outbox.content(renewed.content)->fingerprint, content.fingerprint);
  EXPECT_EQ(outbox.content(renewed.content)->subject, "Another");

  ASSERT_TRUE(outbox.freeze(renewed.content, std::string(64, 'b'), kNow).has_value());
  EXPECT_FALSE(plan(outbox, content).differs);
  content.fingerprint = std::string(64, 'd');
  content.messages[0].readers.push_back("b@example.com");
  const PlanResult late = plan(outbox, content);
  EXPECT_TRUE(late.differs);
  EXPECT_EQ(late.new_rows, 1u) << "who is new still gets the frozen one";
  EXPECT_EQ(outbox.content(late.content)->fingerprint, std::string(64, 'e'));
}

TEST_F(Planning, KeepsReportsPeriodsRevisionsAndKeySpacesApart) {
  Outbox outbox = open();
  PlannedContent content = content_for({"a@example.com"});
  plan(outbox, content);
  EXPECT_EQ(outbox.last_revision("ceo", content.period, KeySpace::mail), 1);
  EXPECT_EQ(outbox.last_revision("ceo", content.period, KeySpace::maildir), 0);
  for (const auto& change : std::vector<std::function<void(PlannedContent&)>>{
           [](PlannedContent& one) { one.report = "cfo"; }, [](PlannedContent& one) { one.period = one.period + 7; },
           [](PlannedContent& one) { one.revision = 2; }, [](PlannedContent& one) { one.space = KeySpace::maildir; }}) {
    PlannedContent other = content;
    change(other);
    EXPECT_EQ(plan(outbox, other).new_rows, 1u);
  }
  EXPECT_EQ(outbox.last_revision("ceo", content.period, KeySpace::mail), 2);
  EXPECT_THAT(outbox.deliveries({}).value(), SizeIs(5));
}

TEST_F(Planning, WhatStillWaitsIsUsefulAsLongAsTheNewestRunSays) {
  Outbox outbox = open();
  PlannedContent content = content_for({"a@example.com", "b@example.com"});
  const auto rows = rendered(outbox, content);
  ASSERT_EQ(outbox.apply(std::vector{move_to(rows[0].id, State::rendered, State::skipped_stale)}), 0u);
  content.useful_until = kNow + std::chrono::hours(30);
  plan(outbox, content);
  EXPECT_EQ(outbox.find("1")->useful_until, kNow + std::chrono::hours(12));
  EXPECT_EQ(outbox.find("2")->useful_until, kNow + std::chrono::hours(30));
}

TEST_F(Planning, FreezingRendersWhatIsPlannedAndRefusesOtherBytes) {
  Outbox outbox = open();
  const PlannedContent content = content_for({"a@example.com"});
  const auto rows = rendered(outbox, content);
  EXPECT_EQ(rows[0].state, State::rendered);
  EXPECT_EQ(outbox.content(rows[0].content)->file, std::string(64, 'a'));
  EXPECT_THAT(outbox.timeline(rows[0].id).value(),
              ElementsAre(Field(&TimelineEntry::what, "planned"), Field(&TimelineEntry::what, "rendered")));
  EXPECT_EQ(outbox.freeze(rows[0].content, std::string(64, 'c'), kNow).error().kind, ErrorKind::conflict);
  EXPECT_TRUE(outbox.freeze(rows[0].content, std::string(64, 'a'), kNow).has_value());
  EXPECT_EQ(outbox.freeze(99, std::string(64, 'a'), kNow).error().kind, ErrorKind::not_found);
}

TEST_F(Planning, AllOfAPlanOrNothing) {
  Outbox outbox = open();
  const auto done = outbox.together([&]() -> Result<void> {
    plan(outbox, content_for({"a@example.com"}));
    return fail(ErrorKind::io, "no");
  });
  EXPECT_FALSE(done.has_value());
  EXPECT_THAT(outbox.deliveries({}).value(), IsEmpty());
}

TEST_F(Planning, SplitsTheRestOffWithAnArchiveCopyOfItsOwn) {
  Outbox outbox = open();
  auto rows = rendered(outbox, content_for({"a@example.com", "b@example.com", "c@example.com"}, "archive@example.com"));
  const std::vector<std::int64_t> rest{rows[1].id, rows[2].id};
  const std::int64_t message = outbox.split(rest, kNow).value();
  EXPECT_NE(message, rows[0].message);
  const auto moved = outbox.deliveries({.message = message}).value();
  EXPECT_THAT(recipients(moved), ElementsAre("b@example.com", "c@example.com", "archive@example.com"));
  EXPECT_THAT(moved, Each(Field(&Delivery::state, State::rendered)));
  EXPECT_EQ(moved[2].copy_of, message);
  EXPECT_NE(moved[0].message_key, rows[0].message_key);
  EXPECT_EQ(moved[0].key, rows[1].key);
  EXPECT_EQ(outbox.split(std::vector{moved[0].id, moved[1].id, moved[2].id}, kNow), message) << "nothing stays behind";
}

TEST_F(Planning, AnArchiveCopyThatIsLeftOverGoesAloneAndCopiesWhatItCopied) {
  Outbox outbox = open();
  const auto rows = rendered(outbox, content_for({"a@example.com"}, "archive@example.com"));
  const std::int64_t message = outbox.split(std::vector{rows[1].id}, kNow).value();
  const auto moved = outbox.deliveries({.message = message}).value();
  ASSERT_THAT(moved, SizeIs(1));
  EXPECT_EQ(moved[0].copy_of, rows[0].message);
}

TEST_F(Planning, TheSameReadersKeepTheirMessageWhenTheArchiveHasItsCopy) {
  Outbox outbox = open();
  const auto rows = rendered(outbox, content_for({"a@example.com", "b@example.com"}, "archive@example.com"));
  const std::vector<std::int64_t> readers{rows[0].id, rows[1].id};
  EXPECT_EQ(outbox.split(readers, kNow), rows[0].message);
  const std::int64_t rest = outbox.split(std::vector{rows[1].id}, kNow).value();
  EXPECT_EQ(outbox.split(std::vector{rows[1].id}, kNow), rest);
  EXPECT_EQ(outbox.split(std::vector{rows[0].id}, kNow), rows[0].message);
  EXPECT_THAT(outbox.deliveries({}).value(), SizeIs(4)) << "one more copy, for the message that was split off";
}

TEST_F(Planning, RowsOfTwoMessagesAreNotSplitOffTogether) {
  Outbox outbox = open();
  const auto rows = rendered(outbox, content_for({"a@example.com", "b@example.com"}, {}, false));
  EXPECT_EQ(outbox.split(std::vector{rows[0].id, rows[1].id}, kNow).error().kind, ErrorKind::conflict);
}

TEST_F(Planning, ALeanRowComesOnceAndHasAContentOfItsOwn) {
  Outbox outbox = open();
  const auto rows = rendered(outbox, content_for({"a@example.com", "b@example.com"}));
  const auto lean = outbox.plan_lean(rows[0].id, std::string(64, '1'), kNow + std::chrono::hours(1), kNow).value();
  ASSERT_TRUE(lean);
  const Delivery row = outbox.find(std::to_string(*lean)).value();
  EXPECT_TRUE(row.lean);
  EXPECT_EQ(row.recipient, "a@example.com");
  EXPECT_EQ(row.state, State::planned);
  EXPECT_NE(row.content, rows[0].content);
  EXPECT_TRUE(outbox.find("1")->resent_lean);
  EXPECT_EQ(outbox.plan_lean(rows[0].id, std::string(64, '1'), kNow, kNow).value(), std::nullopt);
  EXPECT_EQ(outbox.plan_lean(*lean, std::string(64, '1'), kNow, kNow).value(), std::nullopt);
  const auto second = outbox.plan_lean(rows[1].id, std::string(64, '2'), kNow, kNow).value();
  EXPECT_EQ(outbox.find(std::to_string(second.value()))->content, row.content);
  EXPECT_EQ(outbox.last_revision("ceo", row.period, KeySpace::mail), 1);
}

}  // namespace
}  // namespace qd::store
