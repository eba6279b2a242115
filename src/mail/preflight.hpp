// What must hold at the mail service before the first mail of a run leaves.
//
// Whoever may ask the service (the edge) fills a Preflight with what it learned; judge() says what follows. A question
// that the service did not answer is a warning, never a refusal: an IAM policy without GetAccount can still send.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.hpp"

namespace qd::mail {

enum class Lookup : std::uint8_t {
  not_asked,   ///< nothing follows from it
  known,       ///< `value` holds the answer
  absent,      ///< the service answered that there is no such thing
  denied,      ///< we may not ask: `why` names the action that the policy lacks
  unanswered,  ///< `why` says what went wrong
};

template <class T>
struct Learned {
  Lookup how = Lookup::not_asked;
  T value{};
  std::string why;  ///< of denied and unanswered
};

struct AccountState {
  bool sending_enabled = true;
  std::optional<bool> production_access;  ///< nothing: not said; then 200 a day at 1/s means the sandbox
  std::string enforcement;                ///< HEALTHY, PROBATION, SHUTDOWN; may be empty
  double max_24_hour = 0;                 ///< recipients; negative: no limit
  double max_rate = 1;
  double sent_24_hours = 0;
};

struct ConfigurationSetState {
  bool sending_enabled = true;
  bool requires_tls = false;
};

struct EventDestinationState {
  std::string name;
  bool enabled = false;
  std::vector<std::string> types;  ///< "SEND", "DELIVERY", …
  std::string topic;               ///< ARN of the SNS topic; empty for other kinds
};

/// One message of the forecast.
struct ForecastMessage {
  std::string report;                ///< for the text: "ceo"
  std::vector<std::string> readers;  ///< bare addresses
  std::vector<std::string> copies;   ///< the archive, if it is in this message; counts as a recipient
};

struct Preflight {
  std::string region;                     ///< for the texts; identities belong to a region
  std::string sender;                     ///< bare address
  std::string configuration_set;          ///< empty: none is configured
  bool has_events_queue = false;          ///< `events_queue` is configured
  std::size_t most_recipients = 50;       ///< of one message, copies counted
  std::vector<ForecastMessage> messages;  ///< what is still to be sent

  Learned<AccountState> account;
  /// By identity, which is an address or a domain: whether it is verified. Those of identities_of(sender), and in the
  /// sandbox those of every recipient.
  std::map<std::string, Learned<bool>, std::less<>> identities;
  Learned<ConfigurationSetState> set;
  Learned<std::vector<EventDestinationState>> destinations;
  Learned<std::vector<std::string>> suppressed;  ///< addresses on the account's suppression list

  double accepted_24_hours = 0;      ///< recipients by our own ledger; the service's count may lag behind it
  std::optional<Moment> room_again;  ///< when the rolling window has room for the forecast, if the ledger can tell
};

enum class Verdict : std::uint8_t {
  fine,
  warn,    ///< sends, and somebody should know
  hold,    ///< sends nothing now; later without anybody doing anything
  refuse,  ///< sends nothing until somebody did what `fix` says
};
[[nodiscard]] std::string_view to_string(Verdict verdict);

struct PreflightFinding {
  Verdict verdict = Verdict::fine;
  std::string_view code;  ///< stable: "account-paused", "sender-unverified", …; a literal
  std::string text;       ///< one sentence
  std::string fix;        ///< what to do; empty when fine
};

/// One finding or more for each subject: account, sandbox, quota, sender, configuration set, event destinations,
/// suppression list, recipients of a message; `fine` ones too, so that `doctor` can show what was looked at.
[[nodiscard]] std::vector<PreflightFinding> judge(const Preflight& preflight);
[[nodiscard]] Verdict worst(std::span<const PreflightFinding> findings);

/// Under which identities SES may know an address: itself, its domain and the parents of that. One that is verified is
/// enough. "a@mail.example.com" → a@mail.example.com, mail.example.com, example.com.
[[nodiscard]] std::vector<std::string> identities_of(std::string_view address);
/// The account is in the sandbox: it says so, or its limits say it.
[[nodiscard]] bool is_sandbox(const AccountState& account);

}  // namespace qd::mail
