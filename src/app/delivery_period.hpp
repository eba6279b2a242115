// Which period a report of a moment belongs to: what is sent once.
#pragma once

#include <string_view>

#include "app/workspace.hpp"
#include "base/date.hpp"

namespace qd::app {

/// The local date of the newest due time of the report's `cron` that is not after `as_of`; without one the local date
/// of `as_of`.
[[nodiscard]] Date period_of(const Workspace& workspace, std::string_view report, std::string_view role, Instant as_of);

}  // namespace qd::app
