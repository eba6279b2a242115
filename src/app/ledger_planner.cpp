#include "app/ledger_planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/frozen_mail.hpp"
#include "store/run_archive.hpp"
#include "text/json.hpp"

namespace qd::app {

using mail::State;

namespace {

Result<void> apply_moves(store::Outbox& outbox, std::span<const store::Move> moves) {
  if (moves.empty()) return {};
  if (auto applied = outbox.apply(moves); !applied) return std::unexpected(applied.error());
  return {};
}

/// What a run was made of, from its manifest; nothing when there is none.
std::optional<std::vector<std::string>> read_inputs(const std::filesystem::path& root, const std::string& run) {
  const auto manifest = store::RunArchive(root).read({run, {}}, "manifest.json");
  if (!manifest) return std::nullopt;
  Diagnostics ignored;
  const auto json = text::parse_json(text::SourceText(*manifest), "manifest.json", ignored);
  if (!json) return std::nullopt;
  std::vector<std::string> out;
  for (const text::JsonValue input : json->root()["inputs"]) {
    if (input["path"].text().ends_with(".env")) continue;  // who reads it is no part of what it says
    out.push_back(fmt::format("{} {}", input["sha256"].text(), input["path"].text()));
  }
  return out;
}

}  // namespace

Result<std::vector<store::Delivery>> rows_of(const store::Outbox& outbox, const store::PlannedContent& content) {
  store::DeliveryFilter filter;
  filter.report = content.report;
  filter.period = content.period;
  filter.space = content.space;
  auto rows = outbox.deliveries(filter);
  if (rows) {
    std::erase_if(*rows, [&](const store::Delivery& row) { return row.revision != content.revision; });
    std::ranges::sort(*rows, {}, &store::Delivery::id);
  }
  return rows;
}

Result<std::vector<store::Delivery>> owed_rows(const store::Outbox& outbox, store::KeySpace space) {
  store::DeliveryFilter filter;
  filter.space = space;
  filter.states = {State::planned, State::rendered, State::held};
  return outbox.deliveries(filter);
}

Result<std::vector<store::Delivery>> sendable_rows(const store::Outbox& outbox, store::KeySpace space) {
  auto rows = owed_rows(outbox, space);
  if (!rows) return rows;
  std::map<std::int64_t, bool> frozen;
  for (const store::Delivery& row : *rows) {
    if (frozen.contains(row.content)) continue;
    const auto content = outbox.content(row.content);
    if (!content) return std::unexpected(content.error());
    frozen.emplace(row.content, !content->file.empty());
  }
  std::erase_if(*rows, [&](const store::Delivery& row) { return !frozen.at(row.content); });
  return rows;
}

LedgerPlanner::LedgerPlanner(const Session& session, const DeliveryOptions& options, store::Outbox& outbox,
                             ports::Clock& clock, Console& console)
    : session_(session),
      options_(options),
      outbox_(outbox),
      clock_(clock),
      console_(console),
      space_(key_space(session.workspace.config.delivery, options)) {}

Result<void> LedgerPlanner::plan(std::vector<store::PlannedContent>& contents, std::span<const RunMail> mails) {
  contents_ = contents;
  mails_ = mails;
  using Step = Result<void> (LedgerPlanner::*)();
  for (const Step step : {&LedgerPlanner::choose_revisions, &LedgerPlanner::retry, &LedgerPlanner::write_rows,
                          &LedgerPlanner::withdraw, &LedgerPlanner::freeze_leftovers, &LedgerPlanner::regroup}) {
    if (auto done = (this->*step)(); !done) return done;
  }
  return {};
}

/// A period goes on with its newest revision, unless another was asked for.
Result<void> LedgerPlanner::choose_revisions() {
  for (store::PlannedContent& content : contents_) {
    const auto newest = newest_content(content);
    if (!newest) return std::unexpected(newest.error());
    if (*newest) content.revision = (*newest)->revision;
    if (!options_.revision) continue;
    const bool changed = *newest && !(*newest)->file.empty() && (*newest)->fingerprint != content.fingerprint;
    if (*options_.revision == 0) {
      content.revision += changed ? 1 : 0;
    } else if (*newest && *options_.revision < content.revision) {
      return fail(ErrorKind::invalid, fmt::format("{} of {} has revision {} already; --revision must be higher",
                                                  content.report, to_string(content.period), content.revision));
    } else {
      content.revision = *options_.revision;
    }
  }
  return {};
}

/// What was planned last for the same report and period; nothing when nothing was.
Result<std::optional<store::Content>> LedgerPlanner::newest_content(const store::PlannedContent& content) {
  const auto revision = outbox_.last_revision(content.report, content.period, content.space);
  if (!revision) return std::unexpected(revision.error());
  if (*revision == 0) return std::nullopt;
  store::PlannedContent last{.report = content.report,
                             .role = {},
                             .period = content.period,
                             .revision = *revision,
                             .space = content.space,
                             .fingerprint = {},
                             .subject = {},
                             .run = {},
                             .useful_until = {},
                             .messages = {}};
  const auto rows = rows_of(outbox_, last);
  if (!rows) return std::unexpected(rows.error());
  const auto full = std::ranges::find_if(*rows, [](const store::Delivery& row) { return !row.lean; });
  if (full == rows->end()) return std::nullopt;
  auto found = outbox_.content(full->content);
  if (!found) return std::unexpected(found.error());
  return std::optional(std::move(*found));
}

Result<void> LedgerPlanner::retry() {
  if (!options_.retry_failed) return {};
  std::vector<store::Move> moves;
  for (const store::PlannedContent& content : contents_) {
    auto rows = rows_of(outbox_, content);
    if (!rows) return std::unexpected(rows.error());
    for (const store::Delivery& row : *rows) {
      const auto step = mail::advance(row.state, mail::event::Retry{}, clock_.now(), content.useful_until);
      if (!step || row.lean) continue;
      moves.push_back(move_of(row, *step, "retry", "asked for by hand"));
      moves.back().useful_until = content.useful_until;
    }
  }
  return apply_moves(outbox_, moves);
}

Result<void> LedgerPlanner::write_rows() {
  const auto planned = outbox_.plan(contents_, clock_.now());
  if (!planned) return std::unexpected(planned.error());
  for (std::size_t i = 0; i < contents_.size(); ++i) {
    const store::PlannedContent& content = contents_[i];
    if ((*planned)[i].differs) {
      if (reads_the_same(content, (*planned)[i].content)) continue;
      refusals_.push_back(
          fmt::format("{} has changed since it was sent for {}; the changed one was not sent. To send it as a "
                      "correction: --revision",
                      content.report, to_string(content.period)));
      continue;
    }
    if (auto frozen = freeze((*planned)[i].content, mails_[i].message); !frozen) return frozen;
  }
  return {};
}

/// A report of the same documents is no other report, although a later run of a period words it differently: what
/// changed since the last run, how old things are.
bool LedgerPlanner::reads_the_same(const store::PlannedContent& content, std::int64_t frozen) const {
  const auto before = outbox_.content(frozen);
  if (!before) return false;
  const auto then = read_inputs(session_.workspace.root, before->run);
  return then && then == read_inputs(session_.workspace.root, content.run);
}

Result<void> LedgerPlanner::freeze(std::int64_t content, const gate::Outgoing& message) {
  const auto row = outbox_.content(content);
  if (!row) return std::unexpected(row.error());
  if (!row->file.empty()) return {};
  const auto file = store::freeze_mail(session_.workspace.root, message);
  if (!file) return std::unexpected(file.error());
  return outbox_.freeze(content, *file, clock_.now());
}

/// Who was taken off a report's readers must not get what is still owed.
Result<void> LedgerPlanner::withdraw() {
  std::vector<store::Move> moves;
  for (const store::PlannedContent& content : contents_) {
    std::set<std::string_view> readers;
    for (const store::PlannedMessage& message : content.messages) {
      readers.insert(message.readers.begin(), message.readers.end());
      readers.insert(message.archive);
    }
    auto rows = rows_of(outbox_, content);
    if (!rows) return std::unexpected(rows.error());
    for (const store::Delivery& row : *rows) {
      if (!mail::is_owed(row.state) || readers.contains(row.recipient)) continue;
      const auto step = mail::advance(row.state, mail::event::Withdrawn{}, clock_.now(), row.useful_until);
      ensure(step.has_value(), "what is owed can be withdrawn");
      moves.push_back(move_of(row, *step, "withdrawn", "no longer a reader of this report"));
    }
  }
  return apply_moves(outbox_, moves);
}

/// Rows that an earlier process planned, and then died before it kept their bytes: its run folder has them.
Result<void> LedgerPlanner::freeze_leftovers() {
  std::set<std::int64_t> seen;
  auto rows = owed_rows(outbox_, space_);
  if (!rows) return std::unexpected(rows.error());
  for (const store::Delivery& row : *rows) {
    if (row.state != State::planned || !seen.insert(row.content).second) continue;
    const auto content = outbox_.content(row.content);
    if (!content) return std::unexpected(content.error());
    if (!content->file.empty()) continue;
    const std::string roles[] = {content->report};
    const auto mails = read_mails(session_, {content->run, {}}, roles);
    if (mails && mails->size() == 1 && mails->front().fingerprint == content->fingerprint) {
      if (auto frozen = freeze(row.content, mails->front().message); !frozen) return frozen;
    } else {
      console_.warning(fmt::format("{} of {} is owed, but its run folder {} is gone or has changed", row.report,
                                   to_string(row.period), content->run));
    }
  }
  return {};
}

/// What was tried before may be the rest of a message whose other readers have it.
Result<void> LedgerPlanner::regroup() {
  const auto rows = sendable_rows(outbox_, space_);
  if (!rows) return std::unexpected(rows.error());
  std::map<std::int64_t, std::vector<std::int64_t>> tried;
  for (const store::Delivery& row : *rows) {
    if (row.attempts > 0) tried[row.message].push_back(row.id);
  }
  for (const auto& [message, ids] : tried) {
    if (auto split = outbox_.split(ids, clock_.now()); !split) return std::unexpected(split.error());
  }
  return {};
}

store::Move LedgerPlanner::move_of(const store::Delivery& row, const mail::Step& step, std::string what,
                                   std::string detail) {
  return {.delivery = row.id,
          .from = row.state,
          .step = step,
          .at = clock_.now(),
          .not_before = {},
          .what = std::move(what),
          .detail = std::move(detail),
          .answer = {},
          .useful_until = {}};
}

}  // namespace qd::app
