#include "sources/aws_credentials/chain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sources/aws_credentials/container.hpp"
#include "sources/aws_credentials/instance.hpp"
#include "sources/aws_credentials/profile.hpp"
#include "sources/aws_credentials/role.hpp"

namespace qd::sources {

namespace {

constexpr std::chrono::minutes kFresh{5};
constexpr std::chrono::seconds kFailureHolds{5};

bool holds(const aws::Credentials& credentials, Moment now) {
  return !credentials.expires || *credentials.expires > now;
}

/// Five minutes before the end; of a short life, at its half.
std::optional<Moment> refresh_at(const aws::Credentials& credentials, Moment now) {
  if (!credentials.expires) return std::nullopt;
  return *credentials.expires - std::min<std::chrono::milliseconds>(kFresh, (*credentials.expires - now) / 2);
}

/// Whether each part could be one; a line end in a token would end a header.
bool plausible(const aws::Credentials& credentials) {
  const auto clean = [](const Secret& secret) {
    return std::ranges::all_of(secret.reveal(), [](char c) { return c > ' ' && c < 0x7F; });
  };
  return clean(credentials.access_key_id) && clean(credentials.secret_access_key) && clean(credentials.session_token);
}

}  // namespace

CredentialChain::CredentialChain(AwsSurroundings around, std::optional<aws::Credentials> fixed, ports::HttpClient& http)
    : around_(std::move(around)), http_(http) {
  if (fixed) fixed_ = std::make_shared<const aws::Credentials>(*std::move(fixed));
}

Result<std::shared_ptr<const aws::Credentials>> CredentialChain::get(Moment now) {
  if (fixed_) {
    if (plausible(*fixed_)) return fixed_;
    return fail(ErrorKind::invalid, fmt::format("the AWS keys of {} hold a sign that keys never have", fixed_->source));
  }
  if (current_ && (!refresh_at_ || now < *refresh_at_)) return current_;
  if (failure_ && now >= failed_ && now < failed_ + kFailureHolds) {
    if (current_ && holds(*current_, now)) return current_;
    return std::unexpected(*failure_);
  }
  failure_.reset();
  auto found = search(now);
  if (found && !plausible(*found))
    found = fail(ErrorKind::invalid, fmt::format("the AWS keys of {} hold a sign that keys never have", found->source));
  if (found && !holds(*found, now))
    found = fail(ErrorKind::unavailable, fmt::format("the AWS keys of {} have expired already", found->source));
  if (found) {
    refresh_at_ = refresh_at(*found, now);
    current_ = std::make_shared<const aws::Credentials>(*std::move(found));
    return current_;
  }
  failure_ = std::move(found).error();
  failed_ = now;
  if (current_ && holds(*current_, now)) return current_;
  return std::unexpected(*failure_);
}

void CredentialChain::forget() {
  current_.reset();
  failure_.reset();
}

Result<aws::Credentials> CredentialChain::search(Moment now) {
  std::string looked = "settings: AWS_ACCESS_KEY_ID is not set";
  struct Place {
    std::string_view name;
    Result<aws::Credentials> (*look)(const AwsSurroundings&, ports::HttpClient&, Moment);
  };
  constexpr Place kPlaces[] = {
      {"web identity", [](const AwsSurroundings& around, ports::HttpClient& http,
                          Moment) { return web_identity_credentials(around, http); }},
      {"profile", profile_credentials},
      {"container", [](const AwsSurroundings& around, ports::HttpClient& http,
                       Moment) { return container_credentials(around, http); }},
      {"instance", [](const AwsSurroundings& around, ports::HttpClient& http,
                      Moment) { return instance_credentials(around, http); }},
  };
  for (const Place& place : kPlaces) {
    auto found = place.look(around_, http_, now);
    if (found) return found;
    if (found.error().kind != ErrorKind::not_found)
      return fail(found.error().kind, fmt::format("no AWS credentials from {}", found.error().what));
    looked += fmt::format("; {}: {}", place.name, found.error().what);
  }
  return fail(ErrorKind::not_found, fmt::format("no AWS credentials anywhere; set AWS_ACCESS_KEY_ID and "
                                                "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (looked at: {})",
                                                looked));
}

}  // namespace qd::sources
