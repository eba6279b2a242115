// `quarterdeck send`: deliver what a run still owes.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit send_command(const Session& session, const CommonOptions& common, const SendOptions& options,
                                Console& console);

}  // namespace qd::app
