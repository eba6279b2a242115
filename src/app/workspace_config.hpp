// quarterdeck.toml as values. Everything in it is optional: a workspace works without the file.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assess/materiality.hpp"
#include "base/diagnostic.hpp"
#include "base/quantity.hpp"
#include "model/document.hpp"

namespace qd::app {

struct ReportConfig {
  std::string id;  ///< of the role
  std::vector<std::string> to;
  std::optional<std::string> cron;  ///< in the portfolio's zone; five fields
  std::vector<std::string> formats;
};

enum class TransportKind : std::uint8_t { maildir, ses, smtp };
enum class Addressing : std::uint8_t { together, each };
enum class ArchiveCopy : std::uint8_t { bcc, separate, local };

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
};

struct DashboardConfig {
  std::string listen = "127.0.0.1:8642";
  std::string address;  ///< as readers reach it; empty: reports hold no links
};

struct WorkspaceConfig {
  std::string name = "Portfolio";
  Currency currency = Currency("USD");
  std::string timezone = "UTC";         ///< one that exists
  std::vector<model::Entity> entities;  ///< in the order of the file
  std::vector<ReportConfig> reports;    ///< sorted by id
  DeliveryConfig delivery;
  DashboardConfig dashboard;
  assess::Materiality material = assess::usual_materiality();  ///< of figures whose definition does not say

  [[nodiscard]] const ReportConfig* report(std::string_view id) const;
};

/// What is wrong in `bytes` is said in `diagnostics` with `path`, and the default stands in its place.
[[nodiscard]] WorkspaceConfig parse_workspace_config(std::string_view bytes, std::string_view path,
                                                     Diagnostics& diagnostics);

}  // namespace qd::app
