// What the mail service reports afterwards: one event of SES, whoever carried it to us, as a value.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/moment.hpp"
#include "mail/delivery.hpp"

namespace qd::mail {

struct EventRecipient {
  std::string address;  ///< as the service writes it
  std::string answer;   ///< of the receiving server: "550 5.1.1 no such user"; may be empty
};

struct ServiceEvent {
  ReportKind what = ReportKind::sent;
  BounceKind bounce = BounceKind::none;
  std::string type;        ///< as the service calls it, such as "Bounce/Transient/MessageTooLarge"
  Moment at;               ///< when it happened, by the service
  std::string message_id;  ///< the service's
  std::vector<std::pair<std::string, std::string>> tags;  ///< those we gave, flattened
  std::string key;  ///< the tag `key`, else X-Quarterdeck-Key of the headers; empty when neither came along
  std::vector<EventRecipient> recipients;  ///< those it is about: bouncedRecipients, not the destinations
  std::string feedback_id;                 ///< bounces and complaints
  std::string answer;      ///< one line for the timeline: smtpResponse, diagnosticCode, delayType, reason
  bool automatic = false;  ///< an open or click by a machine
};

}  // namespace qd::mail
