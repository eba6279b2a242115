#include "net/aws_client.hpp"

#include <algorithm>
#include <utility>

#include "aws/http_date.hpp"

namespace qd::net {

namespace {

bool says_expired_credentials(const aws::ApiError& error) {
  return error.type == "ExpiredToken" || error.type == "ExpiredTokenException" || error.type == "TokenRefreshRequired";
}

bool says_wrong_clock(const aws::ApiError& error) {
  if (error.type == "RequestExpired" || error.type == "RequestTimeTooSkewed" || error.type == "RequestInTheFuture")
    return true;
  const bool signature = error.type == "InvalidSignatureException" || error.type == "SignatureDoesNotMatch";
  return signature && (error.text.contains("Signature expired") || error.text.contains("not yet current"));
}

}  // namespace

AwsClient::AwsClient(ports::HttpClient& http, aws::CredentialSource& credentials, ports::Clock& clock,
                     std::string region, aws::EndpointOverrides endpoints)
    : http_(http),
      credentials_(credentials),
      clock_(clock),
      region_(std::move(region)),
      endpoints_(std::move(endpoints)) {}

aws::Api::Ticket AwsClient::start(aws::Call call) {
  const Ticket ticket = ++last_;
  auto credentials = credentials_.get(now());
  if (!credentials) {
    give_up(ticket, std::move(credentials).error().what);
  } else {
    send({.ticket = ticket, .call = std::move(call), .credentials = *std::move(credentials)});
  }
  return ticket;
}

void AwsClient::send(Sent what) {
  auto addressed = aws::address(what.call, region_, endpoints_);
  if (!addressed) return give_up(what.ticket, std::move(addressed).error().what);
  aws::sign(addressed->request, *what.credentials, addressed->signing, now());
  sent_.emplace(http_.start(std::move(addressed->request)), std::move(what));
}

void AwsClient::give_up(Ticket ticket, std::string why) {
  ready_.push_back({ticket, std::unexpected(HttpFailure{.may_have_arrived = false, .what = std::move(why)})});
}

std::vector<aws::Api::Done> AwsClient::wait(std::chrono::milliseconds longest) {
  for (;;) {
    if (!ready_.empty()) longest = std::chrono::milliseconds(0);
    std::vector<ports::HttpClient::Done> answers;
    if (!sent_.empty()) answers = http_.wait(longest);
    for (ports::HttpClient::Done& answer : answers) {
      auto sent = sent_.extract(answer.ticket);
      ensure(!sent.empty(), "nobody else uses the HTTP client of AWS");
      take(std::move(sent.mapped()), std::move(answer.result));
    }
    // Answers that only led to a second signature are no reason to come back without any.
    if (!ready_.empty() || answers.empty()) return std::exchange(ready_, {});
  }
}

void AwsClient::take(Sent sent, HttpResult result) {
  if (result && !sent.again && mended(sent, *result)) {
    sent.again = true;
    send(std::move(sent));
  } else {
    ready_.push_back({sent.ticket, std::move(result)});
  }
}

/// Whether the same call, signed anew, may fare better.
bool AwsClient::mended(Sent& sent, const HttpResponse& response) {
  if (response.status != 400 && response.status != 401 && response.status != 403) return false;
  const aws::ApiError error = aws::error_of(response);
  if (says_wrong_clock(error)) {
    const auto theirs = aws::parse_http_date(response.header("date"));
    if (theirs) clock_offset_ = *theirs - clock_.now();
    return theirs.has_value();
  }
  if (!says_expired_credentials(error)) return false;
  auto fresh = credentials_.get(now());
  if (fresh && *fresh == sent.credentials) {
    credentials_.forget();
    fresh = credentials_.get(now());
  }
  if (!fresh || *fresh == sent.credentials) return false;
  sent.credentials = *std::move(fresh);
  return true;
}

}  // namespace qd::net
