// The whole of the judgement: facts and definitions in, figures, findings, actions and changes out.
#pragma once

#include <string>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/previous.hpp"
#include "base/side_by_side.hpp"

namespace qd::assess {

struct AssessOptions {
  Instant as_of;
  Date today;  ///< the day of as_of in the portfolio's zone
  std::string portfolio_name = "The group";
  const Previous* previous = nullptr;       ///< the newest run with an earlier as_of, if there is one
  std::optional<Comparison> compared_with;  ///< what `previous` is
  std::vector<PastPoint> history;           ///< oldest first
  Materiality material = usual_materiality();
  Diagnostics diagnostics;  ///< of definitions and reading; handed on
  SideBySide side_by_side = one_after_the_other;
};

[[nodiscard]] Assessment assess(const model::FactStore& facts, const Definitions& definitions, AssessOptions options);

}  // namespace qd::assess
