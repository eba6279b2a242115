#include "app/delivery_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "app/smtp_settings.hpp"
#include "mail/address.hpp"
#include "mail/delivery_headers.hpp"

namespace qd::app {

using text::TomlKind;
using text::TomlMember;
using text::TomlValue;

namespace {

constexpr std::string_view kReportKeys[] = {"to", "cron", "formats"};
constexpr std::string_view kDeliveryKeys[] = {
    "transport",          "addressing",   "archive",         "max_lateness",  "useful_for", "rate_share",
    "configuration_set",  "events_queue", "wait_for_events", "overdue_after", "operator",   "unsubscribe",
    "unsubscribe_mailto", "smtp"};
constexpr std::string_view kSmtpKeys[] = {"host", "port", "tls", "user", "ca_file"};
constexpr std::string_view kTransports[] = {"maildir", "ses", "smtp"};
constexpr std::string_view kAddressings[] = {"together", "each"};
constexpr std::string_view kArchives[] = {"bcc", "separate", "local"};
constexpr std::string_view kFormats[] = {"html", "text", "markdown", "eml", "pdf"};

void say_address(TomlReading& reading, const TomlValue& value, std::string_view why) {
  reading.say(Severity::error, "config-address", value.at,
              fmt::format("\"{}\" is no mail address: it {}", value.text, why),
              "write one address in each string: \"ceo@example.com\" or \"CEO <ceo@example.com>\"");
}

/// The same mailbox twice gets one mail.
std::vector<std::string> read_readers(TomlReading& reading, const TomlValue& report) {
  std::vector<std::string> out;
  std::set<std::string> mailboxes;
  for (const TomlValue* element : reading.strings(&report, "to", "ceo@example.com")) {
    const auto address = mail::read_address(element->text);
    if (!address) {
      say_address(reading, *element, address.error());
    } else if (mailboxes.insert(mail::mailbox_of(address->address)).second) {
      out.push_back(element->text);
    }
  }
  return out;
}

std::vector<std::string> read_formats(TomlReading& reading, const TomlValue& report) {
  std::vector<std::string> out;
  for (const TomlValue* element : reading.strings(&report, "formats", "html")) {
    if (const auto format = reading.choice(*element, "formats", kFormats)) out.emplace_back(kFormats[*format]);
  }
  return out;
}

void read_cron(TomlReading& reading, const TomlValue& report, ReportConfig& out) {
  const TomlValue* value = reading.string(&report, "cron", "0 7 * * 1");
  if (value == nullptr) return;
  const auto cron = schedule::Cron::parse(value->text);
  if (cron) {
    out.cron = value->text;
    out.due = *cron;
    return;
  }
  const schedule::CronError& error = cron.error();
  const Position at = error.length == 0
                          ? value->at
                          : text::place_in_string(reading.source(), *value, error.at, error.at + error.length);
  reading.say(Severity::error, "config-cron", at, error.what, error.hint);
}

void read_rate_share(TomlReading& reading, const TomlValue* value, DeliveryConfig& out) {
  if (value == nullptr) return;
  double share = -1;
  if (value->kind == TomlKind::integer) share = static_cast<double>(value->integer);
  if (value->kind == TomlKind::decimal)
    std::from_chars(value->text.data(), value->text.data() + value->text.size(), share);
  if (share > 0 && share <= 1) {
    out.rate_share = share;
  } else {
    reading.say(Severity::error, "config-value", value->at, "`rate_share` must be a number above 0 and at most 1",
                "0.8 leaves a fifth of the sending rate to others");
  }
}

/// One bare address; empty when there is none that can be used.
std::string read_mailbox(TomlReading& reading, const TomlValue* table, std::string_view key) {
  const TomlValue* value = reading.string(table, key, "ops@example.com");
  if (value == nullptr) return {};
  auto address = mail::read_address(value->text);
  if (address) return std::move(address->address);
  say_address(reading, *value, address.error());
  return {};
}

void read_unsubscribe(TomlReading& reading, const TomlValue* delivery, DeliveryConfig& out) {
  out.unsubscribe_mailto = read_mailbox(reading, delivery, "unsubscribe_mailto");
  const TomlValue* value = reading.string(delivery, "unsubscribe", "https://example.com/stop");
  if (value == nullptr) return;
  if (mail::check_unsubscribe(value->text)) {
    out.unsubscribe = value->text;
  } else {
    reading.say(Severity::error, "config-value", value->at,
                "`unsubscribe` must be a plain https address that stops the mail when it is sent a POST",
                "leave it out when there is none; the footer of each mail says how to stop it");
  }
}

void read_smtp(TomlReading& reading, const TomlValue* smtp, SmtpConfig& out) {
  if (smtp == nullptr) return;
  reading.check_keys(*smtp, kSmtpKeys, "[delivery.smtp]");
  reading.read_string(smtp, "host", "smtp.example.com", out.host);
  reading.read_string(smtp, "user", "reports", out.user);
  reading.read_string(smtp, "ca_file", "/etc/ssl/certs/ours.pem", out.ca_file);
  if (const auto n = reading.choice(smtp, "tls", smtp_security_words()))
    out.security = static_cast<ports::SmtpSecurity>(*n);
  const TomlValue* port = reading.get(smtp, "port", TomlKind::integer, "port = 587");
  if (port == nullptr) return;
  if (port->integer >= 1 && port->integer <= 65'535) {
    out.port = static_cast<std::uint16_t>(port->integer);
  } else {
    reading.say(Severity::error, "config-value", port->at, fmt::format("{} is no port", port->integer),
                "587 with STARTTLS, 465 with TLS from the beginning");
  }
}

}  // namespace

std::vector<ReportConfig> read_reports(TomlReading& reading, const TomlValue* reports) {
  std::vector<ReportConfig> out;
  if (reports == nullptr) return out;
  for (const TomlMember& member : reports->members) {
    if (member.value.kind != TomlKind::table) {
      reading.say(Severity::error, "config-type", member.value.at, "settings of a report are a table",
                  fmt::format("write [report.{}] on a line of its own", member.key));
      continue;
    }
    reading.check_keys(member.value, kReportKeys, fmt::format("[report.{}]", member.key));
    ReportConfig report;
    report.id = member.key;
    report.to = read_readers(reading, member.value);
    report.formats = read_formats(reading, member.value);
    read_cron(reading, member.value, report);
    out.push_back(std::move(report));
  }
  std::ranges::sort(out, {}, &ReportConfig::id);
  return out;
}

DeliveryConfig read_delivery(TomlReading& reading, const TomlValue* delivery) {
  DeliveryConfig out;
  if (delivery == nullptr) return out;
  reading.check_keys(*delivery, kDeliveryKeys, "[delivery]");
  if (const auto n = reading.choice(delivery, "transport", kTransports)) out.transport = static_cast<TransportKind>(*n);
  if (const auto n = reading.choice(delivery, "addressing", kAddressings)) out.addressing = static_cast<Addressing>(*n);
  if (const auto n = reading.choice(delivery, "archive", kArchives)) out.archive = static_cast<ArchiveCopy>(*n);
  reading.read_duration(delivery, "max_lateness", out.max_lateness);
  reading.read_duration(delivery, "useful_for", out.useful_for);
  reading.read_duration(delivery, "wait_for_events", out.wait_for_events);
  reading.read_duration(delivery, "overdue_after", out.overdue_after);
  reading.read_string(delivery, "configuration_set", "reports", out.configuration_set);
  reading.read_string(delivery, "events_queue", "https://sqs.us-west-2.amazonaws.com/123456789012/events",
                      out.events_queue);
  out.operator_address = read_mailbox(reading, delivery, "operator");
  read_rate_share(reading, delivery->find("rate_share"), out);
  read_unsubscribe(reading, delivery, out);
  read_smtp(reading, reading.get(delivery, "smtp", TomlKind::table, "[delivery.smtp]"), out.smtp);
  return out;
}

}  // namespace qd::app
