// SQS as requests and answers (AWS JSON 1.0): what reading a queue of events needs.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/api.hpp"
#include "base/result.hpp"

namespace qd::aws {

/// A queue as a person names it: its URL, its ARN or its name.
struct QueueName {
  std::string url;      ///< when it was given; else ask with get_queue_url
  std::string region;   ///< empty when the text does not say
  std::string account;  ///< empty when the text does not say
  std::string name;
};
/// ErrorKind::invalid for what is none of the three.
[[nodiscard]] Result<QueueName> parse_queue_name(std::string_view text);

struct Queue {
  std::string url;
  std::string region;  ///< empty: the client's
};
[[nodiscard]] Call get_queue_url(const QueueName& name);
[[nodiscard]] Result<std::string> read_queue_url(const HttpResponse& response);

struct QueueMessage {
  std::string id;
  std::string receipt;  ///< for deleting it; another at every receipt
  std::string body;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< of the system: "SentTimestamp", …

  [[nodiscard]] std::string_view attribute(std::string_view name) const;
};
struct Receive {
  unsigned most = 10;  ///< 1 to 10
  std::chrono::seconds wait{20};
  std::optional<std::chrono::seconds> hidden_for;  ///< from other readers; nothing: as the queue is set
};
/// Waits at the server for as long as `how.wait` for the first message.
[[nodiscard]] Call receive_messages(const Queue& queue, const Receive& how);
[[nodiscard]] Result<std::vector<QueueMessage>> read_messages(const HttpResponse& response);

/// At most ten.
[[nodiscard]] Call delete_messages(const Queue& queue, std::span<const std::string> receipts);
/// The places, in what was asked for, of those that are still there; the next receipt brings them again.
[[nodiscard]] Result<std::vector<std::size_t>> read_not_deleted(const HttpResponse& response);

/// Gives a message back, or keeps it for longer.
[[nodiscard]] Call hide_message(const Queue& queue, std::string_view receipt, std::chrono::seconds hidden_for);
/// An error unless it was a success.
[[nodiscard]] std::optional<Error> read_hidden(const HttpResponse& response);

}  // namespace qd::aws
