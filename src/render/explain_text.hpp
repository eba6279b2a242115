// An explanation for a terminal: the formula, what each part gave, and every input as file:line.
#pragma once

#include <string>

#include "assess/explanation.hpp"

namespace qd::render {

struct ExplainTextOptions {
  bool all = false;  ///< every input, not only the first few
};

[[nodiscard]] std::string explain_text(const assess::Explanation& explanation, const ExplainTextOptions& options = {});

}  // namespace qd::render
