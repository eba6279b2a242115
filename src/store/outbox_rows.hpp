// The rows of the outbox as values.
//
// A row is one report of one period to one recipient: that is what is owed. A message is one call to the service, which
// may carry several rows (addressing "together"); its rows share attempts and move together. A content is what was
// frozen: the body and subject that every reader of that report and period gets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/moment.hpp"
#include "mail/delivery.hpp"

namespace qd::store {

/// Deliveries by Maildir have keys of their own, so that trying things out never blocks the real send.
enum class KeySpace : std::uint8_t { mail, maildir, simulator };
[[nodiscard]] std::string_view to_string(KeySpace space);
[[nodiscard]] std::optional<KeySpace> parse_key_space(std::string_view text);

/// What was frozen for one report and period.
struct Content {
  std::int64_t id = 0;
  std::string report;  ///< id of the role or unit report: "ceo"
  std::string role;
  Date period;
  int revision = 1;
  KeySpace space = KeySpace::mail;
  bool lean = false;        ///< the smaller variant, made after a bounce
  std::string fingerprint;  ///< hex SHA-256 of mail::frozen_content
  std::string file;  ///< hex SHA-256 of the frozen message, its name under .quarterdeck/mail/; empty until rendered
  std::string subject;
  std::string run;  ///< name of the run folder
};

struct Delivery {
  std::int64_t id = 0;
  std::string key;  ///< hex SHA-256, unique on disk
  std::int64_t content = 0;
  std::int64_t message = 0;             ///< the call that carries it
  std::optional<std::int64_t> copy_of;  ///< of an archive copy: the message that it copies
  std::string report;
  std::string role;
  Date period;
  int revision = 1;
  KeySpace space = KeySpace::mail;
  bool lean = false;
  std::string recipient;
  mail::State state = mail::State::planned;
  std::string message_key;  ///< tag and header that lead from an event to here
  std::string provider_id;  ///< what the service calls the message; empty until accepted
  unsigned attempts = 0;
  Moment planned_at;
  Moment changed_at;
  std::optional<Moment> accepted_at;
  std::optional<Moment> settled_at;  ///< delivered, bounced, …: the last word of the service
  Moment useful_until;
  Moment not_before;  ///< {0}: at once
  int last_status = 0;
  std::string last_answer;
  bool resent_lean = false;  ///< a smaller one followed
};

/// One line of a row's timeline.
struct TimelineEntry {
  Moment at;
  std::string what;                          ///< "sending", "answer", "event Bounce/Permanent", "resolved by hand"
  mail::State state = mail::State::planned;  ///< after it
  std::string detail;                        ///< may be empty
};

struct DeliveryFilter {
  std::string report;
  std::optional<Date> period;
  std::string recipient;
  std::string run;
  std::optional<KeySpace> space;
  std::vector<mail::State> states;  ///< empty: any
  std::int64_t message = 0;
  std::size_t most = 0;  ///< 0: all; newest first else
};

}  // namespace qd::store
