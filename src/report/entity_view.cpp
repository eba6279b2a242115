#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/view_parts.hpp"

namespace qd::report {

namespace {

struct Tally {
  std::size_t projects = 0;
  std::size_t shortfalls = 0;
  std::size_t actions = 0;
  Date newest;
};

std::map<std::string_view, Tally> tallies(const ViewContext& context) {
  std::map<std::string_view, Tally> out;
  for (const model::Document& document : context.facts().documents()) {
    Tally& tally = out[context.facts().text(document.entity)];
    ++tally.projects;
    tally.newest = std::max(tally.newest, document.as_of);
  }
  for (const assess::Finding& finding : context.assessment().findings) {
    const assess::Check* check = context.definitions().check(finding.check);
    if (finding.outcome == assess::Outcome::fail && check != nullptr && context.role().may_read(*check))
      ++out[context.entity_of(finding.subject)].shortfalls;
  }
  const assess::ActionList& actions = context.assessment().actions;
  for (std::size_t i = 0; context.role().may_read("action.item") && i < actions.size(); ++i) {
    if (actions.row(i).state != assess::ActionRow::State::done) ++out[actions.entity(i)].actions;
  }
  return out;
}

Value entity_value(const ViewContext& context, const model::Entity& entity, const Tally& tally, Value assets) {
  return Value::object({{"id", entity.id},
                        {"name", context.entity_name(entity.id)},
                        {"kind", entity.auxiliary ? "auxiliary" : "operating"},
                        {"auxiliary", entity.auxiliary},
                        {"known", context.facts().knows(entity.id)},
                        {"projects", counted(tally.projects, "hand-off")},
                        {"newest", tally.projects == 0 ? Value() : Value(long_date(tally.newest))},
                        {"shortfalls", tally.shortfalls == 0 ? Value() : Value(counted(tally.shortfalls, "shortfall"))},
                        {"shortfall_count", Value::number(tally.shortfalls)},
                        {"actions", tally.actions == 0 ? Value() : Value(counted(tally.actions, "open action"))},
                        {"has_assets", assets.truthy()},
                        {"assets", std::move(assets)},
                        {"kpi", entity_kpis(context, entity.id)}});
}

}  // namespace

void add_entities(const ViewContext& context, Members& out) {
  const auto tally = tallies(context);
  const Inventory inventory(context);
  const auto tally_of = [&](const model::Entity& entity) {
    const auto found = tally.find(entity.id);
    return found == tally.end() ? Tally() : found->second;
  };
  std::vector<Value> entities;
  std::vector<std::string> bare;
  for (const model::Entity& entity : context.facts().entities()) {
    const bool shown = entities.size() < context.limits().entities;
    entities.push_back(shown ? entity_value(context, entity, tally_of(entity), inventory.of(entity.id)) : Value());
    if (shown && !entities.back().find("has_assets")->truthy()) bare.push_back(context.entity_name(entity.id));
  }
  const model::Entity nobody{"", "", false, {}, ""};
  out.push_back({"entity_count", entities.empty() ? Value() : Value(counted(entities.size(), "entity"))});
  out.push_back({"without_assets", enumerated(bare, bare.size())});
  add_capped(out, "entities", std::move(entities), context.limits().entities,
             entity_value(context, nobody, {}, inventory.of("")));
}

}  // namespace qd::report
