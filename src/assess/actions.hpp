// What there is to do, made in three steps: what documents ask for, what is remembered, and what failed checks ask for.
#pragma once

#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/previous.hpp"

namespace qd::assess {

/// The items of documents, those that ask for the same thing as one: docs/definitions.md says which do. The facts must
/// outlive the list. Ids are unique and, as long as the words stay, the same in every run.
[[nodiscard]] ActionList stated_actions(const model::FactStore& facts, Date today);

/// Gives what is done its day: that of the earlier run, or `today` if this is the first run that sees it done. Adds
/// what was done in the last 90 days and stands in no document any more.
[[nodiscard]] ActionList with_remembered(ActionList actions, const Previous* previous, Date today);

/// With one action for each failed finding, best score first, and what is done last. Failed findings of projects are
/// one for each entity and check. A finding all of whose evidence is one open action of a document, or one item of debt
/// that an action names with the same words, is a source of that action and none of its own.
[[nodiscard]] ActionList with_findings(ActionList actions, const model::FactStore& facts,
                                       const std::vector<Finding>& findings, Date today);

}  // namespace qd::assess
