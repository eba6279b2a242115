// What becomes of one report to one person.
//
// SES has no token that makes sending twice harmless. If the line drops after we wrote the request and before we read
// the reply, nothing on this side can tell whether the mail left. So `unknown` is a state of its own, left only by an
// event from the service or by a person, never by a retry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/moment.hpp"
#include "base/result.hpp"
#include "mail/answer.hpp"

namespace qd::mail {

enum class State : std::uint8_t {
  planned,        ///< will be sent; nothing exists yet but the intention
  rendered,       ///< its bytes are frozen; waits for its turn (or for `not_before`)
  sending,        ///< committed before the request: from here on a crash leaves `unknown`
  accepted,       ///< the service has it
  delivered,      ///< the receiving server has it
  delayed,        ///< the receiving server puts the service off, which goes on trying
  bounced,        ///< the receiving server refused it, or the service found it unfit after accepting it
  complained,     ///< delivered, and the reader called it spam
  suppressed,     ///< accepted, and dropped because the address is on the suppression list
  failed,         ///< not sent, and it will not be sent unless somebody asks for it
  held,           ///< waits until the day's quota frees
  skipped_stale,  ///< not sent in time to be of use
  unknown,        ///< may have been sent or not
};
inline constexpr std::size_t kStates = 13;
[[nodiscard]] std::string_view to_string(State state);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

/// Accepted or better: nothing is owed to this reader any more.
[[nodiscard]] bool is_settled_well(State state);
/// Waits to be sent: planned, rendered, held.
[[nodiscard]] bool is_owed(State state);

/// The service's own words for what happened after it accepted a message.
enum class ReportKind : std::uint8_t { sent, delivered, delayed, bounced, complained, rejected, rendering_failed };
/// Why a message bounced, as far as it decides what we do.
enum class BounceKind : std::uint8_t { none, permanent, suppressed, transient, content, undetermined };

namespace event {
struct Rendered {};
/// Its turn has come: the last moment to find that it is too late.
struct Begin {};
struct Answered {
  Answer answer;
};
/// Whoever was sending is dead. `harmless`: the transport makes sending the same bytes again harmless (Maildir).
struct OwnerDied {
  bool harmless = false;
};
/// The quota has no room for it, as was found before it was tried.
struct NoRoom {};
/// The quota may have room again.
struct QuotaFreed {};
/// The service reports, through events.
struct Reported {
  ReportKind what = ReportKind::sent;
  BounceKind bounce = BounceKind::none;
};
/// A person says what became of an unknown one.
struct Resolved {
  bool sent = false;
};
/// A person asks for another attempt at what failed, bounced or was skipped. The row is planned again, although its
/// bytes may be frozen already: then Rendered may follow at once. Who retries also says until when it is useful now.
struct Retry {};
/// Somebody took the recipient off the readers of this report.
struct Withdrawn {};
}  // namespace event

using Event = std::variant<event::Rendered, event::Begin, event::Answered, event::OwnerDied, event::QuotaFreed,
                           event::Reported, event::Resolved, event::Retry, event::NoRoom, event::Withdrawn>;

/// What follows from one event.
struct Step {
  State next = State::planned;
  bool counts_attempt = false;    ///< the attempt begins now
  bool wait_before_next = false;  ///< put off: the next attempt after mail/backoff.hpp's time
  bool resend_lean = false;       ///< the content was refused by the reader's server: a smaller one, once
  bool tell_operator = false;     ///< somebody must act or know
};

/// The whole policy of delivery; pure, so every path is a row of a test table.
/// `useful_until` is when the report stops being worth reading.
/// Refused (ErrorKind::invalid): an event that cannot happen in this state, such as an answer to what was not being
/// sent; the state stays. A report of the service that says less than what is known already gives the same state and
/// asks for nothing, so reports may come late, repeated and in any order. One that says more wins over what we
/// believed.
[[nodiscard]] Result<Step> advance(State state, const Event& event, Moment now, Moment useful_until);

}  // namespace qd::mail
