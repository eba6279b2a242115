#include "net/aws_client.hpp"

#include <gtest/gtest.h>

#include "support/fake_http_client.hpp"

namespace qd::net {
namespace {

using test::FakeHttpClient;
using test::header_of;

class FakeClock : public ports::Clock {
 public:
  Moment now() override { return time; }
  void sleep_until(Moment moment) override { time = moment; }
  Moment time = *parse_moment("2026-05-21T09:30:00Z");
};

/// Each time it was told to forget, the credentials have another number.
class FakeCredentials : public aws::CredentialSource {
 public:
  Result<std::shared_ptr<const aws::Credentials>> get(Moment) override {
    if (none) return fail(ErrorKind::not_found, "no credentials anywhere");
    if (!current_)
      current_ = std::make_shared<const aws::Credentials>(
          aws::Credentials{Secret("ID" + std::to_string(forgotten)), Secret("key"), Secret("token"), {}, "test"});
    return current_;
  }
  void forget() override {
    ++forgotten;
    if (!fixed) current_.reset();
  }
  bool none = false;
  bool fixed = false;
  int forgotten = 0;

 private:
  std::shared_ptr<const aws::Credentials> current_;
};

HttpResponse refused(std::string type, std::string text = {}) {
  return {.status = 403,
          .headers = {{"date", "Thu, 21 May 2026 12:30:00 GMT"}, {"x-amzn-errortype", std::move(type)}},
          .body = "{\"message\":\"" + text + "\"}"};
}

class AwsClientTest : public testing::Test {
 protected:
  HttpResult perform(aws::Call call = {.service = "sesv2", .method = "GET", .path = "/v2/email/account"}) {
    return aws::perform(client, std::move(call));
  }

  std::function<HttpResult(std::size_t, const HttpRequest&)> answer = [](std::size_t, const HttpRequest&) {
    return HttpResponse{.status = 200, .headers = {}, .body = "{}"};
  };
  FakeHttpClient http{[this](const HttpRequest& request) { return answer(http.asked.size(), request); }};
  FakeCredentials credentials;
  FakeClock clock;
  AwsClient client{http, credentials, clock, "eu-west-1", {}};
};

TEST_F(AwsClientTest, SendsSignedCallsToTheirEndpoint) {
  EXPECT_EQ(perform({.service = "sesv2",
                     .path = "/v2/email/outbound-emails",
                     .headers = {{"Content-Type", "application/json"}},
                     .body = "{}",
                     .timeout = std::chrono::seconds(7)})
                ->status,
            200);
  ASSERT_EQ(http.asked.size(), 1u);
  const HttpRequest& request = http.asked[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails");
  EXPECT_EQ(request.body, "{}");
  EXPECT_EQ(request.timeout, std::chrono::seconds(7));
  EXPECT_EQ(header_of(request, "x-amz-date"), "20260521T093000Z");
  EXPECT_EQ(header_of(request, "x-amz-security-token"), "token");
  EXPECT_TRUE(header_of(request, "authorization")
                  .starts_with("AWS4-HMAC-SHA256 Credential=ID0/20260521/eu-west-1/ses/aws4_request, "
                               "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="));
}

TEST_F(AwsClientTest, LetsACallNameItsRegion) {
  ASSERT_TRUE(perform({.service = "sqs", .region = "us-east-1"}));
  EXPECT_EQ(http.asked[0].url, "https://sqs.us-east-1.amazonaws.com/");
}

TEST_F(AwsClientTest, FailsBeforeAnythingLeavesWithoutCredentialsOrRegion) {
  credentials.none = true;
  const auto failed = perform();
  ASSERT_FALSE(failed);
  EXPECT_FALSE(failed.error().may_have_arrived);
  EXPECT_EQ(failed.error().what, "no credentials anywhere");
  credentials.none = false;
  AwsClient nowhere(http, credentials, clock, "", {});
  const auto homeless = aws::perform(nowhere, {.service = "sqs"});
  ASSERT_FALSE(homeless);
  EXPECT_FALSE(homeless.error().may_have_arrived);
  EXPECT_TRUE(http.asked.empty());
}

TEST_F(AwsClientTest, FetchesNewCredentialsOnceWhenTheyExpired) {
  answer = [](std::size_t asked, const HttpRequest&) {
    return asked == 0 ? refused("ExpiredTokenException") : HttpResponse{.status = 200, .headers = {}, .body = ""};
  };
  EXPECT_EQ(perform()->status, 200);
  ASSERT_EQ(http.asked.size(), 2u);
  EXPECT_EQ(credentials.forgotten, 1);
  EXPECT_NE(header_of(http.asked[1], "authorization").find("Credential=ID1/"), std::string::npos);

  answer = [](std::size_t, const HttpRequest&) { return refused("ExpiredTokenException"); };
  EXPECT_EQ(perform()->status, 403);
  EXPECT_EQ(http.asked.size(), 4u);
}

TEST_F(AwsClientTest, DoesNotRepeatWithTheSameExpiredCredentials) {
  credentials.fixed = true;
  answer = [](std::size_t, const HttpRequest&) { return refused("ExpiredToken"); };
  EXPECT_EQ(perform()->status, 403);
  EXPECT_EQ(http.asked.size(), 1u);
}

TEST_F(AwsClientTest, FetchesCredentialsOnceForAllCallsThatWereUnderWay) {
  answer = [](std::size_t asked, const HttpRequest&) {
    return asked < 3 ? refused("ExpiredToken") : HttpResponse{.status = 200, .headers = {}, .body = ""};
  };
  for (int i = 0; i < 3; ++i) (void)client.start({.service = "sqs"});
  std::size_t answered = 0;
  while (client.under_way() > 0)
    for (const auto& done : client.wait(std::chrono::seconds(1))) answered += done.result->status == 200 ? 1 : 0;
  EXPECT_EQ(answered, 3u);
  EXPECT_EQ(credentials.forgotten, 1);
}

TEST_F(AwsClientTest, TakesTheTimeOfTheServiceWhenTheClockIsWrong) {
  for (const auto& [type, text] : std::vector<std::pair<std::string, std::string>>{
           {"RequestTimeTooSkewed", ""},
           {"RequestExpired", ""},
           {"InvalidSignatureException", "Signature expired: 20260521T093000Z is now earlier than …"},
           {"SignatureDoesNotMatch", "Signature not yet current: 2026…"}}) {
    AwsClient fresh(http, credentials, clock, "eu-west-1", {});
    http.asked.clear();
    answer = [&](std::size_t asked, const HttpRequest&) {
      return asked == 0 ? refused(type, text) : HttpResponse{.status = 200, .headers = {}, .body = ""};
    };
    EXPECT_EQ(aws::perform(fresh, {.service = "sqs"})->status, 200) << type;
    ASSERT_EQ(http.asked.size(), 2u) << type;
    EXPECT_EQ(header_of(http.asked[0], "x-amz-date"), "20260521T093000Z");
    EXPECT_EQ(header_of(http.asked[1], "x-amz-date"), "20260521T123000Z");
    // From now on every call is signed at the right time.
    EXPECT_EQ(aws::perform(fresh, {.service = "sqs"})->status, 200);
    EXPECT_EQ(header_of(http.asked[2], "x-amz-date"), "20260521T123000Z");
  }
}

TEST_F(AwsClientTest, RepeatsNothingElse) {
  for (const HttpResponse& response :
       {refused("AccessDeniedException"), refused("InvalidSignatureException", "does not match"),
        refused("UnrecognizedClientException"), HttpResponse{.status = 500, .headers = {}, .body = ""},
        HttpResponse{.status = 429, .headers = {}, .body = ""}}) {
    http.asked.clear();
    answer = [&](std::size_t, const HttpRequest&) { return response; };
    EXPECT_EQ(perform()->status, response.status);
    EXPECT_EQ(http.asked.size(), 1u);
  }
  http.asked.clear();
  answer = [](std::size_t, const HttpRequest&) -> HttpResult { return std::unexpected(HttpFailure{true, "lost"}); };
  EXPECT_EQ(perform().error().what, "lost");
  EXPECT_EQ(http.asked.size(), 1u);
}

TEST_F(AwsClientTest, GivesBackWhatFailedAtOnceBesideWhatIsUnderWay) {
  const auto good = client.start({.service = "sqs"});
  credentials.none = true;
  const auto bad = client.start({.service = "sqs"});
  EXPECT_EQ(client.under_way(), 2u);
  const auto done = client.wait(std::chrono::seconds(1));
  ASSERT_EQ(done.size(), 2u);
  EXPECT_EQ(done[0].ticket, bad);
  EXPECT_EQ(done[1].ticket, good);
  EXPECT_EQ(client.under_way(), 0u);
  EXPECT_TRUE(client.wait(std::chrono::seconds(1)).empty());
}

}  // namespace
}  // namespace qd::net
