#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "app/doctor.hpp"
#include "store/outbox.hpp"

namespace qd::app {

namespace {

constexpr std::uintmax_t kLittleSpace = 100'000'000;  // bytes: a run with its mails takes some
constexpr std::chrono::days kRecent{7};
constexpr std::size_t kMostTogether = 50;

void examine_transport(const Workspace& workspace, DoctorChecks& out) {
  const DeliveryConfig& config = workspace.config.delivery;
  switch (config.transport) {
    case TransportKind::maildir:
      out.ok("delivery.transport", "the transport is maildir, so nothing leaves this machine", "quarterdeck.toml");
      break;
    case TransportKind::ses:
      out.ok("delivery.transport", "the transport is Amazon SES", "quarterdeck.toml");
      break;
    case TransportKind::smtp:
      out.ok("delivery.transport", "the transport is a mail server", "quarterdeck.toml");
      break;
  }
  for (const std::string& error : workspace.address_errors)
    out.add({.id = "delivery.address",
             .health = Health::fail,
             .what = error,
             .where = {},
             .fix = "correct it: nothing is sent to anybody until then"});
  const bool together = config.addressing == Addressing::together;
  if (together && config.transport == TransportKind::ses && workspace.settings.recipients.size() >= kMostTogether)
    out.add({.id = "delivery.addressing",
             .health = Health::warn,
             .what = fmt::format("one mail to {} readers and their archive is more than SES takes",
                                 workspace.settings.recipients.size()),
             .where = "quarterdeck.toml",
             .fix = "write addressing = \"each\" under [delivery]"});
  if (config.archive && *config.archive != ArchiveCopy::local && !workspace.settings.archive)
    out.add({.id = "delivery.archive",
             .health = Health::fail,
             .what = "an archive copy is asked for, and there is no address for it",
             .where = "quarterdeck.toml",
             .fix = "write SES_BCC_ADDRESS=archive@example.com, with yours, into repos.env"});
}

void examine_space(const Workspace& workspace, DoctorChecks& out) {
  std::error_code error;
  const auto space = std::filesystem::space(workspace.root, error);
  if (error) return;
  if (space.available < kLittleSpace)
    return out.add({.id = "delivery.disk",
                    .health = Health::warn,
                    .what = fmt::format("only {} MB are free where the workspace lies", space.available / 1'000'000),
                    .where = {},
                    .fix = "make room; old run folders under .quarterdeck/runs may go"});
  out.ok("delivery.disk", fmt::format("{} MB are free", space.available / 1'000'000));
}

/// How many rows stand in a state that waits for somebody.
void examine_rows(const store::Outbox& outbox, const DeliveryConfig& config, Moment now, DoctorChecks& out) {
  struct Row {
    mail::State state;
    std::string_view what, fix;
  };
  constexpr Row kRows[] = {
      {mail::State::unknown, "may have arrived or not", "`quarterdeck deliveries --state unknown`, then resolve each"},
      {mail::State::failed, "were not sent", "`quarterdeck send --retry-failed` once the reason is gone"},
      {mail::State::held, "wait for the day's quota", "`quarterdeck send` when there is room"},
  };
  for (const Row& row : kRows) {
    store::DeliveryFilter filter;
    filter.states = {row.state};
    auto rows = outbox.deliveries(filter);
    if (!rows) continue;
    std::erase_if(*rows, [&](const store::Delivery& one) { return one.changed_at < now - kRecent; });
    if (rows->empty()) continue;
    out.add({.id = fmt::format("delivery.{}", mail::to_string(row.state)),
             .health = Health::warn,
             .what = fmt::format("{} deliveries of the last week {}", rows->size(), row.what),
             .where = ".quarterdeck/quarterdeck.db",
             .fix = std::string(row.fix)});
  }
  if (config.events_queue.empty()) return;
  const auto overdue = outbox.overdue(now - config.overdue_after, store::KeySpace::mail);
  if (overdue && !overdue->empty())
    out.add({.id = "delivery.overdue",
             .health = Health::warn,
             .what = fmt::format("of {} accepted deliveries nothing was heard since", overdue->size()),
             .where = ".quarterdeck/quarterdeck.db",
             .fix = "`quarterdeck events` reads the queue"});
}

void examine_ledger(const Workspace& workspace, Moment now, DoctorChecks& out) {
  const auto outbox = store::Outbox::open(workspace.root, true);
  if (!outbox && outbox.error().kind == ErrorKind::not_found)
    return out.ok("delivery.ledger", "nothing was sent from here yet, so there is no ledger");
  const auto checked = outbox ? outbox->check() : std::unexpected(outbox.error());
  if (!checked)
    return out.add({.id = "delivery.ledger",
                    .health = Health::fail,
                    .what = checked.error().what,
                    .where = ".quarterdeck/quarterdeck.db",
                    .fix = "see docs/outbox.md before moving it away: it knows what was sent"});
  out.ok("delivery.ledger", "the ledger is whole", ".quarterdeck/quarterdeck.db");
  examine_rows(*outbox, workspace.config.delivery, now, out);
}

}  // namespace

void examine_delivery(const Session& session, Moment now, DoctorChecks& out) {
  examine_transport(session.workspace, out);
  examine_space(session.workspace, out);
  examine_ledger(session.workspace, now, out);
}

}  // namespace qd::app
