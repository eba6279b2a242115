// libcurl's transfers moved by epoll: only connections on which something happened cost time. Internal to net/, and
// without libcurl's header: its handles are `void*` there as well.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace qd::net {

/// Before the first handle is made; does its work once.
void start_libcurl();

class CurlLoop {
 public:
  struct Finished {
    void* easy = nullptr;
    int code = 0;  ///< CURLcode
  };

  /// Keeps as many idle connections open.
  explicit CurlLoop(unsigned connections);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  /// Lets a transfer begin, at once: a request is written before this returns when its connection is there already.
  void add(void* easy);
  /// Takes it out, done or not. What is not done has its connection closed.
  void remove(void* easy);
  /// Moves bytes until a transfer is finished or the time is over.
  [[nodiscard]] std::vector<Finished> run(std::chrono::milliseconds longest);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qd::net
