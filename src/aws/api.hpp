// AWS as something that answers calls: what sources and transports need, whoever signs and sends (net/aws_client.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/http_message.hpp"

namespace qd::aws {

/// One call before it knows its endpoint and its signature.
struct Call {
  std::string service;  ///< as AWS_ENDPOINT_URL_<SERVICE> spells it, in lower case: "sesv2", "sqs", "s3"
  std::string region;   ///< empty: the client's
  std::string method = "POST";
  std::string path = "/";                                  ///< encoded once
  std::vector<std::pair<std::string, std::string>> query;  ///< not encoded; a key may come without value
  HttpHeaders headers;                                     ///< further ones
  std::string body;
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
};

class Api {
 public:
  using Ticket = std::uint64_t;
  struct Done {
    Ticket ticket = 0;
    HttpResult result;
  };

  virtual ~Api() = default;
  /// A request that was not signed rightly (expired credentials, a clock that is off) is signed anew and sent again,
  /// once; nothing else is repeated.
  [[nodiscard]] virtual Ticket start(Call call) = 0;
  [[nodiscard]] virtual std::vector<Done> wait(std::chrono::milliseconds longest) = 0;
  [[nodiscard]] virtual std::size_t under_way() const = 0;
};

/// One call on an Api that has nothing else under way.
[[nodiscard]] HttpResult perform(Api& api, Call call);

/// What an answer that is no success says, whichever protocol it speaks (JSON, XML).
struct ApiError {
  int status = 0;
  std::string type;  ///< "ThrottlingException", without namespace
  std::string text;  ///< one line
};
[[nodiscard]] ApiError error_of(const HttpResponse& response);

}  // namespace qd::aws
