// Our own bounce and complaint rates, from the ledger.
#pragma once

#include <string>
#include <vector>

#include "base/moment.hpp"
#include "base/result.hpp"
#include "mail/reputation.hpp"
#include "store/outbox.hpp"

namespace qd::app {

struct OwnReputation {
  mail::Reputation counts;
  mail::ReputationGrade grade = mail::ReputationGrade::good;
  std::vector<std::string> bad_addresses;  ///< that bounced for good or complained, each once
};

inline constexpr std::chrono::days kReputationSpan{30};

/// Of what was accepted in the kReputationSpan before `now`; Maildir and simulator do not count.
[[nodiscard]] Result<OwnReputation> own_reputation(const store::Outbox& outbox, Moment now);

}  // namespace qd::app
