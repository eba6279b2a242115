// The role templates of a workspace: the built-in ones, and its own over them.
#pragma once

#include <string_view>

#include "app/session.hpp"
#include "report/role.hpp"

namespace qd::app {

/// ErrorKind::invalid for a variant that does not exist. What is wrong in a template gives diagnostics.
[[nodiscard]] Result<report::Roles> load_roles(const Session& session, std::string_view variant,
                                               Diagnostics& diagnostics);

}  // namespace qd::app
