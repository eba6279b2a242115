#include "aws/api.hpp"

#include <gtest/gtest.h>

#include "aws/protocol.hpp"

namespace qd::aws {
namespace {

struct Row {
  std::string_view header, body, type, text;
};

TEST(ErrorOf, ReadsEveryShapeInWhichAwsRefuses) {
  for (const Row& row : {
           Row{"", R"({"__type":"com.amazon.coral.service#ThrottlingException","message":"Rate exceeded"})",
               "ThrottlingException", "Rate exceeded"},
           Row{"TooManyRequestsException:http://internal.example.com/x/",
               R"({"message":"Daily message\nquota  exceeded"})", "TooManyRequestsException",
               "Daily message quota exceeded"},
           Row{"aws.api#NotFoundException", R"({"Message":"gone"})", "NotFoundException", "gone"},
           Row{"", R"({"code":"AccessDenied","errorMessage":"no"})", "AccessDenied", "no"},
           Row{"", R"({"Error":{"Code":"X","Message":"inner"}})", "X", "inner"},
           Row{"", R"({"code":17})", "", ""},
           Row{"",
               "<ErrorResponse xmlns=\"http://x/\"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Maximum "
               "sending rate exceeded.</Message></Error><RequestId>1</RequestId></ErrorResponse>",
               "Throttling", "Maximum sending rate exceeded."},
           Row{"",
               "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchBucketPolicy</Code><Message>a &amp; b</Message></Error>",
               "NoSuchBucketPolicy", "a & b"},
           Row{"", "<Response><Errors><Error><Code>C</Code><Message>m</Message></Error></Errors></Response>", "C", "m"},
           Row{"", "<html><head><title>503 Service Temporarily Unavailable</title></head><body><br></body></html>", "",
               "503 Service Temporarily Unavailable"},
           Row{"", "<html><head><title>Moved</title></head></html>", "", "Moved"},
           Row{"", "upstream connect error", "", "upstream connect error"},
           Row{"", "", "", ""},
           Row{"", "{not json", "", ""},
           Row{"", "<", "", ""},
           Row{"", "[]", "", "[]"},
       }) {
    HttpResponse response{.status = 400, .body = std::string(row.body)};
    if (!row.header.empty()) response.headers = {{"x-amzn-errortype", std::string(row.header)}};
    const ApiError error = error_of(response);
    EXPECT_EQ(error.status, 400);
    EXPECT_EQ(error.type, row.type) << row.body;
    EXPECT_EQ(error.text, row.text) << row.body;
  }
}

TEST(ErrorOf, DoesNotRepeatTheRequestThatARefusalQuotes) {
  const HttpResponse response{
      .status = 403,
      .body =
          R"({"__type":"InvalidSignatureException","message":"The request signature we calculated does not match.\n\n)"
          R"(The Canonical String for this request should have been\n'POST\nx-amz-security-token:TOKEN'"})"};
  EXPECT_EQ(error_of(response).text, "The request signature we calculated does not match.");
  EXPECT_EQ(
      error_of({.status = 403, .body = R"({"message":"Bad header. Authorization=AWS4-HMAC-SHA256 Credential=ID"})"})
          .text,
      "Bad header.");
}

TEST(ErrorOf, CutsWhatIsLong) {
  const std::string text = error_of({.status = 500, .body = std::string(100'000, 'x')}).text;
  EXPECT_LT(text.size(), 500u);
}

TEST(Refusal, SaysWhatFailedAndOfWhatKind) {
  struct Kind {
    int status;
    std::string_view type;
    ErrorKind kind;
  };
  for (const Kind& row :
       {Kind{403, "AccessDeniedException", ErrorKind::denied}, Kind{404, "NotFoundException", ErrorKind::not_found},
        Kind{400, "ThrottlingException", ErrorKind::unavailable}, Kind{429, "X", ErrorKind::unavailable},
        Kind{503, "ServiceUnavailable", ErrorKind::unavailable},
        Kind{400, "ValidationException", ErrorKind::invalid}}) {
    const Error error = refusal({.status = row.status,
                                 .headers = {{"x-amzn-errortype", std::string(row.type)}},
                                 .body = R"({"message":"because"})"},
                                "SES GetAccount");
    EXPECT_EQ(error.kind, row.kind);
    EXPECT_EQ(error.what,
              "SES GetAccount answered " + std::to_string(row.status) + " " + std::string(row.type) + ": because");
  }
}

/// Answers calls in the reverse of their order.
class Reversed : public Api {
 public:
  Ticket start(Call call) override {
    calls_.push_back(std::move(call));
    return calls_.size();
  }
  std::vector<Done> wait(std::chrono::milliseconds) override {
    std::vector<Done> out;
    for (; !calls_.empty(); calls_.pop_back()) out.push_back({calls_.size(), HttpResponse{.body = calls_.back().path}});
    return out;
  }
  std::size_t under_way() const override { return calls_.size(); }

 private:
  std::vector<Call> calls_;
};

TEST(Perform, GivesTheAnswerOfTheCall) {
  Reversed api;
  EXPECT_EQ(perform(api, {.path = "/x"})->body, "/x");
}

}  // namespace
}  // namespace qd::aws
