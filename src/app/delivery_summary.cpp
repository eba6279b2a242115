#include "app/delivery_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json_writer.hpp"
#include "render/printable.hpp"

namespace qd::app {

namespace {

void time_or_null(JsonWriter& json, std::string_view name, std::optional<Moment> moment) {
  json.key(name);
  moment && moment->ms != 0 ? json.value(to_string(*moment)) : json.null();
}

std::string count_of(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

}  // namespace

bool is_complete(const DeliverySummary& summary) {
  return summary.refusals.empty() && summary.stopped.empty() && summary.others_owed == 0 &&
         std::ranges::all_of(summary.rows, [](const store::Delivery& row) { return mail::is_settled_well(row.state); });
}

std::string_view advice(mail::State state) {
  switch (state) {
    case mail::State::planned:
    case mail::State::rendered:
      return "`quarterdeck send` delivers it";
    case mail::State::sending:
      return "it is being sent; if nobody is sending, the next `quarterdeck send` finds out";
    case mail::State::held:
      return "the day's quota is used up; `quarterdeck send` delivers it when there is room again";
    case mail::State::unknown:
      return "it may have arrived; find out, then `quarterdeck deliveries resolve ID --sent` or `--not-sent`";
    case mail::State::failed:
      return "mend what the answer names, then `quarterdeck send --retry-failed`";
    case mail::State::bounced:
      return "check the address, then `quarterdeck send --retry-failed`";
    case mail::State::suppressed:
      return "the address is on the suppression list: it gets nothing until it is taken off";
    case mail::State::skipped_stale:
      return "it came too late to be of use; `quarterdeck send --retry-failed` sends it all the same";
    case mail::State::accepted:
    case mail::State::delivered:
    case mail::State::delayed:
    case mail::State::complained:
      return {};
  }
  return {};
}

std::string summary_text(const DeliverySummary& summary) {
  std::map<mail::State, std::size_t> readers;
  std::size_t copies = 0;
  for (const store::Delivery& row : summary.rows) {
    if (!row.copy_of)
      ++readers[row.state];
    else
      copies += mail::is_settled_well(row.state);
  }
  std::string out = fmt::format("Delivery by {}:", summary.where);
  const char* separator = " ";
  for (const auto& [state, count] : readers) {
    out += fmt::format("{}{} {}", separator, count, mail::to_string(state));
    separator = ", ";
  }
  if (readers.empty()) out += " nothing to send";
  if (copies > 0) out += fmt::format("; {}", count_of(copies, "archive copy", "archive copies"));
  out += '\n';
  for (const store::Delivery& row : summary.rows) {
    if (mail::is_settled_well(row.state)) continue;
    out += fmt::format("  {} {} to {}: {}", row.id, row.report, row.recipient, mail::to_string(row.state));
    if (!row.last_answer.empty()) out += fmt::format(" ({})", render::printable(row.last_answer));
    if (const std::string_view what = advice(row.state); !what.empty()) out += fmt::format("; {}", what);
    out += '\n';
  }
  for (const std::string& refusal : summary.refusals) out += fmt::format("  {}\n", refusal);
  if (summary.others_owed > 0)
    out += fmt::format("  {} of earlier periods: see `quarterdeck deliveries --all`\n",
                       count_of(summary.others_owed, "delivery is still owed", "deliveries are still owed"));
  if (!summary.stopped.empty()) out += fmt::format("Not all was tried: {}\n", render::printable(summary.stopped));
  return out;
}

void append_delivery_json(std::string& out, const store::Delivery& row) {
  JsonWriter json(out);
  json.begin_object()
      .member("id", row.id)
      .member("report", row.report)
      .member("role", row.role)
      .member("period", to_string(row.period))
      .member("recipient", row.recipient)
      .member("state", mail::to_string(row.state));
  json.key("message_id");
  row.provider_id.empty() ? json.null() : json.value(row.provider_id);
  json.member("attempts", row.attempts)
      .member("revision", row.revision)
      .member("variant", row.lean ? "lean" : "full")
      .member("space", to_string(row.space))
      .member("message", row.message);
  json.key("copy_of");
  row.copy_of ? json.value(*row.copy_of) : json.null();
  time_or_null(json, "planned_at", row.planned_at);
  time_or_null(json, "changed_at", row.changed_at);
  time_or_null(json, "accepted_at", row.accepted_at);
  time_or_null(json, "settled_at", row.settled_at);
  time_or_null(json, "useful_until", row.useful_until);
  time_or_null(json, "not_before", row.not_before);
  json.key("last_status");
  row.last_status == 0 ? json.null() : json.value(row.last_status);
  json.key("last_answer");
  row.last_answer.empty() ? json.null() : json.value(row.last_answer);
  json.member("key", row.key).end_object();
}

std::string summary_json(const DeliverySummary& summary) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("complete", is_complete(summary)).member("where", summary.where);
  json.key("stopped");
  summary.stopped.empty() ? json.null() : json.value(summary.stopped);
  json.key("refusals").begin_array();
  for (const std::string& refusal : summary.refusals) json.value(refusal);
  json.end_array();
  json.key("deliveries").begin_array();
  for (const store::Delivery& row : summary.rows) {
    std::string object;
    append_delivery_json(object, row);
    json.raw(object);
  }
  json.end_array().member("others_owed", std::uint64_t{summary.others_owed}).end_object();
  return out;
}

}  // namespace qd::app
