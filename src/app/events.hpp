// What the mail service reports, applied to the ledger: read from the queue, committed, and only then removed from it.
//
// The queue should be this workspace's alone. If it is not, nothing is lost: a message that is not about our mails
// stays for whoever it is for.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "app/console.hpp"
#include "app/event_ledger.hpp"
#include "app/notices.hpp"
#include "app/own_reputation.hpp"
#include "app/session.hpp"
#include "aws/api.hpp"
#include "ports/clock.hpp"
#include "store/outbox.hpp"

namespace qd::app {

struct EventParts {
  const Session& session;
  store::Outbox& outbox;  ///< the caller holds its lock
  aws::Api& api;
  ports::Clock& clock;
  Console& console;
  std::function<Result<void>(Moment)> beat = {};  ///< of the lock, often; may be empty
  std::function<bool()> stop = {};                ///< whether somebody asked us to end; may be empty
  MailOperator mail_operator = {};                ///< may be empty
};

struct EventWait {
  std::chrono::seconds longest{0};    ///< how long to wait for more when the queue is empty; 0: only what is there
  std::function<bool()> enough = {};  ///< nothing more is waited for; asked after each batch
};

struct EventsApplied {
  std::size_t received = 0;  ///< messages, repeated ones too
  std::size_t applied = 0;
  std::size_t repeated = 0;
  std::size_t engagements = 0;
  std::size_t foreign = 0;     ///< not about our mails: left in the queue
  std::size_t dropped = 0;     ///< ours by their tags, but no row has known them for three days
  std::size_t unreadable = 0;  ///< left in the queue, or set aside
  std::vector<EventMove> moves;
  std::vector<store::Delivery> overdue;  ///< accepted, and no word since for `overdue_after`
  OwnReputation reputation;
  std::size_t told = 0;        ///< new notices
  bool needs_person = false;   ///< something of the last week waits for somebody to act
  std::optional<Error> queue;  ///< why reading it ended early; what was read is applied all the same
};

/// An error is the ledger's, or the lock's. Without `events_queue` no queue is read and nothing is overdue.
[[nodiscard]] Result<EventsApplied> apply_events(const EventParts& parts, const EventWait& wait);

}  // namespace qd::app
