#include "aws/ses.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

HttpResponse ok(std::string body) { return {.status = 200, .headers = {}, .body = std::move(body)}; }

TEST(SendEmail, CarriesTheMessageAndEveryReader) {
  const std::string raw = "Subject: x\r\n\r\nBody \xC3\xA4\r\n";
  const Call call = send_email({.from = "Harbor <reports@example.com>",
                                .to = {"a@example.com", "b@example.com"},
                                .bcc = {"archive@example.com"},
                                .raw = raw,
                                .tags = {{"qd_key", "abc-1"}},
                                .configuration_set = "reports"});
  EXPECT_EQ(call.service, "sesv2");
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.path, "/v2/email/outbound-emails");
  EXPECT_EQ(call.body,
            R"({"FromEmailAddress":"Harbor <reports@example.com>","Destination":{"ToAddresses":["a@example.com",)"
            R"("b@example.com"],"BccAddresses":["archive@example.com"]},"Content":{"Raw":{"Data":)"
            R"("U3ViamVjdDogeA0KDQpCb2R5IMOkDQo="}},"EmailTags":[{"Name":"qd_key","Value":"abc-1"}],)"
            R"("ConfigurationSetName":"reports"})");
}

TEST(SendEmail, LeavesOutWhatIsNotGiven) {
  EXPECT_EQ(send_email({.from = "a@example.com", .to = {"b@example.com"}, .raw = "x"}).body,
            R"({"FromEmailAddress":"a@example.com","Destination":{"ToAddresses":["b@example.com"]},)"
            R"("Content":{"Raw":{"Data":"eA=="}}})");
}

TEST(SendEmail, EncodesMessagesOfAnySize) {
  const std::string raw(std::size_t{7} * 1024 * 1024 + 1, '\0');
  const Call call = send_email({.from = "a@example.com", .to = {"b@example.com"}, .raw = raw});
  const std::size_t begin = call.body.find("\"Data\":\"") + 8;
  const std::string_view data = std::string_view(call.body).substr(begin, call.body.find('"', begin) - begin);
  EXPECT_EQ(data.size(), (raw.size() + 2) / 3 * 4);
  EXPECT_EQ(data.find_first_not_of('A'), data.size() - 1);
}

TEST(SentMessageId, IsThatOfTheAnswer) {
  EXPECT_EQ(sent_message_id(ok(R"({"MessageId":"0102-x"})")), "0102-x");
  for (const std::string body : {"{}", "", "<html>", R"({"MessageId":1})", R"({"MessageId":""})"})
    EXPECT_FALSE(sent_message_id(ok(body))) << body;
}

TEST(ReadAccount, TellsQuotaAndStanding) {
  const auto account = read_account(
      ok(R"({"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":false,"SendQuota":{"Max24HourSend":200.0,)"
         R"("MaxSendRate":1.0,"SentLast24Hours":3.0},"SendingEnabled":true})"));
  ASSERT_TRUE(account);
  EXPECT_EQ(account->production_access, false);
  EXPECT_EQ(account->enforcement, "HEALTHY");
  EXPECT_EQ(account->max_24_hour, 200);
  EXPECT_EQ(account->max_rate, 1);
  EXPECT_EQ(account->sent_24_hours, 3);
  EXPECT_TRUE(account->sending_enabled);
}

TEST(ReadAccount, TakesNothingForKnownThatIsNotSaid) {
  EXPECT_EQ(read_account(ok("{}")).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(read_account(ok("<html>")).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(read_account({.status = 404, .body = "{}"}).error().kind, ErrorKind::not_found);
  EXPECT_EQ(read_account(ok(R"({"SendQuota":{"Max24HourSend":-1,"MaxSendRate":14}})"))->production_access,
            std::nullopt);
}

TEST(ReadSendQuota, ReadsTheOlderApi) {
  EXPECT_EQ(get_send_quota().body, "Action=GetSendQuota&Version=2010-12-01");
  const auto quota = read_send_quota(
      ok("<GetSendQuotaResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><GetSendQuotaResult>"
         "<SentLast24Hours>127.0</SentLast24Hours><Max24HourSend>2.0E5</Max24HourSend><MaxSendRate>14.0</MaxSendRate>"
         "</GetSendQuotaResult></GetSendQuotaResponse>"));
  ASSERT_TRUE(quota);
  EXPECT_EQ(quota->max_24_hour, 200'000);
  EXPECT_EQ(quota->max_rate, 14);
  EXPECT_EQ(quota->sent_24_hours, 127);
  EXPECT_FALSE(read_send_quota(ok("<GetSendQuotaResponse/>")));
  EXPECT_FALSE(read_send_quota(ok("{}")));
}

TEST(ReadIdentity, IsVerifiedByEitherWord) {
  EXPECT_EQ(get_identity("a+b@example.com").path, "/v2/email/identities/a%2Bb%40example.com");
  EXPECT_TRUE(read_identity(ok(R"({"VerifiedForSendingStatus":true})"))->verified);
  EXPECT_TRUE(read_identity(ok(R"({"VerificationStatus":"SUCCESS"})"))->verified);
  const auto pending = read_identity(ok(R"({"VerifiedForSendingStatus":false,"VerificationStatus":"PENDING"})"));
  EXPECT_FALSE(pending->verified);
  EXPECT_EQ(pending->status, "PENDING");
  EXPECT_EQ(read_identity({.status = 404, .body = ""}).error().kind, ErrorKind::not_found);
}

TEST(ReadConfigurationSet, TellsWhatHoldsMailBack) {
  EXPECT_EQ(get_configuration_set("a b").path, "/v2/email/configuration-sets/a%20b");
  const auto set = read_configuration_set(
      ok(R"({"ConfigurationSetName":"a","DeliveryOptions":{"TlsPolicy":"REQUIRE"},"SendingOptions":)"
         R"({"SendingEnabled":false},"SuppressionOptions":{"SuppressedReasons":["BOUNCE","COMPLAINT"]}})"));
  EXPECT_TRUE(set->requires_tls);
  EXPECT_FALSE(set->sending_enabled);
  EXPECT_EQ(set->suppressed_reasons, (std::vector<std::string>{"BOUNCE", "COMPLAINT"}));
}

TEST(ReadEventDestinations, NamesTypesAndTopics) {
  EXPECT_EQ(get_event_destinations("a").path, "/v2/email/configuration-sets/a/event-destinations");
  const auto destinations = read_event_destinations(
      ok(R"({"EventDestinations":[{"Name":"n","Enabled":true,"MatchingEventTypes":["SEND","DELIVERY"],)"
         R"("SnsDestination":{"TopicArn":"arn:aws:sns:eu-west-1:1:t"}},{"Name":"m"}]})"));
  ASSERT_EQ(destinations->size(), 2u);
  EXPECT_EQ((*destinations)[0].topic, "arn:aws:sns:eu-west-1:1:t");
  EXPECT_EQ((*destinations)[0].types.size(), 2u);
  EXPECT_TRUE((*destinations)[0].enabled);
  EXPECT_FALSE((*destinations)[1].enabled);
}

TEST(ReadSuppressed, GoesOnWithATokenAndTurnsSecondsIntoATime) {
  const Call call = list_suppressed("a=");
  EXPECT_EQ(call.query, (std::vector<std::pair<std::string, std::string>>{{"PageSize", "1000"}, {"NextToken", "a="}}));
  const auto page = read_suppressed(
      ok(R"({"NextToken":"n","SuppressedDestinationSummaries":[{"EmailAddress":"a@example.com","Reason":"BOUNCE",)"
         R"("LastUpdateTime":1747819800.5}]})"));
  EXPECT_EQ(page->next, "n");
  ASSERT_EQ(page->addresses.size(), 1u);
  EXPECT_EQ(page->addresses[0].since, "2025-05-21T09:30:00.500Z");
}

}  // namespace
}  // namespace qd::aws
