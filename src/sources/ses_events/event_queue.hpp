// The SQS queue that SES's events come through, as far as reading it goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/api.hpp"
#include "aws/sqs.hpp"
#include "base/moment.hpp"
#include "base/result.hpp"
#include "ports/clock.hpp"

namespace qd::sources {

struct QueuedMessage {
  std::string id;
  std::string receipt;
  std::string body;
  Moment sent;            ///< when it came into the queue; {0}: not said
  unsigned received = 1;  ///< how often it was handed out, this time counted
};

class EventQueue {
 public:
  /// `name`: URL, ARN or name. Asks SQS for the URL where that is not given. ErrorKind::invalid, not_found, denied,
  /// unavailable; the message says what to do.
  [[nodiscard]] static Result<EventQueue> open(aws::Api& api, ports::Clock& clock, std::string_view name);

  /// Waits up to `longest` (at most 20 s) for the first; ten at most. What is not removed comes again when the queue's
  /// visibility timeout has passed. A service that is busy is asked three times.
  [[nodiscard]] Result<std::vector<QueuedMessage>> receive(std::chrono::seconds longest);
  struct Figures {
    std::int64_t waiting = 0;  ///< messages, about
    std::chrono::seconds visibility{30};
    bool has_dead_letters = false;  ///< a queue for what nobody could read
  };
  /// Takes nothing out and hides nothing.
  [[nodiscard]] Result<Figures> look();
  /// What cannot be removed comes again, which does no harm.
  [[nodiscard]] Result<void> remove(std::span<const std::string> receipts);

 private:
  EventQueue(aws::Api& api, ports::Clock& clock, aws::Queue queue);
  [[nodiscard]] Result<HttpResponse> ask(const aws::Call& call, std::string_view action);

  aws::Api* api_;
  ports::Clock* clock_;
  aws::Queue queue_;
};

}  // namespace qd::sources
