// The whole of the judgement: facts and definitions in, figures, findings, actions and changes out.
#pragma once

#include <string>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/previous.hpp"

namespace qd::assess {

struct AssessOptions {
  Instant as_of;
  Date today;  ///< the day of as_of in the portfolio's zone
  std::string portfolio_name = "The group";
  const Previous* previous = nullptr;  ///< the newest run with an earlier as_of, if there is one
  Diagnostics diagnostics;             ///< of definitions and reading; handed on
};

[[nodiscard]] Assessment assess(const model::FactStore& facts, const Definitions& definitions, AssessOptions options);

}  // namespace qd::assess
