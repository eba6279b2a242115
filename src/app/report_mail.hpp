// One report as a mail: who gets it, what stands under it, what goes with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/workspace.hpp"
#include "assess/assessment.hpp"
#include "base/result.hpp"
#include "report/report.hpp"

namespace qd::app {

/// Whom the report goes to: `to` of [report.<id>], else of [report.<role>], else the recipients of the env file.
[[nodiscard]] std::vector<std::string> recipients_of(const Workspace& workspace, std::string_view report,
                                                     std::string_view role);

/// Whether `formats` of [report.<id>] or [report.<role>] names the format.
[[nodiscard]] bool wants_format(const Workspace& workspace, const report::Report& report, std::string_view format);

/// Coverage, where figures come from, and how to stop or change the mail: a paragraph a line.
[[nodiscard]] std::string mail_footer(const report::Report& report, const assess::Coverage& coverage);

/// "ceo-findings.csv": the name of an attachment, in the mail and in the run's folder.
[[nodiscard]] std::string attached_name(const report::Report& report, const report::Attachment& file);

/// The message. Attachments that would make it too large to send stay behind, largest first; the run's folder has them.
[[nodiscard]] Result<std::string> report_mail(const Workspace& workspace, const report::Report& report,
                                              std::string_view text, std::string_view footer);

}  // namespace qd::app
