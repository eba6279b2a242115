// Text in columns of a terminal or a mail: widths as they are seen, wrapped lines, tables that fit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/document.hpp"

namespace qd::render {

/// A space at which a line must not end, so that a figure stays in one piece. Becomes a plain space in the end.
inline constexpr char kFixedSpace = '\x01';

/// Columns that the text takes; wide characters take two, marks and direction signs none.
[[nodiscard]] std::size_t columns(std::string_view text);

/// Breaks at spaces into lines of at most `width` columns; '\n' ends a line always. A word that is longer is broken at
/// its fixed spaces, then anywhere. At least one line, perhaps empty.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

struct TableText {
  std::vector<report::Align> aligns;
  std::vector<std::vector<std::string>> rows;
  bool headed = true;  ///< the first row is the header
};

/// Lines of at most `width` columns: aligned columns where they fit, wrapping the longest cells; else each row as a
/// block of "Header: value".
[[nodiscard]] std::vector<std::string> table_lines(const TableText& table, std::size_t width);

}  // namespace qd::render
