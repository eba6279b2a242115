#include "assess/action_changes.hpp"

#include <fmt/format.h>

#include <boost/unordered/unordered_flat_map.hpp>

namespace qd::assess {

namespace {

using State = ActionRow::State;

struct Before {
  State state = State::open;
  bool here = false;  // it still is there
};

bool is_of_check(std::string_view id) { return id.starts_with("check:"); }

using Known = boost::unordered_flat_map<std::uint64_t, Before>;

Known known_before(const Previous& previous) {
  Known out;
  out.reserve(previous.actions.size() + previous.more_actions.size());
  for (const PreviousAction& action : previous.actions)
    out.emplace(short_name(action_name_hash(action.id)), Before{parse_action_state(action.state).value_or(State{})});
  for (const UnwrittenAction& action : previous.more_actions) out.emplace(action.name, Before{action.state});
  return out;
}

std::string_view word_of(const Change& change) {
  if (change.state == "done") return "Done";
  if (change.state == "new") return "New";
  return change.from == "done" ? "Open again" : "Not overdue any more";
}

Change change_of(const Action& action, const Before* before) {
  Change out;
  out.what = "action";
  out.id = action.id;
  out.subject = {model::SubjectKind::entity, action.entity};
  out.state = action.state == "open" && before == nullptr ? "new" : action.state;
  if (before != nullptr) out.from = to_string(before->state);
  out.to = action.state;
  out.owner = action.owner;
  if (out.state == "overdue")
    out.text = fmt::format("Overdue since {}: {}", to_string(*action.due), action.title);
  else
    out.text = fmt::format("{}: {}", word_of(out), action.title);
  return out;
}

Change gone(const PreviousAction& before) {
  Change out;
  out.what = "action";
  out.id = before.id;
  out.subject = {model::SubjectKind::entity, before.entity};
  out.state = "gone";
  out.from = before.state;
  out.text = fmt::format("Dropped: {} (no document asks for it any more, and none says that it is done)", before.title);
  return out;
}

/// Those of which the archive keeps no words.
Change gone_in_short(std::size_t count) {
  Change out;
  out.what = "action";
  out.id = "more_actions";
  out.state = "gone";
  out.text = fmt::format("Dropped: {} {} of lower rank that no document asks for any more", count,
                         count == 1 ? "action" : "actions");
  return out;
}

}  // namespace

void compare_actions(const Previous& previous, const Assessment& assessment,
                     const std::function<void(double weight, Change change)>& take) {
  constexpr double kDone = 24, kOverdue = 30, kGone = 18, kOther = 12;
  Known known = known_before(previous);
  const ActionList& actions = assessment.actions;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const ActionRow& row = actions.row(i);
    const auto before = known.find(short_name(row.name));
    const bool was = before != known.end();
    if (was) before->second.here = true;
    if (was ? before->second.state == row.state : row.state == State::done) continue;
    if (!was && !actions.check(i).empty()) continue;
    const Action action = actions[i];
    const double weight = row.state == State::overdue ? kOverdue : row.state == State::done ? kDone : kOther;
    Change change = change_of(action, was ? &before->second : nullptr);
    change.check = actions.check(i);
    take(weight + action.score / 100, std::move(change));
  }
  for (const PreviousAction& action : previous.actions) {
    const Before& before = known.at(short_name(action_name_hash(action.id)));
    if (!before.here && before.state != State::done && !is_of_check(action.id)) take(kGone, gone(action));
  }
  std::size_t in_short = 0;
  for (const UnwrittenAction& action : previous.more_actions) {
    const Before& before = known.at(action.name);
    in_short += !before.here && before.state != State::done;
  }
  if (in_short > 0) take(kOther, gone_in_short(in_short));
}

}  // namespace qd::assess
