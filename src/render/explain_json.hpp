// An explanation as JSON; docs/definitions.md describes the shape.
#pragma once

#include <string>

#include "assess/explanation.hpp"

namespace qd::render {

/// With a final newline. Always every input.
[[nodiscard]] std::string explain_json(const assess::Explanation& explanation);

}  // namespace qd::render
