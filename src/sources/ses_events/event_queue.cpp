#include "sources/ses_events/event_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace qd::sources {

namespace {

using std::chrono::seconds;

constexpr seconds kLongestPoll{20};
constexpr seconds kMargin{10};  // for the answer of a poll to arrive
constexpr int kAttempts = 3;
constexpr std::size_t kBatch = 10;
constexpr int kTooMany = 429;
constexpr int kServerFault = 500;

template <class Number>
Number number_or(std::string_view text, Number otherwise) {
  Number out = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : otherwise;
}

bool is_busy(const aws::ApiError& error) {
  return error.status >= kServerFault || error.status == kTooMany || error.type.find("hrottl") != std::string::npos;
}

ErrorKind kind_of(const aws::ApiError& error) {
  if (error.type.find("NonExistentQueue") != std::string::npos ||
      error.type.find("QueueDoesNotExist") != std::string::npos)
    return ErrorKind::not_found;
  if (error.status == 403 || error.type.starts_with("AccessDenied")) return ErrorKind::denied;
  return is_busy(error) ? ErrorKind::unavailable : ErrorKind::invalid;
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
  const auto answer = out.ask(aws::get_queue_url(*parsed), "GetQueueUrl");
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
    if (!result) {
      error = {ErrorKind::unavailable, fmt::format("the events queue cannot be read, {}: {}; {}", action,
                                                   result.error().what, advice(ErrorKind::unavailable))};
      continue;
    }
    if (result->status == 200) return std::move(*result);
    const aws::ApiError said = aws::error_of(*result);
    const ErrorKind kind = kind_of(said);
    error = {kind, fmt::format("the events queue cannot be read, {}: {} {}{}{}; {}", action, said.status, said.type,
                               said.text.empty() ? "" : ": ", said.text, advice(kind))};
    if (!is_busy(said)) break;
  }
  return std::unexpected(std::move(error));
}

Result<std::vector<QueuedMessage>> EventQueue::receive(seconds longest) {
  const seconds wait = std::clamp(longest, seconds(0), kLongestPoll);
  aws::Call call = aws::receive_messages(queue_, {.most = kBatch, .wait = wait, .hidden_for = std::nullopt});
  call.timeout = wait + kMargin;
  const auto answer = ask(call, "ReceiveMessage");
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

Result<void> EventQueue::remove(std::span<const std::string> receipts) {
  for (std::size_t begin = 0; begin < receipts.size(); begin += kBatch) {
    const auto batch = receipts.subspan(begin, std::min(kBatch, receipts.size() - begin));
    const auto answer = ask(aws::delete_messages(queue_, batch), "DeleteMessageBatch");
    if (!answer) return std::unexpected(answer.error());
  }
  return {};
}

}  // namespace qd::sources
