// `quarterdeck init`: a workspace to start from, with comments.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "base/date.hpp"

namespace qd::app {

/// Writes what is missing and leaves alone what is there. `today` dates the example hand-off.
[[nodiscard]] Exit init_command(const CommonOptions& common, const InitOptions& options, Date today, Console& console);

}  // namespace qd::app
