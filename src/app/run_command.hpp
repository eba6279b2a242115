// `quarterdeck run`: assess, render the reports, pass the gate, archive.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit run_command(const Session& session, const CommonOptions& common, const RunOptions& options,
                               Console& console);

}  // namespace qd::app
