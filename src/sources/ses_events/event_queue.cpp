#include "sources/ses_events/event_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "aws/protocol.hpp"
#include "base/json_writer.hpp"

namespace qd::sources {

namespace {

using std::chrono::seconds;

constexpr seconds kLongestPoll{20};
constexpr int kAttempts = 3;
constexpr std::size_t kBatch = 10;

template <class Number>
Number number_or(std::string_view text, Number otherwise) {
  Number out = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : otherwise;
}

/// SQS says so with 400.
bool is_no_queue(const HttpResponse& response) {
  const std::string type = aws::error_of(response).type;
  return type.contains("NonExistentQueue") || type.contains("QueueDoesNotExist");
}

std::string_view advice(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::not_found:
      return "correct events_queue in quarterdeck.toml, or make the queue as docs/delivery.md says";
    case ErrorKind::denied:
      return "allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueUrl as docs/delivery.md says";
    default:
      return "`quarterdeck doctor` looks at it more closely";
  }
}

}  // namespace

EventQueue::EventQueue(aws::Api& api, ports::Clock& clock, aws::Queue queue)
    : api_(&api), clock_(&clock), queue_(std::move(queue)) {}

Result<EventQueue> EventQueue::open(aws::Api& api, ports::Clock& clock, std::string_view name) {
  const auto parsed = aws::parse_queue_name(name);
  if (!parsed) return std::unexpected(parsed.error());
  EventQueue out(api, clock, {.url = parsed->url, .region = parsed->region});
  if (!out.queue_.url.empty()) return out;
  const auto answer = out.ask(aws::get_queue_url(*parsed), "SQS GetQueueUrl");
  if (!answer) return std::unexpected(answer.error());
  auto url = aws::read_queue_url(*answer);
  if (!url) return std::unexpected(url.error());
  out.queue_.url = std::move(*url);
  return out;
}

Result<HttpResponse> EventQueue::ask(const aws::Call& call, std::string_view action) {
  Error error;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (attempt > 0) clock_->sleep_until(clock_->now() + seconds(1 << (attempt - 1)));
    HttpResult result = aws::perform(*api_, call);
    if (result && result->status == 200) return std::move(*result);
    error = result ? aws::refusal(*result, action)
                   : Error{ErrorKind::unavailable, fmt::format("{} was not answered: {}", action, result.error().what)};
    if (result && is_no_queue(*result)) error.kind = ErrorKind::not_found;
    if (error.kind != ErrorKind::unavailable) break;
  }
  error.what = fmt::format("the events queue cannot be read: {}; {}", error.what, advice(error.kind));
  return std::unexpected(std::move(error));
}

Result<std::vector<QueuedMessage>> EventQueue::receive(seconds longest) {
  const seconds wait = std::clamp(longest, seconds(0), kLongestPoll);
  const auto answer = ask(aws::receive_messages(queue_, {.most = kBatch, .wait = wait, .hidden_for = std::nullopt}),
                          "SQS ReceiveMessage");
  if (!answer) return std::unexpected(answer.error());
  auto messages = aws::read_messages(*answer);
  if (!messages) return std::unexpected(messages.error());
  std::vector<QueuedMessage> out;
  for (aws::QueueMessage& message : *messages) {
    const Moment sent{number_or<std::int64_t>(message.attribute("SentTimestamp"), 0)};
    const auto received = number_or<unsigned>(message.attribute("ApproximateReceiveCount"), 1);
    out.push_back({std::move(message.id), std::move(message.receipt), std::move(message.body), sent, received});
  }
  return out;
}

Result<EventQueue::Figures> EventQueue::look() {
  constexpr std::string_view kAction = "SQS GetQueueAttributes";
  std::string body;
  JsonWriter(body)
      .begin_object()
      .member("QueueUrl", queue_.url)
      .key("AttributeNames")
      .begin_array()
      .value("All")
      .end_array()
      .end_object();
  aws::Call call = aws::json_call("sqs", "AmazonSQS.GetQueueAttributes", "1.0", std::move(body));
  call.region = queue_.region;
  const auto answer = ask(call, kAction);
  if (!answer) return std::unexpected(answer.error());
  const auto document = aws::json_answer(*answer, kAction);
  if (!document) return std::unexpected(document.error());
  const text::JsonValue attributes = document->root()["Attributes"];
  Figures out;
  out.waiting = number_or<std::int64_t>(attributes["ApproximateNumberOfMessages"].text(), 0);
  out.visibility = seconds(number_or<std::int64_t>(attributes["VisibilityTimeout"].text(), 30));
  out.has_dead_letters = !attributes["RedrivePolicy"].text().empty();
  return out;
}

Result<void> EventQueue::remove(std::span<const std::string> receipts) {
  for (std::size_t begin = 0; begin < receipts.size(); begin += kBatch) {
    const auto batch = receipts.subspan(begin, std::min(kBatch, receipts.size() - begin));
    const auto answer = ask(aws::delete_messages(queue_, batch), "SQS DeleteMessageBatch");
    if (!answer) return std::unexpected(answer.error());
  }
  return {};
}

}  // namespace qd::sources
