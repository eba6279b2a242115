#include "app/delivery_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "support/delivery_fakes.hpp"

namespace qd::app {
namespace {

using mail::AnswerKind;
using mail::State;
using test::FakeClock;
using test::FakeTransport;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr Moment kNow{1'779'355'800'000};
constexpr std::chrono::hours kUseful{12};

class Runner : public testing::Test {
 protected:
  Runner() {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("qd-runner-{}", getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto opened = store::Outbox::open(folder_);
    EXPECT_TRUE(opened.has_value()) << opened.error().what;
    outbox_ = std::make_unique<store::Outbox>(std::move(*opened));
  }
  ~Runner() override {
    outbox_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// One message for each group of readers.
  void plan(const std::vector<std::vector<std::string>>& groups) {
    store::PlannedContent content{.report = "ceo",
                                  .role = "ceo",
                                  .period = *parse_iso_date("2026-05-21"),
                                  .fingerprint = std::string(64, 'a'),
                                  .subject = "CEO",
                                  .run = "run",
                                  .useful_until = kNow + kUseful,
                                  .messages = {}};
    for (const auto& readers : groups) content.messages.push_back({readers, "", false});
    const auto planned = outbox_->plan({&content, 1}, kNow);
    ASSERT_TRUE(planned.has_value()) << planned.error().what;
    ASSERT_TRUE(outbox_->freeze(planned->front().content, std::string(64, 'f'), kNow).has_value());
  }

  std::vector<store::Delivery> rows() {
    auto found = outbox_->deliveries({});
    EXPECT_TRUE(found.has_value());
    std::ranges::sort(*found, {}, &store::Delivery::id);
    return std::move(*found);
  }

  std::map<std::string, State> states() {
    std::map<std::string, State> out;
    for (const store::Delivery& row : rows()) out[row.recipient] = row.state;
    return out;
  }

  RunnerParts parts() {
    return {.outbox = *outbox_,
            .transport = transport_,
            .clock = clock_,
            .pace = no_limit(),
            .envelope = [this](std::span<const store::Delivery> rows) { return envelope(rows); },
            .beat = [](Moment) -> Result<void> { return {}; },
            .stop = [] { return false; },
            .progress = [](std::size_t, std::size_t) {}};
  }

  Result<ports::Envelope> envelope(std::span<const store::Delivery> rows) {
    auto bytes = gate_.pass("To: x\r\n\r\nbody\r\n", gate::Form::file, "a mail");
    ports::Envelope out{.ticket = static_cast<std::uint64_t>(rows.front().message),
                        .key = rows.front().message_key,
                        .from = "reports@example.com",
                        .to = {},
                        .bcc = {},
                        .message = std::move(*bytes),
                        .tags = {}};
    for (const store::Delivery& row : rows) out.to.push_back(row.recipient);
    return out;
  }

  RunnerOutcome run(RunnerParts parts) {
    const auto outcome = DeliveryRunner(std::move(parts)).run(rows());
    EXPECT_TRUE(outcome.has_value()) << outcome.error().what;
    return outcome.value_or(RunnerOutcome{});
  }

  std::filesystem::path folder_;
  std::unique_ptr<store::Outbox> outbox_;
  FakeClock clock_{kNow};
  FakeTransport transport_{clock_};
  gate::Gate gate_{{}};
};

TEST_F(Runner, SendingIsOnDiskBeforeAnythingLeaves) {
  plan({{"a@example.com"}, {"b@example.com"}, {"c@example.com"}});
  std::vector<State> at_start;
  transport_.on_start = [&](const ports::Envelope& envelope) {
    const auto other = store::Outbox::open(folder_, true);
    store::DeliveryFilter filter;
    filter.message = static_cast<std::int64_t>(envelope.ticket);
    const auto found = other->deliveries(filter).value();
    for (const store::Delivery& row : found) at_start.push_back(row.state);
  };
  EXPECT_EQ(run(parts()).finished, 3U);
  EXPECT_THAT(at_start, ElementsAre(State::sending, State::sending, State::sending));
  for (const store::Delivery& row : rows()) {
    EXPECT_EQ(row.state, State::accepted);
    EXPECT_EQ(row.provider_id, "m-1");
    EXPECT_EQ(row.attempts, 1U);
  }
}

TEST_F(Runner, NeverHasMoreInFlightThanItMay) {
  std::vector<std::vector<std::string>> groups;
  for (int i = 0; i < 40; ++i) groups.push_back({fmt::format("r{}@example.com", i)});
  plan(groups);
  auto limited = parts();
  limited.in_flight = 3;
  EXPECT_EQ(run(std::move(limited)).finished, 40U);
  EXPECT_EQ(transport_.most_at_once, 3U);
}

TEST_F(Runner, WhatIsPutOffIsTriedAgainAndOnlyThat) {
  plan({{"a@example.com"}, {"b@example.com"}});
  transport_.script["a@example.com"] = {AnswerKind::put_off, AnswerKind::throttled};
  EXPECT_EQ(run(parts()).finished, 2U);
  EXPECT_THAT(transport_.started,
              UnorderedElementsAre("a@example.com", "a@example.com", "a@example.com", "b@example.com"));
  EXPECT_EQ(rows()[0].attempts, 3U);
}

TEST_F(Runner, WhatMayHaveArrivedIsNotTriedAgain) {
  plan({{"a@example.com"}, {"b@example.com"}});
  transport_.script["a@example.com"] = {AnswerKind::unknown};
  EXPECT_EQ(run(parts()).finished, 2U);
  EXPECT_EQ(states()["a@example.com"], State::unknown);
  EXPECT_EQ(transport_.started.size(), 2U);
}

TEST_F(Runner, AnAnswerThatIsTrueOfAllEndsIt) {
  plan({{"a@example.com"}, {"b@example.com"}});
  transport_.script["a@example.com"] = {AnswerKind::misconfigured};
  auto one_at_a_time = parts();
  one_at_a_time.in_flight = 1;
  const RunnerOutcome outcome = run(std::move(one_at_a_time));
  EXPECT_THAT(outcome.stopped, HasSubstr("why"));
  EXPECT_EQ(states()["a@example.com"], State::failed);
  EXPECT_EQ(states()["b@example.com"], State::rendered);
}

TEST_F(Runner, OfReadersOfOneMessageTheRestGetsAMessageOfItsOwn) {
  plan({{"a@example.com", "b@example.com"}});
  transport_.script["b@example.com"] = {AnswerKind::put_off};
  run(parts());
  EXPECT_THAT(transport_.started, ElementsAre("a@example.com", "b@example.com", "b@example.com"));
  EXPECT_NE(rows()[0].message, rows()[1].message);
  EXPECT_EQ(states()["b@example.com"], State::accepted);
}

TEST_F(Runner, AClockSetBackADayNeitherStallsNorSendsTwice) {
  plan({{"a@example.com"}, {"b@example.com"}});
  transport_.script["a@example.com"] = {AnswerKind::put_off};
  transport_.on_start = [&](const ports::Envelope&) { clock_.set(clock_.now() - std::chrono::hours(24)); };
  EXPECT_EQ(run(parts()).finished, 2U);
  EXPECT_THAT(transport_.started, UnorderedElementsAre("a@example.com", "a@example.com", "b@example.com"));
}

TEST_F(Runner, WhatCameTooLateIsSkipped) {
  plan({{"a@example.com"}});
  clock_.set(kNow + kUseful + std::chrono::seconds(1));
  run(parts());
  EXPECT_EQ(states()["a@example.com"], State::skipped_stale);
  EXPECT_TRUE(transport_.started.empty());
}

TEST_F(Runner, AMessageThatCannotBeMadeDoesNotHoldUpTheOthers) {
  plan({{"a@example.com"}, {"b@example.com"}});
  auto broken = parts();
  broken.envelope = [this](std::span<const store::Delivery> rows) -> Result<ports::Envelope> {
    if (rows.front().recipient == "a@example.com")
      return fail(ErrorKind::refused, "the gate found a secret in ceo.eml");
    return envelope(rows);
  };
  EXPECT_EQ(run(std::move(broken)).finished, 2U);
  EXPECT_EQ(states()["a@example.com"], State::failed);
  EXPECT_THAT(rows()[0].last_answer, HasSubstr("the gate"));
  EXPECT_EQ(states()["b@example.com"], State::accepted);
}

TEST_F(Runner, GivesUpWhenNothingMovesAndLeavesTheRestOwed) {
  plan({{"a@example.com"}});
  transport_.script["a@example.com"] = std::deque<AnswerKind>(10'000, AnswerKind::put_off);
  const RunnerOutcome outcome = run(parts());
  EXPECT_THAT(outcome.stopped, HasSubstr("taken nothing for 60 s"));
  EXPECT_EQ(states()["a@example.com"], State::rendered);
}

TEST_F(Runner, ThoseOfAMessageWhoAreTooLateDoNotKeepItFromTheOthers) {
  plan({{"late@example.com", "b@example.com"}});
  auto owed = rows();
  owed.front().useful_until = kNow - std::chrono::hours(1);
  const auto outcome = DeliveryRunner(parts()).run(std::move(owed));
  ASSERT_TRUE(outcome.has_value()) << outcome.error().what;
  EXPECT_EQ(outcome->finished, 1U);
  EXPECT_THAT(transport_.started, ElementsAre("b@example.com"));
  EXPECT_EQ(states()["late@example.com"], State::skipped_stale);
  EXPECT_EQ(states()["b@example.com"], State::accepted);
}

TEST_F(Runner, AReaderWhoIsPutOffAgainAndAgainCostsTheOthersAndTheArchiveNothing) {
  store::PlannedContent content{.report = "ceo",
                                .role = "ceo",
                                .period = *parse_iso_date("2026-05-21"),
                                .fingerprint = std::string(64, 'a'),
                                .subject = "CEO",
                                .run = "run",
                                .useful_until = kNow + kUseful,
                                .messages = {{{"busy@example.com", "b@example.com"}, "archive@example.com", false}}};
  const auto planned = outbox_->plan({&content, 1}, kNow);
  ASSERT_TRUE(outbox_->freeze(planned.value().front().content, std::string(64, 'f'), kNow).has_value());
  transport_.script["busy@example.com"] = std::deque<AnswerKind>(5, AnswerKind::put_off);
  EXPECT_TRUE(run(parts()).stopped.empty());
  for (const store::Delivery& row : rows()) EXPECT_EQ(row.state, State::accepted) << row.recipient;
  EXPECT_EQ(std::ranges::count(transport_.started, "busy@example.com"), 6);
  EXPECT_EQ(std::ranges::count(transport_.started, "b@example.com"), 1);
  EXPECT_EQ(std::ranges::count(transport_.started, "archive@example.com"), 2) << "of both messages";
}

TEST_F(Runner, WhatAnEarlierOnePutOffIsTriedAtOnce) {
  plan({{"a@example.com"}});
  transport_.script["a@example.com"] = std::deque<AnswerKind>(20, AnswerKind::put_off);
  run(parts());
  EXPECT_GT(rows()[0].not_before, clock_.now());
  transport_.script.clear();
  const Moment begun = clock_.now();
  EXPECT_EQ(run(parts()).finished, 1U);
  EXPECT_LT(clock_.now() - begun, std::chrono::seconds(1));
}

TEST_F(Runner, AStopLetsFinishWhatHasBegun) {
  plan({{"a@example.com"}, {"b@example.com"}});
  auto stopped = parts();
  stopped.in_flight = 1;
  stopped.stop = [this] { return !transport_.started.empty(); };
  const RunnerOutcome outcome = run(std::move(stopped));
  EXPECT_THAT(outcome.stopped, HasSubstr("interrupted"));
  EXPECT_EQ(states()["a@example.com"], State::accepted);
  EXPECT_EQ(states()["b@example.com"], State::rendered);
}

TEST_F(Runner, ALostLockEndsItAtOnce) {
  plan({{"a@example.com"}});
  auto lost = parts();
  lost.beat = [](Moment) -> Result<void> { return fail(ErrorKind::conflict, "another machine took over"); };
  const auto outcome = DeliveryRunner(std::move(lost)).run(rows());
  ASSERT_FALSE(outcome.has_value());
  EXPECT_THAT(outcome.error().what, HasSubstr("took over"));
  EXPECT_TRUE(transport_.started.empty());
}

}  // namespace
}  // namespace qd::app
