#include "app/mail_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/delivery_period.hpp"
#include "app/report_mail.hpp"
#include "mail/mime.hpp"
#include "mail/raw_header.hpp"
#include "mail/readdress.hpp"
#include "store/digest.hpp"

namespace qd::app {

namespace {

constexpr std::string_view kEnding = ".eml";

std::string decoded_subject(std::string_view message) {
  const auto parts = mail::decode_parts(message);
  if (parts.empty()) return {};
  constexpr std::string_view kName = "Subject: ";
  const std::string& headers = parts.front().body;
  const std::size_t begin = headers.starts_with(kName) ? 0 : headers.find(std::string("\n").append(kName));
  if (begin == std::string::npos) return {};
  const std::size_t value = headers.find(kName, begin) + kName.size();
  return headers.substr(value, headers.find_first_of("\r\n", value) - value);
}

RunMail mail_of(gate::Outgoing message) {
  store::Digester digester;
  return {.report = mail::raw_header(message.bytes(), "X-Quarterdeck-Report"),
          .role = mail::raw_header(message.bytes(), "X-Quarterdeck-Role"),
          .subject = decoded_subject(message.bytes()),
          .fingerprint = store::hex(digester.sha256(mail::frozen_content(message.bytes()))),
          .message = std::move(message)};
}

bool wanted(const RunMail& mail, std::span<const std::string> roles) {
  return roles.empty() ||
         std::ranges::any_of(roles, [&](const std::string& role) { return role == mail.report || role == mail.role; });
}

ArchiveCopy archive_mode(const Workspace& workspace) {
  if (!workspace.settings.archive) return ArchiveCopy::local;
  return workspace.config.delivery.archive.value_or(ArchiveCopy::bcc);
}

/// The readers in groups that one message can carry.
std::vector<store::PlannedMessage> messages_for(const PlanInput& input, std::span<const mail::Address> readers) {
  const Workspace& workspace = input.session.workspace;
  const ArchiveCopy mode = archive_mode(workspace);
  const bool in_bcc = mode == ArchiveCopy::bcc;
  const std::size_t room = input.most_recipients - (in_bcc ? 1 : 0);
  const std::size_t group = workspace.config.delivery.addressing == Addressing::each ? 1 : room;
  std::string archive;
  if (mode != ArchiveCopy::local) {
    // Checked when the settings were read.
    if (const auto address = mail::parse_address(workspace.settings.archive->value)) archive = address->address;
    if (input.options.simulator) archive = simulated(*input.options.simulator, archive);
  }
  std::vector<store::PlannedMessage> out;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    if (i % group == 0) out.push_back({.readers = {}, .archive = archive, .archive_apart = !in_bcc});
    out.back().readers.push_back(input.options.simulator ? simulated(*input.options.simulator, readers[i].address)
                                                         : readers[i].address);
  }
  return out;
}

}  // namespace

std::vector<RunMail> mails_of(std::span<const store::RunFile> files) {
  std::vector<RunMail> out;
  for (const store::RunFile& file : files) {
    if (file.name.ends_with(kEnding)) out.push_back(mail_of(file.content.clone()));
  }
  return out;
}

Result<std::vector<RunMail>> read_mails(const Session& session, const store::ArchivedRun& run,
                                        std::span<const std::string> roles) {
  const store::RunArchive archive(session.workspace.root);
  const auto names = archive.files(run, kEnding);
  if (!names) return std::unexpected(names.error());
  std::vector<RunMail> out;
  for (const std::string& name : *names) {
    auto bytes = archive.read(run, name);
    if (!bytes) return std::unexpected(bytes.error());
    auto passed = session.gate.pass(std::move(*bytes), gate::Form::message, name);
    if (!passed) return std::unexpected(passed.error());
    RunMail mail = mail_of(std::move(*passed));
    if (wanted(mail, roles)) out.push_back(std::move(mail));
  }
  for (const std::string& role : roles) {
    if (std::ranges::none_of(out, [&](const RunMail& mail) { return mail.report == role || mail.role == role; }))
      return fail(
          ErrorKind::not_found,
          fmt::format("the run {} has no mail of {}; `quarterdeck run --role {}` makes one", run.name, role, role));
  }
  return out;
}

Result<std::vector<mail::Address>> readers_of(const Workspace& workspace, std::string_view report,
                                              std::string_view role) {
  std::vector<mail::Address> out;
  for (const std::string& written : recipients_of(workspace, report, role)) {
    auto address = mail::parse_address(written);
    if (!address) return std::unexpected(address.error());
    const auto same = [&](const mail::Address& other) { return other.address == address->address; };
    if (std::ranges::none_of(out, same)) out.push_back(std::move(*address));
  }
  if (out.empty())
    return fail(ErrorKind::invalid,
                fmt::format("nobody reads {0}: name readers by SES_RECIPIENTS in repos.env, or by to = [\"…\"] under "
                            "[report.{0}] in quarterdeck.toml",
                            report));
  return out;
}

store::KeySpace key_space(const DeliveryConfig& config, const DeliveryOptions& options) {
  if (config.transport == TransportKind::maildir) return store::KeySpace::maildir;
  return options.simulator ? store::KeySpace::simulator : store::KeySpace::mail;
}

std::string simulated(std::string_view outcome, std::string_view address) {
  std::string label;
  for (const char c : address) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    label += plain ? c : '-';
  }
  constexpr std::size_t kLongestLabel = 40;  // a local part has room for 64
  return fmt::format("{}+{}@simulator.amazonses.com", outcome, std::string_view(label).substr(0, kLongestLabel));
}

Result<std::vector<store::PlannedContent>> plan_mails(const PlanInput& input, std::span<const RunMail> mails) {
  const Workspace& workspace = input.session.workspace;
  std::vector<store::PlannedContent> out;
  for (const RunMail& mail : mails) {
    const auto readers = readers_of(workspace, mail.report, mail.role);
    if (!readers) return std::unexpected(readers.error());
    out.push_back({.report = mail.report,
                   .role = mail.role,
                   .period = period_of(workspace, mail.report, mail.role, input.run.as_of),
                   .revision = 1,
                   .space = key_space(workspace.config.delivery, input.options),
                   .fingerprint = mail.fingerprint,
                   .subject = mail.subject,
                   .run = input.run.name,
                   .useful_until = input.now + workspace.config.delivery.useful_for,
                   .messages = messages_for(input, *readers)});
  }
  return out;
}

}  // namespace qd::app
