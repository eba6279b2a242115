// What is done is remembered from run to run, so that a report can say what was finished lately, also when people take
// finished points out of their documents.
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>

#include "assess/action_score.hpp"
#include "assess/actions.hpp"

namespace qd::assess {

namespace {

/// Done things of an earlier run by short name.
struct Remembered {
  std::optional<Date> on;
  const PreviousAction* written = nullptr;  // nothing where the archive keeps it in short
};
using Memory = boost::unordered_flat_map<std::uint64_t, Remembered>;

/// For archives that do not say the day.
Date day_of(Instant moment) {
  return {
      static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(std::chrono::seconds(moment.seconds)).count())};
}

Memory memory_of(const Previous& previous) {
  Memory out;
  for (const PreviousAction& action : previous.actions) {
    if (action.state == "done")
      out.emplace(short_name(action_name_hash(action.id)), Remembered{action.done_on, &action});
  }
  for (const UnwrittenAction& action : previous.more_actions) {
    if (action.state == ActionRow::State::done) out.emplace(action.name, Remembered{action.done_on, nullptr});
  }
  return out;
}

Action remembered(const PreviousAction& before) {
  Action out;
  out.id = before.id;
  out.title = before.title;
  out.entity = before.entity;
  out.owner = before.owner;
  out.impact = before.impact;
  out.done_on = before.done_on;
  out.state = "done";
  out.source = before.source;
  return out;
}

}  // namespace

ActionList with_remembered(ActionList actions, const Previous* previous, Date today) {
  Memory memory = previous ? memory_of(*previous) : Memory();
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const ActionRow& row = actions.row(i);
    const auto before = memory.find(short_name(row.name));
    const bool known = before != memory.end();
    if (known) before->second.written = nullptr;  // it still stands in a document
    if (row.state != ActionRow::State::done || row.done_on != Date{}) continue;
    actions.set_done_on(i, known ? before->second.on.value_or(day_of(previous->as_of)) : today);
  }
  if (previous == nullptr) return actions;
  for (const PreviousAction& before : previous->actions) {  // in their order, which the map does not keep
    const auto found = memory.find(short_name(action_name_hash(before.id)));
    const bool gone = found != memory.end() && found->second.written == &before;
    if (gone && before.done_on && *before.done_on >= today - kRememberedDays) actions.add(remembered(before));
  }
  return actions;
}

}  // namespace qd::assess
