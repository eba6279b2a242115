#include "app/events_command.hpp"

#include <fmt/format.h>

#include <string>

#include "app/aws_access.hpp"
#include "app/events.hpp"
#include "app/ledger_owner.hpp"
#include "app/operator_mail.hpp"
#include "app/real_clock.hpp"
#include "base/json_writer.hpp"
#include "render/printable.hpp"

namespace qd::app {

namespace {

std::string moved_text(const EventMove& move) {
  std::string out = fmt::format("  {} {} to {}: {}", move.delivery.report, to_string(move.delivery.period),
                                move.delivery.recipient, mail::to_string(move.delivery.state));
  if (!move.answer.empty()) out += fmt::format(" ({})", move.answer);
  if (move.lean_planned) out += "; a smaller mail is planned";
  return render::printable(out) + "\n";
}

std::string overdue_text(const store::Delivery& row) {
  return render::printable(fmt::format("  {} {} to {}: overdue, accepted at {} and nothing since", row.report,
                                       to_string(row.period), row.recipient,
                                       row.accepted_at ? to_string(*row.accepted_at) : "an unknown time")) +
         "\n";
}

std::string as_text(const EventsApplied& applied) {
  std::string out = fmt::format("{} {} read", applied.received, applied.received == 1 ? "message" : "messages");
  const auto part = [&out](std::size_t count, std::string_view what) {
    if (count > 0) out += fmt::format(", {} {}", count, what);
  };
  part(applied.applied, "applied");
  part(applied.repeated, "known already");
  part(applied.engagements, "of opens and clicks");
  part(applied.foreign, "not ours and left in the queue");
  part(applied.dropped, "ours that no delivery knows any more");
  part(applied.unreadable, "not readable");
  out += '\n';
  for (const EventMove& move : applied.moves) out += moved_text(move);
  for (const store::Delivery& row : applied.overdue) out += overdue_text(row);
  if (applied.reputation.grade != mail::ReputationGrade::good)
    out += fmt::format("  {} days: {}\n", kReputationSpan.count(), mail::describe(applied.reputation.counts));
  return out;
}

void begin_row(JsonWriter& json, const store::Delivery& row) {
  json.begin_object()
      .member("id", row.id)
      .member("report", row.report)
      .member("period", to_string(row.period))
      .member("recipient", row.recipient)
      .member("state", mail::to_string(row.state));
}

std::string as_json(const EventsApplied& applied) {
  std::string out;
  JsonWriter json(out, true);
  const auto count = [&json](std::string_view name, std::size_t number) { json.member(name, std::uint64_t{number}); };
  json.begin_object();
  count("received", applied.received);
  count("applied", applied.applied);
  count("repeated", applied.repeated);
  count("engagements", applied.engagements);
  count("foreign", applied.foreign);
  count("dropped", applied.dropped);
  count("unreadable", applied.unreadable);
  json.key("changes").begin_array();
  for (const EventMove& move : applied.moves) {
    begin_row(json, move.delivery);
    json.member("before", mail::to_string(move.before))
        .member("event", move.type)
        .member("answer", move.answer)
        .member("needs_person", move.tell_operator)
        .member("lean_planned", move.lean_planned)
        .end_object();
  }
  json.end_array().key("overdue").begin_array();
  for (const store::Delivery& row : applied.overdue) {
    begin_row(json, row);
    json.key("accepted_at");
    row.accepted_at ? json.value(to_string(*row.accepted_at)) : json.null();
    json.end_object();
  }
  json.end_array().key("rates").begin_object();
  json.member("accepted", applied.reputation.counts.accepted)
      .member("bounced", applied.reputation.counts.bounced)
      .member("complained", applied.reputation.counts.complained)
      .member("days", std::int64_t{kReputationSpan.count()})
      .end_object();
  count("notices", applied.told);
  json.member("needs_person", applied.needs_person).key("queue");
  applied.queue ? json.value(applied.queue->what) : json.null();
  json.end_object();
  return out + "\n";
}

}  // namespace

Exit events_command(const Session& session, const CommonOptions& common, const EventsOptions& options,
                    Console& console) {
  const auto give_up = [&console](const Error& error) {
    console.error(error.what);
    return exit_of(error);
  };
  if (session.workspace.config.delivery.events_queue.empty())
    return give_up(
        {ErrorKind::invalid,
         "no events queue is configured; make one as docs/delivery.md says, and write its URL as events_queue "
         "under [delivery] in quarterdeck.toml"});
  RealClock clock;
  auto access = AwsAccess::open(session, clock);
  if (!access) return give_up(access.error());
  const StopSignal signal;
  auto ledger = own_ledger(session, options.adopt, clock, console);
  if (!ledger) return give_up(ledger.error());
  const auto applied = apply_events({.session = session,
                                     .outbox = ledger->outbox,
                                     .api = access->api(),
                                     .clock = clock,
                                     .console = console,
                                     .beat = [&ledger](Moment now) { return ledger->lock.beat(now); },
                                     .stop = [] { return StopSignal::asked(); },
                                     .mail_operator = operator_mail(session, clock)},
                                    {.longest = options.wait});
  if (!applied) return give_up(applied.error());
  console.out(common.format == "json" ? as_json(*applied) : as_text(*applied));
  if (applied->queue) {
    console.error(applied->queue->what);
    return Exit::environment_refused;
  }
  return applied->needs_person ? Exit::delivery_incomplete : Exit::done;
}

}  // namespace qd::app
