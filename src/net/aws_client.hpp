// Calls AWS over HTTP: finds the endpoint, signs, sends. One thread, many calls at a time.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "aws/api.hpp"
#include "aws/credentials.hpp"
#include "aws/endpoint.hpp"
#include "ports/clock.hpp"
#include "ports/http_client.hpp"

namespace qd::net {

class AwsClient : public aws::Api {
 public:
  /// All three must outlive this, and nobody else may use `http`; the credential source has a client of its own,
  /// because it may have to ask while calls are under way.
  AwsClient(ports::HttpClient& http, aws::CredentialSource& credentials, ports::Clock& clock, std::string region,
            aws::EndpointOverrides endpoints);

  /// What cannot be sent (no credentials, no region) comes back from `wait` as a failure that certainly did not arrive.
  [[nodiscard]] Ticket start(aws::Call call) override;
  [[nodiscard]] std::vector<Done> wait(std::chrono::milliseconds longest) override;
  [[nodiscard]] std::size_t under_way() const override { return sent_.size() + ready_.size(); }

 private:
  struct Sent {
    Ticket ticket = 0;
    aws::Call call;
    std::shared_ptr<const aws::Credentials> credentials;
    bool again = false;
  };

  [[nodiscard]] Moment now() { return clock_.now() + clock_offset_; }
  void send(Sent what);
  void give_up(Ticket ticket, std::string why);
  void take(Sent sent, HttpResult result);
  bool mended(Sent& sent, const HttpResponse& response);

  ports::HttpClient& http_;
  aws::CredentialSource& credentials_;
  ports::Clock& clock_;
  std::string region_;
  aws::EndpointOverrides endpoints_;
  std::chrono::milliseconds clock_offset_{};  // of AWS's clock to ours, once a refusal told
  std::unordered_map<ports::HttpClient::Ticket, Sent> sent_;
  std::vector<Done> ready_;
  Ticket last_ = 0;
};

}  // namespace qd::net
