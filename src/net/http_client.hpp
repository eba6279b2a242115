// HTTP over libcurl: connections are kept, certificates are checked, and no request is ever written twice.
//
// HTTP/1.1 also where a server offers HTTP/2: on one shared connection a single loss would leave every request under
// way in doubt.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "ports/http_client.hpp"

namespace qd::net {

struct HttpOptions {
  unsigned connections = 16;                ///< open, and requests under way at once; further requests wait their turn
  std::string ca_file;                      ///< PEM, instead of the system's certificates
  std::size_t largest_answer = 64U << 20U;  ///< bytes; a larger one is a failure
  std::string user_agent = "quarterdeck";
};

/// Proxies are used as http_proxy, https_proxy and no_proxy say, but never for this machine and link-local addresses.
/// Redirects are answers like any other. Nothing is sent but the headers of the request, Host, Content-Length and
/// User-Agent.
class HttpClient final : public ports::HttpClient {
 public:
  explicit HttpClient(HttpOptions options = {});
  /// What is under way is broken off.
  ~HttpClient() override;

  [[nodiscard]] Ticket start(HttpRequest request) override;
  [[nodiscard]] std::vector<Done> wait(std::chrono::milliseconds longest) override;
  [[nodiscard]] std::size_t under_way() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qd::net
