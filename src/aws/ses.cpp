#include "aws/ses.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "aws/base64.hpp"
#include "aws/percent.hpp"
#include "aws/protocol.hpp"
#include "base/json_writer.hpp"
#include "base/moment.hpp"
#include "text/xml.hpp"

namespace qd::aws {

namespace {

using text::JsonValue;

Call get(std::string path) { return get_call("sesv2", "/v2/email/" + std::move(path)); }

void append_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

std::vector<std::string> texts_of(JsonValue array) {
  std::vector<std::string> out;
  for (const JsonValue one : array) out.emplace_back(one.text());
  return out;
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// A moment is a number of seconds on the wire; a stub may write it as text.
std::string moment_text(JsonValue value) {
  const auto seconds = value.number();
  if (!seconds || std::abs(*seconds) > 1e11) return std::string(value.text());
  return to_string(Moment{static_cast<std::int64_t>(std::floor(*seconds * 1000))});
}

}  // namespace

Call send_email(const SendEmail& mail) {
  Call call{.service = "sesv2",
            .path = "/v2/email/outbound-emails",
            .headers = {{"Content-Type", "application/json"}},
            .timeout = std::chrono::seconds(60)};
  call.body.reserve(mail.raw.size() / 3 * 4 + 4096);
  JsonWriter json(call.body);
  json.begin_object().member("FromEmailAddress", mail.from);
  json.key("Destination").begin_object();
  append_list(json, "ToAddresses", mail.to);
  append_list(json, "BccAddresses", mail.bcc);
  json.end_object();
  json.key("Content").begin_object().key("Raw").begin_object().key("Data").raw("\"");
  append_base64(call.body, mail.raw);
  call.body += '"';
  json.end_object().end_object();
  if (!mail.tags.empty()) {
    json.key("EmailTags").begin_array();
    for (const auto& [name, value] : mail.tags)
      json.begin_object().member("Name", name).member("Value", value).end_object();
    json.end_array();
  }
  if (!mail.configuration_set.empty()) json.member("ConfigurationSetName", mail.configuration_set);
  json.end_object();
  return call;
}

std::optional<std::string> sent_message_id(const HttpResponse& response) {
  const auto document = json_body(response);
  if (!document) return std::nullopt;
  const JsonValue id = document->root()["MessageId"];
  if (id.kind() != text::JsonKind::string || id.text().empty()) return std::nullopt;
  return std::string(id.text());
}

Call get_account() { return get("account"); }

Result<Account> read_account(const HttpResponse& response) {
  constexpr std::string_view kQuestion = "SES GetAccount";
  const auto document = json_answer(response, kQuestion);
  if (!document) return std::unexpected(document.error());
  const JsonValue root = document->root();
  const JsonValue quota = root["SendQuota"];
  const auto most = quota["Max24HourSend"].number();
  const auto rate = quota["MaxSendRate"].number();
  const auto sent = quota["SentLast24Hours"].number();
  if (!most || !rate) return std::unexpected(nonsense(kQuestion));
  return Account{.sending_enabled = root["SendingEnabled"].boolean().value_or(true),
                 .production_access = root["ProductionAccessEnabled"].boolean(),
                 .enforcement = std::string(root["EnforcementStatus"].text()),
                 .max_24_hour = *most,
                 .max_rate = *rate,
                 .sent_24_hours = sent.value_or(0)};
}

Call get_send_quota() { return query_call("ses", "GetSendQuota", "2010-12-01"); }

Result<Account> read_send_quota(const HttpResponse& response) {
  constexpr std::string_view kQuestion = "SES GetSendQuota";
  if (response.status < 200 || response.status > 299) return std::unexpected(refusal(response, kQuestion));
  const auto document = text::parse_xml(response.body);
  if (!document) return std::unexpected(nonsense(kQuestion));
  const text::XmlElement quota = document->root()["GetSendQuotaResult"];
  const auto most = number_of(quota["Max24HourSend"].text());
  const auto rate = number_of(quota["MaxSendRate"].text());
  const auto sent = number_of(quota["SentLast24Hours"].text());
  if (!most || !rate || !sent) return std::unexpected(nonsense(kQuestion));
  return Account{.production_access = std::nullopt, .max_24_hour = *most, .max_rate = *rate, .sent_24_hours = *sent};
}

Call get_identity(std::string_view identity) { return get("identities/" + encoded(identity)); }

Result<Identity> read_identity(const HttpResponse& response) {
  const auto document = json_answer(response, "SES GetEmailIdentity");
  if (!document) return std::unexpected(document.error());
  const JsonValue root = document->root();
  const std::string_view status = root["VerificationStatus"].text();
  return Identity{root["VerifiedForSendingStatus"].boolean().value_or(false) || status == "SUCCESS",
                  std::string(status)};
}

Call get_configuration_set(std::string_view name) { return get("configuration-sets/" + encoded(name)); }

Result<ConfigurationSet> read_configuration_set(const HttpResponse& response) {
  const auto document = json_answer(response, "SES GetConfigurationSet");
  if (!document) return std::unexpected(document.error());
  const JsonValue root = document->root();
  return ConfigurationSet{.sending_enabled = root["SendingOptions"]["SendingEnabled"].boolean().value_or(true),
                          .requires_tls = root["DeliveryOptions"]["TlsPolicy"].text() == "REQUIRE",
                          .suppressed_reasons = texts_of(root["SuppressionOptions"]["SuppressedReasons"])};
}

Call get_event_destinations(std::string_view configuration_set) {
  return get(fmt::format("configuration-sets/{}/event-destinations", encoded(configuration_set)));
}

Result<std::vector<EventDestination>> read_event_destinations(const HttpResponse& response) {
  const auto document = json_answer(response, "SES GetConfigurationSetEventDestinations");
  if (!document) return std::unexpected(document.error());
  std::vector<EventDestination> out;
  for (const JsonValue one : document->root()["EventDestinations"])
    out.push_back({.name = std::string(one["Name"].text()),
                   .enabled = one["Enabled"].boolean().value_or(false),
                   .types = texts_of(one["MatchingEventTypes"]),
                   .topic = std::string(one["SnsDestination"]["TopicArn"].text())});
  return out;
}

Call list_suppressed(std::string_view next) {
  Call call = get("suppression/addresses");
  call.query = {{"PageSize", "1000"}};
  if (!next.empty()) call.query.emplace_back("NextToken", next);
  return call;
}

Result<SuppressedPage> read_suppressed(const HttpResponse& response) {
  const auto document = json_answer(response, "SES ListSuppressedDestinations");
  if (!document) return std::unexpected(document.error());
  const JsonValue root = document->root();
  SuppressedPage out;
  for (const JsonValue one : root["SuppressedDestinationSummaries"])
    out.addresses.push_back({std::string(one["EmailAddress"].text()), std::string(one["Reason"].text()),
                             moment_text(one["LastUpdateTime"])});
  out.next = root["NextToken"].text();
  return out;
}

}  // namespace qd::aws
