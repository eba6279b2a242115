#include "app/operator_mail.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/mail_service.hpp"
#include "mail/address.hpp"
#include "mail/mime.hpp"
#include "mail/tags.hpp"

namespace qd::app {

namespace {

constexpr std::chrono::seconds kPatience{30};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

Result<ports::Envelope> envelope(const Session& session, const std::string& subject, const std::string& text,
                                 Moment now) {
  const Workspace& workspace = session.workspace;
  const auto to = mail::parse_address(workspace.config.delivery.operator_address);
  if (!to) return std::unexpected(to.error());
  if (!workspace.settings.sender) return fail(ErrorKind::invalid, "no sender is set");
  const auto from = mail::parse_address(workspace.settings.sender->value);
  if (!from) return std::unexpected(from.error());
  auto message =
      mail::compose({.from = *from,
                     .to = {*to},
                     .subject = subject,
                     .date = instant_of(now),
                     .text = text,
                     .html = fmt::format("<html lang=\"en\"><body><pre>{}</pre></body></html>", escaped(text)),
                     .images = {},
                     .attachments = {},
                     .headers = {{"Auto-Submitted", "auto-generated"}}});
  if (!message) return std::unexpected(message.error());
  auto passed = session.gate.pass(std::move(*message), gate::Form::message, "the mail to the operator");
  if (!passed) return std::unexpected(passed.error());
  const std::string key = fmt::format("notice-{}", now.ms);
  return ports::Envelope{
      .ticket = 1,
      .key = key,
      .from = workspace.settings.sender->value,
      .to = {to->address},
      .bcc = {},
      .message = std::move(*passed),
      .tags = mail::message_tags("notice", "operator", to_string(instant_of(now)).substr(0, 10), key)};
}

Result<void> send(const Session& session, ports::Clock& clock, const std::string& subject, const std::string& text) {
  auto mail = envelope(session, subject, text, clock.now());
  if (!mail) return std::unexpected(mail.error());
  auto service = open_mail_service(session, clock);
  if (!service) return std::unexpected(service.error());
  ports::Transport& transport = (*service)->transport();
  transport.start(std::move(*mail));
  for (const ports::Attempted& done : transport.wait(kPatience)) {
    for (const ports::RecipientAnswer& one : done.answers) {
      if (one.answer.kind == mail::AnswerKind::accepted) return {};
      return fail(ErrorKind::unavailable, fmt::format("{} {}", one.answer.code, one.answer.text));
    }
  }
  return fail(ErrorKind::unavailable, "no answer came");
}

}  // namespace

MailOperator operator_mail(const Session& session, ports::Clock& clock) {
  const DeliveryConfig& config = session.workspace.config.delivery;
  if (config.operator_address.empty() || config.transport == TransportKind::maildir) return {};
  return [&session, &clock](const std::string& subject, const std::string& text) {
    return send(session, clock, subject, text);
  };
}

}  // namespace qd::app
