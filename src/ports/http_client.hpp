// Sends HTTP requests, many at a time, from one thread: nothing moves except inside `start` and `wait`.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/http_message.hpp"

namespace qd::ports {

class HttpClient {
 public:
  using Ticket = std::uint64_t;
  struct Done {
    Ticket ticket = 0;
    HttpResult result;
  };

  virtual ~HttpClient() = default;

  /// Never repeats a request by itself, not even on a connection that turned out to be closed: that is the caller's
  /// decision (HttpFailure::may_have_arrived).
  [[nodiscard]] virtual Ticket start(HttpRequest request) = 0;
  /// Moves bytes until at least one request is done, nothing is under way, or the time is over. Answers in the order in
  /// which they came.
  [[nodiscard]] virtual std::vector<Done> wait(std::chrono::milliseconds longest) = 0;
  [[nodiscard]] virtual std::size_t under_way() const = 0;
};

/// One request on a client that has nothing else under way.
[[nodiscard]] HttpResult perform(HttpClient& client, HttpRequest request);

}  // namespace qd::ports
