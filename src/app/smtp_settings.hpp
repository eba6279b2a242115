// The SMTP server that a workspace names: SMTP_HOST and the like win over [delivery.smtp].
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"
#include "ports/smtp_client.hpp"

namespace qd::app {

struct Workspace;

/// What `tls` may say, in the order of ports::SmtpSecurity: "starttls", "implicit", "none".
[[nodiscard]] std::span<const std::string_view> smtp_security_words();

/// ErrorKind::invalid, with what to write where: no host, a port or `tls` that is none, a user without a password or
/// the reverse, a password that would travel readable to another machine. The port follows from `tls`: 587, 465 or 25.
[[nodiscard]] Result<ports::SmtpServer> smtp_server(const Workspace& workspace);

}  // namespace qd::app
