// An HttpClient that answers from a function and keeps what it was asked. Every answer is there at once.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/http_client.hpp"

namespace qd::test {

class FakeHttpClient : public ports::HttpClient {
 public:
  using Answer = std::function<HttpResult(const HttpRequest&)>;

  explicit FakeHttpClient(Answer answer) : answer_(std::move(answer)) {}

  Ticket start(HttpRequest request) override {
    done_.push_back({++last_, answer_(request)});
    asked.push_back(std::move(request));
    return last_;
  }
  std::vector<Done> wait(std::chrono::milliseconds) override { return std::exchange(done_, {}); }
  [[nodiscard]] std::size_t under_way() const override { return done_.size(); }

  std::vector<HttpRequest> asked;

 private:
  Answer answer_;
  std::vector<Done> done_;
  Ticket last_ = 0;
};

/// Of the first header of that name, however it is capitalised; empty when there is none.
inline std::string header_of(const HttpRequest& request, std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  for (const auto& [key, value] : request.headers)
    if (std::ranges::equal(key, name, {}, lower, lower)) return value;
  return {};
}

}  // namespace qd::test
