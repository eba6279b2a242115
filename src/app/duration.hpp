// "90s", "6h", "2d": spans as people write them in settings and options.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace qd::app {

/// Seconds, minutes (m or min), hours or days, at most a year and a day, which is more than anybody means. Nothing for
/// anything else.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace qd::app
