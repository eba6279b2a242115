// Text as conditions compare it: "Live ", "live" and "LIVE" are the same word.
#pragma once

#include <string>
#include <string_view>

namespace qd::formula {

/// Small letters (Latin, Greek, Cyrillic, full-width), no space around, one space within. Accents stay: they tell words
/// apart.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace qd::formula
