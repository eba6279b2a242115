// Text of documents on a terminal: what could move the cursor, colour the screen or turn the reading order is blanked.
#pragma once

#include <string>
#include <string_view>

namespace qd::render {

/// One line: control characters, line ends and marks of direction become spaces.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace qd::render
