// The machine's clock, and a stop button: Ctrl-C and SIGTERM end sleeping and let work finish what it has begun.
#pragma once

#include "ports/clock.hpp"

namespace qd::app {

class RealClock final : public ports::Clock {
 public:
  [[nodiscard]] Moment now() override;
  void sleep_until(Moment moment) override;
};

/// While one lives, the first SIGINT or SIGTERM only sets a flag; the second ends the process as it always did.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();
  [[nodiscard]] static bool asked();
};

}  // namespace qd::app
