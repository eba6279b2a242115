#include "assess/actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "assess/checks.hpp"
#include "assess/show.hpp"
#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace qd::assess {

namespace {

using model::Attribute;
using model::AttributeKey;
using model::AttributeKind;
using model::Fact;
using model::FactIndex;

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

bool is_done(const model::FactStore& facts, const Fact& fact) {
  const auto done = facts.table().attribute(fact, AttributeKey::done);
  return done && done->kind == AttributeKind::boolean && done->payload != 0;
}

std::string_view state_of(bool done, std::optional<Date> due, Date today) {
  if (done) return "done";
  return due && *due < today ? "overdue" : "open";
}

/// Gives every action a name of its own: entity and title, then also the project, then a number.
class ActionIds {
 public:
  explicit ActionIds(std::size_t expected) { taken_.reserve(expected); }

  std::string make(std::string_view entity, std::string_view title, std::string_view project) {
    std::string id = slug(fmt::format("{} {}", entity, utf8::prefix(title, kTitleInId)));
    if (take(id)) return id;
    id += "-" + slug(project);
    if (take(id)) return id;
    for (int n = 2;; ++n) {
      std::string numbered = fmt::format("{}-{}", id, n);
      if (take(numbered)) return numbered;
    }
  }

 private:
  /// Hashes instead of names: half a million of them are kept for this alone, and two that collide only make one
  /// name longer.
  bool take(const std::string& id) { return taken_.insert(std::hash<std::string>()(id)).second; }

  std::unordered_set<std::size_t> taken_;
};

std::optional<Action> from_fact(const model::FactStore& facts, FactIndex i, Date today, ActionIds& ids) {
  const Fact& fact = facts[i];
  if (fact.value != model::ValueKind::text || text_attribute(facts, fact, AttributeKey::state) == "dropped")
    return std::nullopt;
  Action action;
  action.title = facts.text(fact.text);
  action.entity = facts.text(fact.entity);
  action.id = ids.make(action.entity, action.title, facts.text(fact.subject));
  action.owner = text_attribute(facts, fact, AttributeKey::owner);
  if (const auto due = facts.table().attribute(fact, AttributeKey::due); due && due->kind == AttributeKind::date)
    action.due = due->date();
  action.impact = quantity_attribute(facts, fact, AttributeKey::impact);
  action.effort = quantity_attribute(facts, fact, AttributeKey::effort);
  action.severity = parse_level(text_attribute(facts, fact, AttributeKey::severity));
  action.state = state_of(is_done(facts, fact), action.due, today);
  action.source = fmt::format("{}:{}", facts.table().document(fact.file).path, fact.line);
  action.score = score_of(action, today);
  return action;
}

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

void add_findings(const model::FactStore& facts, const std::vector<Finding>& findings, Date today,
                  std::vector<Action>& out) {
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
    Action action = from_finding(*group.first, std::string(key.second), today);
    action.id = fmt::format("check:{}@{}", key.first, key.second);
    if (group.count > 1) action.title += fmt::format(" And {} more like it.", group.count - 1);
    out.push_back(std::move(action));
  }
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

std::vector<Action> list_actions(const model::FactStore& facts, const std::vector<Finding>& findings, Date today) {
  const auto items = facts.facts("action.item", model::Subject{});
  std::vector<Action> out;
  out.reserve(items.size());
  ActionIds ids(items.size());
  for (const FactIndex i : items) {
    if (auto action = from_fact(facts, i, today, ids)) out.push_back(std::move(*action));
  }
  add_findings(facts, findings, today, out);
  std::vector<std::uint32_t> order(out.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const Action& left = out[a];
    const Action& right = out[b];
    if (left.score != right.score) return left.score > right.score;
    if (left.due != right.due) return left.due && (!right.due || *left.due < *right.due);
    return left.id < right.id;
  });
  std::vector<Action> sorted;
  sorted.reserve(out.size());
  for (const std::uint32_t i : order) sorted.push_back(std::move(out[i]));
  return sorted;
}

}  // namespace qd::assess
