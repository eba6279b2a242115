// What there is to do: the open points of the documents, and what failed checks ask for, best first.
#pragma once

#include <optional>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"

namespace qd::assess {

/// Every item of a document. The facts must outlive the list. Ids are unique and, as long as the texts stay, the same
/// in every run.
[[nodiscard]] ActionList stated_actions(const model::FactStore& facts, Date today);

/// With one action for each failed finding, best score first; failed findings of projects are one for each entity and
/// check.
[[nodiscard]] ActionList with_findings(ActionList actions, const model::FactStore& facts,
                                       const std::vector<Finding>& findings, Date today);

/// Higher comes first; docs/definitions.md says how it is made. 0 for what is done.
[[nodiscard]] double score_of(const Action& action, Date today);

}  // namespace qd::assess
