#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "report/action_rights.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::Change;
using assess::Finding;
using assess::FindingState;

bool may_see_check(const ViewContext& context, std::string_view id) {
  const assess::Check* check = context.definitions().check(id);
  return check != nullptr && context.role().may_read(*check);
}

/// An action that follows from a finding is as confidential as the finding.
bool may_see(const ViewContext& context, const Change& change) {
  if (!context.in_scope(change.subject)) return false;
  if (change.what == "kpi") {
    const assess::Kpi* kpi = context.definitions().kpi(change.id);
    return kpi != nullptr && context.role().may_read(*kpi);
  }
  if (change.what == "action") {
    if (!context.role().may_read("action.item")) return false;
    if (context.role().own_actions && !is_readers(context.role(), change.owner, change.check)) return false;
    if (change.check.empty()) return true;
  }
  return may_see_check(context, change.check);
}

Value change_value(const ViewContext& context, const Change& change) {
  return Value::object({{"what", change.what},
                        {"state", change.state},
                        {"entity", context.entity_name(context.entity_of(change.subject))},
                        {"text", context.without_names(change.text)}});
}

Value persisting_value(const ViewContext& context, const Finding& finding) {
  const std::string message = context.without_names(finding.message);
  return Value::object({{"message", message},
                        {"figure", figure(message, finding.id)},
                        {"severity", Value(to_string(finding.severity))},
                        {"subject", context.subject_name(finding.subject)},
                        {"entity", context.entity_name(context.entity_of(finding.subject))},
                        {"since", to_string(finding.since)},
                        {"since_long", long_date(finding.since)}});
}

Value number_or_none(std::size_t n) { return n == 0 ? Value() : Value::number(n); }

/// Of the findings that the role may read, how many are in each state and which persist, the most severe first.
struct Tracked {
  std::array<std::size_t, 4> count{};  // by state
  std::vector<const Finding*> persisting;
};

Tracked tracked_findings(const ViewContext& context) {
  Tracked out;
  std::string_view check;  // of the finding before: mostly the same
  bool readable = false;
  for (const Finding& finding : context.assessment().findings) {
    if (finding.outcome != assess::Outcome::fail && finding.state == FindingState::fresh) continue;
    if (finding.check != check) {
      check = finding.check;
      readable = may_see_check(context, check);
    }
    if (!readable || finding.state == FindingState::resolved || !context.in_scope(finding.subject)) continue;
    ++out.count[static_cast<std::size_t>(finding.state)];
    if (finding.state == FindingState::persisting) out.persisting.push_back(&finding);
  }
  std::ranges::stable_sort(out.persisting, {}, [](const Finding* one) { return std::pair(one->severity, one->since); });
  return out;
}

void add_states(const ViewContext& context, std::size_t resolved, Members& out) {
  static const Finding kNone;
  const Tracked tracked = compared_with_run(context) ? tracked_findings(context) : Tracked{};
  const auto count = [&](FindingState state) { return number_or_none(tracked.count[static_cast<std::size_t>(state)]); };
  out.push_back({"new_count", count(FindingState::fresh)});
  out.push_back({"worse_count", count(FindingState::worse)});
  out.push_back({"persisting_count", count(FindingState::persisting)});
  out.push_back({"resolved_count", number_or_none(resolved)});
  std::vector<Value> rows;
  for (const Finding* finding : tracked.persisting) {
    if (rows.size() == context.limits().findings) break;
    rows.push_back(persisting_value(context, *finding));
  }
  add_shown(out, "persisting", std::move(rows), tracked.persisting.size(), persisting_value(context, kNone));
}

}  // namespace

bool compared_with_run(const ViewContext& context) {
  const auto& compared = context.assessment().compared_with;
  return context.input().previous.has_value() && (!compared || compared->commit.empty());
}

void add_changes(const ViewContext& context, Members& out) {
  std::vector<Value> rows;
  std::vector<const Change*> seen;
  std::size_t minor = 0;
  std::size_t resolved = 0;
  for (const Change& change : context.assessment().changes) {
    if (!may_see(context, change)) continue;
    seen.push_back(&change);
    if (!change.material) ++minor;
    if (change.what == "finding" && change.state == to_string(FindingState::resolved)) ++resolved;
    if (change.material && rows.size() < context.limits().changes) rows.push_back(change_value(context, change));
  }
  const std::size_t count = seen.size();
  std::string table = table_name("changes", seen.size());
  if (count > rows.size())
    context.attach(std::move(table), [&context, seen = std::move(seen)] { return changes_csv(context, seen); });
  const auto& previous = context.input().previous;
  out.push_back({"previous", previous ? Value(long_date(*previous)) : Value()});
  out.push_back({"previous_figures_only", previous.has_value() && !compared_with_run(context)});
  add_shown(out, "changes", std::move(rows), count, change_value(context, {}));
  out.push_back({"changes_minor", number_or_none(minor)});
  add_states(context, resolved, out);
}

}  // namespace qd::report
