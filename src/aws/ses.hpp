// SES v2 as requests and answers; SES v1 for the one question that v2 may not answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/api.hpp"
#include "base/result.hpp"

namespace qd::aws {

struct SendEmail {
  std::string from;                  ///< FromEmailAddress, ASCII: "Harbor <reports@example.com>"
  std::vector<std::string> to, bcc;  ///< Destination
  std::string_view raw;              ///< the MIME message
  std::vector<std::pair<std::string, std::string>> tags;
  std::string configuration_set;  ///< may be empty
};
[[nodiscard]] Call send_email(const SendEmail& mail);
/// MessageId of the answer.
[[nodiscard]] std::optional<std::string> sent_message_id(const HttpResponse& response);

struct Account {
  bool sending_enabled = true;
  std::optional<bool> production_access;  ///< nothing: not said
  std::string enforcement;                ///< HEALTHY, PROBATION, SHUTDOWN; may be empty
  double max_24_hour = 0;                 ///< -1: no limit
  double max_rate = 1;                    ///< recipients a second
  double sent_24_hours = 0;
};
[[nodiscard]] Call get_account();
[[nodiscard]] Result<Account> read_account(const HttpResponse& response);
/// The older API: only the quota. 200 a day at 1/s means the sandbox.
[[nodiscard]] Call get_send_quota();
[[nodiscard]] Result<Account> read_send_quota(const HttpResponse& response);

struct Identity {
  bool verified = false;  ///< VerifiedForSendingStatus, or VerificationStatus SUCCESS
  std::string status;
};
[[nodiscard]] Call get_identity(std::string_view identity);
[[nodiscard]] Result<Identity> read_identity(const HttpResponse& response);

[[nodiscard]] Call get_configuration_set(std::string_view name);
struct ConfigurationSet {
  bool sending_enabled = true;
  bool requires_tls = false;
  std::vector<std::string> suppressed_reasons;
};
[[nodiscard]] Result<ConfigurationSet> read_configuration_set(const HttpResponse& response);

struct EventDestination {
  std::string name;
  bool enabled = false;
  std::vector<std::string> types;  ///< "SEND", "DELIVERY", …
  std::string topic;               ///< ARN of the SNS topic; empty for other kinds
};
[[nodiscard]] Call get_event_destinations(std::string_view configuration_set);
[[nodiscard]] Result<std::vector<EventDestination>> read_event_destinations(const HttpResponse& response);

struct Suppressed {
  std::string address;
  std::string reason;  ///< BOUNCE, COMPLAINT
  std::string since;
};
struct SuppressedPage {
  std::vector<Suppressed> addresses;
  std::string next;  ///< token; empty at the end
};
[[nodiscard]] Call list_suppressed(std::string_view next);
[[nodiscard]] Result<SuppressedPage> read_suppressed(const HttpResponse& response);

}  // namespace qd::aws
