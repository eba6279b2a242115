#include "app/report_mail.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mail/mime.hpp"
#include "render/mail_html.hpp"

namespace qd::app {

namespace {

// RFC 2606 keeps .invalid free of mail: a draft without a configured address can be opened, and never be delivered.
constexpr std::string_view kNotConfigured = "not-configured@quarterdeck.invalid";

/// Before Base64, which makes three bytes four; the rest of the message has room beside it.
constexpr std::size_t kMostAttached = 6'000'000;

const ReportConfig* config_of(const Workspace& workspace, std::string_view report, std::string_view role) {
  const ReportConfig* const config = workspace.config.report(report);
  return config != nullptr ? config : workspace.config.report(role);
}

std::vector<mail::Attachment> attachments_of(const report::Report& report) {
  std::vector<mail::Attachment> out;
  std::size_t bytes = 0;
  for (const report::Attachment& file : report.attachments) {
    out.push_back({.name = attached_name(report, file), .type = "text/csv", .bytes = file.bytes});
    bytes += file.bytes.size();
  }
  while (bytes > kMostAttached) {
    const auto largest =
        std::ranges::max_element(out, {}, [](const mail::Attachment& file) { return file.bytes.size(); });
    bytes -= largest->bytes.size();
    out.erase(largest);
  }
  return out;
}

}  // namespace

std::vector<std::string> recipients_of(const Workspace& workspace, std::string_view report, std::string_view role) {
  const ReportConfig* const config = config_of(workspace, report, role);
  return config != nullptr && !config->to.empty() ? config->to : workspace.settings.recipients;
}

bool wants_format(const Workspace& workspace, const report::Report& report, std::string_view format) {
  const ReportConfig* const config = config_of(workspace, report.id, report.role);
  return config != nullptr && std::ranges::find(config->formats, format) != config->formats.end();
}

std::string mail_footer(const report::Report& report, const assess::Coverage& coverage) {
  std::string out;
  if (coverage.lines > 0)
    out = fmt::format(
        "Worked out from the group's own documents: {} of {} lines that could say something were understood. ",
        coverage.understood, coverage.lines);
  return out + fmt::format(
                   "How each figure was made, down to file and line, stands in {0}.html of the same run.\n"
                   "To stop this mail, or to change who gets it and when, reply to the sender; the setting is "
                   "\"to\" under [report.{0}] in quarterdeck.toml.",
                   report.id);
}

std::string attached_name(const report::Report& report, const report::Attachment& file) {
  return fmt::format("{}-{}", report.id, file.name);
}

Result<std::string> report_mail(const Workspace& workspace, const report::Report& report, std::string_view text,
                                std::string_view footer) {
  const auto from =
      mail::parse_address(workspace.settings.sender ? workspace.settings.sender->value : std::string(kNotConfigured));
  if (!from) return std::unexpected(from.error());
  render::MailHtml html =
      render::mail_html(report, {.dashboard = workspace.config.dashboard.address, .footer = std::string(footer)});
  mail::Message message{.from = *from,
                        .to = {},
                        .subject = report.subject,
                        .date = report.as_of,
                        .text = std::string(text),
                        .html = std::move(html.html),
                        .images = {},
                        .attachments = attachments_of(report),
                        .headers = {{"X-Quarterdeck-Report", report.id}, {"X-Quarterdeck-Role", report.role}}};
  for (render::MailImage& image : html.images)
    message.images.push_back({.id = std::move(image.id), .type = "image/png", .bytes = std::move(image.png)});
  auto recipients = recipients_of(workspace, report.id, report.role);
  if (recipients.empty()) recipients.emplace_back(kNotConfigured);
  for (const std::string& recipient : recipients) {
    auto address = mail::parse_address(recipient);
    if (!address) return std::unexpected(address.error());
    message.to.push_back(std::move(*address));
  }
  return mail::compose(message);
}

}  // namespace qd::app
