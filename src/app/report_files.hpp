// One report as the files of a run: page, text, Markdown, its tables, the mail as it would be sent, and PDF on request.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/pdf.hpp"
#include "app/session.hpp"
#include "base/result.hpp"
#include "render/web_html.hpp"
#include "report/report.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

/// What the reports of a run have in common. Must outlive the calls.
struct ReportContext {
  const Session& session;
  const Reading& reading;
  const assess::Assessment& assessment;
  const render::Explanations& explanations;  ///< of every figure in the reports
  bool pdf = false;                          ///< of every report, not only where `formats` asks for it
  std::optional<PdfMaker> pdf_maker = {};    ///< nothing when none is installed
};

/// How each figure of the reports was made, as their pages show it.
[[nodiscard]] render::Explanations explain_figures(const Session& session, const Reading& reading,
                                                   const assess::Assessment& assessment,
                                                   std::span<const report::Report> reports);

struct ReportFiles {
  std::vector<store::RunFile> files;
  std::vector<std::string> refusals;  ///< why there is no .eml: what the mail linter found, one sentence each
  std::vector<std::string> warnings;
};

/// <id>.html, .txt, .md, .eml and a .csv for each attachment, each through the gate: an error when a secret is in one.
[[nodiscard]] Result<ReportFiles> report_files(const ReportContext& context, const report::Report& report);

}  // namespace qd::app
