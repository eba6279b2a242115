#include "sources/aws_credentials/container.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/credentials_json.hpp"
#include "aws/protocol.hpp"

namespace qd::sources {

namespace {

constexpr std::string_view kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr std::string_view kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr std::string_view kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr std::string_view kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

/// "127.0.0.1", "[::1]" of "http://127.0.0.1:80/x"; empty for a URL of another form.
std::string_view host_of(std::string_view url) {
  url.remove_prefix(std::string_view("http://").size());
  const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  if (authority.contains('@')) return {};
  return authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1)
                                    : authority.substr(0, authority.find(':'));
}

bool is_loopback_v4(std::string_view host) {
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool may_be_asked(std::string_view url) {
  constexpr std::array<std::string_view, 5> kLocal = {"localhost", "[::1]", "169.254.170.2", "169.254.170.23",
                                                      "[fd00:ec2::23]"};
  if (std::ranges::any_of(url, [](unsigned char c) { return c <= ' ' || c == 0x7F; })) return false;
  if (url.starts_with("https://")) return true;
  if (!url.starts_with("http://")) return false;
  const std::string_view host = host_of(url);
  return is_loopback_v4(host) || std::ranges::find(kLocal, host) != kLocal.end();
}

Result<Secret> authorization(const AwsSurroundings& around) {
  Secret token(around.value(kToken));
  if (const std::string path = around.value(kTokenFile); !path.empty()) {
    auto file = read_secret_file(path);
    if (!file) return fail(ErrorKind::io, fmt::format("{}: {}", kTokenFile, file.error().what));
    token = Secret(std::string(trimmed(file->reveal())));
  }
  if (token.reveal().find_first_of("\r\n") != std::string_view::npos)
    return fail(ErrorKind::invalid, "the container's authorization token has more than one line");
  return token;
}

}  // namespace

Result<aws::Credentials> container_credentials(const AwsSurroundings& around, ports::HttpClient& http) {
  const std::string relative = around.value(kRelative);
  const std::string url = relative.empty() ? around.value(kFull) : "http://169.254.170.2" + relative;
  if (url.empty()) return fail(ErrorKind::not_found, fmt::format("neither {} nor {} is set", kRelative, kFull));
  if (!may_be_asked(url))
    return fail(ErrorKind::denied,
                fmt::format("{} names neither https nor an address of this machine; it gets no token",
                            relative.empty() ? kFull : kRelative));
  auto token = authorization(around);
  if (!token) return std::unexpected(std::move(token).error());
  HttpRequest request{.method = "GET", .url = url, .timeout = std::chrono::seconds(2)};
  request.connect_timeout = std::chrono::seconds(1);
  request.headers.emplace_back("Accept", "application/json");
  if (!token->empty()) request.headers.emplace_back("Authorization", token->reveal());
  auto answer = ask(http, std::move(request), "the container's credentials");
  if (!answer) return std::unexpected(std::move(answer).error());
  if (answer->status != 200) return std::unexpected(aws::refusal(*answer, "the container's credentials"));
  const Secret body(std::move(answer->body));
  return aws::read_credentials_json(body.reveal(), "the container's role");
}

}  // namespace qd::sources
