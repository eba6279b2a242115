#include "sources/aws_credentials/instance.hpp"

#include <fmt/format.h>

#include "aws/credentials_json.hpp"
#include "aws/percent.hpp"
#include "aws/protocol.hpp"

namespace qd::sources {

namespace {

constexpr std::string_view kWho = "the instance's metadata";

bool is_word(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::ranges::equal(text, lower, [](char a, char b) { return (a | 0x20) == b; });
}

std::string base_url(const AwsSurroundings& around) {
  std::string given = around.value("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  while (given.ends_with('/')) given.pop_back();
  if (!given.empty()) return given;
  const bool v6 = is_word(around.value("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "ipv6");
  return v6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
}

HttpRequest request(std::string method, std::string url, std::string_view header, std::string_view value) {
  HttpRequest out{.method = std::move(method), .url = std::move(url), .timeout = std::chrono::seconds(1)};
  out.connect_timeout = out.timeout;
  out.headers.emplace_back(header, value);
  return out;
}

Result<Secret> session_token(const std::string& base, ports::HttpClient& http) {
  auto answer = ask(http, request("PUT", base + "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "21600"),
                    "no instance answers");
  if (!answer) return fail(ErrorKind::not_found, std::move(answer).error().what);
  const std::string_view token = trimmed(answer->body);
  if (answer->status != 200 || token.empty() || token.find_first_of(" \r\n") != std::string_view::npos)
    return fail(ErrorKind::not_found, fmt::format("{} gives no token (status {})", kWho, answer->status));
  return Secret(std::string(token));
}

}  // namespace

Result<aws::Credentials> instance_credentials(const AwsSurroundings& around, ports::HttpClient& http) {
  if (is_word(around.value("AWS_EC2_METADATA_DISABLED"), "true"))
    return fail(ErrorKind::not_found, "AWS_EC2_METADATA_DISABLED is true");
  const std::string base = base_url(around);
  const auto token = session_token(base, http);
  if (!token) return std::unexpected(token.error());
  const auto get = [&](std::string_view role) {
    return ask(http,
               request("GET", fmt::format("{}/latest/meta-data/iam/security-credentials/{}", base, aws::encoded(role)),
                       "X-aws-ec2-metadata-token", token->reveal()),
               kWho);
  };
  const auto roles = get("");
  if (!roles) return std::unexpected(roles.error());
  const std::string_view names = trimmed(roles->body);
  const std::string role(trimmed(names.substr(0, names.find('\n'))));
  if (roles->status == 404 || (roles->status == 200 && role.empty()))
    return fail(ErrorKind::not_found, "the instance has no role");
  if (roles->status != 200) return std::unexpected(aws::refusal(*roles, kWho));
  auto answer = get(role);
  if (!answer) return std::unexpected(std::move(answer).error());
  if (answer->status != 200) return std::unexpected(aws::refusal(*answer, kWho));
  const Secret body(std::move(answer->body));
  return aws::read_credentials_json(body.reveal(), fmt::format("instance role {}", role));
}

}  // namespace qd::sources
