// What the events of a mail service do to the ledger: rows move, addresses are remembered as suppressed, and a mail
// that was too much for the reader's server is planned again, smaller.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "base/moment.hpp"
#include "base/result.hpp"
#include "sources/ses_events/queue_message.hpp"
#include "store/outbox.hpp"

namespace qd::app {

/// One row that an event moved.
struct EventMove {
  store::Delivery delivery;  ///< after it
  mail::State before = mail::State::accepted;
  std::string type;    ///< "Bounce/Permanent/General"
  std::string answer;  ///< of the receiving server; may be empty
  bool tell_operator = false;
  bool lean_planned = false;  ///< a smaller mail waits for the next `send`
  bool shared = false;        ///< a complaint that names several: any one of them may have complained
};

enum class EventFate : std::uint8_t {
  applied,     ///< at least one row heard of it for the first time
  repeated,    ///< every row knew it
  engagement,  ///< an open or click, which says nothing of delivery
  notice,      ///< SES greeted its topic
  ours_lost,   ///< carries our tags, and no row here is about it
  foreign,     ///< about a mail that is not ours
  unreadable,
};

struct EventEffect {
  EventFate fate = EventFate::unreadable;
  std::vector<EventMove> moves;
};

class EventLedger {
 public:
  /// Both must outlive it; the caller holds the OutboxLock.
  EventLedger(const Session& session, store::Outbox& outbox) : session_(session), outbox_(outbox) {}

  /// What it did is on disk when it returns; the same message a second time does nothing. Fails only when the ledger
  /// does, and then has done nothing.
  [[nodiscard]] Result<EventEffect> apply(const sources::QueueMessage& message, Moment now);

 private:
  [[nodiscard]] Result<EventEffect> apply_report(const mail::ServiceEvent& event, Moment now);
  [[nodiscard]] Result<void> apply_to(const store::Delivery& row, const mail::ServiceEvent& event, Moment now,
                                      EventEffect& out);
  [[nodiscard]] Result<void> suppress(const store::Delivery& row, const mail::ServiceEvent& event, Moment now);
  [[nodiscard]] Result<bool> plan_lean(const store::Delivery& row, const mail::ServiceEvent& event, Moment now);

  const Session& session_;
  store::Outbox& outbox_;
};

}  // namespace qd::app
