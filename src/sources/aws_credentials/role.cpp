#include "sources/aws_credentials/role.hpp"

#include <fmt/format.h>

namespace qd::sources {

namespace {

constexpr std::string_view kAnyRegion = "us-east-1";

Result<aws::Addressed> addressed(const AwsSurroundings& around, const aws::Call& call, std::string_view region) {
  auto out = aws::address(call, region.empty() ? kAnyRegion : region, around.endpoints);
  if (out) {
    out->request.timeout = std::chrono::seconds(10);
    out->request.headers.emplace_back("Accept", "text/xml");
  }
  return out;
}

Result<aws::Credentials> asked(ports::HttpClient& http, HttpRequest request, const std::string& source) {
  auto answer = ask(http, std::move(request), "STS");
  if (!answer) return std::unexpected(std::move(answer).error());
  auto credentials = aws::read_assumed_role(*answer, source);
  const Secret body(std::move(answer->body));
  if (!credentials) return fail(credentials.error().kind, fmt::format("{}: {}", source, credentials.error().what));
  return credentials;
}

}  // namespace

Result<aws::Credentials> role_credentials(const AwsSurroundings& around, ports::HttpClient& http,
                                          const aws::AssumeRole& role, const aws::Credentials& with,
                                          std::string_view region, const std::string& source, Moment now) {
  auto call = addressed(around, aws::assume_role(role), region);
  if (!call) return std::unexpected(std::move(call).error());
  aws::sign(call->request, with, call->signing, now);
  return asked(http, std::move(call->request), source);
}

Result<aws::Credentials> web_identity_credentials(const AwsSurroundings& around, ports::HttpClient& http,
                                                  const aws::AssumeRole& role, const std::string& token_file,
                                                  std::string_view region, const std::string& source) {
  const auto token = read_secret_file(token_file);
  if (!token) return fail(ErrorKind::io, fmt::format("{}: token {}", source, token.error().what));
  auto call = addressed(around, aws::assume_role_with_web_identity(role, trimmed(token->reveal())), region);
  if (!call) return std::unexpected(std::move(call).error());
  return asked(http, std::move(call->request), source);
}

Result<aws::Credentials> web_identity_credentials(const AwsSurroundings& around, ports::HttpClient& http) {
  const std::string file = around.value("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (file.empty()) return fail(ErrorKind::not_found, "AWS_WEB_IDENTITY_TOKEN_FILE is not set");
  aws::AssumeRole role{.role = around.value("AWS_ROLE_ARN")};
  if (role.role.empty())
    return fail(ErrorKind::invalid, "AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN; set both");
  if (const std::string session = around.value("AWS_ROLE_SESSION_NAME"); !session.empty()) role.session = session;
  return web_identity_credentials(around, http, role, file, around.region, "web identity (AWS_ROLE_ARN)");
}

}  // namespace qd::sources
