#include <fmt/format.h>

#include <algorithm>

#include "store/outbox_ledger.hpp"
#include "store/provider_id.hpp"

namespace qd::store {

namespace {

constexpr std::string_view kFrom =
    " FROM deliveries AS d JOIN contents AS c ON c.id = d.content JOIN messages AS m ON m.id = d.message ";
constexpr std::string_view kInMessage = "WHERE m.key = ?1 ORDER BY d.id";
/// A row that was given a message of its own since is found by the content. An archive has a row for each message, so
/// that it is not known which one is meant.
constexpr std::string_view kInContent =
    "WHERE d.content = (SELECT content FROM messages WHERE key = ?1) AND d.copy_of IS NULL ORDER BY d.id";
constexpr std::string_view kByService =
    "WHERE d.id IN (SELECT delivery FROM provider_ids WHERE provider_id = ?1) ORDER BY d.id";
constexpr const char* kRemember =
    "INSERT OR IGNORE INTO events (delivery, message_id, type, mark, at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// Without the name that may stand before it.
std::string_view bare_address(std::string_view text) {
  const std::size_t begin = text.rfind('<');
  return begin != std::string_view::npos && text.ends_with('>') ? text.substr(begin + 1, text.size() - begin - 2)
                                                                : text;
}

/// Domains ignore case; what stands before the @ mostly does, but two readers may differ in it.
bool same_mailbox(std::string_view a, std::string_view b, bool exactly) {
  const std::size_t at = a.rfind('@');
  if (a.size() != b.size() || at == std::string_view::npos || b.rfind('@') != at) return false;
  return same_ignoring_case(a.substr(at), b.substr(at)) &&
         (exactly ? a.substr(0, at) == b.substr(0, at) : same_ignoring_case(a.substr(0, at), b.substr(0, at)));
}

/// Those of the rows that the event is about.
std::vector<Delivery> meant(std::vector<Delivery> rows, const mail::ServiceEvent& event) {
  if (event.recipients.empty()) return rows;
  std::erase_if(rows, [&](const Delivery& row) {
    return std::ranges::none_of(event.recipients, [&](const mail::EventRecipient& one) {
      const std::string_view address = bare_address(one.address);
      const bool exact = std::ranges::any_of(
          rows, [&](const Delivery& other) { return same_mailbox(other.recipient, address, true); });
      return same_mailbox(row.recipient, address, exact);
    });
  });
  return rows;
}

}  // namespace

Result<std::vector<Delivery>> Outbox::rows_of(const mail::ServiceEvent& event) const {
  const auto ask = [&](std::string_view which, std::string_view value) -> Result<std::vector<Delivery>> {
    auto statement = ledger_->database.prepare(fmt::format("SELECT {}{}{}", kDeliveryColumns, kFrom, which));
    if (!statement) return ledger_->refused(statement.error());
    statement->bind(1, value);
    auto rows = deliveries_of(*statement);
    if (!rows) return ledger_->refused(rows.error());
    return meant(*std::move(rows), event);
  };
  Result<std::vector<Delivery>> rows;
  if (!event.key.empty()) {
    rows = ask(kInMessage, event.key);
    if (rows && rows->empty() && !event.recipients.empty()) rows = ask(kInContent, event.key);
  }
  if (rows && rows->empty() && !event.message_id.empty()) rows = ask(kByService, bare_provider_id(event.message_id));
  return rows;
}

Result<bool> Outbox::remember(const mail::ServiceEvent& event, std::int64_t delivery, Moment now) {
  auto insert = ledger_->use(kRemember);
  if (!insert) return ledger_->refused(insert.error());
  const std::string mark = event.feedback_id.empty() ? to_string(event.at) : event.feedback_id;
  (*insert)->bind(1, delivery);
  (*insert)->bind(2, bare_provider_id(event.message_id));
  (*insert)->bind(3, event.type);
  (*insert)->bind(4, mark);
  (*insert)->bind(5, event.at.ms);
  (*insert)->bind(6, now.ms);
  if (auto done = (*insert)->run(); !done) return ledger_->refused(done.error());
  return ledger_->database.changed_rows() == 1;
}

}  // namespace qd::store
