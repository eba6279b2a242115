#include "app/report_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "app/embedded.hpp"
#include "app/report_mail.hpp"
#include "assess/explanation.hpp"
#include "gate/mail_lint.hpp"
#include "render/explain_text.hpp"
#include "render/markdown.hpp"
#include "render/text.hpp"
#include "render/web_html.hpp"

namespace qd::app {

namespace {

std::string_view style_sheet() {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path == "web/report.css") return file.bytes;
  }
  broken_promise("web/report.css is built in");
}

/// The page as PDF, if somebody wants it; what is in the way of it becomes a warning.
void add_pdf(const ReportContext& context, const report::Report& report, ReportFiles& out) {
  if (!context.pdf && !wants_format(context.session.workspace, report, "pdf")) return;
  if (!context.pdf_maker) {
    out.warnings.emplace_back(kNoPdfMaker);
    return;
  }
  const std::string name = report.id + ".pdf";
  auto pdf = context.pdf_maker->make(out.files.front().content);
  auto outgoing = pdf ? context.session.gate.pass(std::move(*pdf), gate::Form::file, name)
                      : Result<gate::Outgoing>(std::unexpected(pdf.error()));
  if (outgoing) {
    out.files.push_back({name, std::move(*outgoing)});
  } else {
    out.warnings.push_back(fmt::format("there is no {}: {}", name, outgoing.error().what));
  }
}

/// What the linter objects to is not written as something that could be sent.
Result<void> add_mail(const ReportContext& context, const report::Report& report, const std::string& text,
                      std::string_view footer, ReportFiles& out) {
  const std::string name = report.id + ".eml";
  auto mail = report_mail(context.session.workspace, report, text, footer);
  if (!mail) {
    out.refusals.push_back(fmt::format("{} was not written: {}", name, mail.error().what));
    return {};
  }
  auto outgoing = context.session.gate.pass(std::move(*mail), gate::Form::message, name);
  if (!outgoing) return std::unexpected(outgoing.error());
  const std::vector<gate::LintFinding> findings = gate::lint_message(outgoing->bytes());
  for (const gate::LintFinding& finding : findings)
    out.refusals.push_back(fmt::format("{} was not written: {}", name, gate::format(finding)));
  if (findings.empty()) out.files.push_back({name, std::move(*outgoing)});
  return {};
}

}  // namespace

render::Explanations explain_figures(const Session& session, const Reading& reading,
                                     const assess::Assessment& assessment, std::span<const report::Report> reports) {
  // What a page says of one figure; `explain` says all.
  constexpr assess::ExplainLimits kOnPage{.inputs = 120, .results = 12};
  std::set<std::string> all;
  for (const report::Report& report : reports)
    std::ranges::move(render::figure_refs(report), std::inserter(all, all.end()));
  // Every second one by each of two threads.
  std::vector<std::string> references[2];
  for (const std::string& reference : all)
    references[references[0].size() > references[1].size() ? 1 : 0].push_back(reference);
  render::Explanations out[2];
  const auto explain = [&](std::size_t half) {
    const auto keep = [&out, half](const std::string& reference, const assess::Explanation& explained) {
      out[half].emplace(reference, render::Explanation{explained.title, render::explain_text(explained)});
    };
    assess::explain_each(references[half], reading.facts, session.definitions, assessment, kOnPage, keep);
  };
  on_two_threads([&] { explain(0); }, [&] { explain(1); });
  out[0].merge(out[1]);
  return std::move(out[0]);
}

Result<ReportFiles> report_files(const ReportContext& context, const report::Report& report) {
  const std::string footer = mail_footer(report, context.assessment.coverage);
  std::string text = render::text(report, {.footer = footer});
  struct Draft {
    std::string name;
    gate::Form form;
    std::string bytes;
  };
  std::vector<Draft> drafts;
  drafts.push_back({report.id + ".html", gate::Form::page,
                    render::web_html(report, {.style_sheet = style_sheet(), .explanations = &context.explanations})});
  drafts.push_back({report.id + ".txt", gate::Form::file, text});
  drafts.push_back({report.id + ".md", gate::Form::file, render::markdown(report)});
  for (const report::Attachment& file : report.attachments)
    drafts.push_back({attached_name(report, file), gate::Form::file, file.bytes});
  ReportFiles out;
  for (Draft& draft : drafts) {
    auto outgoing = context.session.gate.pass(std::move(draft.bytes), draft.form, draft.name);
    if (!outgoing) return std::unexpected(outgoing.error());
    out.files.push_back({draft.name, std::move(*outgoing)});
  }
  if (auto added = add_mail(context, report, text, footer, out); !added) return std::unexpected(added.error());
  add_pdf(context, report, out);
  return out;
}

}  // namespace qd::app
