#include "transports/ses/ses.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace qd::transports {
namespace {

using mail::AnswerKind;
using ::testing::HasSubstr;

/// Answers the calls one after another with the next result.
class FakeApi final : public aws::Api {
 public:
  Ticket start(aws::Call call) override {
    calls.push_back(std::move(call));
    return calls.size();
  }
  std::vector<Done> wait(std::chrono::milliseconds) override {
    if (answered_ == calls.size()) return {};
    ++answered_;
    return {{answered_, answer()}};
  }
  [[nodiscard]] std::size_t under_way() const override { return calls.size() - answered_; }

  std::vector<aws::Call> calls;
  std::function<HttpResult()> answer = [] {
    return HttpResponse{.status = 200, .headers = {}, .body = R"({"MessageId":"m-1"})"};
  };

 private:
  std::size_t answered_ = 0;
};

ports::Envelope envelope(std::uint64_t ticket, std::size_t size = 10, std::size_t readers = 1) {
  static const gate::Gate gate({});
  ports::Envelope made{.ticket = ticket,
                       .key = "key",
                       .from = "Harbor <reports@example.com>",
                       .to = {},
                       .bcc = {"archive@example.com"},
                       .message = std::move(*gate.pass(std::string(size, 'x'), gate::Form::file, "test")),
                       .tags = {{"report", "ceo"}, {"key", "abc"}}};
  for (std::size_t i = 0; i < readers; ++i) made.to.push_back("reader" + std::to_string(i) + "@example.com");
  return made;
}

TEST(Ses, TheCallSaysWhoFromWhomWithWhichTags) {
  FakeApi api;
  Ses ses(api, "reports-set");
  ses.start(envelope(4, 3, 2));
  ASSERT_EQ(api.calls.size(), 1U);
  EXPECT_EQ(api.calls[0].body,
            R"({"FromEmailAddress":"Harbor <reports@example.com>","Destination":{"ToAddresses":["reader0@example.com",)"
            R"("reader1@example.com"],"BccAddresses":["archive@example.com"]},"Content":{"Raw":{"Data":"eHh4"}},)"
            R"("EmailTags":[{"Name":"report","Value":"ceo"},{"Name":"key","Value":"abc"}],)"
            R"("ConfigurationSetName":"reports-set"})");
  const std::vector<ports::Attempted> done = ses.wait({});
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].ticket, 4U);
  ASSERT_EQ(done[0].answers.size(), 3U);
  EXPECT_EQ(done[0].answers[2].recipient, "archive@example.com");
  EXPECT_EQ(done[0].answers[2].answer.message_id, "m-1");
}

TEST(Ses, EveryOutcomeIsWhatTheErrorTableSays) {
  const auto response = [](int status, std::string type, std::string body) {
    return HttpResponse{.status = status, .headers = {{"x-amzn-errortype", std::move(type)}}, .body = std::move(body)};
  };
  const auto lost = [](bool may_have_arrived) {
    return std::unexpected(HttpFailure{.may_have_arrived = may_have_arrived, .what = "why"});
  };
  struct Case {
    HttpResult result;
    AnswerKind kind;
    std::string code, text;
  };
  const std::vector<Case> cases = {
      {response(200, "", "{}"), AnswerKind::accepted, "", ""},
      {response(200, "", "no JSON"), AnswerKind::accepted, "", ""},
      {response(429, "TooManyRequestsException:", R"({"message":"Maximum sending rate exceeded."})"),
       AnswerKind::throttled, "TooManyRequestsException", "Maximum sending rate exceeded."},
      {response(400, "MessageRejected", R"({"message":"Email address is not verified."})"), AnswerKind::misconfigured,
       "MessageRejected", "Email address is not verified."},
      {response(500, "InternalFailure", "{}"), AnswerKind::unknown, "InternalFailure", ""},
      {response(503, "", "<html><title>Service Unavailable</title>"), AnswerKind::put_off, "", "Service Unavailable"},
      {lost(true), AnswerKind::unknown, "", "why"},
      {lost(false), AnswerKind::put_off, "", "why"},
  };
  for (const Case& c : cases) {
    FakeApi api;
    api.answer = [&] { return c.result; };
    Ses ses(api, "");
    ses.start(envelope(1));
    const mail::Answer answer = ses.wait({}).at(0).answers.at(1).answer;
    EXPECT_EQ(answer.kind, c.kind) << c.code;
    EXPECT_EQ(answer.code, c.code);
    EXPECT_EQ(answer.text, c.text);
    EXPECT_TRUE(answer.message_id.empty());
  }
}

TEST(Ses, NoMoreThanTwoLargeMessagesAreUnderWay) {
  FakeApi api;
  Ses ses(api, "");
  for (std::uint64_t i = 0; i < 5; ++i) ses.start(envelope(i, kLargeSesMessage + 1));
  ses.start(envelope(5));
  EXPECT_EQ(api.under_way(), 3U) << "two large and a small one";
  std::vector<std::uint64_t> tickets;
  while (api.under_way() > 0) {
    for (const ports::Attempted& done : ses.wait({})) tickets.push_back(done.ticket);
    EXPECT_LE(api.under_way(), 3U);
  }
  EXPECT_THAT(tickets, ::testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(Ses, FiftyOneReadersAreABrokenPromise) {
  FakeApi api;
  Ses ses(api, "");
  EXPECT_DEATH(ses.start(envelope(1, 10, 50)), "at most 50");
}

}  // namespace
}  // namespace qd::transports
