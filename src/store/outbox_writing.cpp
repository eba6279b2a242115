#include "store/outbox_writing.hpp"

#include "mail/delivery_key.hpp"

namespace qd::store {

namespace {

constexpr const char* kFindContent =
    "SELECT id, fingerprint, file FROM contents WHERE report = ?1 AND period = ?2 AND revision = ?3 AND space = ?4 AND "
    "lean = ?5";
constexpr const char* kAddContent =
    "INSERT INTO contents (report, period, revision, space, lean, role, fingerprint, subject, run) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr const char* kHasRow = "SELECT 1 FROM deliveries WHERE key = ?1";
constexpr const char* kAddMessage = "INSERT INTO messages (content, key) VALUES (?1, ?2)";
constexpr const char* kAddRow =
    "INSERT INTO deliveries (key, content, message, copy_of, recipient, state, attempts, planned_at, changed_at, "
    "useful_until, not_before, last_status, last_answer, resent_lean) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?7, ?8, 0, 0, '', 0)";
constexpr const char* kAddEntry =
    "INSERT INTO timeline (delivery, entry, at, what, state, detail) "
    "SELECT ?1, coalesce(max(entry), 0) + 1, ?2, ?3, ?4, ?5 FROM timeline WHERE delivery = ?1";

void bind_name(Statement& statement, const ContentName& name, const std::string& period) {
  statement.bind(1, name.report);
  statement.bind(2, period);
  statement.bind(3, name.revision);
  statement.bind(4, to_string(name.space));
  statement.bind(5, name.lean ? 1 : 0);
}

}  // namespace

Result<std::optional<LedgerWriter::KnownContent>> LedgerWriter::find_content(const ContentName& name) {
  auto query = ledger_.use(kFindContent);
  if (!query) return std::unexpected(query.error());
  const std::string period = to_string(name.period);
  bind_name(**query, name, period);
  const auto row = (*query)->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  KnownContent out{
      .id = (*query)->number(0), .fingerprint = std::string((*query)->text(1)), .file = std::string((*query)->text(2))};
  (*query)->reset();
  return out;
}

Result<std::int64_t> LedgerWriter::add_content(const ContentName& name, std::string_view role,
                                               std::string_view fingerprint, std::string_view subject,
                                               std::string_view run) {
  auto insert = ledger_.use(kAddContent);
  if (!insert) return std::unexpected(insert.error());
  const std::string period = to_string(name.period);
  bind_name(**insert, name, period);
  (*insert)->bind(6, role);
  (*insert)->bind(7, fingerprint);
  (*insert)->bind(8, subject);
  (*insert)->bind(9, run);
  if (auto done = (*insert)->run(); !done) return std::unexpected(done.error());
  return ledger_.database.last_row();
}

Result<bool> LedgerWriter::has_row(std::string_view key) {
  auto query = ledger_.use(kHasRow);
  if (!query) return std::unexpected(query.error());
  (*query)->bind(1, key);
  const auto row = (*query)->step();
  if (row && *row) (*query)->reset();
  return row;
}

Result<LedgerWriter::NewMessage> LedgerWriter::add_message(std::int64_t content,
                                                           std::span<const std::string> row_keys) {
  auto insert = ledger_.use(kAddMessage);
  if (!insert) return std::unexpected(insert.error());
  NewMessage out{.id = 0, .key = mail::message_key(row_keys)};
  (*insert)->bind(1, content);
  (*insert)->bind(2, out.key);
  if (auto done = (*insert)->run(); !done) return std::unexpected(done.error());
  out.id = ledger_.database.last_row();
  return out;
}

Result<std::int64_t> LedgerWriter::add_row(const NewRow& row) {
  auto insert = ledger_.use(kAddRow);
  if (!insert) return std::unexpected(insert.error());
  Statement& statement = **insert;
  statement.bind(1, row.key);
  statement.bind(2, row.content);
  statement.bind(3, row.message);
  if (row.copy_of) {
    statement.bind(4, *row.copy_of);
  } else {
    statement.null(4);
  }
  statement.bind(5, row.recipient);
  statement.bind(6, mail::to_string(row.state));
  statement.bind(7, now_.ms);
  statement.bind(8, row.useful_until.ms);
  if (auto done = statement.run(); !done) return std::unexpected(done.error());
  const std::int64_t id = ledger_.database.last_row();
  if (auto done = add_entry(id, "planned", row.state, {}); !done) return std::unexpected(done.error());
  return id;
}

Result<void> LedgerWriter::add_archive(const ContentName& name, NewRow row, const NewMessage& copied, bool apart) {
  const std::string key = row_key(name, row.recipient, copied.key);
  row.key = key;
  row.message = copied.id;
  row.copy_of = copied.id;
  if (apart) {
    const auto message = add_message(row.content, {&key, 1});
    if (!message) return std::unexpected(message.error());
    row.message = message->id;
  }
  if (auto added = add_row(row); !added) return std::unexpected(added.error());
  return {};
}

Result<void> LedgerWriter::add_entry(std::int64_t delivery, std::string_view what, mail::State state,
                                     std::string_view detail) {
  auto insert = ledger_.use(kAddEntry);
  if (!insert) return std::unexpected(insert.error());
  std::string what_room;
  std::string detail_room;
  (*insert)->bind(1, delivery);
  (*insert)->bind(2, now_.ms);
  (*insert)->bind(3, one_line(what, what_room));
  (*insert)->bind(4, mail::to_string(state));
  (*insert)->bind(5, one_line(detail, detail_room));
  return (*insert)->run();
}

std::string row_key(const ContentName& name, std::string_view recipient, std::string_view copy_of) {
  return mail::delivery_key({.report = name.report,
                             .period = name.period,
                             .recipient = recipient,
                             .revision = name.revision,
                             .variant = name.lean ? "lean" : "",
                             .space = to_string(name.space),
                             .copy_of = copy_of});
}

}  // namespace qd::store
