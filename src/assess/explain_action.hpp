// An action taken apart: what it says, what its score is made of, who asks for it.
#pragma once

#include "assess/assessment.hpp"
#include "assess/explanation.hpp"

namespace qd::assess {

[[nodiscard]] Explanation explain_action(const Action& action, const model::FactStore& facts,
                                         const Assessment& assessment);

}  // namespace qd::assess
