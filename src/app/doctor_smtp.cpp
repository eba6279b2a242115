#include <fmt/format.h>

#include "app/doctor_services.hpp"
#include "app/smtp_settings.hpp"
#include "net/smtp_probe.hpp"

namespace qd::app {

void examine_smtp(const Session& session, DoctorChecks& out) {
  if (session.workspace.config.delivery.transport != TransportKind::smtp) return;
  const auto server = smtp_server(session.workspace);
  if (!server)
    return out.add({.id = "smtp.settings",
                    .health = Health::fail,
                    .what = server.error().what,
                    .where = "quarterdeck.toml",
                    .fix = "see [delivery.smtp] in docs/workspace.md"});
  const std::string peer = fmt::format("{}:{}", server->host, server->port);
  const ports::SmtpDone done = net::probe_smtp(*server);
  if (done.status >= 200 && done.status < 300)
    return out.ok("smtp.server", fmt::format("{} answers{}", peer,
                                             server->user.empty() ? "" : fmt::format(" and takes {}", server->user)));
  const bool sign_in = done.stage == mail::SmtpStage::sign_in;
  const bool unreachable = done.stage == mail::SmtpStage::connect && done.status == 0;
  out.add({.id = sign_in ? "smtp.sign_in" : "smtp.server",
           .health = unreachable ? Health::unknown : Health::fail,
           .what = fmt::format("{} does not let us in: {}{}", peer,
                               done.status == 0 ? "" : fmt::format("{} ", done.status), done.text),
           .where = {},
           .fix = sign_in ? "correct SMTP_USERNAME and SMTP_PASSWORD"
                          : "correct host, port, tls and ca_file, or the network",
           .unreachable = unreachable});
}

}  // namespace qd::app
