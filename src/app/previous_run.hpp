// The assessment of an earlier run, read back from its assessment.json as far as the next run compares with it.
#pragma once

#include <string_view>

#include "assess/previous.hpp"
#include "base/result.hpp"

namespace qd::app {

/// Fails when the bytes are no assessment; members that are missing or of another kind leave out their element.
[[nodiscard]] Result<assess::Previous> read_previous_run(std::string_view assessment_json);

}  // namespace qd::app
