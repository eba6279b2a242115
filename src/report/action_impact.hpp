// What actions are worth together.
#pragma once

#include <cstdint>
#include <span>

#include "report/view_parts.hpp"

namespace qd::report {

/// Of the actions at these places: `total known of some_unknown all_unknown`.
[[nodiscard]] Value impact_value(const ViewContext& context, std::span<const std::uint32_t> places);

}  // namespace qd::report
