// `quarterdeck events`: read what SES reports from the queue, and apply it to the ledger.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit events_command(const Session& session, const CommonOptions& common, const EventsOptions& options,
                                  Console& console);

}  // namespace qd::app
