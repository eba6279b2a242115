#include "sources/ses_account/ses_account.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>

namespace qd::sources {
namespace {

using mail::Lookup;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

class TurnedClock : public ports::Clock {
 public:
  Moment now() override { return now_; }
  void sleep_until(Moment moment) override { now_ = std::max(now_, moment); }
  Moment now_{1'000'000};
};

/// Answers by path; a path that nobody set is not found. The last of several answers stays.
class FakeSes : public aws::Api {
 public:
  explicit FakeSes(ports::Clock& clock) : clock_(clock) {}

  Ticket start(aws::Call call) override {
    std::string name = call.method + " " + call.path;
    for (const auto& [key, value] : call.query) name += " " + key + "=" + value;
    if (call.body.find("GetSendQuota") != std::string::npos) name = "GetSendQuota";
    asked.push_back(name);
    at.push_back(clock_.now());
    waiting_.push_back(name);
    return waiting_.size();
  }
  std::vector<Done> wait(std::chrono::milliseconds) override {
    std::vector<Done> out;
    while (!waiting_.empty()) {
      out.push_back({waiting_.size(), answer(waiting_.back())});
      waiting_.pop_back();
    }
    return out;
  }
  std::size_t under_way() const override { return waiting_.size(); }

  void say(const std::string& name, int status, std::string body, HttpHeaders headers = {}) {
    answers_[name].push_back(HttpResponse{status, std::move(headers), std::move(body)});
  }
  void fail(const std::string& name, std::string what) {
    answers_[name].push_back(std::unexpected(HttpFailure{true, what}));
  }

  std::vector<std::string> asked;
  std::vector<Moment> at;

 private:
  HttpResult answer(const std::string& name) {
    const auto found = answers_.find(name);
    if (found == answers_.end() || found->second.empty())
      return HttpResponse{404, {{"x-amzn-errortype", "NotFoundException"}}, R"({"message":"there is none"})"};
    HttpResult out = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    return out;
  }
  ports::Clock& clock_;
  std::deque<std::string> waiting_;
  std::map<std::string, std::deque<HttpResult>> answers_;
};

constexpr const char* kAccount = "GET /v2/email/account";
constexpr const char* kProduction =
    R"({"ProductionAccessEnabled":true,"SendingEnabled":true,"EnforcementStatus":"HEALTHY",
"SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0,"SentLast24Hours":12.0}})";
constexpr const char* kSandbox = R"({"ProductionAccessEnabled":false,"SendingEnabled":true,
"SendQuota":{"Max24HourSend":200.0,"MaxSendRate":1.0,"SentLast24Hours":0.0}})";

std::string identity(const std::string& name) { return "GET /v2/email/identities/" + name; }

class SesAccountTest : public testing::Test {
 protected:
  mail::Preflight learn(SesQuestions questions = {}) {
    mail::Preflight out{.region = "us-west-2", .sender = "reports@mail.example.com"};
    out.messages = messages;
    out.configuration_set = configuration_set;
    SesAccount(ses, clock, memory).learn(out, questions);
    return out;
  }

  TurnedClock clock;
  FakeSes ses{clock};
  AnswerMemory memory;
  std::vector<mail::ForecastMessage> messages;
  std::string configuration_set;
};

TEST_F(SesAccountTest, TakesTheQuotaFromTheAccount) {
  ses.say(kAccount, 200, kProduction);
  const mail::Preflight learned = learn();
  ASSERT_EQ(learned.account.how, Lookup::known);
  EXPECT_EQ(learned.account.value.max_24_hour, 50000);
  EXPECT_EQ(learned.account.value.max_rate, 14);
  EXPECT_EQ(learned.account.value.sent_24_hours, 12);
}

TEST_F(SesAccountTest, AsksTheOlderServiceWhenTheNewerDoesNotSay) {
  ses.say("GetSendQuota", 200,
          R"(<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult>
<Max24HourSend>200.0</Max24HourSend><MaxSendRate>1.0</MaxSendRate><SentLast24Hours>3.0</SentLast24Hours>
</GetSendQuotaResult></GetSendQuotaResponse>)");
  const mail::Preflight learned = learn();
  ASSERT_EQ(learned.account.how, Lookup::known) << learned.account.why;
  EXPECT_EQ(learned.account.value.max_24_hour, 200);
  EXPECT_TRUE(mail::is_sandbox(learned.account.value));
}

TEST_F(SesAccountTest, SaysWhyNothingIsKnown) {
  ses.say(kAccount, 403, R"({"message":"not authorized to perform ses:GetAccount"})",
          {{"x-amzn-errortype", "AccessDeniedException"}});
  ses.fail("GetSendQuota", "no answer within 30 s");
  const mail::Preflight learned = learn();
  EXPECT_EQ(learned.account.how, Lookup::denied);
  EXPECT_THAT(learned.account.why, HasSubstr("ses:GetAccount"));
  EXPECT_THAT(learned.account.why, HasSubstr("no answer within 30 s"));
}

TEST_F(SesAccountTest, LooksForTheSenderThenItsDomains) {
  ses.say(kAccount, 200, kProduction);
  ses.say(identity("mail.example.com"), 200, R"({"VerifiedForSendingStatus":true})");
  const mail::Preflight learned = learn({.suppressed_pages = 0});
  EXPECT_EQ(learned.identities.at("reports@mail.example.com").how, Lookup::absent);
  EXPECT_TRUE(learned.identities.at("mail.example.com").value);
  EXPECT_FALSE(learned.identities.contains("example.com")) << "one that is verified is enough";
}

TEST_F(SesAccountTest, InTheSandboxLooksForEveryRecipientAndAsksForADomainOnce) {
  ses.say(kAccount, 200, kSandbox);
  ses.say(identity("example.com"), 200, R"({"VerifiedForSendingStatus":true})");
  messages = {{.report = "ceo", .readers = {"a@example.com", "b@example.com"}, .copies = {"archive@example.org"}}};
  const mail::Preflight learned = learn({.suppressed_pages = 0});
  EXPECT_TRUE(learned.identities.at("example.com").value);
  EXPECT_EQ(learned.identities.at("archive@example.org").how, Lookup::absent);
  EXPECT_FALSE(learned.identities.contains("a@example.com"));
  EXPECT_EQ(std::ranges::count(ses.asked, identity("example.com")), 1);
}

TEST_F(SesAccountTest, ReadsTheSetWithItsDestinations) {
  ses.say(kAccount, 200, kProduction);
  ses.say(
      "GET /v2/email/configuration-sets/reports", 200,
      R"({"ConfigurationSetName":"reports","DeliveryOptions":{"TlsPolicy":"REQUIRE"},"SendingOptions":{"SendingEnabled":true}})");
  ses.say("GET /v2/email/configuration-sets/reports/event-destinations", 200,
          R"({"EventDestinations":[{"Name":"q","Enabled":true,"MatchingEventTypes":["SEND","BOUNCE"],
"SnsDestination":{"TopicArn":"arn:aws:sns:us-west-2:123456789012:events"}}]})");
  configuration_set = "reports";
  const mail::Preflight learned = learn({.suppressed_pages = 0});
  EXPECT_TRUE(learned.set.value.requires_tls);
  ASSERT_EQ(learned.destinations.value.size(), 1u);
  EXPECT_THAT(learned.destinations.value[0].types, ElementsAre("SEND", "BOUNCE"));

  configuration_set = "none";
  EXPECT_EQ(learn({.suppressed_pages = 0}).set.how, Lookup::absent);
}

TEST_F(SesAccountTest, ReadsTheSuppressionListPageByPageAndNoFurther) {
  ses.say(kAccount, 200, kProduction);
  const std::string path = "GET /v2/email/suppression/addresses";
  mail::Preflight learned = learn();
  EXPECT_EQ(learned.suppressed.how, Lookup::unanswered) << "no list is not an empty list";

  for (const std::string& asked : std::vector<std::string>(ses.asked)) {
    if (asked.starts_with(path))
      ses.say(asked, 200, R"({"SuppressedDestinationSummaries":[{"EmailAddress":"gone@example.com","Reason":"BOUNCE"}],
"NextToken":""})");
  }
  learned = learn();
  ASSERT_EQ(learned.suppressed.how, Lookup::known) << learned.suppressed.why;
  EXPECT_THAT(learned.suppressed.value, ElementsAre("gone@example.com"));
}

TEST_F(SesAccountTest, AsksOnceASecondAfterABurst) {
  ses.say(kAccount, 200, kSandbox);
  messages = {{.report = "ceo", .readers = {}, .copies = {}}};
  for (int i = 0; i < 20; ++i) messages[0].readers.push_back("a@d" + std::to_string(i) + ".example");
  learn({.suppressed_pages = 0});
  ASSERT_GT(ses.at.size(), 20u);
  EXPECT_EQ(ses.at[7], ses.at[0]) << "eight at once";
  for (std::size_t i = 8; i < ses.at.size(); ++i) {
    EXPECT_GE(ses.at[i] - ses.at[i - 1], seconds(1)) << i;
    EXPECT_LE(ses.at[i] - ses.at[i - 1], std::chrono::milliseconds(1100)) << i;
  }
}

TEST_F(SesAccountTest, WaitsWhenThrottledAndGivesUpInTheEnd) {
  ses.say(kAccount, 429, R"({"message":"Too many"})", {{"x-amzn-errortype", "TooManyRequestsException"}});
  ses.say(kAccount, 400, R"({"message":"Rate exceeded"})", {{"x-amzn-errortype", "ThrottlingException"}});
  ses.say(kAccount, 200, kProduction);
  EXPECT_EQ(learn({.suppressed_pages = 0}).account.how, Lookup::known);
  EXPECT_GE(ses.at[1] - ses.at[0], seconds(1));
  EXPECT_GE(ses.at[2] - ses.at[1], seconds(2));

  ses.say(identity("x.example"), 500, "oops");
  mail::Preflight out{.region = "us-west-2", .sender = "x.example"};
  SesAccount(ses, clock, memory).learn(out, {.suppressed_pages = 0});
  for (const auto& [name, learned] : out.identities) EXPECT_NE(learned.how, Lookup::known);
}

TEST_F(SesAccountTest, StopsAskingWhoDoesNotAnswer) {
  ses.fail(kAccount, "no answer within 30 s");
  ses.fail("GetSendQuota", "no answer within 30 s");
  configuration_set = "reports";
  const mail::Preflight learned = learn();
  EXPECT_EQ(ses.asked.size(), 2u);
  EXPECT_EQ(learned.set.how, Lookup::unanswered);
  EXPECT_THAT(learned.suppressed.why, HasSubstr("was not asked"));
}

TEST_F(SesAccountTest, RemembersAnswersAndAbsenceButNoFailure) {
  std::map<std::string, std::string, std::less<>> notes;
  std::vector<seconds> ages;
  memory.recall = [&](std::string_view name, seconds oldest) -> std::optional<std::string> {
    ages.push_back(oldest);
    const auto found = notes.find(name);
    if (found == notes.end()) return std::nullopt;
    return found->second;
  };
  memory.keep = [&](std::string_view name, std::string_view answer) {
    notes.insert_or_assign(std::string(name), answer);
  };
  ses.say(kAccount, 200, kProduction);
  ses.say(identity("mail.example.com"), 500, "oops");
  ses.say(identity("mail.example.com"), 500, "oops");
  ses.say(identity("mail.example.com"), 500, "oops");
  ses.say(identity("mail.example.com"), 500, "oops");
  ses.say(identity("mail.example.com"), 200, R"({"VerifiedForSendingStatus":true})");
  const mail::Preflight first = learn({.suppressed_pages = 0});
  EXPECT_EQ(first.identities.at("mail.example.com").how, Lookup::unanswered);
  ses.asked.clear();
  const mail::Preflight second = learn({.suppressed_pages = 0});
  EXPECT_THAT(ses.asked, ElementsAre(identity("mail.example.com")));
  EXPECT_EQ(second.account.value.max_24_hour, 50000);
  EXPECT_EQ(second.identities.at("reports@mail.example.com").how, Lookup::absent);
  EXPECT_TRUE(second.identities.at("mail.example.com").value);
  EXPECT_EQ(ages.front(), seconds(60));
  EXPECT_EQ(ages.back(), std::chrono::minutes(15));
}

}  // namespace
}  // namespace qd::sources
