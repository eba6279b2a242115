// A message of the events queue, as SES and whoever carried it wrote it, becomes a mail::ServiceEvent.
//
// The same event comes in four wrappings (raw, inside SNS, from EventBridge, EventBridge inside SNS) and two dialects
// (`eventType` of configuration sets, `notificationType` of identities). What SES adds later is passed over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mail/service_event.hpp"

namespace qd::sources {

struct QueueMessage {
  enum class Kind : std::uint8_t {
    report,        ///< says what became of a mail
    engagement,    ///< is about a mail, and says nothing of its delivery: an open, a click, a change of subscription
    notice,        ///< SES greets a topic that was just connected
    confirmation,  ///< SNS waits for somebody to confirm the subscription
    unreadable,    ///< none of these
  };
  Kind kind = Kind::unreadable;
  mail::ServiceEvent event;  ///< of a report; of an engagement its type, time, message id, tags and key
  std::string what;          ///< for people: "Bounce/Permanent/General", or why it cannot be read
};

/// Any bytes are survived. Addresses come without names and brackets; a bounce, delay or complaint names those that it
/// is about, everything else those that the mail was for.
[[nodiscard]] QueueMessage read_queue_message(std::string_view body);

}  // namespace qd::sources
