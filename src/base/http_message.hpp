// HTTP requests and answers as values. Who signs them, who sends them and who reads them share these words.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qd {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;  ///< absolute and encoded; sent exactly as it stands here
  HttpHeaders headers;
  std::string body;
  std::chrono::milliseconds timeout = std::chrono::seconds(30);  ///< for all of it
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;  ///< names in lower case
  std::string body;

  /// The first of that name (lower case), or empty.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

/// There is no whole answer.
struct HttpFailure {
  /// Whether any byte of the request may have reached the server. False only if it certainly has not: then whoever
  /// asked may ask again without doing anything twice.
  bool may_have_arrived = true;
  std::string what;  ///< "connection refused", "no answer within 30 s"; names no header and no body
};

using HttpResult = std::expected<HttpResponse, HttpFailure>;

}  // namespace qd
