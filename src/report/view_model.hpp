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
#include "report/mustache.hpp"
#include "report/role.hpp"

namespace qd::report {

/// Everything referred to must outlive the call.
struct ReportInput {
  const model::FactStore& facts;
  const assess::Assessment& assessment;
  const assess::Definitions& definitions;  ///< titles, roles and remedies of KPIs and checks
  const Aliases& aliases;                  ///< of every asset; see assign_aliases()
  std::string portfolio;                   ///< name
  std::string period;                      ///< "2026-05-18": the local date of the newest due time
  std::optional<Date> previous;            ///< as-of day of the run that changes compare with
  std::string dashboard;                   ///< its address, or empty
};

/// Gives an alias to each asset that has none yet, in the order of the facts. Domains and sites go by their names.
void assign_aliases(const model::FactStore& facts, Aliases& aliases);

[[nodiscard]] Value make_view_model(const Role& role, const ReportInput& input);

}  // namespace qd::report
