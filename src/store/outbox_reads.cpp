#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "store/outbox_ledger.hpp"

namespace qd::store {

namespace {

constexpr std::string_view kFrom =
    " FROM deliveries AS d JOIN contents AS c ON c.id = d.content JOIN messages AS m ON m.id = d.message";
/// Newest content first, each with its rows: SQLite keeps the order of such a join, and can stop early.
constexpr std::string_view kFromNewest =
    " FROM contents AS c CROSS JOIN deliveries AS d ON d.content = c.id CROSS JOIN messages AS m ON m.id = d.message";
constexpr const char* kTimeline = "SELECT at, what, state, detail FROM timeline WHERE delivery = ?1 ORDER BY entry";
constexpr const char* kAcceptedSince = "SELECT sum(recipients) FROM acceptances WHERE space = ?1 AND minute >= ?2";
constexpr const char* kAcceptances =
    "SELECT minute, recipients FROM acceptances WHERE space = ?1 AND minute >= ?2 ORDER BY minute";
constexpr const char* kFilesOwed =
    "SELECT DISTINCT c.file FROM deliveries AS d JOIN contents AS c ON c.id = d.content WHERE c.file IS NOT NULL AND "
    "d.state IN ('planned', 'rendered', 'sending', 'held', 'unknown', 'failed')";
constexpr std::chrono::hours kWindow{24};
constexpr std::size_t kShortestPrefix = 6;

/// States in which most rows of an old ledger are.
bool is_common(mail::State state) { return mail::is_settled_well(state) || state == mail::State::skipped_stale; }

/// A query made of the parts of a filter that are set.
struct Query {
  std::vector<std::string> conditions;
  std::vector<std::string> texts;  // parameters, in order

  void text(std::string_view condition, std::string value) {
    texts.push_back(std::move(value));
    conditions.push_back(fmt::format("{} ?{}", condition, texts.size()));
  }
};

Query conditions_of(const DeliveryFilter& filter) {
  Query out;
  if (!filter.report.empty()) out.text("c.report =", filter.report);
  if (filter.period) out.text("c.period =", to_string(*filter.period));
  if (!filter.run.empty()) out.text("c.run =", filter.run);
  if (filter.space) out.text("c.space =", std::string(to_string(*filter.space)));
  if (!filter.recipient.empty()) {
    out.text("d.recipient =", filter.recipient);
    out.conditions.back() += " COLLATE NOCASE";
  }
  if (filter.message != 0) out.conditions.push_back(fmt::format("d.message = {}", filter.message));
  if (!filter.states.empty()) {
    std::string list;
    for (const mail::State state : filter.states)
      list += fmt::format("{}'{}'", list.empty() ? "" : ", ", mail::to_string(state));
    out.conditions.push_back(fmt::format("d.state IN ({})", list));
  }
  return out;
}

/// Whether few rows can match, so that they are found first and sorted then.
bool finds_few(const DeliveryFilter& filter) {
  return filter.message != 0 || !filter.recipient.empty() || !filter.run.empty() ||
         (!filter.states.empty() && std::ranges::none_of(filter.states, is_common));
}

std::string sql_of(const DeliveryFilter& filter, const Query& query) {
  std::string out = fmt::format("SELECT {}{}", kDeliveryColumns, finds_few(filter) ? kFrom : kFromNewest);
  for (const std::string& condition : query.conditions)
    out += (&condition == &query.conditions.front() ? " WHERE " : " AND ") + condition;
  out += " ORDER BY c.period DESC, c.report, c.id, d.id";
  if (filter.most != 0) out += fmt::format(" LIMIT {}", filter.most);
  return out;
}

}  // namespace

Result<std::vector<Delivery>> Outbox::deliveries(const DeliveryFilter& filter) const {
  const Query query = conditions_of(filter);
  auto statement = ledger_->database.prepare(sql_of(filter, query));
  if (!statement) return ledger_->refused(statement.error());
  for (std::size_t i = 0; i < query.texts.size(); ++i) statement->bind(static_cast<int>(i + 1), query.texts[i]);
  auto out = deliveries_of(*statement);
  if (!out) return ledger_->refused(out.error());
  return out;
}

Result<Delivery> Outbox::find(std::string_view reference) const {
  const bool number = !reference.empty() && reference.size() < 18 &&
                      std::ranges::all_of(reference, [](char c) { return c >= '0' && c <= '9'; });
  const bool digits = std::ranges::all_of(
      reference, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
  const auto ask = [&](std::string_view condition, std::string_view value) -> Result<std::vector<Delivery>> {
    auto statement =
        ledger_->database.prepare(fmt::format("SELECT {}{} WHERE {} LIMIT 2", kDeliveryColumns, kFrom, condition));
    if (!statement) return ledger_->refused(statement.error());
    statement->bind(1, value);
    auto rows = deliveries_of(*statement);
    if (!rows) return ledger_->refused(rows.error());
    return rows;
  };
  Result<std::vector<Delivery>> rows;
  if (number) rows = ask("d.id = CAST(?1 AS INTEGER)", reference);
  if (rows && rows->empty() && digits && reference.size() >= kShortestPrefix) {
    std::string prefix(reference);
    std::ranges::transform(prefix, prefix.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    rows = ask("d.key >= ?1 AND d.key < ?1 || 'g'", prefix);
  }
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty())
    return fail(ErrorKind::not_found,
                fmt::format("the ledger has no delivery {}; `deliveries` lists them with their numbers", reference));
  if (rows->size() > 1)
    return fail(ErrorKind::invalid,
                fmt::format("several deliveries have keys that begin with {}; give more of it", reference));
  return std::move(rows->front());
}

Result<std::vector<TimelineEntry>> Outbox::timeline(std::int64_t delivery) const {
  auto query = ledger_->use(kTimeline);
  if (!query) return ledger_->refused(query.error());
  (*query)->bind(1, delivery);
  bool damaged = false;
  auto out = all_rows(**query, [&](const Statement& row) {
    const auto state = mail::parse_state(row.text(2));
    damaged = damaged || !state;
    return TimelineEntry{.at = {row.number(0)},
                         .what = std::string(row.text(1)),
                         .state = state.value_or(mail::State::unknown),
                         .detail = std::string(row.text(3))};
  });
  if (!out) return ledger_->refused(out.error());
  if (damaged)
    return std::unexpected(ledger_->damaged(fmt::format("the timeline of delivery {} is unreadable", delivery)));
  return out;
}

Result<std::int64_t> Outbox::accepted_since(Moment since, KeySpace space) const {
  auto query = ledger_->use(kAcceptedSince);
  if (!query) return ledger_->refused(query.error());
  (*query)->bind(1, to_string(space));
  (*query)->bind(2, minute_of(since));
  if (const auto row = (*query)->step(); !row) return ledger_->refused(row.error());
  const std::int64_t out = (*query)->number(0);
  (*query)->reset();
  return out;
}

Result<std::optional<Moment>> Outbox::window_frees(std::int64_t recipients, KeySpace space, Moment now) const {
  if (recipients <= 0) return now;
  auto query = ledger_->use(kAcceptances);
  if (!query) return ledger_->refused(query.error());
  (*query)->bind(1, to_string(space));
  (*query)->bind(2, minute_of(now - kWindow));
  while (true) {
    const auto row = (*query)->step();
    if (!row) return ledger_->refused(row.error());
    if (!*row) return std::nullopt;
    recipients -= (*query)->number(1);
    if (recipients > 0) continue;
    const Moment end_of_minute{((*query)->number(0) + 1) * 60'000};
    (*query)->reset();
    return end_of_minute + kWindow;
  }
}

Result<std::vector<Delivery>> Outbox::overdue(Moment accepted_before, KeySpace space) const {
  auto statement = ledger_->database.prepare(
      fmt::format("SELECT {}{} WHERE d.state = 'accepted' AND d.accepted_at < ?1 AND c.space = ?2 ORDER BY "
                  "d.accepted_at, d.id",
                  kDeliveryColumns, kFrom));
  if (!statement) return ledger_->refused(statement.error());
  statement->bind(1, accepted_before.ms);
  statement->bind(2, to_string(space));
  auto out = deliveries_of(*statement);
  if (!out) return ledger_->refused(out.error());
  return out;
}

Result<std::vector<std::string>> Outbox::files_owed() const {
  auto query = ledger_->use(kFilesOwed);
  if (!query) return ledger_->refused(query.error());
  auto out = all_rows(**query, [](const Statement& row) { return std::string(row.text(0)); });
  if (!out) return ledger_->refused(out.error());
  return out;
}

}  // namespace qd::store
