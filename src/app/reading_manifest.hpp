// What was read, as the manifest of a run lists it.
#pragma once

#include <vector>

#include "app/reading.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

/// Refers to the workspace and the reading, which must outlive it.
[[nodiscard]] std::vector<store::RunInput> run_inputs(const Reading& reading);

}  // namespace qd::app
