// `quarterdeck assess`: figures, findings, actions and what changed.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit assess_command(const Session& session, const CommonOptions& common, const AssessOptions& options,
                                  Console& console);

}  // namespace qd::app
