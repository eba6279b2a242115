// The ledger of a workspace, ours to change: opened, found to belong to this folder, locked, and tidied after whoever
// held it before.
#pragma once

#include "app/console.hpp"
#include "app/session.hpp"
#include "ports/clock.hpp"
#include "store/outbox.hpp"
#include "store/outbox_lock.hpp"

namespace qd::app {

struct LedgerOwner {
  store::OutboxLock lock;
  store::Outbox outbox;
  std::size_t left_unknown = 0;  ///< deliveries that a dead owner left in the middle of being sent
};

/// A ledger that is damaged is the environment's fault, not the command line's: its error says ErrorKind::io.
[[nodiscard]] Result<store::Outbox> open_ledger(const Session& session, bool read_only);

/// Waits up to a minute for another process, and says so. `adopt`: see Outbox::claim.
[[nodiscard]] Result<LedgerOwner> own_ledger(const Session& session, bool adopt, ports::Clock& clock, Console& console);

}  // namespace qd::app
