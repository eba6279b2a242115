// How a mail service sees us: the share of our mails that bounced or were called spam. SES looks into accounts from 5 %
// and 0.1 % on, and pauses them soon after.
#pragma once

#include <cstdint>
#include <string>

namespace qd::mail {

/// Of one stretch of time, in recipients.
struct Reputation {
  std::int64_t accepted = 0;
  std::int64_t bounced = 0;  ///< for good; what was suppressed does not count at SES, so not here
  std::int64_t complained = 0;

  [[nodiscard]] double bounce_rate() const { return rate(bounced); }
  [[nodiscard]] double complaint_rate() const { return rate(complained); }

 private:
  [[nodiscard]] double rate(std::int64_t part) const {
    return accepted > 0 ? static_cast<double>(part) / static_cast<double>(accepted) : 0;
  }
};

enum class ReputationGrade : std::uint8_t {
  good,
  warn,  ///< from 2 % bounces or 0.05 % complaints
  stop,  ///< from 5 % or 0.1 %, where SES begins to look
};

/// A few mails have no rate: one bounce of twelve mails a week is bad news about a reader, not about us. Fewer than
/// three bounces or two complaints are never more than `good`.
[[nodiscard]] ReputationGrade grade(const Reputation& reputation);

/// "5 of 80 recipients bounced (6.3 %), 1 complained (1.25 %)".
[[nodiscard]] std::string describe(const Reputation& reputation);

}  // namespace qd::mail
