#include "app/report_files.hpp"

#include <fmt/format.h>

#include "app/embedded.hpp"
#include "assess/explanation.hpp"
#include "mail/mime.hpp"
#include "render/explain_text.hpp"
#include "render/mail_html.hpp"
#include "render/markdown.hpp"
#include "render/text.hpp"
#include "render/web_html.hpp"

namespace qd::app {

namespace {

// What a page says of one figure; `explain` says all.
constexpr assess::ExplainLimits kOnPage{.inputs = 120, .results = 12};

// RFC 2606 keeps .invalid free of mail: a draft without a configured address can be opened, and never be delivered.
constexpr std::string_view kNotConfigured = "not-configured@quarterdeck.invalid";

std::string_view style_sheet() {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path == "web/report.css") return file.bytes;
  }
  broken_promise("web/report.css is built in");
}

using Explanations = std::map<std::string, render::Explanation, std::less<>>;

/// Every second of the figures by each of two threads.
Explanations explanations(const ReportContext& context, const report::Report& report) {
  std::vector<std::string> references[2];
  for (std::string& reference : render::figure_refs(report))
    references[references[0].size() > references[1].size() ? 1 : 0].push_back(std::move(reference));
  Explanations out[2];
  const auto explain = [&](std::size_t half) {
    const auto keep = [&out, half](const std::string& reference, const assess::Explanation& explained) {
      out[half].emplace(reference, render::Explanation{explained.title, render::explain_text(explained)});
    };
    assess::explain_each(references[half], context.reading.facts, context.session.definitions, context.assessment,
                         kOnPage, keep);
  };
  on_two_threads([&] { explain(0); }, [&] { explain(1); });
  out[0].merge(out[1]);
  return std::move(out[0]);
}

Result<std::string> message(const ReportContext& context, const report::Report& report, const std::string& text) {
  const Workspace& workspace = context.session.workspace;
  const auto from =
      mail::parse_address(workspace.settings.sender ? workspace.settings.sender->value : std::string(kNotConfigured));
  if (!from) return std::unexpected(from.error());
  mail::Message message{.from = *from,
                        .to = {},
                        .subject = report.subject,
                        .date = report.as_of,
                        .text = text,
                        .html = render::mail_html(report, {.dashboard = workspace.config.dashboard.address}),
                        .headers = {{"X-Quarterdeck-Report", report.id}}};
  auto recipients = recipients_of(workspace, report);
  if (recipients.empty()) recipients.emplace_back(kNotConfigured);
  for (const std::string& recipient : recipients) {
    auto address = mail::parse_address(recipient);
    if (!address) return std::unexpected(address.error());
    message.to.push_back(std::move(*address));
  }
  return mail::compose(message);
}

}  // namespace

std::vector<std::string> recipients_of(const Workspace& workspace, const report::Report& report) {
  const ReportConfig* config = workspace.config.report(report.id);
  if (config == nullptr) config = workspace.config.report(report.role);
  return config != nullptr && !config->to.empty() ? config->to : workspace.settings.recipients;
}

Result<std::vector<store::RunFile>> report_files(const ReportContext& context, const report::Report& report) {
  std::string text = render::text(report);
  auto mail = message(context, report, text);
  if (!mail) return std::unexpected(mail.error());
  struct Draft {
    std::string_view ending;
    gate::Form form;
    std::string bytes;
  };
  Draft drafts[] = {
      {"html", gate::Form::page,
       render::web_html(report, {.style_sheet = style_sheet(), .explanations = explanations(context, report)})},
      {"txt", gate::Form::file, std::move(text)},
      {"md", gate::Form::file, render::markdown(report)},
      {"eml", gate::Form::message, std::move(*mail)},
  };
  std::vector<store::RunFile> files;
  for (Draft& draft : drafts) {
    const std::string name = fmt::format("{}.{}", report.id, draft.ending);
    auto outgoing = context.session.gate.pass(std::move(draft.bytes), draft.form, name);
    if (!outgoing) return std::unexpected(outgoing.error());
    files.push_back({name, std::move(*outgoing)});
  }
  return files;
}

}  // namespace qd::app
