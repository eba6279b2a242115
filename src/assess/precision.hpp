// Two figures that people wrote agree when they can be readings of the same amount: 3,700 and 3,676 do, 6 and 25 don't.
#pragma once

#include <optional>

#include "formula/value.hpp"

namespace qd::assess {

/// The figure read at its own precision: half a unit of its last digit that is not 0 on either side, at most a
/// twentieth of it; a tenth where it says "about" (`estimated`). Bounds of a range are read so, each for itself.
[[nodiscard]] formula::Amount at_own_precision(const formula::Amount& stated, model::Kind kind);

/// As `as`, per month or so, and in its unit; nothing where the two do not compare. A stated figure that names no
/// cadence is taken to mean the other's.
[[nodiscard]] std::optional<formula::Amount> comparable(const formula::Amount& stated, const formula::Amount& as);

/// No amount lies in both. Both must be comparable.
[[nodiscard]] bool disjoint(const formula::Amount& a, const formula::Amount& b);

}  // namespace qd::assess
