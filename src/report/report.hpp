// One role's report: the view model, put into the role's template, read once into a document that renderers walk.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "report/document.hpp"
#include "report/role.hpp"
#include "report/view_model.hpp"

namespace qd::report {

/// A table of which the report shows only the beginning, whole: text/csv.
struct Attachment {
  std::string name;  ///< "findings.csv"
  std::string bytes;
};

struct Report {
  std::string id;  ///< names its files: that of the role, of a unit's report maybe with the business behind it
  std::string role;
  std::string title;      ///< "CEO report"
  std::string subject;    ///< of the mail, one line
  std::string preheader;  ///< at most 90 characters: the main change, else the first sentence of the summary
  std::string portfolio;
  Instant as_of;
  std::string as_of_text;  ///< its day in the portfolio's zone, "21 May 2026"
  std::string markdown;    ///< as the template gave it; render::markdown() makes the archive copy
  Document document;
  std::vector<Attachment> attachments;  ///< by name
};

/// `diagnostics` receives what is wrong with the template (unknown names, with position and the nearest known name);
/// the report is made all the same. Same input, same bytes.
[[nodiscard]] Report make_report(const Role& role, const Partials& partials, const ReportInput& input,
                                 Diagnostics& diagnostics);

}  // namespace qd::report
