#include <fmt/format.h>

#include <algorithm>

#include "store/outbox_writing.hpp"

namespace qd::store {

namespace {

constexpr const char* kRenew = "UPDATE contents SET role = ?2, fingerprint = ?3, subject = ?4, run = ?5 WHERE id = ?1";
constexpr const char* kLengthen =
    "UPDATE deliveries SET useful_until = ?2 WHERE content = ?1 AND useful_until < ?2 AND state IN ('planned', "
    "'rendered', 'held')";
constexpr const char* kLastRevision =
    "SELECT max(revision) FROM contents WHERE report = ?1 AND period = ?2 AND space = ?3";
constexpr const char* kContent =
    "SELECT report, role, period, revision, space, lean, fingerprint, file, subject, run FROM contents WHERE id = ?1";
constexpr const char* kNoteRendered =
    "INSERT INTO timeline (delivery, entry, at, what, state, detail) "
    "SELECT d.id, (SELECT coalesce(max(entry), 0) + 1 FROM timeline WHERE delivery = d.id), ?2, 'rendered', "
    "'rendered', "
    "'' FROM deliveries AS d WHERE d.content = ?1 AND d.state = 'planned'";
constexpr const char* kRender =
    "UPDATE deliveries SET state = 'rendered', changed_at = ?2 WHERE content = ?1 AND state = 'planned'";
constexpr const char* kFreeze = "UPDATE contents SET file = ?2 WHERE id = ?1";

/// Plans one content.
class Planner {
 public:
  Planner(Ledger& ledger, const PlannedContent& plan, Moment now)
      : ledger_(ledger),
        plan_(plan),
        writer_(ledger, now),
        name_{.report = plan.report, .period = plan.period, .revision = plan.revision, .space = plan.space} {}

  Result<PlanResult> run() {
    if (auto done = settle_content(); !done) return std::unexpected(done.error());
    for (const PlannedMessage& message : plan_.messages) {
      if (auto done = add(message); !done) return std::unexpected(done.error());
    }
    if (auto done = lengthen(); !done) return std::unexpected(done.error());
    return result_;
  }

 private:
  /// What was frozen stays; what is only planned is as the newest run says.
  Result<void> settle_content() {
    const auto known = writer_.find_content(name_);
    if (!known) return std::unexpected(known.error());
    if (!*known) {
      const auto added = writer_.add_content(name_, plan_.role, plan_.fingerprint, plan_.subject, plan_.run);
      if (!added) return std::unexpected(added.error());
      result_.content = *added;
      return {};
    }
    result_.content = (*known)->id;
    if (!(*known)->file.empty()) {
      result_.differs = (*known)->fingerprint != plan_.fingerprint;
      return {};
    }
    auto renew = ledger_.use(kRenew);
    if (!renew) return std::unexpected(renew.error());
    (*renew)->bind(1, result_.content);
    (*renew)->bind(2, plan_.role);
    (*renew)->bind(3, plan_.fingerprint);
    (*renew)->bind(4, plan_.subject);
    (*renew)->bind(5, plan_.run);
    return (*renew)->run();
  }

  struct Reader {
    std::string_view address;
    std::string key;
  };

  Result<void> add(const PlannedMessage& message) {
    if (message.readers.empty()) return add_archive(message.archive, true);
    const auto readers = new_readers(message);
    if (!readers) return std::unexpected(readers.error());
    last_.reset();
    if (readers->empty()) return {};

    std::vector<std::string> keys;
    for (const Reader& reader : *readers) keys.push_back(reader.key);
    auto added = writer_.add_message(result_.content, keys);
    if (!added) return std::unexpected(added.error());
    last_ = *std::move(added);
    for (const Reader& reader : *readers) {
      NewRow row = new_row(reader.address);
      row.key = reader.key;
      row.message = last_->id;
      if (auto done = writer_.add_row(row); !done) return std::unexpected(done.error());
      ++result_.new_rows;
    }
    // Twice in one message the archive would get one copy and count as two.
    const bool reads_it = std::ranges::any_of(
        *readers, [&](const Reader& reader) { return row_key(name_, message.archive) == reader.key; });
    return reads_it ? Result<void>{} : add_archive(message.archive, message.archive_apart);
  }

  Result<std::vector<Reader>> new_readers(const PlannedMessage& message) {
    std::vector<Reader> out;
    for (const std::string& address : message.readers) {
      Reader reader{.address = address, .key = row_key(name_, address)};
      const auto known = writer_.has_row(reader.key);
      if (!known) return std::unexpected(known.error());
      if (*known || std::ranges::find(out, reader.key, &Reader::key) != out.end()) {
        ++result_.known_rows;
      } else {
        out.push_back(std::move(reader));
      }
    }
    return out;
  }

  /// Of the message that came last, if that is new.
  Result<void> add_archive(std::string_view archive, bool apart) {
    if (archive.empty() || !last_) return {};
    if (auto done = writer_.add_archive(name_, new_row(archive), *last_, apart); !done) return done;
    ++result_.new_rows;
    return {};
  }

  [[nodiscard]] NewRow new_row(std::string_view recipient) const {
    return {.content = result_.content, .recipient = recipient, .useful_until = plan_.useful_until};
  }

  Result<void> lengthen() {
    auto update = ledger_.use(kLengthen);
    if (!update) return std::unexpected(update.error());
    (*update)->bind(1, result_.content);
    (*update)->bind(2, plan_.useful_until.ms);
    return (*update)->run();
  }

  Ledger& ledger_;
  const PlannedContent& plan_;
  LedgerWriter writer_;
  ContentName name_;
  std::optional<LedgerWriter::NewMessage> last_;
  PlanResult result_;
};

}  // namespace

Result<std::vector<PlanResult>> Outbox::plan(std::span<const PlannedContent> contents, Moment now) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  std::vector<PlanResult> out;
  for (const PlannedContent& content : contents) {
    auto planned = Planner(*ledger_, content, now).run();
    if (!planned) return ledger_->refused(planned.error());
    out.push_back(*planned);
  }
  if (auto done = transaction->commit(); !done) return ledger_->refused(done.error());
  return out;
}

Result<int> Outbox::last_revision(std::string_view report, Date period, KeySpace space) const {
  auto query = ledger_->use(kLastRevision);
  if (!query) return ledger_->refused(query.error());
  const std::string day = to_string(period);
  (*query)->bind(1, report);
  (*query)->bind(2, day);
  (*query)->bind(3, to_string(space));
  if (const auto row = (*query)->step(); !row) return ledger_->refused(row.error());
  const auto revision = static_cast<int>((*query)->number(0));
  (*query)->reset();
  return revision;
}

Result<Content> Outbox::content(std::int64_t id) const {
  auto query = ledger_->use(kContent);
  if (!query) return ledger_->refused(query.error());
  Statement& row = **query;
  row.bind(1, id);
  const auto found = row.step();
  if (!found) return ledger_->refused(found.error());
  if (!*found) return fail(ErrorKind::not_found, fmt::format("the ledger has no content {}", id));
  const auto period = parse_iso_date(row.text(2));
  const auto space = parse_key_space(row.text(4));
  Content out{.id = id,
              .report = std::string(row.text(0)),
              .role = std::string(row.text(1)),
              .period = period.value_or(Date{}),
              .revision = static_cast<int>(row.number(3)),
              .space = space.value_or(KeySpace::mail),
              .lean = row.number(5) != 0,
              .fingerprint = std::string(row.text(6)),
              .file = std::string(row.text(7)),
              .subject = std::string(row.text(8)),
              .run = std::string(row.text(9))};
  row.reset();
  if (!period || !space)
    return std::unexpected(ledger_->damaged(fmt::format("content {} has an unreadable period or space", id)));
  return out;
}

Result<void> Outbox::freeze(std::int64_t content, std::string_view file, Moment now) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  const auto before = this->content(content);
  if (!before) return std::unexpected(before.error());
  if (!before->file.empty() && before->file != file)
    return fail(ErrorKind::conflict, fmt::format("{} of {} was frozen before with other bytes, {}", before->report,
                                                 to_string(before->period), before->file));
  for (const char* sql : {kFreeze, kNoteRendered, kRender}) {
    auto statement = ledger_->use(sql);
    if (!statement) return ledger_->refused(statement.error());
    (*statement)->bind(1, content);
    if (sql == kFreeze) {
      (*statement)->bind(2, file);
    } else {
      (*statement)->bind(2, now.ms);
    }
    if (auto done = (*statement)->run(); !done) return ledger_->refused(done.error());
  }
  if (auto done = transaction->commit(); !done) return ledger_->refused(done.error());
  return {};
}

}  // namespace qd::store
