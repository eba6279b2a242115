#include "app/report_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace qd::app {

namespace {

using report::About;
using report::Role;

std::vector<PlannedReport> reports_of(const Role& role, std::span<const model::Entity> entities) {
  if (role.about == About::portfolio) return {{&role, role.id, {}}};
  if (role.about == About::auxiliary) {
    if (std::ranges::any_of(entities, &model::Entity::auxiliary)) return {{&role, role.id, {}}};
    return {};
  }
  std::vector<PlannedReport> out;
  for (const model::Entity& entity : entities) {
    if (entity.report == role.id) out.push_back({&role, fmt::format("{}-{}", role.id, entity.id), entity.id});
  }
  if (out.size() == 1) out.front().id = role.id;
  return out;
}

std::unexpected<Error> nothing_to_be_about(const Role& role) {
  if (role.about == About::auxiliary)
    return fail(ErrorKind::invalid,
                fmt::format("there is no auxiliary business for the report {}; write kind = \"auxiliary\" under its "
                            "[[entity]] in quarterdeck.toml",
                            role.id));
  return fail(ErrorKind::invalid,
              fmt::format("no business has the report {0}; write report = \"{0}\" under its [[entity]] in "
                          "quarterdeck.toml",
                          role.id));
}

}  // namespace

Result<std::vector<PlannedReport>> plan_reports(const report::Roles& roles, const RunOptions& options,
                                                std::span<const model::Entity> entities) {
  std::vector<PlannedReport> out;
  if (options.roles.empty()) {
    for (const Role& role : roles.all()) std::ranges::move(reports_of(role, entities), std::back_inserter(out));
  }
  for (const std::string& id : options.roles) {
    const Role* const role = roles.find(id);
    if (role == nullptr) {
      std::vector<std::string_view> known;
      for (const Role& one : roles.all()) known.push_back(one.id);
      return fail(ErrorKind::invalid, fmt::format("there is no role {}; these are: {}", id, fmt::join(known, ", ")));
    }
    if (std::ranges::find(out, role, &PlannedReport::role) != out.end()) continue;
    auto planned = reports_of(*role, entities);
    if (planned.empty()) return nothing_to_be_about(*role);
    std::ranges::move(planned, std::back_inserter(out));
  }
  return out;
}

}  // namespace qd::app
