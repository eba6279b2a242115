// A report as plain text of at most 78 columns: the same words and figures as the HTML, for any mail reader.
#pragma once

#include <string>

#include "report/report.hpp"

namespace qd::render {

struct TextOptions {
  std::string footer;  ///< how to stop or change the mail; may be empty
};

[[nodiscard]] std::string text(const report::Report& report, const TextOptions& options = {});

}  // namespace qd::render
