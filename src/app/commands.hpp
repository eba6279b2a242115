// The commands, one row each.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "base/date.hpp"

namespace qd::app {

/// What the program writes is for its user alone, unless a file's own mode says otherwise.
void umask_private();

/// `now` by the real clock. Also accounts for output that the gate refused or that could not be written.
[[nodiscard]] Exit run_command_line(const CommandLine& line, Instant now, Console& console);

}  // namespace qd::app
