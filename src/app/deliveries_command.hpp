// `quarterdeck deliveries`: the ledger, the timeline of one row, and a person's word on what became of one.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit deliveries_command(const Session& session, const CommonOptions& common,
                                      const DeliveriesOptions& options, Console& console);

}  // namespace qd::app
