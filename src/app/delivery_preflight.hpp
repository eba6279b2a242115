// What stands between "owed" and "sent": whether the account lets it through, which of it, and how fast.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/console.hpp"
#include "app/delivery_runner.hpp"
#include "app/session.hpp"
#include "aws/api.hpp"
#include "ports/clock.hpp"
#include "store/outbox.hpp"

namespace qd::app {

struct Cleared {
  std::string stopped;          ///< why nothing may leave; empty: what is not held may
  std::set<std::int64_t> held;  ///< rows that the day's quota has no room for; they are `held` in the ledger
  std::string held_because;     ///< empty when nothing is held
  Pace pace = no_limit();
};

/// `rows`: all that is owed and could leave now. Asks the account where there is one (`api` may be nullptr). The caller
/// holds the lock.
[[nodiscard]] Result<Cleared> clear_for_sending(const Session& session, aws::Api* api, store::Outbox& outbox,
                                                std::span<const store::Delivery> rows, ports::Clock& clock,
                                                Console& console);

}  // namespace qd::app
