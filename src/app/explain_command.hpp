// `quarterdeck explain`: how a figure was made, down to the lines of the files.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit explain_command(const Session& session, const CommonOptions& common, const ExplainOptions& options,
                                   Console& console);

}  // namespace qd::app
