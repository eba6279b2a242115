// A report as one HTML page that needs nothing beside it: no script, no font, no image from anywhere.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.hpp"

namespace qd::render {

/// How a figure was made, shown at the end of the page. Plain text; its lines stay as they are.
struct Explanation {
  std::string title;
  std::string text;
};

/// By ref: "burn_rate", "no_live_listing@jada".
using Explanations = std::map<std::string, Explanation, std::less<>>;

struct WebOptions {
  std::string_view style_sheet;  ///< web/report.css
  /// Perhaps of more figures than the report has. A figure is a link if its ref is here; else it is plain text.
  const Explanations* explanations = nullptr;
};

[[nodiscard]] std::string web_html(const report::Report& report, const WebOptions& options);

/// The refs that a report's figures name, each once, in the order of the document.
[[nodiscard]] std::vector<std::string> figure_refs(const report::Report& report);

}  // namespace qd::render
