#include "aws/sqs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/protocol.hpp"
#include "base/json_writer.hpp"

namespace qd::aws {

namespace {

using text::JsonValue;

constexpr std::size_t kLargestBatch = 10;

Call call(std::string_view action, std::string_view region, std::string body) {
  Call out = json_call("sqs", fmt::format("AmazonSQS.{}", action), "1.0", std::move(body));
  out.region = region;
  return out;
}

bool is_queue_name(std::string_view name) {
  const std::string_view stem = name.ends_with(".fifo") ? name.substr(0, name.size() - 5) : name;
  return !stem.empty() && name.size() <= 80 && std::ranges::all_of(stem, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find(at);
    out.push_back(text.substr(0, end));
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return out;
}

/// "https://sqs.eu-west-1.amazonaws.com/…", "https://eu-west-1.queue.amazonaws.com/…"
std::string_view region_of_host(std::string_view host) {
  const std::vector<std::string_view> labels = split(host, '.');
  if (!host.contains(".amazonaws.") || labels.size() < 4) return {};
  if (labels[0] == "sqs") return labels[1];
  return labels[1] == "queue" ? labels[0] : std::string_view();
}

}  // namespace

Result<QueueName> parse_queue_name(std::string_view text) {
  QueueName out;
  if (text.starts_with("https://") || text.starts_with("http://")) {
    const std::size_t host = text.find("//") + 2;
    const std::vector<std::string_view> parts = split(text.substr(host), '/');
    out.url = text;
    out.region = region_of_host(parts[0]);
    if (parts.size() > 2) out.account = parts[parts.size() - 2];
    out.name = parts.back();
    if (parts.size() > 1 && is_queue_name(out.name)) return out;
  } else if (text.starts_with("arn:")) {
    const std::vector<std::string_view> parts = split(text, ':');  // arn:aws:sqs:eu-west-1:123456789012:name
    if (parts.size() == 6 && parts[2] == "sqs" && !parts[3].empty() && is_queue_name(parts[5])) {
      out.region = parts[3];
      out.account = parts[4];
      out.name = parts[5];
      return out;
    }
  } else if (is_queue_name(text)) {
    out.name = text;
    return out;
  }
  return fail(ErrorKind::invalid, "this names no SQS queue; write its URL, its ARN or its name");
}

Call get_queue_url(const QueueName& name) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("QueueName", name.name);
  if (!name.account.empty()) json.member("QueueOwnerAWSAccountId", name.account);
  json.end_object();
  return call("GetQueueUrl", name.region, std::move(body));
}

Result<std::string> read_queue_url(const HttpResponse& response) {
  constexpr std::string_view kQuestion = "SQS GetQueueUrl";
  const auto document = json_answer(response, kQuestion);
  if (!document) return std::unexpected(document.error());
  const std::string_view url = document->root()["QueueUrl"].text();
  if (url.empty()) return std::unexpected(nonsense(kQuestion));
  return std::string(url);
}

std::string_view QueueMessage::attribute(std::string_view name) const {
  for (const auto& [key, value] : attributes)
    if (key == name) return value;
  return {};
}

Call receive_messages(const Queue& queue, const Receive& how) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("QueueUrl", queue.url);
  json.member("MaxNumberOfMessages", std::clamp(how.most, 1u, 10u));
  const auto wait = std::clamp(how.wait, std::chrono::seconds(0), std::chrono::seconds(20));
  json.member("WaitTimeSeconds", static_cast<std::int64_t>(wait.count()));
  if (how.hidden_for) json.member("VisibilityTimeout", static_cast<std::int64_t>(how.hidden_for->count()));
  for (const std::string_view list : {"MessageSystemAttributeNames", "MessageAttributeNames"})
    json.key(list).begin_array().value("All").end_array();
  json.end_object();
  Call out = call("ReceiveMessage", queue.region, std::move(body));
  out.timeout = wait + std::chrono::seconds(15);
  return out;
}

Result<std::vector<QueueMessage>> read_messages(const HttpResponse& response) {
  const auto document = json_answer(response, "SQS ReceiveMessage");
  if (!document) return std::unexpected(document.error());
  std::vector<QueueMessage> out;
  for (const JsonValue one : document->root()["Messages"]) {
    QueueMessage& message = out.emplace_back(QueueMessage{std::string(one["MessageId"].text()),
                                                          std::string(one["ReceiptHandle"].text()),
                                                          std::string(one["Body"].text()),
                                                          {}});
    for (const JsonValue attribute : one["Attributes"])
      message.attributes.emplace_back(attribute.key(), attribute.text());
  }
  return out;
}

Call delete_messages(const Queue& queue, std::span<const std::string> receipts) {
  ensure(receipts.size() <= kLargestBatch, "SQS deletes at most ten messages at a time");
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("QueueUrl", queue.url).key("Entries").begin_array();
  for (std::size_t i = 0; i < receipts.size(); ++i)
    json.begin_object().member("Id", fmt::format("{}", i)).member("ReceiptHandle", receipts[i]).end_object();
  json.end_array().end_object();
  return call("DeleteMessageBatch", queue.region, std::move(body));
}

Result<std::vector<std::size_t>> read_not_deleted(const HttpResponse& response) {
  const auto document = json_answer(response, "SQS DeleteMessageBatch");
  if (!document) return std::unexpected(document.error());
  std::vector<std::size_t> out;
  for (const JsonValue one : document->root()["Failed"]) {
    const std::string_view id = one["Id"].text();
    std::size_t place = 0;
    if (std::from_chars(id.data(), id.data() + id.size(), place).ec == std::errc()) out.push_back(place);
  }
  return out;
}

Call hide_message(const Queue& queue, std::string_view receipt, std::chrono::seconds hidden_for) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("QueueUrl", queue.url).member("ReceiptHandle", receipt);
  json.member("VisibilityTimeout", static_cast<std::int64_t>(hidden_for.count())).end_object();
  return call("ChangeMessageVisibility", queue.region, std::move(body));
}

std::optional<Error> read_hidden(const HttpResponse& response) {
  if (response.status >= 200 && response.status <= 299) return std::nullopt;
  return refusal(response, "SQS ChangeMessageVisibility");
}

}  // namespace qd::aws
