#include "sources/ses_events/queue_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "text/json.hpp"

namespace qd::sources {

namespace {

using mail::BounceKind;
using mail::ReportKind;
using mail::ServiceEvent;
using text::JsonKind;
using text::JsonValue;

constexpr int kMostWrappings = 3;
constexpr std::size_t kLongestAnswer = 500;
constexpr std::string_view kKeyHeader = "x-quarterdeck-key";

/// One row a type of SES: where its details stand, and where the recipients that it is about.
struct TypeRow {
  std::string_view name;
  std::optional<ReportKind> what;  ///< nothing: an engagement
  std::string_view details;
  std::string_view recipients;  ///< in the details; empty: those of the mail
};
constexpr std::array kTypes = {
    TypeRow{"Send", ReportKind::sent, "send", ""},
    TypeRow{"Delivery", ReportKind::delivered, "delivery", "recipients"},
    TypeRow{"DeliveryDelay", ReportKind::delayed, "deliveryDelay", "delayedRecipients"},
    TypeRow{"Bounce", ReportKind::bounced, "bounce", "bouncedRecipients"},
    TypeRow{"Complaint", ReportKind::complained, "complaint", "complainedRecipients"},
    TypeRow{"Reject", ReportKind::rejected, "reject", ""},
    TypeRow{"Rendering Failure", ReportKind::rendering_failed, "failure", ""},
    TypeRow{"RenderingFailure", ReportKind::rendering_failed, "failure", ""},
    TypeRow{"Open", std::nullopt, "open", ""},
    TypeRow{"Click", std::nullopt, "click", ""},
    TypeRow{"Subscription", std::nullopt, "subscription", ""},
};

struct BounceRow {
  std::string_view sub_type;
  BounceKind kind;
};
constexpr std::array kTransient = {
    BounceRow{"MessageTooLarge", BounceKind::content},
    BounceRow{"ContentRejected", BounceKind::content},
    BounceRow{"AttachmentRejected", BounceKind::content},
};
constexpr std::array kPermanent = {
    BounceRow{"Suppressed", BounceKind::suppressed},
    BounceRow{"OnAccountSuppressionList", BounceKind::suppressed},
    BounceRow{"UnsubscribedRecipient", BounceKind::suppressed},
};

BounceKind kind_of(std::span<const BounceRow> rows, std::string_view sub_type, BounceKind otherwise) {
  const auto found = std::ranges::find(rows, sub_type, &BounceRow::sub_type);
  return found == rows.end() ? otherwise : found->kind;
}

BounceKind bounce_kind(std::string_view type, std::string_view sub_type) {
  if (type == "Permanent") return kind_of(kPermanent, sub_type, BounceKind::permanent);
  if (type == "Transient") return kind_of(kTransient, sub_type, BounceKind::transient);
  return BounceKind::undetermined;
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(
      text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b; });
}

/// One line, cut between characters.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kLongestAnswer)) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (!control) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (text.size() > kLongestAnswer) {
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
    out += "…";
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// "CEO <ceo@example.com>" is "ceo@example.com".
std::string bare_address(std::string_view text) {
  const std::size_t open = text.rfind('<');
  const std::size_t close = text.rfind('>');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close)
    text = text.substr(open + 1, close - open - 1);
  return one_line(text);
}

std::string joined(std::initializer_list<std::string_view> words, std::string_view between) {
  std::string out;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!out.empty()) out += between;
    out += word;
  }
  return one_line(out);
}

Moment moment_of(JsonValue details, JsonValue mail) {
  for (const JsonValue value : {details["timestamp"], mail["timestamp"]}) {
    if (const auto moment = parse_moment(value.text())) return *moment;
  }
  return {};
}

/// Strings, or objects with `emailAddress`.
std::vector<mail::EventRecipient> recipients_in(JsonValue list) {
  std::vector<mail::EventRecipient> out;
  for (const JsonValue element : list) {
    const std::string_view address =
        element.kind() == JsonKind::object ? element["emailAddress"].text() : element.text();
    std::string bare = bare_address(address);
    if (bare.empty() || std::ranges::find(out, bare, &mail::EventRecipient::address) != out.end()) continue;
    const std::string_view status = element["status"].text();
    const std::string_view diagnostic = element["diagnosticCode"].text();
    out.push_back({std::move(bare), joined({diagnostic.empty() ? status : diagnostic}, " ")});
  }
  return out;
}

void read_mail(JsonValue mail, ServiceEvent& out) {
  out.message_id = one_line(mail["messageId"].text());
  for (const JsonValue tag : mail["tags"]) {
    std::string_view first = tag.text();
    for (const JsonValue value : tag) {
      first = value.text();
      break;
    }
    out.tags.emplace_back(one_line(tag.key()), one_line(first));
  }
  // A copy in a message of its own has the header of what it copies; only the tag is its own.
  const auto tag = std::ranges::find(out.tags, "key", [](const auto& pair) { return std::string_view(pair.first); });
  if (tag != out.tags.end()) out.key = tag->second;
  for (const JsonValue header : mail["headers"]) {
    if (out.key.empty() && equal_ignoring_case(header["name"].text(), kKeyHeader))
      out.key = one_line(header["value"].text());
  }
}

void read_bounce(JsonValue details, ServiceEvent& out) {
  const std::string_view type = details["bounceType"].text();
  const std::string_view sub_type = details["bounceSubType"].text();
  out.bounce = bounce_kind(type, sub_type);
  out.type = joined({"Bounce", type, sub_type}, "/");
}

void read_complaint(JsonValue details, ServiceEvent& out) {
  const std::string_view sub_type = details["complaintSubType"].text();
  out.type = joined({"Complaint", sub_type, details["complaintFeedbackType"].text()}, "/");
  if (sub_type != "OnAccountSuppressionList") return;
  // Nobody complained now: SES accepted the mail and dropped it, because of an earlier complaint.
  out.what = ReportKind::bounced;
  out.bounce = BounceKind::suppressed;
}

void read_details(JsonValue details, ServiceEvent& out) {
  out.feedback_id = one_line(details["feedbackId"].text());
  switch (out.what) {
    case ReportKind::bounced:
      return read_bounce(details, out);
    case ReportKind::complained:
      return read_complaint(details, out);
    case ReportKind::delayed:
      out.type = joined({"DeliveryDelay", details["delayType"].text()}, "/");
      break;
    case ReportKind::delivered:
      out.answer = joined({details["smtpResponse"].text()}, " ");
      break;
    case ReportKind::rejected:
      out.answer = joined({details["reason"].text()}, " ");
      break;
    case ReportKind::rendering_failed:
      out.answer = joined({details["templateName"].text(), details["errorMessage"].text()}, ": ");
      break;
    case ReportKind::sent:
      break;
  }
}

QueueMessage unreadable(std::string why) { return {QueueMessage::Kind::unreadable, {}, std::move(why)}; }

QueueMessage read_event(std::string_view type, JsonValue root) {
  const auto row = std::ranges::find(kTypes, type, &TypeRow::name);
  if (row == kTypes.end()) return unreadable(fmt::format("SES has no event \"{}\" that we know of", one_line(type)));
  const JsonValue mail = root["mail"];
  const JsonValue details = root[row->details];
  QueueMessage out{QueueMessage::Kind::report, {}, {}};
  out.event.type = row->what == ReportKind::rendering_failed ? "RenderingFailure" : std::string(type);
  out.event.at = moment_of(details, mail);
  read_mail(mail, out.event);
  if (out.event.message_id.empty() && out.event.key.empty())
    return unreadable(fmt::format("a {} that says of no mail", row->name));
  if (!row->what) {
    out.kind = QueueMessage::Kind::engagement;
  } else {
    out.event.what = *row->what;
    out.event.recipients = recipients_in(row->recipients.empty() ? mail["destination"] : details[row->recipients]);
    if (!row->recipients.empty() && out.event.recipients.empty())
      return unreadable(fmt::format("a {} that names no recipient", row->name));
    read_details(details, out.event);
    if (out.event.answer.empty() && !out.event.recipients.empty())
      out.event.answer = out.event.recipients.front().answer;
  }
  out.what = out.event.type;
  return out;
}

QueueMessage read_wrapped(std::string_view body, int wrappings) {
  const text::SourceText source(body);
  if (source.text().starts_with("Successfully validated SNS topic"))
    return {QueueMessage::Kind::notice, {}, "SES has connected its topic"};
  Diagnostics diagnostics;
  const auto document = text::parse_json(source, "queue", diagnostics);
  if (!document || document->root().kind() != JsonKind::object)
    return unreadable(diagnostics.empty() ? "it is no JSON object" : "it is no JSON: " + diagnostics.front().message);
  const JsonValue root = document->root();
  if (root["Type"].text() == "SubscriptionConfirmation")
    return {QueueMessage::Kind::confirmation, {}, "SNS waits for the subscription to be confirmed"};
  if (wrappings < kMostWrappings) {
    if (const JsonValue inside = root["Message"]; inside.kind() == JsonKind::string && root["TopicArn"])
      return read_wrapped(inside.text(), wrappings + 1);
  }
  const JsonValue event = root["detail-type"] && root["detail"].kind() == JsonKind::object ? root["detail"] : root;
  const JsonValue type = event["eventType"] ? event["eventType"] : event["notificationType"];
  if (type.text() == "AmazonSnsSubscriptionSucceeded")
    return {QueueMessage::Kind::notice, {}, "SES has connected its topic"};
  if (type.kind() != JsonKind::string)
    return unreadable("it is no event of SES: it has neither eventType nor notificationType");
  return read_event(type.text(), event);
}

}  // namespace

QueueMessage read_queue_message(std::string_view body) { return read_wrapped(body, 0); }

}  // namespace qd::sources
