// [report.*] and [delivery] of quarterdeck.toml: who gets what, when and how.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/toml_reading.hpp"
#include "ports/smtp_client.hpp"
#include "schedule/cron.hpp"

namespace qd::app {

struct ReportConfig {
  std::string id;  ///< of the role
  /// "ceo@example.com" or "CEO <ceo@example.com>", each one that can be read, no mailbox twice.
  std::vector<std::string> to;
  std::optional<std::string> cron;  ///< in the portfolio's zone, as written
  std::vector<std::string> formats;
  std::optional<schedule::Cron> due;  ///< of `cron`
};

enum class TransportKind : std::uint8_t { maildir, ses, smtp };
enum class Addressing : std::uint8_t { together, each };
enum class ArchiveCopy : std::uint8_t { bcc, separate, local };

/// What of it is not stated here or in the environment is decided in app/smtp_settings.hpp.
struct SmtpConfig {
  std::string host;
  std::optional<std::uint16_t> port;
  std::optional<ports::SmtpSecurity> security;
  std::string user;
  std::string ca_file;
};

struct DeliveryConfig {
  TransportKind transport = TransportKind::maildir;  ///< nothing leaves unless somebody says so
  Addressing addressing = Addressing::together;
  std::optional<ArchiveCopy> archive;  ///< not stated: bcc where an archive address is set, else local
  std::chrono::seconds max_lateness = std::chrono::hours(6);
  std::chrono::seconds useful_for = std::chrono::hours(12);
  double rate_share = 0.8;  ///< of the account's MaxSendRate, in (0, 1]
  std::string configuration_set;
  std::string events_queue;
  std::chrono::seconds wait_for_events = std::chrono::seconds(0);
  std::chrono::seconds overdue_after = std::chrono::minutes(30);  ///< accepted, and not a word since
  std::string operator_address;                                   ///< hears of failures by mail too; empty: nobody
  std::string unsubscribe;         ///< https address that takes the POST of RFC 8058; empty: there is none
  std::string unsubscribe_mailto;  ///< bare address beside it; may be empty
  SmtpConfig smtp;
};

/// The reports that `reports`, the table [report], names, sorted by id.
[[nodiscard]] std::vector<ReportConfig> read_reports(TomlReading& reading, const text::TomlValue* reports);
[[nodiscard]] DeliveryConfig read_delivery(TomlReading& reading, const text::TomlValue* delivery);

}  // namespace qd::app
