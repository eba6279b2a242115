#include "sources/ses_events/queue_message.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_writer.hpp"

namespace qd::sources {
namespace {

using mail::BounceKind;
using mail::ReportKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using Kind = QueueMessage::Kind;

constexpr std::string_view kMail =
    R"("mail":{"timestamp":"2026-05-21T09:30:00.123Z","messageId":"0100-abc","source":"reports@example.com",
"destination":["ceo@example.com","CFO <cfo@example.com>"],"headersTruncated":false,
"headers":[{"name":"Subject","value":"x"},{"name":"X-Quarterdeck-Key","value":"k123"}],
"tags":{"key":["k123"],"report":["ceo"],"ses:source-ip":["192.0.2.1"]}})";

std::string event_of(std::string_view type, std::string_view details, std::string_view word = "eventType") {
  return fmt::format(R"({{"{}":"{}",{}{}{}}})", word, type, kMail, details.empty() ? "" : ",", details);
}

std::string in_sns(std::string_view body) {
  std::string out =
      R"({"Type":"Notification","MessageId":"m1","TopicArn":"arn:aws:sns:us-west-2:123456789012:events","Message":)";
  append_json_string(out, body);
  return out + R"(,"Timestamp":"2026-05-21T09:30:01Z","UnsubscribeURL":"https://sns.example.com/"})";
}

std::string from_event_bridge(std::string_view body) {
  return fmt::format(R"({{"version":"0","id":"x","detail-type":"Email Event","source":"aws.ses","detail":{}}})", body);
}

constexpr std::string_view kBounce =
    R"("bounce":{"feedbackId":"f1","bounceType":"Permanent","bounceSubType":"General","timestamp":"2026-05-21T09:30:05Z",
"bouncedRecipients":[{"emailAddress":"cfo@example.com","action":"failed","status":"5.1.1",
"diagnosticCode":"smtp; 550 5.1.1\r\nno such user"}]})";

TEST(QueueMessage, IsReadInEveryWrapping) {
  const std::string raw = event_of("Bounce", kBounce);
  for (const std::string& body : {raw, event_of("Bounce", kBounce, "notificationType"), in_sns(raw),
                                  from_event_bridge(raw), in_sns(from_event_bridge(raw))}) {
    const QueueMessage message = read_queue_message(body);
    ASSERT_EQ(message.kind, Kind::report) << message.what;
    const mail::ServiceEvent& event = message.event;
    EXPECT_EQ(event.what, ReportKind::bounced);
    EXPECT_EQ(event.bounce, BounceKind::permanent);
    EXPECT_EQ(event.type, "Bounce/Permanent/General");
    EXPECT_EQ(to_string(event.at), "2026-05-21T09:30:05.000Z");
    EXPECT_EQ(event.message_id, "0100-abc");
    EXPECT_EQ(event.key, "k123");
    EXPECT_EQ(event.feedback_id, "f1");
    EXPECT_EQ(event.answer, "smtp; 550 5.1.1 no such user");
    ASSERT_EQ(event.recipients.size(), 1u);
    EXPECT_EQ(event.recipients[0].address, "cfo@example.com");
    EXPECT_THAT(event.tags,
                ElementsAre(Pair("key", "k123"), Pair("report", "ceo"), Pair("ses:source-ip", "192.0.2.1")));
  }
}

TEST(QueueMessage, SaysWhatEachTypeMeans) {
  struct Row {
    std::string_view type, details;
    ReportKind what;
    BounceKind bounce;
    std::string_view name, answer;
    std::size_t recipients;
  };
  const Row rows[] = {
      {"Send", R"("send":{})", ReportKind::sent, BounceKind::none, "Send", "", 2},
      {"Delivery", R"("delivery":{"timestamp":"2026-05-21T09:30:02Z","processingTimeMillis":843,
       "recipients":["ceo@example.com"],"smtpResponse":"250 2.0.0 OK","reportingMTA":"a1.example.com"})",
       ReportKind::delivered, BounceKind::none, "Delivery", "250 2.0.0 OK", 1},
      {"DeliveryDelay", R"("deliveryDelay":{"delayType":"MailboxFull","expirationTime":"2026-05-22T00:00:00Z",
       "delayedRecipients":[{"emailAddress":"ceo@example.com","status":"4.2.2"}]})",
       ReportKind::delayed, BounceKind::none, "DeliveryDelay/MailboxFull", "4.2.2", 1},
      {"Reject", R"("reject":{"reason":"Bad content"})", ReportKind::rejected, BounceKind::none, "Reject",
       "Bad content", 2},
      {"Rendering Failure", R"("failure":{"templateName":"t","errorMessage":"no name"})", ReportKind::rendering_failed,
       BounceKind::none, "RenderingFailure", "t: no name", 2},
      {"RenderingFailure", R"("failure":{"errorMessage":"no name"})", ReportKind::rendering_failed, BounceKind::none,
       "RenderingFailure", "no name", 2},
      {"Complaint", R"("complaint":{"complaintFeedbackType":"abuse","complainedRecipients":[
       {"emailAddress":"ceo@example.com"},{"emailAddress":"cfo@example.com"}]})",
       ReportKind::complained, BounceKind::none, "Complaint/abuse", "", 2},
      {"Complaint", R"("complaint":{"complaintSubType":"OnAccountSuppressionList","complainedRecipients":[
       {"emailAddress":"ceo@example.com"}]})",
       ReportKind::bounced, BounceKind::suppressed, "Complaint/OnAccountSuppressionList", "", 1},
  };
  for (const Row& row : rows) {
    const QueueMessage message = read_queue_message(event_of(row.type, row.details));
    ASSERT_EQ(message.kind, Kind::report) << row.type << ": " << message.what;
    EXPECT_EQ(message.event.what, row.what) << row.type;
    EXPECT_EQ(message.event.bounce, row.bounce) << row.type;
    EXPECT_EQ(message.event.type, row.name);
    EXPECT_EQ(message.event.answer, row.answer);
    EXPECT_EQ(message.event.recipients.size(), row.recipients) << row.type;
  }
}

TEST(QueueMessage, TellsBouncesApart) {
  struct Row {
    std::string_view type, sub_type;
    BounceKind kind;
  };
  const Row rows[] = {
      {"Permanent", "General", BounceKind::permanent},
      {"Permanent", "NoEmail", BounceKind::permanent},
      {"Permanent", "SomethingNew", BounceKind::permanent},
      {"Permanent", "Suppressed", BounceKind::suppressed},
      {"Permanent", "OnAccountSuppressionList", BounceKind::suppressed},
      {"Transient", "General", BounceKind::transient},
      {"Transient", "MailboxFull", BounceKind::transient},
      {"Transient", "MessageTooLarge", BounceKind::content},
      {"Transient", "ContentRejected", BounceKind::content},
      {"Transient", "AttachmentRejected", BounceKind::content},
      {"Undetermined", "Undetermined", BounceKind::undetermined},
      {"", "", BounceKind::undetermined},
  };
  for (const Row& row : rows) {
    const QueueMessage message = read_queue_message(event_of(
        "Bounce",
        fmt::format(
            R"("bounce":{{"bounceType":"{}","bounceSubType":"{}","bouncedRecipients":[{{"emailAddress":"a@example.com"}}]}})",
            row.type, row.sub_type)));
    EXPECT_EQ(message.event.bounce, row.kind) << row.type << "/" << row.sub_type;
  }
}

TEST(QueueMessage, NamesWhomItIsAboutAndNotWhomTheMailWasFor) {
  const QueueMessage two = read_queue_message(
      event_of("Bounce", R"("bounce":{"bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[
      {"emailAddress":"X Y <b@example.com>"},{"emailAddress":"c@example.com"},{"emailAddress":"b@example.com"}]})"));
  ASSERT_EQ(two.event.recipients.size(), 2u);
  EXPECT_EQ(two.event.recipients[0].address, "b@example.com");
  EXPECT_EQ(two.event.recipients[1].address, "c@example.com");
  const QueueMessage nobody = read_queue_message(event_of("Bounce", R"("bounce":{"bouncedRecipients":[]})"));
  EXPECT_EQ(nobody.kind, Kind::unreadable);
  EXPECT_THAT(nobody.what, HasSubstr("names no recipient"));
}

TEST(QueueMessage, TakesTheKeyFromTheHeaderWhereNoTagCameAlong) {
  const QueueMessage message = read_queue_message(
      R"({"notificationType":"Delivery","mail":{"messageId":"m","headers":[{"name":"x-quarterdeck-KEY","value":"abc"}]},
"delivery":{"recipients":["a@example.com"]}})");
  EXPECT_EQ(message.event.key, "abc");
}

TEST(QueueMessage, TakesTheKeyFromTheTagWhenHeadersAreCut) {
  const QueueMessage message = read_queue_message(
      R"({"eventType":"Send","mail":{"messageId":"m","headersTruncated":true,"headers":[],"tags":{"key":["abc"]}}})");
  EXPECT_EQ(message.event.key, "abc");
  EXPECT_EQ(message.event.at, Moment{}) << "a time that is not said is not made up";
}

TEST(QueueMessage, OpensAndClicksSayNothingOfDelivery) {
  for (const std::string_view type : {"Open", "Click", "Subscription"}) {
    const QueueMessage message = read_queue_message(event_of(type, R"("open":{"ipAddress":"192.0.2.1"})"));
    EXPECT_EQ(message.kind, Kind::engagement);
    EXPECT_EQ(message.event.key, "k123");
  }
}

TEST(QueueMessage, KnowsWhatIsNoEventAtAll) {
  EXPECT_EQ(read_queue_message("Successfully validated SNS topic for Amazon SES event publishing.").kind, Kind::notice);
  EXPECT_EQ(read_queue_message(in_sns("Successfully validated SNS topic for Amazon SES event publishing.")).kind,
            Kind::notice);
  EXPECT_EQ(read_queue_message(R"({"notificationType":"AmazonSnsSubscriptionSucceeded","message":"x"})").kind,
            Kind::notice);
  EXPECT_EQ(read_queue_message(R"({"Type":"SubscriptionConfirmation","TopicArn":"a","SubscribeURL":"b"})").kind,
            Kind::confirmation);
}

TEST(QueueMessage, SaysWhyWhatItCannotReadCannotBeRead) {
  for (const std::string& body :
       {std::string(), std::string("junk"), std::string("[1,2]"), std::string("null"), std::string("{}"),
        std::string("{\"eventType\":5}"), std::string("{\"eventType\":\"Eaten\",\"mail\":{\"messageId\":\"m\"}}"),
        std::string("{\"eventType\":\"Send\"}"), std::string("\xFF\xFE\x00\x01", 4),
        in_sns(in_sns(in_sns(in_sns("{}")))), std::string(100'000, '[')}) {
    const QueueMessage message = read_queue_message(body);
    EXPECT_EQ(message.kind, Kind::unreadable) << body.substr(0, 50);
    EXPECT_NE(message.what, "");
  }
}

TEST(QueueMessage, PassesOverWhatIsNew) {
  const QueueMessage message = read_queue_message(
      R"({"new":{"deep":[1]},"eventType":"Send","mail":{"messageId":"m","destination":["a@example.com",7,null],"new":1},"send":[]})");
  EXPECT_EQ(message.kind, Kind::report);
  EXPECT_EQ(message.event.recipients.size(), 2u) << "a number is kept as it was written, null is nobody";
}

}  // namespace
}  // namespace qd::sources
