// The real clock, handed in so that tests can turn it.
#pragma once

#include "base/moment.hpp"

namespace qd::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Moment now() = 0;
  /// Returns at or after the moment, or at once when it has passed; earlier when the process was asked to stop.
  virtual void sleep_until(Moment moment) = 0;
};

}  // namespace qd::ports
