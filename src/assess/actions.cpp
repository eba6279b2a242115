#include "assess/actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "assess/checks.hpp"
#include "base/slug.hpp"

namespace qd::assess {

namespace {

using model::AttributeKey;
using model::AttributeKind;
using model::Fact;
using model::FactIndex;

std::string_view text_attribute(const model::FactStore& facts, const Fact& fact, AttributeKey key) {
  const auto attribute = facts.table().attribute(fact, key);
  return attribute && attribute->kind == AttributeKind::text ? facts.text(attribute->text()) : std::string_view();
}

bool is_done(const model::FactStore& facts, const Fact& fact) {
  const auto done = facts.table().attribute(fact, AttributeKey::done);
  return done && done->kind == AttributeKind::boolean && done->payload != 0;
}

ActionRow::State state_of(bool done, std::optional<Date> due, Date today) {
  if (done) return ActionRow::State::done;
  return due && *due < today ? ActionRow::State::overdue : ActionRow::State::open;
}

/// Lists the items of documents and gives each a name of its own: entity and title, then also the project, then a
/// number.
class Items {
 public:
  Items(const model::FactStore& facts, Date today, ActionList& out) : facts_(facts), today_(today), out_(out) {}

  void add(std::span<const FactIndex> items) {
    taken_.reserve(items.size());
    for (const FactIndex i : items) add(i);
  }

 private:
  void add(FactIndex i) {
    const Fact& fact = facts_[i];
    if (fact.value != model::ValueKind::text || text_attribute(facts_, fact, AttributeKey::state) == "dropped") return;
    Action action = weighed_item(facts_, fact, ActionRow::State::open);
    ActionRow row;
    row.state = state_of(is_done(facts_, fact), action.due, today_);
    action.state = to_string(row.state);
    row.score = score_of(action, today_);
    row.source = static_cast<std::uint32_t>(i);
    row.due = action.due;
    row.stated = true;
    row.owned = !text_attribute(facts_, fact, AttributeKey::owner).empty();
    name(row, fact);
    out_.add(row);
  }

  /// Hashes instead of names: two that collide only make one name longer. Titles are said again and again.
  void name(ActionRow& row, const Fact& fact) {
    const auto [title, fresh] = titles_.try_emplace(pair_of(fact.entity, fact.text));
    if (fresh) title->second.add(action_id(facts_, fact, 0));
    row.name = title->second.value();
    if (taken_.insert(row.name).second) return;
    auto& [in_project, last] = titles_in_projects_[{title->first, fact.subject}];
    if (last == 0) (in_project = title->second).add("-" + slug(facts_.text(fact.subject)));
    do {
      ActionNameHash name = in_project;
      if (++last > 1) name.add(fmt::format("-{}", last));
      row.name = name.value();
    } while (!taken_.insert(row.name).second);
    row.variant = last;
  }

  static std::uint64_t pair_of(model::Symbol a, model::Symbol b) {
    return static_cast<std::uint64_t>(a) << 32 | static_cast<std::uint64_t>(b);
  }

  const model::FactStore& facts_;
  Date today_;
  ActionList& out_;
  std::unordered_set<std::uint64_t> taken_;
  std::unordered_map<std::uint64_t, ActionNameHash> titles_;  // by entity and text
  std::map<std::pair<std::uint64_t, model::Symbol>, std::pair<ActionNameHash, std::uint32_t>>
      titles_in_projects_;  // with the last variant
};

/// Failed findings of the same check and entity, where the check is asked of projects.
struct ProjectFindings {
  const Finding* first = nullptr;
  std::size_t count = 0;
};

Action from_finding(const Finding& finding, std::string entity, Date today) {
  Action action;
  action.id = "check:" + finding.id;
  action.title = finding.remedy;
  action.entity = std::move(entity);
  action.severity = finding.severity;
  action.state = "open";
  action.source = "check:" + finding.check;
  action.score = score_of(action, today);
  return action;
}

/// By id.
std::vector<Action> actions_of(const model::FactStore& facts, const std::vector<Finding>& findings, Date today) {
  std::vector<Action> out;
  std::unordered_map<std::string_view, std::string_view> entity_of_project;
  for (const model::Document& document : facts.documents())
    entity_of_project.emplace(facts.text(document.project), facts.text(document.entity));
  std::map<std::pair<std::string_view, std::string_view>, ProjectFindings> by_project;
  for (const Finding& finding : findings) {
    if (finding.outcome != Outcome::fail) continue;
    if (finding.subject.kind != model::SubjectKind::project) {
      out.push_back(from_finding(finding, finding.subject.id, today));
      continue;
    }
    const auto entity = entity_of_project.find(finding.subject.id);
    auto& group = by_project[{finding.check, entity == entity_of_project.end() ? model::kUnassigned : entity->second}];
    if (group.count++ == 0) group.first = &finding;
  }
  for (const auto& [key, group] : by_project) {
    Action& action = out.emplace_back(from_finding(*group.first, std::string(key.second), today));
    action.id = fmt::format("check:{}@{}", key.first, key.second);
    if (group.count > 1) action.title += fmt::format(" And {} more like it.", group.count - 1);
  }
  std::ranges::sort(out, {}, &Action::id);
  return out;
}

/// What it brings in a month; what comes once is spread over a year.
double monthly(const formula::Amount& impact) {
  const Rational least = impact.open_lo ? impact.hi : impact.lo;
  const auto factor = months_factor(impact.per);
  return least.approximate() * (factor ? factor->approximate() : 1.0 / 12);
}

double severity_points(std::optional<Level> severity) {
  if (!severity) return 15;
  switch (*severity) {
    case Level::critical:
      return 40;
    case Level::high:
      return 30;
    case Level::medium:
      return 20;
    case Level::low:
      return 10;
  }
  return 15;
}

double due_points(std::optional<Date> due, Date today) {
  if (!due) return 0;
  const int days = *due - today;
  if (days < 0) return 20;
  return days <= 7 ? 15 : days <= 30 ? 10 : days <= 90 ? 5 : 0;
}

}  // namespace

double score_of(const Action& action, Date today) {
  if (action.state == "done") return 0;
  double score = severity_points(action.severity) + due_points(action.due, today);
  if (action.impact && action.impact->unit == Unit::money)
    score += std::min(50.0, 10 * std::log10(1 + std::max(0.0, monthly(*action.impact))));
  score -= action.effort ? std::min(20.0, 2 * std::max(0.0, action.effort->lo.approximate())) : 4;
  return std::max(0.1, std::round(score * 10) / 10);
}

ActionList stated_actions(const model::FactStore& facts, Date today) {
  ActionList out(facts);
  Items(facts, today, out).add(facts.facts("action.item", model::Subject{}));
  return out;
}

ActionList with_findings(ActionList out, const model::FactStore& facts, const std::vector<Finding>& findings,
                         Date today) {
  for (Action& action : actions_of(facts, findings, today)) out.add(std::move(action));
  std::vector<std::uint32_t> order(out.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const ActionRow& left = out.row(a);
    const ActionRow& right = out.row(b);
    if (left.score != right.score) return left.score > right.score;
    if (left.due != right.due) return left.due && (!right.due || *left.due < *right.due);
    if (left.stated != right.stated) return left.stated;
    return left.source < right.source;
  });
  out.arrange(order);
  return out;
}

}  // namespace qd::assess
