// Rows that get a message of their own after the plan: the rest of a message, and the lean variant.
#include <fmt/format.h>

#include <algorithm>

#include "store/outbox_writing.hpp"

namespace qd::store {

namespace {

constexpr const char* kRow =
    "SELECT d.id, d.key, d.message, d.copy_of, d.state, d.useful_until, d.recipient FROM deliveries AS d WHERE d.id = "
    "?1";
constexpr const char* kRowsOfMessage = "SELECT count(*) FROM deliveries WHERE message = ?1";
constexpr const char* kReadersOfMessage = "SELECT count(*) FROM deliveries WHERE message = ?1 AND copy_of IS NULL";
constexpr const char* kArchiveOf = "SELECT recipient, message FROM deliveries WHERE copy_of = ?1 ORDER BY id LIMIT 1";
constexpr const char* kContentOf = "SELECT content FROM messages WHERE id = ?1";
constexpr const char* kRegroup = "UPDATE deliveries SET message = ?2, copy_of = ?3 WHERE id = ?1";
constexpr const char* kResentLean = "UPDATE deliveries SET resent_lean = 1 WHERE id = ?1";

struct Row {
  std::int64_t id = 0;
  std::string key;
  std::int64_t message = 0;
  std::optional<std::int64_t> copy_of;
  mail::State state = mail::State::planned;
  Moment useful_until;
};

Result<Row> read_row(Ledger& ledger, std::int64_t id) {
  auto query = ledger.use(kRow);
  if (!query) return std::unexpected(query.error());
  Statement& row = **query;
  row.bind(1, id);
  const auto found = row.step();
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(ErrorKind::not_found, fmt::format("the ledger has no delivery {}", id));
  Row out{.id = id, .key = std::string(row.text(1)), .message = row.number(2), .useful_until = {row.number(5)}};
  if (!row.is_null(3)) out.copy_of = row.number(3);
  const auto state = mail::parse_state(row.text(4));
  row.reset();
  if (!state) return std::unexpected(ledger.damaged(fmt::format("delivery {} has an unreadable state", id)));
  out.state = *state;
  return out;
}

Result<std::int64_t> number_for(Ledger& ledger, const char* sql, std::int64_t id) {
  auto query = ledger.use(sql);
  if (!query) return std::unexpected(query.error());
  (*query)->bind(1, id);
  const auto row = (*query)->step();
  if (!row) return std::unexpected(row.error());
  const std::int64_t out = *row ? (*query)->number(0) : 0;
  if (*row) (*query)->reset();
  return out;
}

ContentName name_of(const Content& content) {
  return {.report = content.report,
          .period = content.period,
          .revision = content.revision,
          .space = content.space,
          .lean = content.lean};
}

mail::State first_state(const Content& content) {
  return content.file.empty() ? mail::State::planned : mail::State::rendered;
}

/// One split.
class Regrouping {
 public:
  Regrouping(Ledger& ledger, const Content& content, std::span<const Row> rows, Moment now)
      : ledger_(ledger), writer_(ledger, now), content_(content), rows_(rows) {}

  Result<std::int64_t> run() {
    std::vector<std::string> keys;
    for (const Row& row : rows_) keys.push_back(row.key);
    auto message = writer_.add_message(content_.id, keys);
    if (!message) return std::unexpected(message.error());
    const bool readers = std::ranges::any_of(rows_, [](const Row& row) { return !row.copy_of; });
    const bool archive = std::ranges::any_of(rows_, [](const Row& row) { return row.copy_of.has_value(); });
    for (const Row& row : rows_) {
      if (auto done = move(row, message->id, readers); !done) return std::unexpected(done.error());
    }
    if (readers && !archive) {
      if (auto done = copy_archive(*message); !done) return std::unexpected(done.error());
    }
    return message->id;
  }

 private:
  /// An archive copy that goes along with readers copies what they get now.
  Result<void> move(const Row& row, std::int64_t message, bool with_readers) {
    auto update = ledger_.use(kRegroup);
    if (!update) return std::unexpected(update.error());
    (*update)->bind(1, row.id);
    (*update)->bind(2, message);
    if (row.copy_of) {
      (*update)->bind(3, with_readers ? message : *row.copy_of);
    } else {
      (*update)->null(3);
    }
    if (auto done = (*update)->run(); !done) return done;
    return writer_.add_entry(row.id, "message of its own", row.state, fmt::format("message {}", message));
  }

  Result<void> copy_archive(const LedgerWriter::NewMessage& message) {
    auto query = ledger_.use(kArchiveOf);
    if (!query) return std::unexpected(query.error());
    const std::int64_t old = rows_.front().message;
    (*query)->bind(1, old);
    const auto found = (*query)->step();
    if (!found) return std::unexpected(found.error());
    if (!*found) return {};
    const std::string archive((*query)->text(0));
    const bool apart = (*query)->number(1) != old;
    (*query)->reset();
    const NewRow row{.content = content_.id,
                     .recipient = archive,
                     .state = first_state(content_),
                     .useful_until = rows_.front().useful_until};
    return writer_.add_archive(name_of(content_), row, message, apart);
  }

  Ledger& ledger_;
  LedgerWriter writer_;
  const Content& content_;
  std::span<const Row> rows_;
};

}  // namespace

Result<std::int64_t> Outbox::split(std::span<const std::int64_t> deliveries, Moment now) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  std::vector<Row> rows;
  for (const std::int64_t id : deliveries) {
    auto row = read_row(*ledger_, id);
    if (!row) return ledger_->refused(row.error());
    if (!rows.empty() && rows.front().message != row->message)
      return fail(ErrorKind::conflict, "only rows of one message can be split off together");
    rows.push_back(*std::move(row));
  }
  if (rows.empty()) return fail(ErrorKind::conflict, "there is nothing to split off");
  const auto all = number_for(*ledger_, kRowsOfMessage, rows.front().message);
  if (!all) return ledger_->refused(all.error());
  if (static_cast<std::size_t>(*all) == rows.size()) return rows.front().message;
  // Where only the archive's copy would stay behind, it is the same message to the same readers, under the same key.
  const auto readers = number_for(*ledger_, kReadersOfMessage, rows.front().message);
  if (!readers) return ledger_->refused(readers.error());
  const auto taken = std::ranges::count_if(rows, [](const Row& row) { return !row.copy_of; });
  if (taken > 0 && taken == *readers) return rows.front().message;

  const auto id = number_for(*ledger_, kContentOf, rows.front().message);
  if (!id) return ledger_->refused(id.error());
  const auto content = this->content(*id);
  if (!content) return std::unexpected(content.error());
  const auto message = Regrouping(*ledger_, *content, rows, now).run();
  if (!message) return ledger_->refused(message.error());
  if (auto done = transaction->commit(); !done) return ledger_->refused(done.error());
  return *message;
}

Result<std::optional<std::int64_t>> Outbox::plan_lean(std::int64_t delivery, std::string_view fingerprint,
                                                      Moment useful_until, Moment now) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  const auto full = find(std::to_string(delivery));
  if (!full) return std::unexpected(full.error());
  if (full->lean || full->resent_lean) return std::nullopt;
  const auto content = this->content(full->content);
  if (!content) return std::unexpected(content.error());

  LedgerWriter writer(*ledger_, now);
  ContentName name = name_of(*content);
  name.lean = true;
  const auto plan = [&]() -> Result<std::int64_t> {
    const auto known = writer.find_content(name);
    if (!known) return std::unexpected(known.error());
    const auto lean = *known ? Result<std::int64_t>((*known)->id)
                             : writer.add_content(name, content->role, fingerprint, content->subject, content->run);
    if (!lean) return lean;
    const std::string key = row_key(name, full->recipient, full->copy_of ? full->message_key : "");
    const auto message = writer.add_message(*lean, {&key, 1});
    if (!message) return std::unexpected(message.error());
    const auto row = writer.add_row({.key = key,
                                     .content = *lean,
                                     .message = message->id,
                                     .copy_of = full->copy_of,
                                     .recipient = full->recipient,
                                     .useful_until = useful_until});
    if (!row) return row;
    if (auto marked = number_for(*ledger_, kResentLean, delivery); !marked) return marked;
    auto noted = writer.add_entry(delivery, "lean variant planned", full->state, fmt::format("delivery {}", *row));
    if (!noted) return std::unexpected(noted.error());
    return row;
  };
  const auto row = plan();
  if (!row) return ledger_->refused(row.error());
  if (auto done = transaction->commit(); !done) return ledger_->refused(done.error());
  return *row;
}

}  // namespace qd::store
