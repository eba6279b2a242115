#include "app/delivery_period.hpp"

#include "schedule/due.hpp"

namespace qd::app {

Date period_of(const Workspace& workspace, std::string_view report, std::string_view role, Instant as_of) {
  const ReportConfig* config = workspace.config.report(report);
  if (config == nullptr) config = workspace.config.report(role);
  const schedule::Cron* const cron = config != nullptr && config->due ? &*config->due : nullptr;
  return schedule::period_at(cron, as_of, workspace.zone);
}

}  // namespace qd::app
