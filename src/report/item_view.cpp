#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "assess/show.hpp"
#include "base/slug.hpp"
#include "model/predicates.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using model::AttributeKey;
using model::Fact;
using model::FactIndex;
using Items = std::vector<FactIndex>;

constexpr int kNear = 90;

/// Done, paid, dropped: nobody waits for it any more.
bool is_settled(const model::FactStore& facts, const Fact& fact) {
  const auto done = facts.table().attribute(fact, AttributeKey::done);
  if (done && done->kind == model::AttributeKind::boolean && done->payload != 0) return true;
  const std::string_view state = text_attribute(facts, fact, AttributeKey::state);
  return state == "done" || state == "paid" || state == "dropped";
}

/// The day that a list goes by: when it is due, else when it was.
Date day_of(const model::FactStore& facts, const Fact& fact) {
  if (fact.value == model::ValueKind::date) return {static_cast<std::int32_t>(fact.lo)};
  for (const AttributeKey key : {AttributeKey::due, AttributeKey::date, AttributeKey::end}) {
    const auto attribute = facts.table().attribute(fact, key);
    if (attribute && attribute->kind == model::AttributeKind::date) return attribute->date();
  }
  return Date{std::numeric_limits<std::int32_t>::max()};
}

std::string label_of(const ViewContext& context, const Fact& fact) {
  const model::FactStore& facts = context.facts();
  for (const AttributeKey key : {AttributeKey::label, AttributeKey::channel, AttributeKey::customer}) {
    const std::string_view label = text_attribute(facts, fact, key);
    if (!label.empty() && label != text_attribute(facts, fact, AttributeKey::account))
      return context.without_names(label);
  }
  return {};
}

/// What else the same line says: for a row of channels its leads, `siblings.channel.leads`. Absent where it says
/// nothing.
Value siblings_value(const ViewContext& context, FactIndex item) {
  const model::FactStore& facts = context.facts();
  const auto at = static_cast<std::uint32_t>(item);
  const auto same_line = [&](std::uint32_t i) {
    const Fact& fact = facts[FactIndex{i}];
    return fact.file == facts[item].file && fact.line == facts[item].line;
  };
  std::uint32_t begin = at;
  std::uint32_t end = at;
  while (begin > 0 && same_line(begin - 1)) --begin;
  while (end < facts.size() && same_line(end)) ++end;
  std::map<std::string, Members> families;
  for (const model::Predicate& predicate : model::predicates()) {
    const std::size_t dot = predicate.name.find('.');
    Value value;
    for (std::uint32_t i = begin; i < end && !value.truthy(); ++i) {
      const bool it = i != at && facts.text(facts[FactIndex{i}].predicate) == predicate.name;
      if (it && context.role().may_read(predicate.name))
        value = context.without_names(assess::show(facts, FactIndex{i}));
    }
    families[std::string(predicate.name.substr(0, dot))].push_back(
        {std::string(predicate.name.substr(dot + 1)), std::move(value)});
  }
  Members out;
  for (auto& [family, members] : families) out.push_back({family, Value::object(std::move(members))});
  return Value::object(std::move(out));
}

/// What a table of facts can show of one of them; `item` is nothing for the shape.
Value item_value(const ViewContext& context, const FactIndex* item) {
  const model::FactStore& facts = context.facts();
  static const Fact kNothing;
  const Fact& fact = item == nullptr ? kNothing : facts[*item];
  const bool known = fact.value != model::ValueKind::missing;
  const std::string value = !known                                 ? std::string("not known")
                            : fact.value == model::ValueKind::date ? long_date(day_of(facts, fact))
                                                                   : context.without_names(assess::show(facts, *item));
  const Date today = context.assessment().today;
  const Date day = day_of(facts, fact);
  const bool settled = item != nullptr && is_settled(facts, fact);
  Members out{
      {"value", value},
      {"figure", item == nullptr ? Value::markdown("", "") : figure(value, facts.fact_id(*item))},
      {"known", known && item != nullptr},
      {"label", item == nullptr ? std::string() : label_of(context, fact)},
      {"entity_id", facts.text(fact.entity)},
      {"entity", context.entity_name(facts.text(fact.entity))},
      {"project", facts.text(fact.subject)},
      {"as_of", to_string(fact.as_of)},
      {"source", item == nullptr ? std::string() : short_source(facts.table().document(fact.file).path, fact.line)},
      {"certainty", Value(to_string(fact.kind))},
      {"basis", Value(to_string(fact.basis))},
      {"settled", settled},
      {"overdue", !settled && day < today},
      {"within_90_days", day <= today + kNear}};
  const FactIndex index = item == nullptr ? FactIndex{} : *item;
  out.push_back({"siblings", Value::later([&context, index] { return siblings_value(context, index); })});
  for (std::size_t k = 0; k < model::kAttributeKeys; ++k) {
    const auto key = static_cast<AttributeKey>(k);
    const std::string_view name = to_string(key);
    if (std::ranges::find(out, name, &Value::Member::name) != out.end()) continue;
    out.push_back({std::string(name),
                   item == nullptr ? Value() : Value(context.without_names(attribute_text(facts, fact, key)))});
  }
  return Value::object(std::move(out));
}

/// One list and what templates ask about it; the first of `all` are made into values.
void add_list(const ViewContext& context, Members& out, std::string_view name, const Items& all) {
  std::vector<Value> shown;
  for (const FactIndex& item : std::span(all).first(std::min(all.size(), context.limits().items)))
    shown.push_back(item_value(context, &item));
  out.push_back({fmt::format("{}_count", name), all.empty() ? Value() : Value::number(all.size())});
  add_shown(out, name, std::move(shown), all.size(), item_value(context, nullptr));
}

Value predicate_value(const ViewContext& context, std::string_view predicate) {
  const model::FactStore& facts = context.facts();
  std::vector<std::pair<Date, FactIndex>> by_day;
  if (context.role().may_read(predicate)) {
    const model::Symbol symbol = facts.table().symbols().find(predicate);
    for (const FactIndex i : facts.facts(symbol)) {
      if (context.in_scope(facts.text(facts[i].entity))) by_day.emplace_back(day_of(facts, facts[i]), i);
    }
  }
  std::ranges::stable_sort(by_day, {}, &std::pair<Date, FactIndex>::first);
  Items all;
  Items open;
  for (const auto& [day, i] : by_day) {
    all.push_back(i);
    if (!is_settled(facts, facts[i])) open.push_back(i);
  }
  Members out;
  add_list(context, out, "all", all);
  add_list(context, out, "open", open);
  std::string table = table_name(slug(predicate), all.size());
  if (all.size() > context.limits().items)
    context.attach(std::move(table), [&context, all = std::move(all)] { return items_csv(context, all); });
  return Value::object(std::move(out));
}

/// What documents say besides: "Next tenant: not found".
Value notes_value(const ViewContext& context) {
  const model::FactStore& facts = context.facts();
  Items all;
  for (const model::Symbol predicate : facts.predicates()) {
    const std::string_view name = facts.text(predicate);
    if (!name.starts_with("other.") || !context.role().may_read(name)) continue;
    for (const FactIndex i : facts.facts(predicate)) {
      if (context.in_scope(facts.text(facts[i].entity))) all.push_back(i);
    }
  }
  // As the documents have them.
  std::ranges::sort(all);
  Members out;
  add_list(context, out, "all", all);
  return Value::object(std::move(out));
}

}  // namespace

std::string attribute_text(const model::FactStore& facts, const Fact& fact, AttributeKey key) {
  const auto attribute = facts.table().attribute(fact, key);
  if (!attribute) return {};
  switch (attribute->kind) {
    case model::AttributeKind::text:
      return std::string(facts.text(attribute->text()));
    case model::AttributeKind::date:
      return long_date(attribute->date());
    case model::AttributeKind::number:
      return std::to_string(attribute->payload);
    case model::AttributeKind::boolean:
      return attribute->payload != 0 ? "yes" : "no";
    case model::AttributeKind::quantity: {
      const formula::Amount amount = assess::amount_of(facts.table().quantity(*attribute));
      return key == AttributeKey::effort ? assess::show_effort(amount) : assess::show(amount);
    }
  }
  return {};
}

void add_items(const ViewContext& context, Members& out) {
  // By the parts of a predicate's name: items.invoice.due, items.aws.function_url_auth
  std::map<std::string, std::map<std::string, std::string>> families;
  const auto add = [&families](std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return;
    std::string rest(name.substr(dot + 1));
    std::ranges::replace_if(rest, [](char c) { return c == '.' || c == '-'; }, '_');
    families[std::string(name.substr(0, dot))].emplace(std::move(rest), name);
  };
  for (const model::Predicate& predicate : model::predicates()) add(predicate.name);
  for (const model::Symbol predicate : context.facts().predicates()) add(context.facts().text(predicate));
  for (const assess::Kpi& kpi : context.definitions().kpis()) {
    for (const formula::Expression* formula : kpi.formulas()) std::ranges::for_each(formula->predicates(), add);
  }
  Members by_family;
  for (auto& [family, predicates] : families) {
    Members values;
    for (auto& [name, predicate] : predicates)
      values.push_back(
          {name, Value::later([&context, id = std::move(predicate)] { return predicate_value(context, id); })});
    by_family.push_back({family, Value::object(std::move(values))});
  }
  out.push_back({"items", Value::object(std::move(by_family))});
  out.push_back({"notes", Value::later([&context] { return notes_value(context); })});
}

}  // namespace qd::report
