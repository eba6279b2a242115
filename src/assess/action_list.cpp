#include "assess/action_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "assess/action_items.hpp"
#include "assess/action_name.hpp"
#include "assess/action_score.hpp"
#include "assess/action_words.hpp"
#include "assess/show.hpp"

namespace qd::assess {

namespace {

using model::Fact;
using model::FactIndex;

std::optional<formula::Amount> amount_if(const std::optional<Quantity>& quantity) {
  return quantity ? std::optional(amount_of(*quantity)) : std::nullopt;
}

}  // namespace

std::string_view to_string(ActionRow::State state) {
  switch (state) {
    case ActionRow::State::open:
      return "open";
    case ActionRow::State::overdue:
      return "overdue";
    case ActionRow::State::done:
      return "done";
  }
  return "open";
}

std::optional<ActionRow::State> parse_action_state(std::string_view word) {
  for (const auto state : {ActionRow::State::open, ActionRow::State::overdue, ActionRow::State::done}) {
    if (word == to_string(state)) return state;
  }
  return std::nullopt;
}

std::uint64_t action_name_hash(std::string_view id) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDull;
  return hash ^ (hash >> 33);
}

ActionList::ActionList(std::initializer_list<Action> actions) {
  for (const Action& action : actions) add(action);
}

void ActionList::add(ActionRow row, std::span<const FactIndex> sources) {
  row.stated = true;
  row.source = static_cast<std::uint32_t>(sources.front());
  if (sources.size() > 1) {
    row.more = static_cast<std::uint32_t>(more_.size());
    more_.push_back(static_cast<std::uint32_t>(sources.size() - 1));
    for (const FactIndex item : sources.subspan(1)) more_.push_back(static_cast<std::uint32_t>(item));
  }
  rows_.push_back(row);
}

void ActionList::add(Action action) {
  ActionRow row;
  row.name = action_name_hash(action.id);
  row.score = action.because.total();
  row.source = static_cast<std::uint32_t>(unstated_.size());
  row.due = action.due;
  row.done_on = action.done_on.value_or(Date{});
  row.state = parse_action_state(action.state).value_or(ActionRow::State::open);
  row.owned = !action.owner.empty();
  if (action.sources.empty()) action.sources = {action.source};
  rows_.push_back(row);
  unstated_.push_back(std::move(action));
}

void ActionList::merge(std::size_t i, Action action) {
  ActionRow& row = rows_[i];
  const auto before = more(row);
  std::vector<std::uint32_t> sources(before.begin(), before.end());
  sources.push_back(kOfCheck | static_cast<std::uint32_t>(unstated_.size()));
  unstated_.push_back(std::move(action));
  row.more = static_cast<std::uint32_t>(more_.size());
  more_.push_back(static_cast<std::uint32_t>(sources.size()));
  more_.insert(more_.end(), sources.begin(), sources.end());
  row.score = (*this)[i].because.total();
}

void ActionList::arrange(const std::vector<std::uint32_t>& order) {
  std::vector<ActionRow> arranged;
  arranged.reserve(order.size());
  for (const std::uint32_t i : order) arranged.push_back(rows_[i]);
  rows_ = std::move(arranged);
}

std::vector<FactIndex> ActionList::items(std::size_t i) const {
  std::vector<FactIndex> out;
  for_each_item(i, [&out](FactIndex item) { out.push_back(item); });
  return out;
}

std::string ActionList::place(FactIndex item) const {
  const Fact& fact = (*facts_)[item];
  return fmt::format("{}:{}", facts_->table().document(fact.file).path, fact.line);
}

Action ActionList::operator[](std::size_t i) const {
  const ActionRow& row = rows_[i];
  if (!row.stated) {
    Action action = unstated_[row.source];
    if (row.done_on != Date{}) action.done_on = row.done_on;
    return action;
  }
  std::vector<FactIndex> sources = items(i);
  const Fact& first = (*facts_)[sources.front()];
  const TogetherSaid said = say_together(*facts_, sources);
  Action action;
  action.id = action_id(*facts_, first, row.variant);
  action.title = without_done_mark(facts_->text(first.text)).title;
  action.entity = facts_->text(first.entity);
  action.owner = facts_->text(said.owner);
  action.due = said.due;
  if (row.done_on != Date{}) action.done_on = row.done_on;
  action.impact = amount_if(said.impact);
  action.effort = amount_if(said.effort);
  action.severity = said.severity;
  action.state = to_string(row.state);
  for (const FactIndex item : sources) action.sources.push_back(place(item));
  for (const std::uint32_t source : more(row)) {
    if ((source & kOfCheck) == 0) continue;
    const Action& of_check = unstated_[source & ~kOfCheck];
    if (std::ranges::find(action.sources, of_check.source) == action.sources.end())
      action.sources.push_back(of_check.source);
    if (!action.severity || (of_check.severity && *of_check.severity < *action.severity))
      action.severity = of_check.severity;
  }
  action.source = action.sources.front();
  action.because = score_parts(action, today_);
  action.score = action.because.total() / 10.0;
  return action;
}

std::string_view ActionList::entity(std::size_t i) const {
  const ActionRow& row = rows_[i];
  return row.stated ? facts_->text((*facts_)[FactIndex{row.source}].entity)
                    : std::string_view(unstated_[row.source].entity);
}

std::string_view ActionList::owner(std::size_t i) const {
  const ActionRow& row = rows_[i];
  if (!row.owned) return {};
  if (!row.stated) return unstated_[row.source].owner;
  if (row.more == 0) return facts_->text(owner_of(*facts_, (*facts_)[FactIndex{row.source}]));
  std::vector<FactIndex> sources = items(i);
  return facts_->text(say_together(*facts_, sources).owner);
}

std::string_view ActionList::check(std::size_t i) const {
  constexpr std::string_view kPrefix = "check:";
  const ActionRow& row = rows_[i];
  if (row.stated) return {};
  const std::string_view source = unstated_[row.source].source;
  return source.starts_with(kPrefix) ? source.substr(kPrefix.size()) : std::string_view();
}

std::optional<formula::Amount> ActionList::impact(std::size_t i) const {
  const ActionRow& row = rows_[i];
  if (!row.stated) return unstated_[row.source].impact;
  std::vector<FactIndex> sources = items(i);
  return amount_if(say_together(*facts_, sources).impact);
}

std::optional<Action> ActionList::find(std::string_view id) const {
  const std::uint64_t name = action_name_hash(id);
  const auto is_it = [&](const Action& action) { return action.id == id; };
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].name == name) {
      if (Action action = (*this)[i]; is_it(action)) return action;
    }
    for (const std::uint32_t source : more(rows_[i])) {
      if ((source & kOfCheck) != 0 && is_it(unstated_[source & ~kOfCheck])) return (*this)[i];
    }
  }
  return std::nullopt;
}

}  // namespace qd::assess
