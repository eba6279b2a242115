#include "app/delivery_dry_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/delivery_summary.hpp"
#include "base/json_writer.hpp"
#include "mail/delivery_headers.hpp"
#include "mail/delivery_key.hpp"
#include "mail/raw_header.hpp"
#include "mail/readdress.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

namespace {

/// One message that would leave.
struct Draft {
  const store::PlannedContent* content = nullptr;
  std::vector<std::string> to;
  std::string archive;
  bool archive_apart = false;
  gate::Outgoing message;
};

/// Who has a row for this content that is not owed any more, by the ledger as it is; nobody when there is none.
std::set<std::string> already_served(const Session& session, const store::PlannedContent& content) {
  std::set<std::string> out;
  const auto outbox = store::Outbox::open(session.workspace.root, true);
  if (!outbox) return out;
  store::DeliveryFilter filter;
  filter.report = content.report;
  filter.period = content.period;
  filter.space = content.space;
  if (const auto rows = outbox->deliveries(filter)) {
    for (const store::Delivery& row : *rows) {
      if (!row.copy_of && !mail::is_owed(row.state)) out.insert(row.recipient);
    }
  }
  return out;
}

Result<Draft> draft_of(const Session& session, const store::PlannedContent& content, const RunMail& mail,
                       const store::PlannedMessage& message, const std::set<std::string>& served) {
  Draft out{.content = &content,
            .to = message.readers,
            .archive = message.archive,
            .archive_apart = message.archive_apart,
            .message = mail.message.clone()};
  std::erase_if(out.to, [&](const std::string& reader) { return served.contains(reader); });
  if (out.to.empty()) return out;
  mail::HeaderChange change;
  std::vector<std::string> keys;
  const auto known = readers_of(session.workspace, content.report, content.role);
  if (!known) return std::unexpected(known.error());
  for (const std::string& reader : out.to) {
    const auto named = std::ranges::find(*known, reader, &mail::Address::address);
    change.to.push_back(named != known->end() ? *named : mail::Address{.name = {}, .address = reader});
    keys.push_back(mail::delivery_key({.report = content.report,
                                       .period = content.period,
                                       .recipient = reader,
                                       .revision = content.revision,
                                       .variant = {},
                                       .space = to_string(content.space),
                                       .copy_of = {}}));
  }
  const DeliveryConfig& config = session.workspace.config.delivery;
  const auto sender = mail::parse_address(mail::raw_header(mail.message.bytes(), "From"));
  change.headers =
      mail::delivery_headers({.key = mail::message_key(keys),
                              .report = content.report,
                              .sender = sender ? sender->address : std::string_view(),
                              .unsubscribe = {.https = config.unsubscribe, .address = config.unsubscribe_mailto}});
  auto passed = session.gate.readdressed(mail.message, change);
  if (!passed) return std::unexpected(passed.error());
  out.message = std::move(*passed);
  return out;
}

std::string text_of(std::span<const Draft> drafts, std::size_t served) {
  std::string out;
  for (const Draft& draft : drafts) {
    out += fmt::format("  {} for {}: to {}", draft.content->report, to_string(draft.content->period),
                       fmt::join(draft.to, ", "));
    if (!draft.archive.empty())
      out += fmt::format("; archive {} {}", draft.archive, draft.archive_apart ? "in a message of its own" : "in Bcc");
    out += fmt::format("; {} KB\n", (draft.message.bytes().size() + 1023) / 1024);
  }
  if (served > 0) out += fmt::format("  {} have their report already\n", served);
  return fmt::format("{} would be sent (--dry-run):\n{}",
                     drafts.size() == 1 ? "1 message" : fmt::format("{} messages", drafts.size()), out);
}

std::string json_of(std::span<const Draft> drafts, std::size_t served) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("dry_run", true).member("served", std::uint64_t{served}).key("messages").begin_array();
  for (const Draft& draft : drafts) {
    json.begin_object()
        .member("report", draft.content->report)
        .member("role", draft.content->role)
        .member("period", to_string(draft.content->period))
        .member("subject", draft.content->subject);
    json.key("to").begin_array();
    for (const std::string& reader : draft.to) json.value(reader);
    json.end_array().key("archive");
    draft.archive.empty() ? json.null() : json.value(draft.archive);
    json.member("bytes", std::uint64_t{draft.message.bytes().size()}).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace

Result<DeliveryResult> dry_run(const Session& session, const DeliveryOptions& options,
                               std::span<const store::PlannedContent> contents, std::span<const RunMail> mails) {
  std::vector<Draft> drafts;
  std::size_t served = 0;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const std::set<std::string> have = already_served(session, contents[i]);
    for (const store::PlannedMessage& message : contents[i].messages) {
      auto draft = draft_of(session, contents[i], mails[i], message, have);
      if (!draft) return std::unexpected(draft.error());
      served += message.readers.size() - draft->to.size();
      if (!draft->to.empty()) drafts.push_back(std::move(*draft));
    }
  }
  if (options.out) {
    std::vector<store::RunFile> files;
    for (std::size_t i = 0; i < drafts.size(); ++i)
      files.push_back({fmt::format("{}-{}.eml", drafts[i].content->report, i + 1), drafts[i].message.clone()});
    if (auto written = store::write_flat(*options.out, files); !written) return std::unexpected(written.error());
  }
  return DeliveryResult{.exit = Exit::done, .text = text_of(drafts, served), .json = json_of(drafts, served)};
}

}  // namespace qd::app
