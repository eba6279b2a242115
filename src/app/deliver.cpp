#include "app/deliver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "app/delivery_dry_run.hpp"
#include "app/delivery_preflight.hpp"
#include "app/delivery_runner.hpp"
#include "app/delivery_summary.hpp"
#include "app/events.hpp"
#include "app/ledger_owner.hpp"
#include "app/ledger_planner.hpp"
#include "app/mail_service.hpp"
#include "app/mailroom.hpp"
#include "app/real_clock.hpp"

namespace qd::app {

namespace {

class Delivering {
 public:
  Delivering(const Session& session, const DeliveryOptions& options, std::span<const RunMail> mails, Console& console,
             LedgerOwner ledger, std::unique_ptr<MailService> service, RealClock& clock)
      : session_(session),
        options_(options),
        mails_(mails),
        console_(console),
        ledger_(std::move(ledger)),
        service_(std::move(service)),
        clock_(clock),
        space_(key_space(session.workspace.config.delivery, options)) {
    summary_.where = service_->where();
  }

  Result<DeliveryResult> go(std::vector<store::PlannedContent> contents) {
    contents_ = std::move(contents);
    LedgerPlanner planner(session_, options_, outbox(), clock_, console_);
    if (auto planned = planner.plan(contents_, mails_); !planned) return std::unexpected(planned.error());
    summary_.refusals = planner.refusals();
    if (auto sent = send(); !sent) return std::unexpected(sent.error());
    return result();
  }

 private:
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
    std::erase_if(*rows,
                  [&](const store::Delivery& row) { return is_copy_apart(row) || cleared->held.contains(row.id); });
    if (auto sent = run(std::move(*rows), mailroom, cleared->pace); !sent) return sent;
    if (auto sent = send_copies(mailroom, *cleared); !sent) return sent;
    if (summary_.stopped.empty()) summary_.stopped = cleared->held_because;
    return wait_for_events();
  }

  /// Copies that go in messages of their own follow what they copy; they never hold it up.
  Result<void> send_copies(Mailroom& mailroom, const Cleared& cleared) {
    if (!summary_.stopped.empty()) return {};
    auto rows = sendable();
    if (!rows) return std::unexpected(rows.error());
    std::erase_if(*rows, [&](const store::Delivery& row) {
      return !is_copy_apart(row) || cleared.held.contains(row.id) || !has_left(*row.copy_of);
    });
    return rows->empty() ? Result<void>() : run(std::move(*rows), mailroom, cleared.pace);
  }

  /// What the service says of them within the time that the workspace grants.
  Result<void> wait_for_events() {
    const DeliveryConfig& config = session_.workspace.config.delivery;
    if (service_->api() == nullptr || config.events_queue.empty() || config.wait_for_events.count() == 0) return {};
    const EventParts parts{.session = session_,
                           .outbox = outbox(),
                           .api = *service_->api(),
                           .clock = clock_,
                           .console = console_,
                           .beat = [this](Moment now) { return ledger_.lock.beat(now); },
                           .stop = [] { return StopSignal::asked(); }};
    const auto heard_of_all = [this] {
      const auto rows = rows_of_all();
      return !rows || std::ranges::none_of(*rows, [](const store::Delivery& row) {
        return row.state == mail::State::accepted || row.state == mail::State::unknown;
      });
    };
    const auto applied = apply_events(parts, {.longest = config.wait_for_events, .enough = heard_of_all});
    if (!applied) return std::unexpected(applied.error());
    if (applied->queue) console_.warning(applied->queue->what);
    return {};
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
    auto rows = rows_of_all();
    if (!rows) return std::unexpected(rows.error());
    summary_.rows = std::move(*rows);
    std::set<std::int64_t> shown;
    for (const store::Delivery& row : summary_.rows) shown.insert(row.id);
    const auto left = owed_rows(outbox(), space_);
    if (!left) return std::unexpected(left.error());
    for (const store::Delivery& row : *left) summary_.others_owed += shown.contains(row.id) ? 0 : 1;
    return DeliveryResult{.exit = is_complete(summary_) ? Exit::done : Exit::delivery_incomplete,
                          .text = summary_text(summary_),
                          .json = summary_json(summary_)};
  }

  /// Of the reports that were to be sent.
  Result<std::vector<store::Delivery>> rows_of_all() {
    std::vector<store::Delivery> out;
    for (const store::PlannedContent& content : contents_) {
      auto rows = rows_of(outbox(), content);
      if (!rows) return rows;
      std::set<std::string_view> readers;
      for (const store::PlannedMessage& message : content.messages) {
        readers.insert(message.readers.begin(), message.readers.end());
        readers.insert(message.archive);
      }
      // Who was taken off is owed nothing.
      std::erase_if(*rows, [&](const store::Delivery& row) {
        return !readers.contains(row.recipient) && row.state == mail::State::failed;
      });
      std::ranges::move(*rows, std::back_inserter(out));
    }
    return out;
  }

  [[nodiscard]] store::Outbox& outbox() { return ledger_.outbox; }

  Result<std::vector<store::Delivery>> sendable() { return sendable_rows(outbox(), space_); }

  static bool is_copy_apart(const store::Delivery& row) { return row.copy_of && *row.copy_of != row.message; }

  bool has_left(std::int64_t message) {
    store::DeliveryFilter filter;
    filter.message = message;
    const auto rows = outbox().deliveries(filter);
    return rows && std::ranges::any_of(*rows, [](const store::Delivery& row) {
             return !row.copy_of && mail::is_settled_well(row.state);
           });
  }

  const Session& session_;
  const DeliveryOptions& options_;
  std::span<const RunMail> mails_;
  Console& console_;
  LedgerOwner ledger_;
  std::unique_ptr<MailService> service_;
  RealClock& clock_;
  std::vector<store::PlannedContent> contents_;  // as many as mails_, in their order
  store::KeySpace space_;
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
  return Delivering(session, options, mails, console, std::move(*ledger), std::move(*service), clock)
      .go(std::move(*contents));
}

}  // namespace qd::app
