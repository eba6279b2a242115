#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/provider_id.hpp"
#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

using mail::State;
using test::accepted;
using test::content_for;
using test::kNow;
using test::move_to;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Moves : public test::Ledger {
 protected:
  Moves()
      : outbox_(open()), rows_(rendered(outbox_, content_for({"a@example.com", "b@example.com"}, "z@example.com"))) {}

  std::size_t apply(const std::vector<Move>& moves) { return outbox_.apply(moves).value(); }
  [[nodiscard]] Delivery row(std::size_t i) const { return outbox_.find(std::to_string(rows_[i].id)).value(); }
  void accept(std::size_t i, const std::string& provider_id, Moment at = kNow) {
    ASSERT_EQ(
        apply({move_to(rows_[i].id, State::rendered, State::sending, at), accepted(rows_[i].id, provider_id, at)}), 0u);
  }

  Outbox outbox_;
  std::vector<Delivery> rows_;
};

TEST_F(Moves, ChangeTheRowAndItsTimeline) {
  accept(0, "0100-a", kNow + std::chrono::seconds(1));
  const Delivery after = row(0);
  EXPECT_EQ(after.state, State::accepted);
  EXPECT_EQ(after.attempts, 1u);
  EXPECT_EQ(after.accepted_at, kNow + std::chrono::seconds(1));
  EXPECT_EQ(after.changed_at, kNow + std::chrono::seconds(1));
  EXPECT_EQ(after.settled_at, std::nullopt);
  EXPECT_EQ(after.provider_id, "0100-a");
  EXPECT_EQ(after.last_status, 200);
  EXPECT_EQ(after.last_answer, "OK");
  EXPECT_THAT(outbox_.timeline(after.id).value(),
              ElementsAre(Field(&TimelineEntry::what, "planned"), Field(&TimelineEntry::what, "rendered"),
                          Field(&TimelineEntry::what, "sending"), Field(&TimelineEntry::what, "answer")));
}

TEST_F(Moves, LeaveARowAloneThatIsElsewhere) {
  EXPECT_EQ(
      apply({move_to(rows_[0].id, State::rendered, State::sending),
             move_to(rows_[0].id, State::rendered, State::sending),
             move_to(rows_[1].id, State::sending, State::accepted), move_to(999, State::rendered, State::sending)}),
      3u);
  EXPECT_EQ(row(0).attempts, 1u);
  EXPECT_THAT(outbox_.timeline(rows_[0].id).value(), SizeIs(3));
  EXPECT_EQ(row(1).state, State::rendered);
}

TEST_F(Moves, KeepWhenToTryAgainOnlyWhileItIsPutOff) {
  Move put_off = move_to(rows_[0].id, State::sending, State::rendered);
  put_off.step.wait_before_next = true;
  put_off.not_before = kNow + std::chrono::seconds(7);
  put_off.answer =
      mail::Answer{mail::AnswerKind::throttled, 429, "TooManyRequestsException", "Maximum sending rate", ""};
  apply({move_to(rows_[0].id, State::rendered, State::sending), put_off});
  EXPECT_EQ(row(0).not_before, kNow + std::chrono::seconds(7));
  EXPECT_EQ(row(0).last_answer, "TooManyRequestsException: Maximum sending rate");
  EXPECT_EQ(row(0).last_status, 429);
  apply({move_to(rows_[0].id, State::rendered, State::sending)});
  EXPECT_EQ(row(0).not_before, Moment{});
  EXPECT_EQ(row(0).attempts, 2u);
}

TEST_F(Moves, AnAnswerIsOneShortLineWithoutControlCharacters) {
  Move refused = move_to(rows_[0].id, State::rendered, State::failed);
  refused.answer =
      mail::Answer{mail::AnswerKind::refused, 550, "5.1.1", "no\r\nsuch\x1b[31m user " + std::string(900, 'x'), ""};
  refused.detail = "caf\xC3";
  apply({refused});
  EXPECT_EQ(row(0).last_answer.size(), 500u);
  EXPECT_TRUE(row(0).last_answer.starts_with("5.1.1: no  such [31m user xxx"));
  EXPECT_EQ(outbox_.timeline(rows_[0].id)->back().detail, "caf\xEF\xBF\xBD");
  EXPECT_EQ(row(0).settled_at, kNow);
}

TEST_F(Moves, CountTheWindowByMinuteAndSayWhenItFrees) {
  EXPECT_EQ(outbox_.accepted_since(kNow - std::chrono::hours(24), KeySpace::mail), 0);
  EXPECT_EQ(outbox_.window_frees(1, KeySpace::mail, kNow).value(), std::nullopt);
  accept(0, "x0", kNow);
  accept(1, "x1", kNow + std::chrono::minutes(10));
  accept(2, "x2", kNow + std::chrono::minutes(20));
  const Moment later = kNow + std::chrono::minutes(30);
  EXPECT_EQ(outbox_.accepted_since(kNow, KeySpace::mail), 3);
  EXPECT_EQ(outbox_.accepted_since(kNow + std::chrono::minutes(5), KeySpace::mail), 2);
  EXPECT_EQ(outbox_.accepted_since(kNow, KeySpace::simulator), 0);
  const Moment first = outbox_.window_frees(1, KeySpace::mail, later)->value();
  EXPECT_GE(first, kNow + std::chrono::hours(24));
  EXPECT_LE(first, kNow + std::chrono::hours(24) + std::chrono::minutes(1));
  EXPECT_EQ(*outbox_.window_frees(2, KeySpace::mail, later), first + std::chrono::minutes(10));
  EXPECT_EQ(outbox_.window_frees(4, KeySpace::mail, later).value(), std::nullopt);
  EXPECT_EQ(outbox_.window_frees(3, KeySpace::mail, kNow + std::chrono::hours(24) + std::chrono::minutes(5)).value(),
            std::nullopt)
      << "the first has left it";
}

TEST_F(Moves, WhatTheServiceSaysLaterSettlesTheRow) {
  accept(0, "x0");
  const Moment at = kNow + std::chrono::seconds(9);
  apply({move_to(rows_[0].id, State::accepted, State::delivered, at)});
  EXPECT_EQ(row(0).settled_at, at);
  EXPECT_EQ(row(0).accepted_at, kNow);
  apply({move_to(rows_[0].id, State::delivered, State::delivered, at + std::chrono::seconds(1))});
  EXPECT_EQ(row(0).settled_at, at) << "said twice";
  EXPECT_EQ(row(0).changed_at, at);
}

TEST_F(Moves, AnEventForAnUnknownOneMeansThatItWasAccepted) {
  apply({move_to(rows_[0].id, State::rendered, State::sending), move_to(rows_[0].id, State::sending, State::unknown)});
  EXPECT_EQ(row(0).accepted_at, std::nullopt);
  apply({move_to(rows_[0].id, State::unknown, State::delivered)});
  EXPECT_EQ(row(0).accepted_at, kNow);
  EXPECT_EQ(outbox_.accepted_since(kNow, KeySpace::mail), 1);
}

TEST_F(Moves, ARetryBeginsAfreshAndCountsAgain) {
  accept(0, "first");
  apply({move_to(rows_[0].id, State::accepted, State::bounced)});
  Move retry = move_to(rows_[0].id, State::bounced, State::planned);
  retry.useful_until = kNow + std::chrono::hours(40);
  apply({retry});
  EXPECT_EQ(row(0).accepted_at, std::nullopt);
  EXPECT_EQ(row(0).settled_at, std::nullopt);
  EXPECT_EQ(row(0).provider_id, "");
  EXPECT_EQ(row(0).useful_until, kNow + std::chrono::hours(40));
  apply({move_to(rows_[0].id, State::planned, State::rendered)});
  accept(0, "second");
  EXPECT_EQ(row(0).provider_id, "second");
  EXPECT_EQ(outbox_.accepted_since(kNow, KeySpace::mail), 2);
  const auto by_first = outbox_.rows_of({.message_id = "first"}).value();
  ASSERT_THAT(by_first, SizeIs(1)) << "an event of the first attempt still finds it";
}

TEST_F(Moves, OverdueAreThoseOfWhichNothingWasHeard) {
  accept(0, "x0");
  accept(1, "x1", kNow + std::chrono::minutes(40));
  accept(2, "x2");
  apply({move_to(rows_[2].id, State::accepted, State::delayed)});
  const auto late = outbox_.overdue(kNow + std::chrono::minutes(30), KeySpace::mail).value();
  EXPECT_THAT(recipients(late), ElementsAre("a@example.com"));
  EXPECT_THAT(outbox_.overdue(kNow + std::chrono::minutes(30), KeySpace::maildir).value(), IsEmpty());
}

TEST_F(Moves, EventsFindTheirRowsByKeyAndRecipient) {
  accept(0, "x0");
  mail::ServiceEvent event{.type = "Bounce/Permanent/General", .at = kNow, .key = rows_[0].message_key};
  event.recipients = {{.address = "b@EXAMPLE.com", .answer = {}}};
  EXPECT_THAT(recipients(outbox_.rows_of(event).value()), ElementsAre("b@example.com"));
  event.recipients = {{.address = "A <A@example.com>", .answer = {}}};
  EXPECT_THAT(recipients(outbox_.rows_of(event).value()), ElementsAre("a@example.com"));
  event.recipients.clear();
  EXPECT_THAT(outbox_.rows_of(event).value(), SizeIs(3));
  event.recipients = {{.address = "nobody@example.com", .answer = {}}};
  EXPECT_THAT(outbox_.rows_of(event).value(), IsEmpty());
}

TEST_F(Moves, EventsFindTheirRowsByTheNameOfTheService) {
  accept(0, "0100018f-aa");
  for (const std::string id : {"0100018f-aa", "<0100018f-aa@email.amazonses.com>",
                               "<0100018f-aa@eu-west-1.amazonses.com>", "0100018f-aa@email.amazonses.com"}) {
    mail::ServiceEvent event{.message_id = id, .key = "of another ledger"};
    event.recipients = {{.address = "a@example.com", .answer = {}}};
    EXPECT_THAT(recipients(outbox_.rows_of(event).value()), ElementsAre("a@example.com")) << id;
  }
  EXPECT_THAT(outbox_.rows_of({.message_id = "0100018f"}).value(), IsEmpty());
  EXPECT_THAT(outbox_.rows_of({}).value(), IsEmpty());
  EXPECT_EQ(bare_provider_id("<a@example.com>"), "a@example.com");
}

TEST_F(Moves, AnEventOfTheFirstMessageFindsARowThatWasSplitOff) {
  const std::string first = rows_[0].message_key;
  ASSERT_TRUE(outbox_.split(std::vector{rows_[1].id}, kNow).has_value());
  mail::ServiceEvent event{.key = first};
  event.recipients = {{.address = "b@example.com", .answer = {}}};
  EXPECT_THAT(recipients(outbox_.rows_of(event).value()), ElementsAre("b@example.com"));
}

TEST_F(Moves, AnEventIsRememberedOnceForEachRowTypeAndMoment) {
  mail::ServiceEvent event{.type = "Delivery", .at = kNow, .message_id = "x"};
  EXPECT_TRUE(outbox_.remember(event, rows_[0].id, kNow).value());
  EXPECT_FALSE(outbox_.remember(event, rows_[0].id, kNow + std::chrono::hours(1)).value());
  EXPECT_TRUE(outbox_.remember(event, rows_[1].id, kNow).value()) << "another recipient";
  event.at = kNow + std::chrono::seconds(1);
  EXPECT_TRUE(outbox_.remember(event, rows_[0].id, kNow).value()) << "another moment";
  event.type = "Bounce";
  event.feedback_id = "f1";
  EXPECT_TRUE(outbox_.remember(event, rows_[0].id, kNow).value());
  event.at = kNow + std::chrono::seconds(5);
  event.message_id = "<x@email.amazonses.com>";
  EXPECT_FALSE(outbox_.remember(event, rows_[0].id, kNow).value()) << "one feedback, however it is carried";
}

TEST_F(Moves, TogetherAnEventIsForgottenWithTheMoveThatFailed) {
  const mail::ServiceEvent event{.type = "Delivery", .at = kNow, .message_id = "x"};
  const auto done = outbox_.together([&]() -> Result<void> {
    EXPECT_TRUE(outbox_.remember(event, rows_[0].id, kNow).value());
    EXPECT_EQ(apply({move_to(rows_[0].id, State::rendered, State::sending)}), 0u);
    return fail(ErrorKind::io, "the disk is full");
  });
  EXPECT_FALSE(done.has_value());
  EXPECT_EQ(row(0).state, State::rendered);
  EXPECT_TRUE(outbox_.remember(event, rows_[0].id, kNow).value());
}

}  // namespace
}  // namespace qd::store
