// Before the first mail of a run: what the account allows, who would receive nothing, and why nothing may leave.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/console.hpp"
#include "app/session.hpp"
#include "aws/api.hpp"
#include "base/result.hpp"
#include "mail/preflight.hpp"
#include "mail/rate_bucket.hpp"
#include "ports/clock.hpp"
#include "store/outbox.hpp"

namespace qd::app {

struct Clearance {
  mail::RateLimit rate;
  mail::Verdict verdict = mail::Verdict::fine;   ///< the worst of the findings
  std::vector<mail::PreflightFinding> findings;  ///< fine ones too
  std::optional<std::int64_t> room;  ///< recipients that the 24 hours have room for now; nothing: no limit that we know
  std::optional<Moment> room_again;  ///< when the forecast fits, if the ledger can tell
};

/// Asks SES (or the ledger, which remembers answers for a quarter of an hour, and figures of the account for a minute)
/// about what `messages` need, and judges it. Findings that are not fine are said on the console, a suppressed reader
/// by name. The caller holds the lock; an error is the ledger's, never the service's.
[[nodiscard]] Result<Clearance> preflight(const Session& session, aws::Api& api, store::Outbox& outbox,
                                          std::vector<mail::ForecastMessage> messages, ports::Clock& clock,
                                          Console& console);

/// What SES says, without judging: for `doctor`, which asks anew, with nothing to send.
[[nodiscard]] mail::Preflight ask_ses(const Session& session, aws::Api& api,
                                      std::vector<mail::ForecastMessage> messages, ports::Clock& clock);

}  // namespace qd::app
