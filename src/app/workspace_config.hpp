// quarterdeck.toml as values. Everything in it is optional: a workspace works without the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/delivery_config.hpp"
#include "assess/materiality.hpp"
#include "base/diagnostic.hpp"
#include "base/quantity.hpp"
#include "model/document.hpp"

namespace qd::app {

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
  /// What keeps mail from being sent, each with its place: recipients, schedules and delivery that cannot be read.
  std::vector<std::string> sending_errors;

  [[nodiscard]] const ReportConfig* report(std::string_view id) const;
};

/// What is wrong in `bytes` is said in `diagnostics` with `path`, and the default stands in its place.
[[nodiscard]] WorkspaceConfig parse_workspace_config(std::string_view bytes, std::string_view path,
                                                     Diagnostics& diagnostics);

}  // namespace qd::app
