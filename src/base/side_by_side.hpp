// Two pieces of work that have nothing to do with each other. The core knows no threads; who has one to spare hands in
// a function that runs both at once.
#pragma once

#include <functional>

namespace qd {

using Work = std::function<void()>;

/// Returns when both are done.
using SideBySide = std::function<void(const Work&, const Work&)>;

inline void one_after_the_other(const Work& first, const Work& second) {
  first();
  second();
}

}  // namespace qd
