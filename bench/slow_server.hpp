// A service on 127.0.0.1 that answers every request after the same time, in a process of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace qd::bench {

/// Keeps connections, takes any number of them, and answers 200 with a MessageId.
class SlowServer {
 public:
  explicit SlowServer(std::chrono::milliseconds answers_after);
  ~SlowServer();
  SlowServer(const SlowServer&) = delete;
  SlowServer& operator=(const SlowServer&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  std::uint16_t port_ = 0;
  pid_t process_ = 0;
};

}  // namespace qd::bench
