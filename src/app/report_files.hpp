// One report as the files of a run: page, text, Markdown and the mail as it would be sent.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"
#include "base/result.hpp"
#include "report/report.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

/// What the reports of a run have in common. Must outlive the calls.
struct ReportContext {
  const Session& session;
  const Reading& reading;
  const assess::Assessment& assessment;
};

/// <id>.html, .txt, .md and .eml, each through the gate: refused when one of them is.
[[nodiscard]] Result<std::vector<store::RunFile>> report_files(const ReportContext& context,
                                                               const report::Report& report);

/// Whom the report goes to: `to` of [report.<id>], else of [report.<role>], else the recipients of the env file.
[[nodiscard]] std::vector<std::string> recipients_of(const Workspace& workspace, const report::Report& report);

}  // namespace qd::app
