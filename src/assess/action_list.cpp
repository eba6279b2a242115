#include "assess/action_list.hpp"

#include <fmt/format.h>

#include "assess/show.hpp"
#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace qd::assess {

namespace {

using model::AttributeKey;
using model::AttributeKind;
using model::Fact;

constexpr std::size_t kTitleInId = 80;  // characters; enough to tell two actions apart, short enough to type

std::string_view text_attribute(const model::FactStore& facts, const Fact& fact, AttributeKey key) {
  const auto attribute = facts.table().attribute(fact, key);
  return attribute && attribute->kind == AttributeKind::text ? facts.text(attribute->text()) : std::string_view();
}

std::optional<formula::Amount> quantity_attribute(const model::FactStore& facts, const Fact& fact, AttributeKey key) {
  const auto attribute = facts.table().attribute(fact, key);
  if (!attribute || attribute->kind != AttributeKind::quantity) return std::nullopt;
  return amount_of(facts.table().quantity(*attribute));
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
  ActionNameHash hash;
  hash.add(id);
  return hash.value();
}

void ActionNameHash::add(std::string_view part) {
  for (const char c : part) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
}

std::uint64_t ActionNameHash::value() const {
  const std::uint64_t hash = (hash_ ^ (hash_ >> 33)) * 0xFF51AFD7ED558CCDull;
  return hash ^ (hash >> 33);
}

std::string action_id(const model::FactStore& facts, const Fact& fact, std::uint32_t variant) {
  std::string id = slug(fmt::format("{} {}", facts.text(fact.entity), utf8::prefix(facts.text(fact.text), kTitleInId)));
  if (variant > 0) id += "-" + slug(facts.text(fact.subject));
  if (variant > 1) id += fmt::format("-{}", variant);
  return id;
}

Action weighed_item(const model::FactStore& facts, const Fact& fact, ActionRow::State state) {
  Action out;
  if (const auto due = facts.table().attribute(fact, AttributeKey::due); due && due->kind == AttributeKind::date)
    out.due = due->date();
  out.impact = quantity_attribute(facts, fact, AttributeKey::impact);
  out.effort = quantity_attribute(facts, fact, AttributeKey::effort);
  out.severity = parse_level(text_attribute(facts, fact, AttributeKey::severity));
  out.state = to_string(state);
  return out;
}

ActionList::ActionList(std::initializer_list<Action> actions) {
  for (const Action& action : actions) add(action);
}

void ActionList::add(Action action) {
  ActionRow row;
  row.name = action_name_hash(action.id);
  row.score = action.score;
  row.source = static_cast<std::uint32_t>(unstated_.size());
  row.due = action.due;
  row.state = parse_action_state(action.state).value_or(ActionRow::State::open);
  row.owned = !action.owner.empty();
  rows_.push_back(row);
  unstated_.push_back(std::move(action));
}

void ActionList::arrange(const std::vector<std::uint32_t>& order) {
  std::vector<ActionRow> arranged;
  arranged.reserve(order.size());
  for (const std::uint32_t i : order) arranged.push_back(rows_[i]);
  rows_ = std::move(arranged);
}

Action ActionList::operator[](std::size_t i) const {
  const ActionRow& row = rows_[i];
  if (!row.stated) return unstated_[row.source];
  const Fact& fact = (*facts_)[model::FactIndex{row.source}];
  Action action = weighed_item(*facts_, fact, row.state);
  action.id = action_id(*facts_, fact, row.variant);
  action.title = facts_->text(fact.text);
  action.entity = facts_->text(fact.entity);
  action.owner = text_attribute(*facts_, fact, AttributeKey::owner);
  action.score = row.score;
  action.source = fmt::format("{}:{}", facts_->table().document(fact.file).path, fact.line);
  return action;
}

std::string_view ActionList::entity(std::size_t i) const {
  const ActionRow& row = rows_[i];
  return row.stated ? facts_->text((*facts_)[model::FactIndex{row.source}].entity)
                    : std::string_view(unstated_[row.source].entity);
}

std::optional<formula::Amount> ActionList::impact(std::size_t i) const {
  const ActionRow& row = rows_[i];
  if (!row.stated) return unstated_[row.source].impact;
  return quantity_attribute(*facts_, (*facts_)[model::FactIndex{row.source}], AttributeKey::impact);
}

std::optional<Action> ActionList::find(std::string_view id) const {
  const std::uint64_t name = action_name_hash(id);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].name != name) continue;
    if (Action action = (*this)[i]; action.id == id) return action;
  }
  return std::nullopt;
}

}  // namespace qd::assess
