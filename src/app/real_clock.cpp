#include "app/real_clock.hpp"

#include <signal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <ctime>

namespace qd::app {

namespace {

constexpr std::array kSignals{SIGINT, SIGTERM};

volatile std::sig_atomic_t asked_to_stop = 0;
struct sigaction before[kSignals.size()];

void remember_stop(int) { asked_to_stop = 1; }

}  // namespace

Moment RealClock::now() {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

void RealClock::sleep_until(Moment moment) {
  const std::int64_t ms = (moment - now()).count();
  if (ms <= 0 || StopSignal::asked()) return;
  const timespec span{.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1'000'000};
  nanosleep(&span, nullptr);  // a signal ends it early
}

StopSignal::StopSignal() {
  asked_to_stop = 0;
  struct sigaction action{};
  action.sa_handler = remember_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &before[i]);
}

StopSignal::~StopSignal() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before[i], nullptr);
}

bool StopSignal::asked() { return asked_to_stop != 0; }

}  // namespace qd::app
