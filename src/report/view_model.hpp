// What a role's template can name: docs/role-templates.md is its description. Made of an assessment and the facts, cut
// to what the role may read before anything else happens, so that no template can show more.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "model/fact_store.hpp"
#include "report/aliases.hpp"
#include "report/inventory.hpp"
#include "report/mustache.hpp"
#include "report/role.hpp"

namespace qd::report {

/// Everything referred to must outlive the call.
struct ReportInput {
  const model::FactStore& facts;
  const assess::Assessment& assessment;
  const assess::Definitions& definitions;  ///< titles, roles and remedies of KPIs and checks
  const Inventory& inventory;              ///< of the facts
  Aliases& aliases;                        ///< grows by what a report is the first to show
  std::string portfolio;                   ///< name
  std::string period;                      ///< "2026-05-18": the local date of the newest due time
  std::optional<Date> previous;            ///< as-of day of the run that changes compare with
  std::string dashboard;                   ///< its address, or empty
  std::string unit;                        ///< id of the business that a role about a unit is made for
  std::string id;                          ///< of the report; empty: that of the role
};

class ViewContext;

/// Parts of it are made when a template names them, so the context must outlive it.
[[nodiscard]] Value make_view_model(const ViewContext& context);

}  // namespace qd::report
