// Actions against those of the last run.
#pragma once

#include <functional>

#include "assess/assessment.hpp"
#include "assess/previous.hpp"

namespace qd::assess {

/// Hands on what was done, fell due, came, came again, or went from the documents without being done, each with its
/// weight among all changes.
void compare_actions(const Previous& previous, const Assessment& assessment,
                     const std::function<void(double weight, Change change)>& take);

}  // namespace qd::assess
