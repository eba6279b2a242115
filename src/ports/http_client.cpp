#include "ports/http_client.hpp"

#include "base/result.hpp"

namespace qd::ports {

HttpResult perform(HttpClient& client, HttpRequest request) {
  ensure(client.under_way() == 0, "perform() has the client for itself");
  const HttpClient::Ticket ticket = client.start(std::move(request));
  for (;;) {
    for (HttpClient::Done& done : client.wait(std::chrono::seconds(1))) {
      if (done.ticket == ticket) return std::move(done.result);
    }
  }
}

}  // namespace qd::ports
