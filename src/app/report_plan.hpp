// Which reports a run makes: the roles that were asked for, or all that have something to be about.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "base/result.hpp"
#include "model/document.hpp"
#include "report/role.hpp"

namespace qd::app {

struct PlannedReport {
  const report::Role* role = nullptr;
  std::string id;    ///< of the report: names its files
  std::string unit;  ///< id of the business that it is about; empty unless the role is about a unit
};

/// In the order in which the roles were asked for. A role about a unit makes one report for each business whose
/// `report` is its id: under the role's id for a single one, else with the business's id behind it. Refused with what
/// to do: a role that does not exist, and one asked for by name that has nothing to be about.
[[nodiscard]] Result<std::vector<PlannedReport>> plan_reports(const report::Roles& roles, const RunOptions& options,
                                                              std::span<const model::Entity> entities);

}  // namespace qd::app
