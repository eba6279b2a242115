#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "app/doctor.hpp"
#include "mail/address.hpp"

namespace qd::app {

namespace {

/// "AWS_REGION in repos.env:3", as people look for it.
std::string spelled(const Setting& setting) { return fmt::format("by {}", setting.key); }

bool sends(const Session& session) { return session.workspace.config.delivery.transport != TransportKind::maildir; }
bool uses_ses(const Session& session) { return session.workspace.config.delivery.transport == TransportKind::ses; }

/// "us-west-2", "us-gov-east-1", "cn-north-1".
bool looks_like_region(std::string_view text) {
  const std::size_t last = text.rfind('-');
  return last != std::string_view::npos && text.find('-') < last && last + 1 < text.size() &&
         std::ranges::all_of(
             text.substr(last + 1), [](char c) { return c >= '0' && c <= '9'; }) &&
         std::ranges::all_of(text, [](char c) { return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

void examine_region(const Session& session, DoctorChecks& out) {
  const auto& region = session.workspace.settings.region;
  if (!region) {
    const bool needed = uses_ses(session);
    return out.add({.id = "settings.region",
                    .health = needed ? Health::fail : Health::ok,
                    .what = "no region is set",
                    .where = {},
                    .fix = needed ? "write AWS_REGION=us-west-2 (or yours) into repos.env" : ""});
  }
  if (!looks_like_region(region->value)) {
    return out.add(
        {.id = "settings.region",
         .health = Health::fail,
         .what = fmt::format("\"{}\" is no name of a region", region->value),
         .where = region->source,
         .fix = fmt::format("write {}=us-west-2, or the region that the sender is verified in", region->key)});
  }
  out.ok("settings.region", fmt::format("region {}, {}", region->value, spelled(*region)), region->source);
}

void examine_address(std::string_view id, std::string_view name, const std::optional<Setting>& setting, bool needed,
                     std::string_view key, DoctorChecks& out) {
  if (!setting) {
    return out.add({.id = std::string(id),
                    .health = needed ? Health::fail : Health::ok,
                    .what = fmt::format("no {} is set", name),
                    .where = {},
                    .fix = needed ? fmt::format("write {}=reports@example.com, with yours, into repos.env", key) : ""});
  }
  if (const auto address = mail::parse_address(setting->value); !address) {
    return out.add({.id = std::string(id),
                    .health = Health::fail,
                    .what = fmt::format("the {} cannot be used: {}", name, address.error().what),
                    .where = setting->source,
                    .fix = fmt::format("correct {}", setting->key)});
  }
  out.ok(std::string(id), fmt::format("{} {}, {}", name, setting->value, spelled(*setting)), setting->source);
}

void examine_recipients(const Session& session, DoctorChecks& out) {
  const Settings& settings = session.workspace.settings;
  if (!settings.recipients_from) {
    const bool all_named = !session.workspace.config.reports.empty() &&
                           std::ranges::none_of(session.workspace.config.reports,
                                                [](const ReportConfig& report) { return report.to.empty(); });
    const bool needed = sends(session) && !all_named;
    return out.add({.id = "settings.recipients",
                    .health = needed ? Health::fail : Health::ok,
                    .what = "there are no readers for reports that name none of their own",
                    .where = {},
                    .fix = needed ? "write SES_RECIPIENTS=ceo@example.com,cfo@example.com, with yours, into repos.env, "
                                    "or `to` under [report.ceo]"
                                  : ""});
  }
  for (const std::string& recipient : settings.recipients) {
    const auto address = mail::parse_address(recipient);
    if (address) continue;
    out.add({.id = "settings.recipients",
             .health = Health::fail,
             .what = fmt::format("a recipient cannot be used: {}", address.error().what),
             .where = settings.recipients_from->source,
             .fix = fmt::format("correct it in {}", settings.recipients_from->key)});
  }
  out.ok("settings.recipients",
         fmt::format("{} {} of reports that name none of their own, {}", settings.recipients.size(),
                     settings.recipients.size() == 1 ? "reader" : "readers", spelled(*settings.recipients_from)),
         settings.recipients_from->source);
}

void examine_credentials(const Session& session, DoctorChecks& out) {
  const auto& credentials = session.workspace.settings.credentials;
  if (!credentials)
    return out.ok("settings.credentials",
                  "no AWS keys are set here, so the standard chain is asked: profiles, then the "
                  "container, then the machine");
  // Keys that begin so are temporary, and signatures without their token are refused.
  constexpr std::string_view kTemporary = "ASIA";
  if (credentials->access_key_id.reveal().starts_with(kTemporary) && credentials->session_token.empty()) {
    return out.add({.id = "settings.credentials",
                    .health = Health::fail,
                    .what = fmt::format("{} is a temporary key, and its session token is missing", credentials->key),
                    .where = credentials->source,
                    .fix = "add AWS_SESSION_TOKEN beside it"});
  }
  out.ok("settings.credentials", fmt::format("AWS keys by {}", credentials->key), credentials->source);
}

/// Without what may stand before "@": a password has no place there, but people put it there.
std::string without_user(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t at = url.substr(begin, url.find('/', begin) - begin).rfind('@');
  std::string out(url);
  if (at != std::string_view::npos) out.erase(begin, at + 1);
  return out;
}

void examine_endpoints(const Session& session, DoctorChecks& out) {
  for (const auto& [service, setting] : session.workspace.settings.endpoints) {
    out.add({.id = "settings.endpoint",
             .health = Health::warn,
             .what = fmt::format("{} goes to {} instead of Amazon", service.empty() ? "every AWS service" : service,
                                 without_user(setting.value)),
             .where = setting.source,
             .fix = fmt::format("remove {} unless this is a test", setting.key)});
  }
}

}  // namespace

void examine_settings(const Session& session, DoctorChecks& out) {
  const Settings& settings = session.workspace.settings;
  examine_region(session, out);
  examine_address("settings.sender", "sender", settings.sender, sends(session), "SES_SENDER_EMAIL", out);
  examine_recipients(session, out);
  const auto& wanted = session.workspace.config.delivery.archive;
  const bool needs_archive = wanted && *wanted != ArchiveCopy::local;
  examine_address("settings.archive", "archive address", settings.archive, needs_archive, "SES_BCC_ADDRESS", out);
  examine_credentials(session, out);
  examine_endpoints(session, out);
  std::size_t guarded = 0;
  for (const NamedSecret& secret : settings.secrets) guarded += gate::is_guarded(secret.key, secret.value);
  out.ok("settings.secrets",
         fmt::format("{} secret values are known, and no output that holds one may leave", guarded));
}

}  // namespace qd::app
