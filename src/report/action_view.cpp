#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <span>

#include "assess/action_score.hpp"
#include "assess/show.hpp"
#include "report/action_impact.hpp"
#include "report/action_rights.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::Action;
using assess::ActionRow;
using assess::Lane;
using Places = std::vector<std::uint32_t>;  // in the list of actions, best first

constexpr int kAgendaDays = 30;

/// "check:no_live_listing" or "agent_handoffs/projects/jada/finance.md:12".
std::string source_text(const Action& action) {
  if (action.source.starts_with("check:")) return "follows from a shortfall";
  return short_source(action.source, 0);
}

Value action_value(const ViewContext& context, const Action& action, Lane lane) {
  const std::string impact = action.impact ? assess::show(*action.impact) : std::string();
  const std::string effort = action.effort ? assess::show_effort(*action.effort) : std::string();
  return Value::object({{"id", action.id},
                        {"title", context.without_names(action.title)},
                        {"figure", figure(context.without_names(action.title), action.id)},
                        {"entity", context.entity_name(action.entity)},
                        {"owner", context.without_names(action.owner)},
                        {"due", action.due ? Value(long_date(*action.due)) : Value()},
                        {"overdue", action.state == "overdue"},
                        {"done_on", action.done_on ? Value(long_date(*action.done_on)) : Value()},
                        {"impact", impact},
                        {"effort", effort},
                        {"severity", action.severity ? Value(to_string(*action.severity)) : Value()},
                        {"score", fmt::format("{:.1f}", action.score)},
                        {"because", assess::reason_of(action, context.assessment().today)},
                        {"lane", Value(to_string(lane))},
                        {"from_check", action.source.starts_with("check:")},
                        {"source", source_text(action)},
                        {"sources_count", Value::number(action.sources.size())}});
}

Value action_at(const ViewContext& context, std::size_t i) {
  const assess::ActionList& actions = context.assessment().actions;
  return action_value(context, actions[i], lane_of(actions.row(i), context.assessment().today));
}

std::vector<Value> shown(const ViewContext& context, const Places& places) {
  std::vector<Value> out;
  for (const std::uint32_t i : std::span(places).first(std::min(places.size(), context.limits().actions)))
    out.push_back(action_at(context, i));
  return out;
}

/// Adds `name` and `name`_more, made when a template names them.
void add_later(const ViewContext& context, Members& out, const std::string& name, std::function<Places()> find) {
  struct Found {
    std::function<Places()> find;
    std::optional<Places> places;

    const Places& get() {
      if (!places) places = find();
      return *places;
    }
  };
  auto found = std::make_shared<Found>(Found{std::move(find), std::nullopt});
  out.push_back({name, Value::later([&context, found] {
                   return Value::list(shown(context, found->get()), action_value(context, {}, Lane::undated));
                 })});
  out.push_back({name + "_more", Value::later([&context, found] {
                   const std::size_t n = found->get().size();
                   const std::size_t limit = context.limits().actions;
                   return n > limit ? Value::number(n - limit) : Value();
                 })});
}

std::string_view title_of(Lane lane) {
  constexpr std::array<std::string_view, assess::kLanes.size()> kTitles = {
      "Overdue", "Within 30 days", "In 31 to 60 days", "In 61 to 90 days", "Later", "Without a date", "Done lately"};
  return kTitles[static_cast<std::size_t>(lane)];
}

/// What the role may see, sorted.
struct Agenda {
  Places open;
  Places soon;  ///< overdue, due within 30 days, or without a date
  std::array<Places, assess::kLanes.size()> lanes;
  std::size_t without_owner = 0;

  [[nodiscard]] const Places& lane(Lane lane) const { return lanes[static_cast<std::size_t>(lane)]; }
};

Agenda make_agenda(const ViewContext& context) {
  const assess::ActionList& actions = context.assessment().actions;
  const Date today = context.assessment().today;
  ActionRights rights(context);
  Agenda out;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (!rights.sees(i)) continue;
    const ActionRow& row = actions.row(i);
    const auto place = static_cast<std::uint32_t>(i);
    const bool done = row.state == ActionRow::State::done;
    if (done && row.done_on < today - assess::kRememberedDays) continue;
    out.lanes[static_cast<std::size_t>(lane_of(row, today))].push_back(place);
    if (done) continue;
    out.open.push_back(place);
    if (!row.owned) ++out.without_owner;
    if (!row.due || *row.due <= today + kAgendaDays) out.soon.push_back(place);
  }
  return out;
}

/// What is to be done by the reader.
Places of_role(const ViewContext& context, const Places& open) {
  ActionRights rights(context);
  Places out;
  std::ranges::copy_if(open, std::back_inserter(out), [&](std::uint32_t i) { return rights.names_reader(i); });
  return out;
}

Value lane_value(const ViewContext& context, Lane lane, const std::shared_ptr<const Agenda>& agenda) {
  Members out = {{"id", Value(to_string(lane))},
                 {"title", Value(title_of(lane))},
                 {"count", Value::number(agenda->lane(lane).size())}};
  add_later(context, out, "actions", [agenda, lane] { return agenda->lane(lane); });
  return Value::object(std::move(out));
}

/// Those that hold something.
Value lanes_value(const ViewContext& context, const std::shared_ptr<const Agenda>& agenda) {
  std::vector<Value> out;
  for (const Lane lane : assess::kLanes) {
    if (!agenda->lane(lane).empty()) out.push_back(lane_value(context, lane, agenda));
  }
  return Value::list(std::move(out), lane_value(context, Lane::undated, std::make_shared<const Agenda>()));
}

Value entity_value(const ViewContext& context, std::string_view entity, Places places) {
  Members out = {{"id", Value(entity)},
                 {"entity", context.entity_name(entity)},
                 {"count", Value(counted(places.size(), "open action"))}};
  add_later(context, out, "actions", [places = std::move(places)] { return places; });
  return Value::object(std::move(out));
}

/// Businesses in the order of their best actions.
Value by_entity(const ViewContext& context, const Places& open) {
  const assess::ActionList& actions = context.assessment().actions;
  std::vector<std::pair<std::string_view, Places>> groups;
  std::unordered_map<std::string_view, std::size_t> group_of;
  for (const std::uint32_t i : open) {
    const auto [found, fresh] = group_of.try_emplace(actions.entity(i), groups.size());
    if (fresh) groups.emplace_back(found->first, Places());
    groups[found->second].second.push_back(i);
  }
  std::vector<Value> out;
  for (auto& [entity, places] : groups) out.push_back(entity_value(context, entity, std::move(places)));
  return Value::list(std::move(out), entity_value(context, {}, {}));
}

}  // namespace

void add_actions(const ViewContext& context, Members& out) {
  // Shared by what is made later.
  const auto agenda = std::make_shared<const Agenda>(make_agenda(context));
  const std::size_t count = agenda->open.size();
  const std::size_t overdue = agenda->lane(Lane::overdue).size();
  const std::size_t done = agenda->lane(Lane::done).size();
  const Value shape = action_value(context, {}, Lane::undated);
  const auto number = [](std::size_t n) { return n == 0 ? Value() : Value::number(n); };
  out.push_back({"action_count", count == 0 ? Value() : Value(counted(count, "open action"))});
  out.push_back({"overdue_count", number(overdue)});
  out.push_back({"without_owner_count", number(agenda->without_owner)});
  out.push_back({"done_count", number(done)});
  out.push_back({"first_action", agenda->soon.empty() ? Value::none(shape) : action_at(context, agenda->soon.front())});
  add_shown(out, "actions", shown(context, agenda->open), count, shape);
  add_shown(out, "agenda", shown(context, agenda->soon), agenda->soon.size(), shape);
  add_later(context, out, "done_actions", [agenda] { return agenda->lane(Lane::done); });
  add_later(context, out, "actions_of_role", [&context, agenda] { return of_role(context, agenda->open); });
  out.push_back({"actions_by_entity", Value::later([&context, agenda] { return by_entity(context, agenda->open); })});
  out.push_back({"lanes", Value::later([&context, agenda] { return lanes_value(context, agenda); })});
  const std::size_t most = context.limits().actions;
  if (count > most && std::ranges::find(context.role().sections, "agenda") != context.role().sections.end())
    context.attach(table_name("actions", agenda->open.size()),
                   [&context, agenda] { return actions_csv(context, agenda->open); });
  const std::size_t limit = std::min(agenda->soon.size(), most);
  out.push_back({"agenda_impact", impact_value(context, std::span(agenda->soon).first(limit))});
  out.push_back({"impact", Value::later([&context, agenda] { return impact_value(context, agenda->open); })});
}

}  // namespace qd::report
