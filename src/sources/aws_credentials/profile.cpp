#include "sources/aws_credentials/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "aws/credentials_json.hpp"
#include "sources/aws_credentials/command.hpp"
#include "sources/aws_credentials/container.hpp"
#include "sources/aws_credentials/instance.hpp"
#include "sources/aws_credentials/role.hpp"

namespace qd::sources {

namespace {

using File = aws::Profiles::File;
using Found = Result<aws::Credentials>;

std::filesystem::path shared_file(const AwsSurroundings& around, std::string_view variable, std::string_view name) {
  std::string given = around.value(variable);
  if (given.starts_with("~/") && !around.home.empty()) return around.home / given.substr(2);
  if (!given.empty()) return given;
  return around.home.empty() ? std::filesystem::path() : around.home / ".aws" / name;
}

/// The search of one profile, through the profiles that it refers to.
class ProfileSearch {
 public:
  ProfileSearch(const AwsSurroundings& around, ports::HttpClient& http, const aws::Profiles& profiles, Moment now)
      : around_(around), http_(http), profiles_(profiles), now_(now) {}

  // Each profile is visited once, so that this ends.
  // NOLINTNEXTLINE(misc-no-recursion)
  Found find(const std::string& profile) {
    visited_.push_back(profile);
    const std::string_view role = value(profile, "role_arn");
    if (!role.empty() && !value(profile, "web_identity_token_file").empty()) return web_identity(profile);
    if (!role.empty()) return assumed_role(profile);
    if (!value(profile, "sso_account_id").empty()) return sso(profile);
    if (auto keys = keys_of(profile)) return *std::move(keys);
    if (!value(profile, "credential_process").empty()) return process(profile);
    return fail(ErrorKind::not_found, fmt::format("{} has no credentials", named(profile)));
  }

 private:
  std::string_view value(std::string_view profile, std::string_view name) const {
    return profiles_.value(profile, name);
  }

  static std::string named(std::string_view profile) { return fmt::format("profile {}", profile); }

  /// Keys are taken from one file as a set, so that no token meets keys that it does not belong to.
  std::optional<aws::Credentials> keys_of(std::string_view profile) const {
    for (const File file : {File::credentials, File::config}) {
      const auto text = [&](std::string_view name) { return std::string(profiles_.value(file, profile, name)); };
      aws::Credentials out{Secret(text("aws_access_key_id")), Secret(text("aws_secret_access_key")),
                           Secret(text("aws_session_token")), std::nullopt, named(profile)};
      if (!out.access_key_id.empty() && !out.secret_access_key.empty()) return out;
    }
    return std::nullopt;
  }

  std::string region_of(std::string_view profile) const {
    const std::string_view own = value(profile, "region");
    return own.empty() ? around_.region : std::string(own);
  }

  aws::AssumeRole role_of(std::string_view profile) const {
    aws::AssumeRole out{.role = std::string(value(profile, "role_arn"))};
    if (const std::string_view session = value(profile, "role_session_name"); !session.empty()) out.session = session;
    out.external_id = value(profile, "external_id");
    const std::string_view seconds = value(profile, "duration_seconds");
    int duration = 0;
    std::from_chars(seconds.data(), seconds.data() + seconds.size(), duration);
    out.duration = std::chrono::seconds(duration);
    return out;
  }

  Found web_identity(std::string_view profile) {
    return web_identity_credentials(around_, http_, role_of(profile),
                                    std::string(value(profile, "web_identity_token_file")), region_of(profile),
                                    named(profile));
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Found assumed_role(const std::string& profile) {
    if (!value(profile, "mfa_serial").empty())
      return fail(ErrorKind::invalid,
                  fmt::format("{} wants a code of an MFA device, for which nobody can be asked here; "
                              "use another profile",
                              named(profile)));
    const Found with = source_of(profile);
    if (!with) return fail(ErrorKind::invalid, fmt::format("{}: {}", named(profile), with.error().what));
    return role_credentials(around_, http_, role_of(profile), *with, region_of(profile), named(profile), now_);
  }

  /// What the role is assumed with.
  // NOLINTNEXTLINE(misc-no-recursion)
  Found source_of(const std::string& profile) {
    const std::string source(value(profile, "source_profile"));
    const std::string_view place = value(profile, "credential_source");
    if (!source.empty()) {
      // The keys of the profile itself, or of one that would lead back here.
      if (std::ranges::find(visited_, source) != visited_.end()) {
        if (auto keys = keys_of(source)) return *std::move(keys);
        return fail(ErrorKind::invalid, fmt::format("source_profile leads in a circle to {}", named(source)));
      }
      if (!profiles_.has(source)) return fail(ErrorKind::invalid, fmt::format("there is no {}", named(source)));
      return find(source);
    }
    if (place == "Environment") return environment();
    if (place == "Ec2InstanceMetadata") return instance_credentials(around_, http_);
    if (place == "EcsContainer") return container_credentials(around_, http_);
    return fail(ErrorKind::invalid, "role_arn wants a source_profile or credential_source beside it");
  }

  Found environment() const {
    aws::Credentials out{Secret(around_.value("AWS_ACCESS_KEY_ID")), Secret(around_.value("AWS_SECRET_ACCESS_KEY")),
                         Secret(around_.value("AWS_SESSION_TOKEN")), std::nullopt, "environment"};
    if (out.access_key_id.empty() || out.secret_access_key.empty())
      return fail(ErrorKind::invalid, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    return out;
  }

  Found process(std::string_view profile) const {
    const std::string source = fmt::format("credential_process of {}", named(profile));
    const auto words = command_words(value(profile, "credential_process"));
    if (!words || words->empty())
      return fail(ErrorKind::invalid, fmt::format("{} is no command; close its quotes", source));
    const auto output = output_of(*words, std::chrono::seconds(60));
    if (!output) return fail(output.error().kind, fmt::format("{}: {}", source, output.error().what));
    return aws::read_credentials_json(output->reveal(), source);
  }

  Found sso(std::string_view profile) const {
    const std::string_view session = value(profile, "sso_session");
    const auto setting = [&](std::string_view name) {
      const std::string_view own = value(profile, name);
      return own.empty() ? profiles_.sso_session(session, name) : own;
    };
    const std::string_view cached_under = session.empty() ? setting("sso_start_url") : session;
    const auto bytes = read_secret_file(around_.home / ".aws" / "sso" / "cache" / aws::sso_cache_file(cached_under));
    const auto token = bytes ? aws::read_sso_token(bytes->reveal()) : std::nullopt;
    const auto login = fmt::format("run `aws sso login --profile {}`", profile);
    if (!token || (token->expires && *token->expires <= now_))
      return fail(ErrorKind::denied, fmt::format("{}: the SSO session has ended; {}", named(profile), login));
    auto call = aws::address(aws::get_role_credentials(setting("sso_region"), value(profile, "sso_account_id"),
                                                       value(profile, "sso_role_name"), *token),
                             around_.region, around_.endpoints);
    if (!call) return std::unexpected(std::move(call).error());
    auto answer = ask(http_, std::move(call->request), named(profile));
    if (!answer) return std::unexpected(std::move(answer).error());
    auto credentials = aws::read_role_credentials(*answer, named(profile));
    const Secret body(std::move(answer->body));
    if (!credentials && credentials.error().kind == ErrorKind::denied)
      return fail(ErrorKind::denied, fmt::format("{}: {}; {}", named(profile), credentials.error().what, login));
    return credentials;
  }

  const AwsSurroundings& around_;
  ports::HttpClient& http_;
  const aws::Profiles& profiles_;
  Moment now_;
  std::vector<std::string> visited_;
};

}  // namespace

std::string profile_name(const AwsSurroundings& around) {
  const std::string given = around.value("AWS_PROFILE");
  return given.empty() ? "default" : given;
}

Result<aws::Profiles> read_profiles(const AwsSurroundings& around) {
  aws::Profiles out;
  const auto read = [&](File file, const std::filesystem::path& path) -> std::optional<Error> {
    if (path.empty()) return std::nullopt;
    const auto bytes = read_secret_file(path);
    if (bytes) out.read(file, bytes->reveal());
    return bytes || bytes.error().kind == ErrorKind::not_found ? std::nullopt : std::optional(bytes.error());
  };
  if (auto error = read(File::credentials, shared_file(around, "AWS_SHARED_CREDENTIALS_FILE", "credentials")))
    return std::unexpected(*std::move(error));
  if (auto error = read(File::config, shared_file(around, "AWS_CONFIG_FILE", "config")))
    return std::unexpected(*std::move(error));
  return out;
}

Result<aws::Credentials> profile_credentials(const AwsSurroundings& around, ports::HttpClient& http, Moment now) {
  const auto profiles = read_profiles(around);
  if (!profiles) return std::unexpected(profiles.error());
  const std::string name = profile_name(around);
  const bool chosen = !around.value("AWS_PROFILE").empty();
  if (!profiles->has(name)) {
    const std::string what = fmt::format("there is no profile {} in {} nor {}", name,
                                         shared_file(around, "AWS_SHARED_CREDENTIALS_FILE", "credentials").string(),
                                         shared_file(around, "AWS_CONFIG_FILE", "config").string());
    return fail(chosen ? ErrorKind::invalid : ErrorKind::not_found, what);
  }
  Found found = ProfileSearch(around, http, *profiles, now).find(name);
  if (!found && chosen && found.error().kind == ErrorKind::not_found)
    return fail(ErrorKind::invalid, std::move(found).error().what);
  return found;
}

std::optional<std::string> profile_region(const AwsSurroundings& around) {
  const auto profiles = read_profiles(around);
  if (!profiles) return std::nullopt;
  const std::string_view region = profiles->value(profile_name(around), "region");
  return region.empty() ? std::nullopt : std::optional(std::string(region));
}

}  // namespace qd::sources
