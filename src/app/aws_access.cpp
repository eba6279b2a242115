#include "app/aws_access.hpp"

#include <cstdlib>
#include <utility>

#include "net/aws_client.hpp"
#include "net/http_client.hpp"
#include "sources/aws_credentials/chain.hpp"
#include "sources/aws_credentials/profile.hpp"

namespace qd::app {

namespace {

std::optional<std::string> variable(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

aws::EndpointOverrides endpoints_of(const Settings& settings) {
  aws::EndpointOverrides out;
  for (const auto& [service, setting] : settings.endpoints) out.emplace(service, setting.value);
  return out;
}

std::optional<aws::Credentials> fixed(const Settings& settings) {
  if (!settings.credentials) return std::nullopt;
  const Credentials& set = *settings.credentials;
  return aws::Credentials{.access_key_id = Secret(std::string(set.access_key_id.reveal())),
                          .secret_access_key = Secret(std::string(set.secret_access_key.reveal())),
                          .session_token = Secret(std::string(set.session_token.reveal())),
                          .expires = std::nullopt,
                          .source = set.source};
}

net::HttpOptions http_options() {
  net::HttpOptions out;
  out.ca_file = variable("AWS_CA_BUNDLE").value_or(std::string());
  return out;
}

}  // namespace

struct AwsAccess::Parts {
  Parts(sources::AwsSurroundings around, std::optional<aws::Credentials> keys, std::string where, ports::Clock& now)
      : region(std::move(where)),
        clock(now),
        endpoints(around.endpoints),
        http(http_options()),
        chain(std::move(around), std::move(keys), credential_http),
        client(http, chain, clock, region, endpoints) {}

  std::string region;
  ports::Clock& clock;
  aws::EndpointOverrides endpoints;
  net::HttpClient credential_http;  // asked while calls are under way
  net::HttpClient http;
  sources::CredentialChain chain;
  net::AwsClient client;
};

AwsAccess::AwsAccess(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
AwsAccess::AwsAccess(AwsAccess&&) noexcept = default;
AwsAccess& AwsAccess::operator=(AwsAccess&&) noexcept = default;
AwsAccess::~AwsAccess() = default;

Result<AwsAccess> AwsAccess::open(const Session& session, ports::Clock& clock) {
  const Settings& settings = session.workspace.settings;
  sources::AwsSurroundings around{.variable = variable,
                                  .home = variable("HOME").value_or(std::string()),
                                  .region = {},
                                  .endpoints = endpoints_of(settings)};
  if (settings.region) {
    around.region = settings.region->value;
  } else if (auto region = variable("AWS_DEFAULT_REGION")) {
    around.region = std::move(*region);
  } else if (auto of_profile = sources::profile_region(around)) {
    around.region = std::move(*of_profile);
  }
  if (around.region.empty())
    return fail(ErrorKind::invalid, "no AWS region is known; write AWS_REGION=us-west-2, or yours, into repos.env");
  std::string region = around.region;
  return AwsAccess(std::make_unique<Parts>(std::move(around), fixed(settings), std::move(region), clock));
}

aws::Api& AwsAccess::api() { return parts_->client; }
const std::string& AwsAccess::region() const { return parts_->region; }

Result<std::string> AwsAccess::credentials() {
  const auto found = parts_->chain.get(parts_->clock.now());
  if (!found) return std::unexpected(found.error());
  return (*found)->source;
}

}  // namespace qd::app
