#include "app/mailroom.hpp"

#include <algorithm>

#include "app/report_mail.hpp"
#include "mail/delivery_headers.hpp"
#include "mail/raw_header.hpp"
#include "mail/tags.hpp"
#include "store/frozen_mail.hpp"

namespace qd::app {

Mailroom::Mailroom(const Session& session, const store::Outbox& outbox) : session_(session), outbox_(outbox) {
  const auto know = [this](const std::string& written) {
    if (auto address = mail::parse_address(written)) names_.try_emplace(address->address, *address);
  };
  for (const ReportConfig& report : session.workspace.config.reports) std::ranges::for_each(report.to, know);
  std::ranges::for_each(session.workspace.settings.recipients, know);
}

mail::Address Mailroom::named(const std::string& address) const {
  const auto known = names_.find(address);
  return known != names_.end() ? known->second : mail::Address{.name = {}, .address = address};
}

Result<const Mailroom::Frozen*> Mailroom::frozen(std::int64_t content) {
  if (const auto known = frozen_.find(content); known != frozen_.end()) return &known->second;
  auto row = outbox_.content(content);
  if (!row) return std::unexpected(row.error());
  auto bytes = store::frozen_mail(session_.workspace.root, row->file);
  if (!bytes) return std::unexpected(bytes.error());
  auto passed = session_.gate.pass(std::move(*bytes), gate::Form::message, row->report + ".eml");
  if (!passed) return std::unexpected(passed.error());
  std::string from = mail::raw_header(passed->bytes(), "From");
  const auto kept = frozen_.emplace(content, Frozen{std::move(*row), std::move(*passed), std::move(from)});
  return &kept.first->second;
}

Result<ports::Envelope> Mailroom::envelope(std::span<const store::Delivery> rows) {
  ensure(!rows.empty(), "a message is for somebody");
  const store::Delivery& first = rows.front();
  const auto frozen = this->frozen(first.content);
  if (!frozen) return std::unexpected(frozen.error());

  std::vector<std::string> to, bcc;
  for (const store::Delivery& row : rows) (row.copy_of ? bcc : to).push_back(row.recipient);
  mail::HeaderChange change;
  std::string key = first.message_key;
  if (to.empty()) {  // a copy in a message of its own has the very bytes of what it copies
    store::DeliveryFilter copied;
    copied.message = *first.copy_of;
    const auto originals = outbox_.deliveries(copied);
    if (!originals) return std::unexpected(originals.error());
    for (const store::Delivery& row : *originals) {
      if (!row.copy_of) change.to.push_back(named(row.recipient));
      key = row.message_key;
    }
    to = std::exchange(bcc, {});
  } else {
    for (const std::string& address : to) change.to.push_back(named(address));
  }
  const auto sender = mail::parse_address((*frozen)->from);
  const DeliveryConfig& config = session_.workspace.config.delivery;
  change.headers =
      mail::delivery_headers({.key = key,
                              .report = first.report,
                              .sender = sender ? sender->address : std::string_view(),
                              .unsubscribe = {.https = config.unsubscribe, .address = config.unsubscribe_mailto}});
  auto message = session_.gate.readdressed((*frozen)->message, change);
  if (!message) return std::unexpected(message.error());
  return ports::Envelope{.ticket = static_cast<std::uint64_t>(first.message),
                         .key = first.message_key,
                         .from = (*frozen)->from,
                         .to = std::move(to),
                         .bcc = std::move(bcc),
                         .message = std::move(*message),
                         .tags = mail::message_tags((*frozen)->content.report, (*frozen)->content.role,
                                                    to_string(first.period), first.message_key)};
}

}  // namespace qd::app
