#include "app/deliver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/delivery_dry_run.hpp"
#include "app/delivery_preflight.hpp"
#include "app/delivery_runner.hpp"
#include "app/delivery_summary.hpp"
#include "app/ledger_owner.hpp"
#include "app/mail_service.hpp"
#include "app/mailroom.hpp"
#include "app/real_clock.hpp"
#include "store/frozen_mail.hpp"

namespace qd::app {

namespace {

using mail::State;

constexpr State kOwed[] = {State::planned, State::rendered, State::held};

class Delivering {
 public:
  Delivering(const Session& session, const DeliveryOptions& options, const store::ArchivedRun& run,
             std::span<const RunMail> mails, Console& console, LedgerOwner ledger, std::unique_ptr<MailService> service,
             RealClock& clock)
      : session_(session),
        options_(options),
        run_(run),
        mails_(mails),
        console_(console),
        ledger_(std::move(ledger)),
        service_(std::move(service)),
        clock_(clock) {
    summary_.where = service_->where();
  }

  Result<DeliveryResult> go(std::vector<store::PlannedContent> contents) {
    contents_ = std::move(contents);
    for (auto* const step : {&Delivering::choose_revisions, &Delivering::retry, &Delivering::plan,
                             &Delivering::withdraw, &Delivering::freeze_leftovers, &Delivering::send}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    return result();
  }

 private:
  /// A period goes on with its newest revision, unless another was asked for.
  Result<void> choose_revisions() {
    for (store::PlannedContent& content : contents_) {
      const auto newest = outbox().newest_content(content.report, content.period, content.space);
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

  Result<void> retry() {
    if (!options_.retry_failed) return {};
    std::vector<store::Move> moves;
    for (const store::PlannedContent& content : contents_) {
      auto rows = rows_of(content);
      if (!rows) return std::unexpected(rows.error());
      for (const store::Delivery& row : *rows) {
        const auto step = mail::advance(row.state, mail::event::Retry{}, clock_.now(), content.useful_until);
        if (step && step->next != row.state && !row.lean)
          moves.push_back(move_of(row, *step, "retry", "asked for by hand"));
      }
    }
    return apply(moves);
  }

  Result<void> plan() {
    const auto planned = outbox().plan(contents_, clock_.now());
    if (!planned) return std::unexpected(planned.error());
    for (std::size_t i = 0; i < contents_.size(); ++i) {
      const store::PlannedContent& content = contents_[i];
      if ((*planned)[i].differs) {
        summary_.refusals.push_back(
            fmt::format("{} has changed since it was sent for {}; the changed one was not sent. To send it as a "
                        "correction: --revision",
                        content.report, to_string(content.period)));
        continue;
      }
      if (auto frozen = freeze((*planned)[i].content, mails_[i].message); !frozen) return frozen;
    }
    return {};
  }

  Result<void> freeze(std::int64_t content, const gate::Outgoing& message) {
    const auto row = outbox().content(content);
    if (!row) return std::unexpected(row.error());
    if (!row->file.empty()) return {};
    const auto file = store::freeze_mail(session_.workspace.root, message);
    if (!file) return std::unexpected(file.error());
    return outbox().freeze(content, *file, clock_.now());
  }

  /// Who was taken off a report's readers must not get what is still owed.
  Result<void> withdraw() {
    std::vector<store::Move> moves;
    for (const store::PlannedContent& content : contents_) {
      std::set<std::string_view> readers;
      for (const store::PlannedMessage& message : content.messages) {
        readers.insert(message.readers.begin(), message.readers.end());
        readers.insert(message.archive);
      }
      auto rows = rows_of(content);
      if (!rows) return std::unexpected(rows.error());
      for (const store::Delivery& row : *rows) {
        if (!mail::is_owed(row.state) || readers.contains(row.recipient)) continue;
        const auto step = mail::advance(row.state, mail::event::Withdrawn{}, clock_.now(), row.useful_until);
        ensure(step.has_value(), "what is owed can be withdrawn");
        moves.push_back(move_of(row, *step, "withdrawn", "no longer a reader of this report"));
      }
    }
    return apply(moves);
  }

  /// Rows that an earlier process planned, and then died before it kept their bytes: its run folder has them.
  Result<void> freeze_leftovers() {
    std::set<std::int64_t> seen;
    auto rows = owed();
    if (!rows) return std::unexpected(rows.error());
    for (const store::Delivery& row : *rows) {
      if (row.state != State::planned || !seen.insert(row.content).second) continue;
      const auto content = outbox().content(row.content);
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

  Result<void> send() {
    Mailroom mailroom(session_, outbox());
    auto rows = sendable();
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return {};
    auto cleared = clear_for_sending(session_, service_->api(), outbox(), *rows, clock_, console_);
    if (!cleared) return std::unexpected(cleared.error());
    if (!cleared->stopped.empty()) {
      summary_.stopped = cleared->stopped;
      return {};
    }
    if (auto held = apply(cleared->held); !held) return held;
    if (!cleared->held_because.empty()) summary_.stopped = cleared->held_because;
    std::erase_if(*rows, [&](const store::Delivery& row) {
      const auto same = [&](const store::Move& move) { return move.delivery == row.id; };
      return is_copy_apart(row) || std::ranges::any_of(cleared->held, same);
    });
    if (auto sent = run(std::move(*rows), mailroom, cleared->pace); !sent) return sent;
    return send_copies(mailroom, cleared->pace);
  }

  /// Copies that go in messages of their own follow what they copy; they never hold it up.
  Result<void> send_copies(Mailroom& mailroom, const Pace& pace) {
    if (!summary_.stopped.empty()) return {};
    auto rows = sendable();
    if (!rows) return std::unexpected(rows.error());
    std::erase_if(*rows, [&](const store::Delivery& row) { return !is_copy_apart(row) || !has_left(*row.copy_of); });
    return rows->empty() ? Result<void>() : run(std::move(*rows), mailroom, pace);
  }

  Result<void> run(std::vector<store::Delivery> rows, Mailroom& mailroom, const Pace& pace) {
    DeliveryRunner runner(
        {.outbox = outbox(),
         .transport = service_->transport(),
         .clock = clock_,
         .pace = pace,
         .envelope = [&](std::span<const store::Delivery> of) { return mailroom.envelope(of); },
         .beat = [this](Moment now) { return ledger_.lock.beat(now); },
         .stop = [] { return StopSignal::asked(); },
         .progress = [this](std::size_t done, std::size_t of) { console_.progress("sent", done, of); },
         .in_flight = service_->in_flight(),
         .patience = options_.patience});
    const auto outcome = runner.run(std::move(rows));
    console_.end_progress();
    if (!outcome) return std::unexpected(outcome.error());
    if (!outcome->stopped.empty()) summary_.stopped = outcome->stopped;
    return {};
  }

  Result<DeliveryResult> result() {
    for (const store::PlannedContent& content : contents_) {
      auto rows = rows_of(content);
      if (!rows) return std::unexpected(rows.error());
      std::ranges::move(*rows, std::back_inserter(summary_.rows));
    }
    const auto left = owed();
    if (!left) return std::unexpected(left.error());
    for (const store::Delivery& row : *left) {
      const auto same = [&](const store::Delivery& other) { return other.id == row.id; };
      summary_.others_owed += std::ranges::none_of(summary_.rows, same);
    }
    return DeliveryResult{.exit = is_complete(summary_) ? Exit::done : Exit::delivery_incomplete,
                          .text = summary_text(summary_),
                          .json = summary_json(summary_)};
  }

  [[nodiscard]] store::Outbox& outbox() { return ledger_.outbox; }

  Result<std::vector<store::Delivery>> rows_of(const store::PlannedContent& content) {
    store::DeliveryFilter filter;
    filter.report = content.report;
    filter.period = content.period;
    filter.space = content.space;
    auto rows = outbox().deliveries(filter);
    if (rows) {
      std::erase_if(*rows, [&](const store::Delivery& row) { return row.revision != content.revision; });
      std::ranges::sort(*rows, {}, &store::Delivery::id);
    }
    return rows;
  }

  Result<std::vector<store::Delivery>> owed() {
    store::DeliveryFilter filter;
    filter.space = key_space(session_.workspace.config.delivery, options_);
    filter.states.assign(std::begin(kOwed), std::end(kOwed));
    return outbox().deliveries(filter);
  }

  /// What is owed and has its bytes.
  Result<std::vector<store::Delivery>> sendable() {
    auto rows = owed();
    if (!rows) return rows;
    std::map<std::int64_t, bool> frozen;
    for (const store::Delivery& row : *rows) {
      if (frozen.contains(row.content)) continue;
      const auto content = outbox().content(row.content);
      if (!content) return std::unexpected(content.error());
      frozen.emplace(row.content, !content->file.empty());
    }
    std::erase_if(*rows, [&](const store::Delivery& row) { return !frozen.at(row.content); });
    return rows;
  }

  static bool is_copy_apart(const store::Delivery& row) { return row.copy_of && *row.copy_of != row.message; }

  bool has_left(std::int64_t message) {
    store::DeliveryFilter filter;
    filter.message = message;
    const auto rows = outbox().deliveries(filter);
    return rows && std::ranges::any_of(*rows, [](const store::Delivery& row) {
             return !row.copy_of && mail::is_settled_well(row.state);
           });
  }

  store::Move move_of(const store::Delivery& row, const mail::Step& step, std::string what, std::string detail) {
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

  Result<void> apply(std::span<const store::Move> moves) {
    if (moves.empty()) return {};
    if (auto applied = outbox().apply(moves); !applied) return std::unexpected(applied.error());
    return {};
  }

  const Session& session_;
  const DeliveryOptions& options_;
  const store::ArchivedRun& run_;
  std::span<const RunMail> mails_;
  Console& console_;
  LedgerOwner ledger_;
  std::unique_ptr<MailService> service_;
  RealClock& clock_;
  std::vector<store::PlannedContent> contents_;  // as many as mails_, in their order
  DeliverySummary summary_;
};

/// What must hold before a ledger row is written: readers, sender and archive that are addresses.
Result<void> check_addresses(const Workspace& workspace) {
  const bool leaves = workspace.config.delivery.transport != TransportKind::maildir;
  if (!workspace.address_errors.empty())
    return fail(ErrorKind::invalid, fmt::format("nothing was sent: {}", fmt::join(workspace.address_errors, "; ")));
  if (leaves && !workspace.settings.sender)
    return fail(ErrorKind::invalid, "nothing was sent: there is no sender; write SES_SENDER_EMAIL=… in repos.env");
  return {};
}

}  // namespace

Result<DeliveryResult> deliver(const Session& session, const DeliveryOptions& options, const store::ArchivedRun& run,
                               std::span<const RunMail> mails, Console& console) {
  const DeliveryConfig& config = session.workspace.config.delivery;
  if (auto checked = check_addresses(session.workspace); !checked) return std::unexpected(checked.error());
  RealClock clock;
  auto contents = plan_mails({.session = session,
                              .options = options,
                              .run = run,
                              .now = clock.now(),
                              .most_recipients = most_recipients(config.transport)},
                             mails);
  if (!contents) return std::unexpected(contents.error());
  if (options.dry_run) return dry_run(session, options, *contents, mails);
  auto service = open_mail_service(session, clock);
  if (!service) return std::unexpected(service.error());
  const StopSignal signal;
  auto ledger = own_ledger(session, options.adopt, clock, console);
  if (!ledger) return std::unexpected(ledger.error());
  return Delivering(session, options, run, mails, console, std::move(*ledger), std::move(*service), clock)
      .go(std::move(*contents));
}

}  // namespace qd::app
