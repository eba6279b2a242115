// The rows of a fenced block: cells between bars, as in a pipe table with or without its outer bars.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qd::report {

struct FenceRow {
  std::vector<std::string> cells;  ///< unescaped; at least one
  bool ruled = false;              ///< stands above a line of dashes, so it names the columns; its first cell is empty
};

/// Empty lines and the line of dashes are no rows. A bar behind a backslash is text.
[[nodiscard]] std::vector<FenceRow> fence_rows(std::string_view lines);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace qd::report
