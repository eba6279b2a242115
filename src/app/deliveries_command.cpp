#include "app/deliveries_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "app/delivery_summary.hpp"
#include "app/ledger_owner.hpp"
#include "app/real_clock.hpp"
#include "base/json_writer.hpp"
#include "base/slug.hpp"
#include "render/columns.hpp"
#include "render/printable.hpp"
#include "store/outbox.hpp"

namespace qd::app {

namespace {

constexpr std::size_t kWidth = 140;  // states and addresses do not wrap on a usual terminal

Result<store::DeliveryFilter> filter_of(const DeliveriesOptions& options) {
  store::DeliveryFilter out;
  out.report = options.report;
  if (!options.period.empty()) {
    out.period = parse_iso_date(options.period);
    if (!out.period)
      return fail(ErrorKind::invalid, fmt::format("--period {} is no day such as 2026-05-21", options.period));
  }
  for (const std::string& text : options.states) {
    const auto state = mail::parse_state(text);
    if (!state) {
      std::vector<std::string_view> names;
      for (int i = 0; i <= static_cast<int>(mail::State::unknown); ++i)
        names.push_back(mail::to_string(static_cast<mail::State>(i)));
      return fail(ErrorKind::invalid, fmt::format("there is no state {}; these are: {}", text, fmt::join(names, ", ")));
    }
    out.states.push_back(*state);
  }
  return out;
}

/// Of each report in each key space only the newest period.
void keep_newest(std::vector<store::Delivery>& rows) {
  std::map<std::tuple<std::string, store::KeySpace>, Date> newest;
  for (const store::Delivery& row : rows) {
    Date& date = newest.try_emplace({row.report, row.space}, row.period).first->second;
    date = std::max(date, row.period);
  }
  std::erase_if(rows, [&](const store::Delivery& row) { return row.period < newest.at({row.report, row.space}); });
}

std::string rows_json(const std::vector<store::Delivery>& rows) {
  std::string out = "[";
  const char* separator = "\n";
  for (const store::Delivery& row : rows) {
    out += separator;
    append_delivery_json(out, row);
    separator = ",\n";
  }
  return out + "\n]\n";
}

std::string when(Moment moment) { return to_string(instant_of(moment)); }

std::string rows_text(const std::vector<store::Delivery>& rows) {
  if (rows.empty()) return "Nothing was sent yet: `quarterdeck run --send` delivers the reports.\n";
  render::TableText table;
  table.rows.push_back({"ID", "Report", "Period", "Recipient", "State", "Since", "Tries", "Last answer"});
  for (const store::Delivery& row : rows) {
    std::string report = row.report;
    if (row.revision > 1) report += fmt::format(" (revision {})", row.revision);
    if (row.lean) report += " (lean)";
    std::string recipient = row.recipient;
    if (row.copy_of) recipient += " (archive)";
    table.rows.push_back({std::to_string(row.id), std::move(report), to_string(row.period), std::move(recipient),
                          std::string(mail::to_string(row.state)), when(row.changed_at), std::to_string(row.attempts),
                          render::printable(row.last_answer)});
  }
  using report::Align;
  table.aligns = {Align::right, Align::left, Align::left,  Align::left,
                  Align::left,  Align::left, Align::right, Align::left};
  std::string out;
  for (const std::string& line : render::table_lines(table, kWidth)) out += line + '\n';
  return out;
}

Exit list(const Session& session, const CommonOptions& common, const DeliveriesOptions& options, Console& console) {
  auto filter = filter_of(options);
  if (!filter) {
    console.error(filter.error().what);
    return exit_of(filter.error());
  }
  std::vector<store::Delivery> rows;
  auto outbox = open_ledger(session, true);
  if (outbox) {
    auto found = outbox->deliveries(*filter);
    if (!found) {
      console.error(found.error().what);
      return exit_of(found.error());
    }
    rows = std::move(*found);
  } else if (outbox.error().kind != ErrorKind::not_found) {  // no ledger yet: nothing was sent
    console.error(outbox.error().what);
    return exit_of(outbox.error());
  }
  const bool json = common.format == "json";  // programs get every row
  const std::size_t all = rows.size();
  if (!json && !options.all && options.period.empty()) keep_newest(rows);
  std::ranges::sort(rows, [](const store::Delivery& a, const store::Delivery& b) {
    return std::tuple(b.period, a.id) < std::tuple(a.period, b.id);  // newest period first
  });
  console.out(json ? rows_json(rows) : rows_text(rows));
  if (rows.size() < all) console.out(fmt::format("{} more of earlier periods: --all\n", all - rows.size()));
  return Exit::done;
}

std::string timeline_text(const store::Delivery& row, const std::vector<store::TimelineEntry>& timeline) {
  std::string out = fmt::format("{} of {} to {}{}: {}\n", row.report, to_string(row.period), row.recipient,
                                row.copy_of ? " (archive)" : "", mail::to_string(row.state));
  if (!row.provider_id.empty()) out += fmt::format("  message id {}\n", row.provider_id);
  out += fmt::format("  key {}\n  message {}, key {}\n", row.key, row.message, row.message_key);
  if (const std::string_view what = advice(row.state); !what.empty()) out += fmt::format("  {}\n", what);
  for (const store::TimelineEntry& entry : timeline) {
    out += fmt::format("  {}  {:<13} {}", to_string(entry.at), mail::to_string(entry.state), entry.what);
    if (!entry.detail.empty()) out += fmt::format(": {}", render::printable(entry.detail));
    out += '\n';
  }
  return out;
}

std::string timeline_json(const store::Delivery& row, const std::vector<store::TimelineEntry>& timeline) {
  std::string object;
  append_delivery_json(object, row);
  object.pop_back();  // the timeline goes inside
  std::string entries;
  JsonWriter json(entries);
  json.begin_array();
  for (const store::TimelineEntry& entry : timeline) {
    json.begin_object()
        .member("at", to_string(entry.at))
        .member("what", entry.what)
        .member("state", mail::to_string(entry.state))
        .member("detail", entry.detail)
        .end_object();
  }
  json.end_array();
  return fmt::format("{},\"timeline\":{}}}\n", object, entries);
}

Exit show(const Session& session, const CommonOptions& common, const DeliveriesOptions& options, Console& console) {
  const auto give_up = [&console](const Error& error) {
    console.error(error.what);
    return exit_of(error);
  };
  const auto outbox = open_ledger(session, true);
  if (!outbox) return give_up(outbox.error());
  const auto row = outbox->find(options.id);
  if (!row) return give_up(row.error());
  const auto timeline = outbox->timeline(row->id);
  if (!timeline) return give_up(timeline.error());
  console.out(common.format == "json" ? timeline_json(*row, *timeline) : timeline_text(*row, *timeline));
  return Exit::done;
}

/// All rows of the message: what a person found out about one call is true of everybody whom the call was for.
Exit resolve(const Session& session, const CommonOptions& common, const DeliveriesOptions& options, Console& console) {
  const auto give_up = [&console](const Error& error) {
    console.error(error.what);
    return exit_of(error);
  };
  RealClock clock;
  auto ledger = own_ledger(session, false, clock, console);
  if (!ledger) return give_up(ledger.error());
  const auto row = ledger->outbox.find(options.id);
  if (!row) return give_up(row.error());
  const Moment now = clock.now();
  const auto step = mail::advance(row->state, mail::event::Resolved{options.sent}, now, row->useful_until);
  if (!step)
    return give_up({ErrorKind::invalid, fmt::format("delivery {} is {}, and only what is unknown can be resolved",
                                                    row->id, mail::to_string(row->state))});
  const store::Move move{.delivery = row->id,
                         .from = row->state,
                         .step = *step,
                         .at = now,
                         .not_before = {},
                         .what = options.sent ? "resolved: sent" : "resolved: not sent",
                         .detail = "said by hand",
                         .answer = {},
                         .useful_until = {}};
  if (auto applied = ledger->outbox.apply({&move, 1}); !applied) return give_up(applied.error());
  const auto after = ledger->outbox.find(std::to_string(row->id));
  if (!after) return give_up(after.error());
  if (common.format == "json") {
    std::string object;
    append_delivery_json(object, *after);
    console.out(object + "\n");
  } else {
    console.out(fmt::format("{} of {} to {} is {} now{}\n", after->report, to_string(after->period), after->recipient,
                            mail::to_string(after->state),
                            options.sent ? "" : "; `quarterdeck send` delivers it, if it is still of use"));
  }
  return Exit::done;
}

}  // namespace

Exit deliveries_command(const Session& session, const CommonOptions& common, const DeliveriesOptions& options,
                        Console& console) {
  switch (options.what) {
    case DeliveriesOptions::What::list:
      return list(session, common, options, console);
    case DeliveriesOptions::What::show:
      return show(session, common, options, console);
    case DeliveriesOptions::What::resolve:
      return resolve(session, common, options, console);
  }
  return Exit::usage;
}

}  // namespace qd::app
