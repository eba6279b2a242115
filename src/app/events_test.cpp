#include "app/events.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "mail/mime.hpp"
#include "store/frozen_mail.hpp"
#include "support/delivery_fakes.hpp"
#include "support/fake_sqs.hpp"
#include "support/small_ledger.hpp"

namespace qd::app {
namespace {

using mail::State;
using std::chrono::hours;
using std::chrono::minutes;
using test::kNow;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

/// A workspace whose CEO report went to readers in one message, and a queue.
class EventsTest : public testing::Test {
 protected:
  EventsTest() {
    write("quarterdeck.toml", "[delivery]\ntransport = \"ses\"\nevents_queue = \"events\"\n");
    write("repos.env", "SES_SENDER_EMAIL=reports@example.com\nAPI_TOKEN=tok-zq8fjK20dkQm71\n");
    write("agent_handoffs/projects/a.md", "# A\n");
    session_ = open_session({.workspace = root()}, {kNow.ms / 1000}, console_).value();
    outbox_ = std::make_unique<store::Outbox>(store::Outbox::open(root()).value());
  }
  ~EventsTest() override {
    console_.set_gate(nullptr);
    outbox_.reset();
  }

  [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }
  void write(const std::string& name, const std::string& content) {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << content;
  }

  std::vector<store::Delivery> rows() {
    auto found = outbox_->deliveries({}).value();
    std::ranges::sort(found, {}, &store::Delivery::id);
    return found;
  }
  store::Delivery row(const std::string& recipient) {
    for (store::Delivery& one : rows())
      if (one.recipient == recipient && !one.lean) return one;
    ADD_FAILURE() << recipient;
    return {};
  }
  State state(const std::string& recipient) { return row(recipient).state; }

  /// Plans, freezes and sends; the service calls the message `id`, or its answer was lost.
  void send(const std::vector<std::string>& readers, const std::string& id = "0100-a") {
    const auto mail = mail::compose({.from = {"", "reports@example.com"},
                                     .to = {{"", "ceo@example.com"}},
                                     .subject = "CEO",
                                     .date = {kNow.ms / 1000},
                                     .text = "All is well.",
                                     .html = "<p>All is well.</p>",
                                     .images = {},
                                     .attachments = {{"a.csv", "text/csv", "a,b\n"}},
                                     .headers = {}})
                          .value();
    const auto outgoing = session_->gate.pass(mail, gate::Form::message, "ceo.eml").value();
    const std::string file = store::freeze_mail(root(), outgoing).value();
    const store::PlannedContent content = test::content_for(readers);
    const auto planned = outbox_->plan({&content, 1}, kNow).value();
    ASSERT_TRUE(outbox_->freeze(planned.front().content, file, kNow));
    std::vector<store::Move> moves;
    for (const store::Delivery& one : rows()) moves.push_back(test::move_to(one.id, State::rendered, State::sending));
    ASSERT_TRUE(outbox_->apply(moves));
    for (store::Move& move : moves)
      move =
          id.empty() ? test::move_to(move.delivery, State::sending, State::unknown) : test::accepted(move.delivery, id);
    ASSERT_TRUE(outbox_->apply(moves));
  }

  static std::string event(const std::string& type, const std::string& details, const std::string& key,
                           const std::string& id = "0100-a") {
    return fmt::format(
        R"({{"eventType":"{}","mail":{{"timestamp":"2026-05-20T18:00:00Z","messageId":"{}","destination":["ceo@example.com"],
"tags":{{"key":["{}"],"report":["ceo"],"period":["2026-05-21"]}}}},{}}})",
        type, id, key, details);
  }
  std::string key() { return rows().front().message_key; }
  std::string delivered(const std::string& recipient) {
    return event(
        "Delivery",
        fmt::format(R"("delivery":{{"timestamp":"2026-05-20T18:00:02Z","recipients":["{}"],"smtpResponse":"250 ok"}})",
                    recipient),
        key());
  }
  std::string bounced(const std::string& recipient, const std::string& type, const std::string& sub_type,
                      const std::string& id = "0100-a") {
    return event(
        "Bounce",
        fmt::format(R"("bounce":{{"timestamp":"2026-05-20T18:00:03Z","feedbackId":"f-{0}-{1}","bounceType":"{2}",
"bounceSubType":"{1}","bouncedRecipients":[{{"emailAddress":"{0}","diagnosticCode":"550 no"}}]}})",
                    recipient, sub_type, type),
        key(), id);
  }
  std::string complained(const std::string& list) {
    return event("Complaint", fmt::format(R"("complaint":{{"feedbackId":"c","complainedRecipients":[{}]}})", list),
                 key());
  }

  EventsApplied apply(EventWait wait = {}) {
    auto applied = apply_events({.session = *session_,
                                 .outbox = *outbox_,
                                 .api = queue_,
                                 .clock = clock_,
                                 .console = console_,
                                 .mail_operator = mail_operator_},
                                wait);
    EXPECT_TRUE(applied.has_value()) << applied.error().what;
    return std::move(applied).value_or(EventsApplied{});
  }
  std::vector<std::string> suppressed() {
    std::vector<std::string> out;
    const auto list = outbox_->suppressions().value();
    for (const auto& one : list) out.push_back(one.address);
    return out;
  }
  std::size_t notice_files() {
    if (!std::filesystem::exists(root() / ".quarterdeck/notices")) return 0;
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(root() / ".quarterdeck/notices"), {}));
  }

  test::TemporaryFolder folder_;
  Console console_{std::tmpfile(), std::tmpfile()};
  std::unique_ptr<Session> session_;
  std::unique_ptr<store::Outbox> outbox_;
  test::FakeClock clock_{kNow + minutes(1)};
  test::FakeSqs queue_{clock_};
  MailOperator mail_operator_;
};

TEST_F(EventsTest, MoveThoseTheyAreAboutAndLeaveTheQueueEmpty) {
  send({"ceo@example.com", "cfo@example.com"});
  queue_.put(delivered("ceo@example.com"));
  const EventsApplied applied = apply();
  EXPECT_EQ(applied.applied, 1u);
  EXPECT_EQ(state("ceo@example.com"), State::delivered);
  EXPECT_EQ(state("cfo@example.com"), State::accepted);
  EXPECT_THAT(queue_.messages, IsEmpty());
  EXPECT_FALSE(applied.needs_person);
  const auto timeline = outbox_->timeline(row("ceo@example.com").id).value();
  EXPECT_EQ(timeline.back().what, "event Delivery");
  EXPECT_EQ(timeline.back().detail, "250 ok");
}

TEST_F(EventsTest, ComeInAnyOrderAndMoreThanOnce) {
  send({"ceo@example.com"});
  const std::vector<std::string> bodies = {bounced("ceo@example.com", "Permanent", "General"),
                                           delivered("ceo@example.com"), event("Send", R"("send":{})", key())};
  for (int round = 0; round < 3; ++round) {
    for (const std::string& body : bodies) queue_.put(body);
  }
  const EventsApplied applied = apply();
  EXPECT_EQ(applied.applied, 3u);
  EXPECT_EQ(applied.repeated, 6u);
  EXPECT_EQ(state("ceo@example.com"), State::bounced);
  EXPECT_EQ(applied.moves.size(), 1u);
}

TEST_F(EventsTest, ResolveWhatWasUnknown) {
  send({"ceo@example.com"}, "");
  ASSERT_EQ(state("ceo@example.com"), State::unknown);
  queue_.put(event("Send", R"("send":{})", key(), "0100-late"));
  apply();
  EXPECT_EQ(state("ceo@example.com"), State::accepted);
  EXPECT_EQ(row("ceo@example.com").provider_id, "0100-late");
}

TEST_F(EventsTest, KeepTheSuppressionList) {
  send({"a@example.com", "b@example.com", "c@example.com", "d@example.com", "E@Example.com"});
  queue_.put(bounced("a@example.com", "Permanent", "NoEmail"));
  queue_.put(bounced("b@example.com", "Transient", "MailboxFull"));
  queue_.put(bounced("c@example.com", "Permanent", "OnAccountSuppressionList"));
  queue_.put(complained(R"({"emailAddress":"e@example.com"})"));
  const EventsApplied applied = apply();
  EXPECT_THAT(suppressed(), UnorderedElementsAre("a@example.com", "c@example.com", "e@example.com"));
  EXPECT_EQ(state("c@example.com"), State::suppressed);
  EXPECT_EQ(state("E@Example.com"), State::complained);
  EXPECT_TRUE(applied.needs_person);
}

TEST_F(EventsTest, AComplaintThatNamesSeveralSuppressesNobody) {
  send({"a@example.com", "b@example.com"});
  queue_.put(complained(R"({"emailAddress":"a@example.com"},{"emailAddress":"b@example.com"})"));
  const EventsApplied applied = apply();
  EXPECT_THAT(suppressed(), IsEmpty());
  ASSERT_EQ(applied.moves.size(), 2u);
  EXPECT_TRUE(applied.moves.front().shared);
  EXPECT_THAT(outbox_->timeline(row("a@example.com").id).value().back().detail, HasSubstr("names 2 readers"));
}

TEST_F(EventsTest, AMailThatWasTooMuchIsPlannedOnceMoreAndSmaller) {
  send({"ceo@example.com", "cfo@example.com"});
  queue_.put(bounced("cfo@example.com", "Transient", "MessageTooLarge"));
  const EventsApplied applied = apply();
  ASSERT_EQ(applied.moves.size(), 1u);
  EXPECT_TRUE(applied.moves.front().lean_planned);
  ASSERT_EQ(rows().size(), 3u);
  const store::Delivery lean = rows().back();
  EXPECT_TRUE(lean.lean);
  EXPECT_EQ(lean.recipient, "cfo@example.com");
  EXPECT_EQ(lean.state, State::rendered);
  const std::string bytes = store::frozen_mail(root(), outbox_->content(lean.content).value().file).value();
  EXPECT_THAT(bytes, testing::Not(HasSubstr("Content-Disposition: attachment")));
  EXPECT_THAT(bytes, HasSubstr("All is well."));

  queue_.put(bounced("cfo@example.com", "Transient", "AttachmentRejected"));
  apply();
  EXPECT_EQ(rows().size(), 3u) << "once";
}

TEST_F(EventsTest, BadNewsOfAnEarlierAttemptSaysNothingOfTheNew) {
  send({"ceo@example.com"}, "0100-second");
  queue_.put(bounced("ceo@example.com", "Permanent", "General", "0100-first"));
  apply();
  EXPECT_EQ(state("ceo@example.com"), State::accepted);
  EXPECT_THAT(queue_.messages, IsEmpty());
}

TEST_F(EventsTest, WhatIsNotOursStaysInTheQueue) {
  send({"ceo@example.com"});
  const std::string foreign =
      R"({"eventType":"Bounce","mail":{"messageId":"x"},"bounce":{"bouncedRecipients":[{"emailAddress":"z@example.com"}]}})";
  const std::string lost = event("Send", R"("send":{})", "nobody", "y");
  queue_.put(foreign);
  queue_.put(foreign, kNow - hours(24 * 10));
  queue_.put(lost);
  queue_.put(lost, kNow - hours(24 * 10));
  queue_.put("Successfully validated SNS topic for Amazon SES event publishing.");
  queue_.put(event("Open", R"("open":{})", key()));
  const EventsApplied applied = apply();
  EXPECT_EQ(applied.foreign, 3u);
  EXPECT_EQ(applied.dropped, 1u);
  EXPECT_EQ(applied.engagements, 1u);
  EXPECT_EQ(queue_.messages.size(), 3u);
  EXPECT_FALSE(applied.needs_person);
}

TEST_F(EventsTest, JunkStaysAndIsSetAsideInTheEnd) {
  queue_.put("junk");
  for (unsigned round = 1; round <= 5; ++round) {
    EXPECT_EQ(queue_.messages.size(), 1u) << round;
    EXPECT_EQ(apply().unreadable, 1u);
    queue_.show_again();
  }
  EXPECT_THAT(queue_.messages, IsEmpty());
  std::ifstream file(root() / ".quarterdeck/events/m1.txt");
  std::string kept;
  std::getline(file, kept);
  EXPECT_EQ(kept, "junk");
}

TEST_F(EventsTest, JunkWithASecretStaysInTheQueue) {
  queue_.put("junk tok-zq8fjK20dkQm71");
  for (int round = 0; round < 8; ++round) {
    apply();
    queue_.show_again();
  }
  EXPECT_EQ(queue_.messages.size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(root() / ".quarterdeck/events/m1.txt"));
}

TEST_F(EventsTest, NothingIsRemovedThatWasNotCommitted) {
  send({"ceo@example.com"});
  queue_.put(delivered("ceo@example.com"));
  outbox_.reset();
  outbox_ = std::make_unique<store::Outbox>(store::Outbox::open(root(), true).value());
  const auto applied =
      apply_events({.session = *session_, .outbox = *outbox_, .api = queue_, .clock = clock_, .console = console_}, {});
  EXPECT_FALSE(applied.has_value());
  EXPECT_EQ(queue_.messages.size(), 1u);
}

TEST_F(EventsTest, WaitAsLongAsAsked) {
  send({"ceo@example.com"});
  const Moment begin = clock_.now();
  apply({.longest = std::chrono::seconds(90)});
  EXPECT_GE(clock_.now() - begin, std::chrono::seconds(90));
  EXPECT_LE(clock_.now() - begin, std::chrono::seconds(95));
  queue_.put(delivered("ceo@example.com"));
  const Moment again = clock_.now();
  apply({.longest = std::chrono::seconds(90), .enough = [&] { return state("ceo@example.com") == State::delivered; }});
  EXPECT_LE(clock_.now() - again, std::chrono::seconds(1));
}

TEST_F(EventsTest, AMailThatNobodyHeardOfIsOverdue) {
  send({"ceo@example.com"});
  EXPECT_THAT(apply().overdue, IsEmpty());
  clock_.set(kNow + minutes(31));
  const EventsApplied late = apply();
  ASSERT_EQ(late.overdue.size(), 1u);
  EXPECT_TRUE(late.needs_person);
  EXPECT_EQ(late.told, 1u);
  clock_.set(kNow + hours(24 * 4));
  EXPECT_THAT(apply().overdue, IsEmpty()) << "nothing will come any more";
}

TEST_F(EventsTest, AQueueThatCannotBeReadSaysNothingOfWhatIsLate) {
  send({"ceo@example.com"});
  clock_.set(kNow + minutes(31));
  for (int i = 0; i < 3; ++i) queue_.answers.push_back(std::unexpected(HttpFailure{true, "no answer within 30 s"}));
  const EventsApplied applied = apply();
  ASSERT_TRUE(applied.queue.has_value());
  EXPECT_EQ(applied.queue->kind, ErrorKind::unavailable);
  EXPECT_THAT(applied.overdue, IsEmpty());

  queue_.answers.push_back(HttpResponse{400, {}, R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"})"});
  EXPECT_EQ(apply().queue->kind, ErrorKind::not_found);
  queue_.answers.push_back(HttpResponse{403, {}, R"({"__type":"AccessDeniedException","message":"no"})"});
  EXPECT_EQ(apply().queue->kind, ErrorKind::denied);
}

TEST_F(EventsTest, TheOperatorHearsOfAThingOnce) {
  std::vector<std::pair<std::string, std::string>> mails;
  mail_operator_ = [&](const std::string& subject, const std::string& text) -> Result<void> {
    mails.emplace_back(subject, text);
    return {};
  };
  send({"a@example.com", "b@example.com", "c@example.com"});
  queue_.put(bounced("a@example.com", "Permanent", "General"));
  queue_.put(bounced("b@example.com", "Permanent", "General"));
  EXPECT_EQ(apply().told, 2u);
  ASSERT_EQ(mails.size(), 1u) << "gathered";
  EXPECT_EQ(mails[0].first, "Portfolio: 2 problems in the delivery of reports");
  EXPECT_THAT(mails[0].second, HasSubstr("a@example.com"));
  EXPECT_THAT(mails[0].second, HasSubstr("550 no"));
  EXPECT_EQ(notice_files(), 2u) << "text and JSON";
  EXPECT_EQ(apply().told, 0u);
  EXPECT_EQ(mails.size(), 1u);
  EXPECT_EQ(notice_files(), 2u);
}

TEST_F(EventsTest, AnUnknownIsTheOperatorsBusinessWhenNoEventCame) {
  send({"ceo@example.com"}, "");
  EXPECT_FALSE(apply().needs_person) << "an event may still come";
  clock_.set(kNow + minutes(5));
  EXPECT_TRUE(apply().needs_person);
  std::string text;
  for (const auto& file : std::filesystem::directory_iterator(root() / ".quarterdeck/notices")) {
    std::ifstream in(file.path());
    text.append(std::istreambuf_iterator<char>(in), {});
  }
  EXPECT_THAT(text, HasSubstr("deliveries resolve"));
}

TEST_F(EventsTest, ManyBouncesAreAMatterOfReputation) {
  send({"a@example.com", "b@example.com", "c@example.com", "d@example.com"});
  for (const char* reader : {"a@example.com", "b@example.com", "c@example.com"})
    queue_.put(bounced(reader, "Permanent", "General"));
  const EventsApplied applied = apply();
  EXPECT_EQ(applied.reputation.grade, mail::ReputationGrade::stop);
  EXPECT_EQ(applied.reputation.counts.bounced, 3);
  EXPECT_EQ(applied.reputation.counts.accepted, 4);
  EXPECT_EQ(applied.told, 4u);
}

}  // namespace
}  // namespace qd::app
