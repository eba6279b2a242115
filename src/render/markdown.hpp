// A report as Markdown in one normal form: the archive copy, which diffs well and reads back to the same document.
#pragma once

#include <string>

#include "report/report.hpp"

namespace qd::render {

[[nodiscard]] std::string markdown(const report::Report& report);

}  // namespace qd::render
