// What is different from the last run: figures that moved, findings that came, worsened and went, actions done and due.
#pragma once

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/previous.hpp"

namespace qd::assess {

/// Fills in `previous` of KPIs, `since` and `state` of findings, and `changes`. Without a previous run every failure is
/// new and nothing has changed. `usual` says what is material of a figure whose definition does not.
void compare_with(const Previous* previous, const model::FactStore& facts, const Definitions& definitions,
                  Assessment& assessment, const Materiality& usual = usual_materiality());

/// Whether the finding is or just was open, so that `since` and `state` mean something.
[[nodiscard]] bool is_tracked(const Finding& finding);

}  // namespace qd::assess
