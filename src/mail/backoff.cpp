#include "mail/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace qd::mail {

std::chrono::milliseconds backoff(AnswerKind why, unsigned attempts, double random) {
  const double first_ms = why == AnswerKind::throttled ? 500 : 1000;
  const double longest_ms = static_cast<double>(std::chrono::milliseconds(kLongestBackoff).count());
  const int doublings = static_cast<int>(std::clamp(attempts, 1u, 32u)) - 1;
  const double reach = std::min(std::ldexp(first_ms, doublings), longest_ms);
  const double part = random >= 0 && random < 1 ? random : 1;  // what is no part, NaN too, waits the whole time
  return std::chrono::milliseconds(static_cast<std::int64_t>(reach * part));
}

}  // namespace qd::mail
