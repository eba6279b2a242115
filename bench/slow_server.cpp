#include "slow_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <deque>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"

namespace qd::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 28\r\n\r\n{\"MessageId\":\"0100018c-abc\"}";

/// Bytes of the first whole request in `pending`, 0 when it is not there yet.
std::size_t whole_request(std::string_view pending) {
  const std::size_t end = pending.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::size_t at = pending.substr(0, end).find("Content-Length: ");
  std::size_t length = 0;
  if (at != std::string_view::npos) std::from_chars(pending.data() + at + 16, pending.data() + end, length);
  const std::size_t size = end + 4 + length;
  return pending.size() >= size ? size : 0;
}

class Loop {
 public:
  Loop(int listener, std::chrono::milliseconds answers_after)
      : listener_(listener),
        answers_after_(answers_after),
        epoll_(epoll_create1(0)),
        timer_(timerfd_create(CLOCK_MONOTONIC, 0)) {
    watch(listener_);
    watch(timer_);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 64> events;
    for (;;) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) take(events[static_cast<std::size_t>(i)].data.fd);
      answer_due();
    }
  }

 private:
  void watch(int handle) const {
    epoll_event event{.events = EPOLLIN, .data = {.fd = handle}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, handle, &event);
  }

  void take(int handle) {
    if (handle == timer_) {
      std::uint64_t fired = 0;
      static_cast<void>(::read(timer_, &fired, sizeof fired));
    } else if (handle == listener_) {
      const int accepted = ::accept(listener_, nullptr, nullptr);
      const int on = 1;
      setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      watch(accepted);
    } else {
      take_bytes(handle);
    }
  }

  void take_bytes(int handle) {
    static std::array<char, 65'536> buffer;
    const ssize_t count = ::recv(handle, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      ::close(handle);
      pending_.erase(handle);
      return;
    }
    std::string& pending = pending_[handle];
    pending.append(buffer.data(), static_cast<std::size_t>(count));
    while (const std::size_t size = whole_request(pending)) {
      pending.erase(0, size);
      due_.emplace_back(Clock::now() + answers_after_, handle);
    }
  }

  void answer_due() {
    while (!due_.empty() && due_.front().first <= Clock::now()) {
      static_cast<void>(::send(due_.front().second, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL));
      due_.pop_front();
    }
    if (due_.empty()) return;
    const auto at = due_.front().first.time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at);
    const itimerspec when{.it_interval = {},
                          .it_value = {.tv_sec = seconds.count(), .tv_nsec = (at - seconds).count()}};
    timerfd_settime(timer_, TFD_TIMER_ABSTIME, &when, nullptr);
  }

  int listener_;
  std::chrono::milliseconds answers_after_;
  int epoll_;
  int timer_;
  std::unordered_map<int, std::string> pending_;
  std::deque<std::pair<Clock::time_point, int>> due_;
};

}  // namespace

SlowServer::SlowServer(std::chrono::milliseconds answers_after) {
  static_assert(kAnswer.ends_with("\r\n\r\n{\"MessageId\":\"0100018c-abc\"}"));
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  ensure(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener, 64) == 0 &&
             ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0,
         "a benchmark may listen on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Loop(listener, answers_after).run();
  }
  ::close(listener);
}

SlowServer::~SlowServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace qd::bench
