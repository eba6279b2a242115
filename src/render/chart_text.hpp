// Charts out of letters, for a terminal and the text part of a mail: every figure of the chart, as aligned columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/document.hpp"

namespace qd::render {

/// Lines of at most `width` columns, without the title.
[[nodiscard]] std::vector<std::string> chart_lines(const report::Document& document, std::size_t chart,
                                                   std::size_t width);

/// "▂▃▅▆▄", one letter for a point, a space where it is not known; empty when none is.
[[nodiscard]] std::string spark_letters(std::string_view points);

}  // namespace qd::render
