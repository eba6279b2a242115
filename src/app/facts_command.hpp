// `quarterdeck facts`: everything that was read, one row an occurrence.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit facts_command(const Session& session, const CommonOptions& common, const FactsOptions& options,
                                 Console& console);

}  // namespace qd::app
