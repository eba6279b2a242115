// The figures of earlier days as members of an assessment's JSON. docs/history.md describes the shape.
#pragma once

#include <cstddef>

#include "assess/assessment.hpp"
#include "render/json_pieces.hpp"

namespace qd::render {

/// "history": every figure at every point; the last point is what the assessment itself says.
void write_history(Pieces& pieces, const assess::Assessment& assessment);

/// "trend_days" and "trends": a line for each of the first `most` figures of which a trend is known.
void write_trends(Pieces& pieces, const assess::Assessment& assessment, std::size_t most);

}  // namespace qd::render
