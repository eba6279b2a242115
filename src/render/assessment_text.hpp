// An assessment for a terminal: figures, what fails, what to do first, what changed.
#pragma once

#include <span>
#include <string>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"

namespace qd::render {

struct AssessmentTextOptions {
  std::string portfolio;              ///< its name
  std::span<const std::string> kpis;  ///< only these; all when empty
};

/// Lines of at most 100 columns.
[[nodiscard]] std::string assessment_text(const assess::Assessment& assessment, const assess::Definitions& definitions,
                                          const AssessmentTextOptions& options);

}  // namespace qd::render
