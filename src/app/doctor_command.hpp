// `quarterdeck doctor`: what is configured, by which spelling, and what is wrong, each with the fix.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/session.hpp"

namespace qd::app {

[[nodiscard]] Exit doctor_command(const Session& session, const CommonOptions& common, const DoctorOptions& options,
                                  Console& console);

}  // namespace qd::app
