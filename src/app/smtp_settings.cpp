#include "app/smtp_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "app/workspace.hpp"

namespace qd::app {

namespace {

using ports::SmtpSecurity;

constexpr auto kWords = std::to_array<std::string_view>({"starttls", "implicit", "none"});

std::string either(const std::optional<Setting>& setting, const std::string& configured) {
  return setting ? setting->value : configured;
}

Result<std::uint16_t> port_of(const Workspace& workspace, SmtpSecurity security) {
  const auto& setting = workspace.settings.smtp.port;
  if (!setting) {
    constexpr std::array<std::uint16_t, kWords.size()> kUsual = {587, 465, 25};
    return workspace.config.delivery.smtp.port.value_or(kUsual[static_cast<std::size_t>(security)]);
  }
  std::uint16_t port = 0;
  const char* const end = setting->value.data() + setting->value.size();
  const auto [stop, error] = std::from_chars(setting->value.data(), end, port);
  if (error == std::errc() && stop == end && port > 0) return port;
  return fail(ErrorKind::invalid, fmt::format("{}: {} is no port; write 587, 465 or another number up to 65535",
                                              setting->source, setting->key));
}

Result<SmtpSecurity> security_of(const Workspace& workspace) {
  const auto& setting = workspace.settings.smtp.security;
  if (!setting) return workspace.config.delivery.smtp.security.value_or(SmtpSecurity::starttls);
  const auto found = std::ranges::find(kWords, setting->value);
  if (found != kWords.end()) return static_cast<SmtpSecurity>(found - kWords.begin());
  return fail(ErrorKind::invalid,
              fmt::format("{}: {} must be starttls, implicit or none", setting->source, setting->key));
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

/// A password belongs to a user, and must not be readable on its way.
Result<void> check_sign_in(const ports::SmtpServer& server) {
  if (server.user.empty() && !server.password.empty())
    return fail(ErrorKind::invalid,
                "SMTP_PASSWORD is set and no user; write SMTP_USERNAME, or user under [delivery.smtp]");
  if (!server.user.empty() && server.password.empty())
    return fail(ErrorKind::invalid, "a user for SMTP is set and no password; write SMTP_PASSWORD in repos.env");
  if (!server.user.empty() && server.security == SmtpSecurity::none && !is_this_machine(server.host))
    return fail(ErrorKind::invalid,
                fmt::format("without TLS the password would go to {} readable for everybody on the way; write "
                            "tls = \"starttls\" under [delivery.smtp]",
                            server.host));
  return {};
}

}  // namespace

std::span<const std::string_view> smtp_security_words() { return kWords; }

Result<ports::SmtpServer> smtp_server(const Workspace& workspace) {
  const SmtpSettings& settings = workspace.settings.smtp;
  const SmtpConfig& config = workspace.config.delivery.smtp;
  const auto security = security_of(workspace);
  if (!security) return std::unexpected(security.error());
  const auto port = port_of(workspace, *security);
  if (!port) return std::unexpected(port.error());
  ports::SmtpServer out;
  out.host = either(settings.host, config.host);
  out.port = *port;
  out.security = *security;
  out.user = either(settings.user, config.user);
  out.password = Secret(std::string(settings.password.reveal()));
  out.ca_file = either(settings.ca_file, config.ca_file);
  if (out.host.empty())
    return fail(ErrorKind::invalid,
                "no SMTP server is named; write SMTP_HOST=… in repos.env, or host = \"…\" under [delivery.smtp]");
  if (auto checked = check_sign_in(out); !checked) return std::unexpected(checked.error());
  return out;
}

}  // namespace qd::app
