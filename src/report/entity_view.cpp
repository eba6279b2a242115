#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "report/action_rights.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

struct Tally {
  std::size_t projects = 0;
  std::size_t shortfalls = 0;
  Date newest;
};

std::map<std::string_view, Tally> tallies(const ViewContext& context) {
  std::map<std::string_view, Tally> out;
  model::Symbol entity = model::Symbol::none;
  Tally* tally = nullptr;
  for (const model::Document& document : context.facts().documents()) {
    if (tally == nullptr || document.entity != entity) tally = &out[context.facts().text(document.entity)];
    entity = document.entity;
    ++tally->projects;
    tally->newest = std::max(tally->newest, document.as_of);
  }
  const assess::Check* check = nullptr;
  bool readable = false;
  for (const assess::Finding& finding : context.assessment().findings) {
    if (finding.outcome != assess::Outcome::fail) continue;
    // In the order of ids those of one check stand together.
    if (check == nullptr || check->id != finding.check) {
      check = context.definitions().check(finding.check);
      readable = check != nullptr && context.role().may_read(*check);
    }
    if (readable) ++out[context.entity_of(finding.subject)].shortfalls;
  }
  return out;
}

/// How many open actions each business has.
std::map<std::string_view, std::size_t> open_actions(const ViewContext& context) {
  std::map<std::string_view, std::size_t> out;
  ActionRights rights(context);
  const assess::ActionList& actions = context.assessment().actions;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (actions.row(i).state != assess::ActionRow::State::done && rights.sees(i)) ++out[actions.entity(i)];
  }
  return out;
}

using ActionCounts = std::shared_ptr<std::optional<std::map<std::string_view, std::size_t>>>;

/// The first business that is asked for its actions has those of all counted.
Value actions_value(const ViewContext& context, const std::string& entity, const ActionCounts& counts) {
  return Value::later([&context, entity, counts] {
    if (!*counts) *counts = open_actions(context);
    const auto found = (*counts)->find(entity);
    return found == (*counts)->end() ? Value() : Value(counted(found->second, "open action"));
  });
}

Value entity_value(const ViewContext& context, const model::Entity& entity, const Tally& tally, Value assets,
                   const ActionCounts& actions) {
  return Value::object({{"id", entity.id},
                        {"name", context.entity_name(entity.id)},
                        {"kind", entity.auxiliary ? "auxiliary" : "operating"},
                        {"auxiliary", entity.auxiliary},
                        {"known", context.facts().knows(entity.id)},
                        {"projects", counted(tally.projects, "hand-off")},
                        {"newest", tally.projects == 0 ? Value() : Value(long_date(tally.newest))},
                        {"shortfalls", tally.shortfalls == 0 ? Value() : Value(counted(tally.shortfalls, "shortfall"))},
                        {"shortfall_count", Value::number(tally.shortfalls)},
                        {"actions", actions_value(context, entity.id, actions)},
                        {"has_assets", assets.truthy()},
                        {"assets", std::move(assets)},
                        {"kpi", entity_kpis(context, entity.id)}});
}

}  // namespace

void add_entities(const ViewContext& context, Members& out) {
  const auto tally = tallies(context);
  const ActionCounts actions = std::make_shared<ActionCounts::element_type>();
  const auto tally_of = [&](const model::Entity& entity) {
    const auto found = tally.find(entity.id);
    return found == tally.end() ? Tally() : found->second;
  };
  std::vector<const model::Entity*> all;
  for (const model::Entity& entity : context.facts().entities()) {
    if (context.in_scope(entity.id)) all.push_back(&entity);
  }
  // Where not all have room, those that need somebody come first.
  if (all.size() > context.limits().entities)
    std::ranges::stable_sort(all, std::ranges::greater(),
                             [&](const auto* entity) { return tally_of(*entity).shortfalls; });
  std::vector<Value> entities;
  std::vector<std::string> bare;
  for (const model::Entity* entity : std::span(all).first(std::min(all.size(), context.limits().entities))) {
    entities.push_back(entity_value(context, *entity, tally_of(*entity), assets_value(context, entity->id), actions));
    if (!entities.back().find("has_assets")->truthy()) bare.push_back(context.entity_name(entity->id));
  }
  const model::Entity nobody{"", "", false, {}, ""};
  out.push_back({"entity_count", all.empty() ? Value() : Value(counted(all.size(), "entity"))});
  out.push_back({"without_assets", enumerated(bare, bare.size())});
  add_shown(out, "entities", std::move(entities), all.size(),
            entity_value(context, nobody, {}, assets_value(context, ""), actions));
}

}  // namespace qd::report
