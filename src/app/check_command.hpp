// `quarterdeck check`: what of the workspace was not understood, and how to write it.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

/// Exit::problems_found when there is an error; warnings and notes are no problem.
[[nodiscard]] Exit check_command(const Session& session, const CommonOptions& common, const CheckOptions& options,
                                 Console& console);

}  // namespace qd::app
