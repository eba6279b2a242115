#include "net/curl_loop.hpp"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/result.hpp"

namespace qd::net {

namespace {

using Clock = std::chrono::steady_clock;

/// How long to sleep, rounded up: waking a fraction of a millisecond early would spin.
int milliseconds_until(Clock::time_point moment) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - Clock::now());
  return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, 60'000));
}

}  // namespace

void start_libcurl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  ensure(kStarted == CURLE_OK, "libcurl starts");
}

struct CurlLoop::State {
  CURLM* multi = nullptr;
  int epoll = -1;
  std::optional<Clock::time_point> timer;  ///< when libcurl wants to be called although nothing happened

  static int on_socket(CURL* /*easy*/, curl_socket_t socket, int what, void* self, void* known) {
    State& state = *static_cast<State*>(self);
    if (what == CURL_POLL_REMOVE) {
      epoll_ctl(state.epoll, EPOLL_CTL_DEL, socket, nullptr);
      return 0;
    }
    epoll_event event{};
    event.data.fd = socket;
    if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
    if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
    epoll_ctl(state.epoll, known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event);
    curl_multi_assign(state.multi, socket, self);
    return 0;
  }

  static int on_timer(CURLM* /*multi*/, long milliseconds, void* self) {
    State& state = *static_cast<State*>(self);
    state.timer.reset();
    if (milliseconds >= 0) state.timer = Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
  }

  void act(curl_socket_t socket, int what) const {
    int running = 0;
    ensure(curl_multi_socket_action(multi, socket, what, &running) == CURLM_OK, "libcurl moves its transfers");
  }

  void act_on_timer() {
    if (!timer || *timer > Clock::now()) return;
    timer.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
  }

  void sleep_until(Clock::time_point deadline) {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(epoll, events.data(), static_cast<int>(events.size()),
                                 milliseconds_until(timer ? std::min(*timer, deadline) : deadline));
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      int what = 0;
      if ((event.events & EPOLLIN) != 0) what |= CURL_CSELECT_IN;
      if ((event.events & EPOLLOUT) != 0) what |= CURL_CSELECT_OUT;
      if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) what |= CURL_CSELECT_ERR;
      act(event.data.fd, what);
    }
    act_on_timer();
  }

  [[nodiscard]] std::vector<Finished> take_finished() const {
    std::vector<Finished> finished;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left))
      if (message->msg == CURLMSG_DONE) finished.push_back({message->easy_handle, message->data.result});
    return finished;
  }
};

CurlLoop::CurlLoop(unsigned connections) : state_(std::make_unique<State>()) {
  start_libcurl();
  state_->multi = curl_multi_init();
  state_->epoll = epoll_create1(EPOLL_CLOEXEC);
  ensure(state_->multi != nullptr && state_->epoll >= 0, "there is memory and a handle for libcurl's loop");
  curl_multi_setopt(state_->multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
  curl_multi_setopt(state_->multi, CURLMOPT_SOCKETDATA, state_.get());
  curl_multi_setopt(state_->multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
  curl_multi_setopt(state_->multi, CURLMOPT_TIMERDATA, state_.get());
  curl_multi_setopt(state_->multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
}

CurlLoop::~CurlLoop() {
  curl_multi_cleanup(state_->multi);
  close(state_->epoll);
}

void CurlLoop::add(void* easy) {
  ensure(curl_multi_add_handle(state_->multi, easy) == CURLM_OK, "libcurl takes a transfer");
  state_->act_on_timer();
}

void CurlLoop::remove(void* easy) { curl_multi_remove_handle(state_->multi, easy); }

std::vector<CurlLoop::Finished> CurlLoop::run(std::chrono::milliseconds longest) {
  const Clock::time_point deadline = Clock::now() + longest;
  for (;;) {
    std::vector<Finished> finished = state_->take_finished();
    if (!finished.empty()) return finished;
    state_->sleep_until(deadline);
    finished = state_->take_finished();
    if (!finished.empty() || Clock::now() >= deadline) return finished;
  }
}

}  // namespace qd::net
