#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/slug.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::Finding;
using assess::FindingState;
using assess::Level;
using assess::Outcome;

constexpr std::size_t kEvidenceShown = 2;
constexpr std::size_t kSubjectsShown = 3;

/// A shape before the word, so that the level is not said by colour alone.
std::string_view mark_of(Level level) {
  switch (level) {
    case Level::critical:
      return "◆";
    case Level::high:
      return "▲";
    case Level::medium:
      return "■";
    case Level::low:
      return "○";
  }
  return "○";
}

std::string evidence_text(const Finding& finding) {
  std::string out;
  for (std::size_t i = 0; i < finding.evidence.size() && i < kEvidenceShown; ++i)
    out += (i == 0 ? "" : ", ") + short_source(finding.evidence[i].file, finding.evidence[i].line);
  if (finding.evidence.size() > kEvidenceShown)
    out += fmt::format(" and {} more", finding.evidence.size() - kEvidenceShown);
  return out;
}

/// One row of a list of findings: the same check failing for many projects of one entity is one row.
struct Row {
  const Finding* first = nullptr;
  std::size_t count = 1;
};

Value finding_value(const ViewContext& context, const Row& row) {
  const Finding& finding = *row.first;
  const bool has_state = finding.state == FindingState::fresh || finding.state == FindingState::worse;
  const bool compared = compared_with_run(context);
  const std::string_view level = to_string(finding.severity);
  return Value::object({{"id", finding.id},
                        {"check", finding.check},
                        {"severity", Value(level)},
                        {"mark", fmt::format("{} {}", mark_of(finding.severity), level)},
                        {"subject", context.subject_name(finding.subject)},
                        {"entity", context.entity_name(context.entity_of(finding.subject))},
                        {"message", context.without_names(finding.message)},
                        {"remedy", context.without_names(finding.remedy)},
                        {"evidence", evidence_text(finding)},
                        {"figure", figure(context.without_names(finding.message), finding.id)},
                        {"others", row.count > 1 ? Value::number(row.count - 1) : Value()},
                        {"since", to_string(finding.since)},
                        {"state", compared && has_state ? Value(to_string(finding.state)) : Value()}});
}

/// Most severe first; among equals what is new or worse.
int rank_of(const Finding& finding) {
  const int state = finding.state == FindingState::worse ? 0 : finding.state == FindingState::fresh ? 1 : 2;
  return 3 * static_cast<int>(finding.severity) + state;
}

/// A check that fails for the whole group has the same failures of single entities in it: they are no rows of their
/// own.
std::vector<Row> failing_rows(const ViewContext& context, const std::vector<const Finding*>& failing) {
  std::set<std::string_view> of_portfolio;
  for (const Finding* finding : failing) {
    if (finding->subject.kind == model::SubjectKind::portfolio) of_portfolio.insert(finding->check);
  }
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> row_of;  // by check and entity
  std::vector<Row> out;
  for (const Finding* finding : failing) {
    if (finding->subject.kind == model::SubjectKind::entity && of_portfolio.contains(finding->check)) continue;
    if (finding->subject.kind == model::SubjectKind::project) {
      const auto [place, fresh] = row_of.try_emplace({finding->check, context.entity_of(finding->subject)}, out.size());
      if (!fresh) {
        ++out[place->second].count;
        continue;
      }
    }
    out.push_back({finding});
  }
  return out;
}

std::string counts_by_severity(const std::vector<Row>& rows) {
  std::string out;
  for (const Level level : {Level::critical, Level::high, Level::medium, Level::low}) {
    const auto n = std::ranges::count(rows, level, [](const Row& row) { return row.first->severity; });
    if (n > 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", n, to_string(level));
  }
  return out;
}

/// The rows that are shown of a list, and the names `<name>_count`, `<name>_levels` and `<name>_more`.
void add_rows(const ViewContext& context, Members& out, const std::vector<Row>& rows) {
  static const Finding kNone;
  std::vector<Value> shown;
  for (const Row& row : rows) {
    if (shown.size() == context.limits().findings) break;
    shown.push_back(finding_value(context, row));
  }
  out.push_back({"finding_count", rows.empty() ? Value() : Value(counted(rows.size(), "shortfall"))});
  out.push_back({"finding_levels", counts_by_severity(rows)});
  add_shown(out, "findings", std::move(shown), rows.size(), finding_value(context, {&kNone}));
}

/// The rows of the checks of one group, for each group that definitions have: "user experience" is `user_experience`.
Value by_group(const ViewContext& context, const std::vector<Row>& rows) {
  std::map<std::string, std::vector<Row>> groups;
  for (const assess::Check& check : context.definitions().checks()) groups[check.group];
  for (const Row& row : rows) groups[context.definitions().check(row.first->check)->group].push_back(row);
  Members out;
  for (const auto& [group, of_group] : groups) {
    std::string name = slug(group);
    std::ranges::replace(name, '-', '_');
    Members members;
    add_rows(context, members, of_group);
    out.push_back({std::move(name), Value::object(std::move(members))});
  }
  return Value::object(std::move(out));
}

struct CheckFindings {
  const assess::Check* check = nullptr;
  std::vector<const Finding*> all;
};

/// Of the checks that the role may read, in the order in which they come in the list of findings.
std::vector<CheckFindings> by_check(const ViewContext& context) {
  std::vector<CheckFindings> out;
  std::string_view id;  // of the finding before: mostly the same
  CheckFindings* of = nullptr;
  for (const Finding& finding : context.assessment().findings) {
    if (finding.check != id) {
      id = finding.check;
      of = nullptr;
      const assess::Check* check = context.definitions().check(id);
      if (check == nullptr || !context.role().may_read(*check)) continue;
      const auto found = std::ranges::find(out, check, &CheckFindings::check);
      of = found == out.end() ? &out.emplace_back(check) : &*found;
    }
    if (of != nullptr && context.in_scope(finding.subject)) of->all.push_back(&finding);
  }
  return out;
}

/// What could not be answered, one row a check.
std::vector<Value> unanswered(const ViewContext& context, const std::vector<CheckFindings>& checks,
                              std::size_t& count) {
  std::vector<Value> out;
  for (const auto& [check, all] : checks) {
    std::vector<std::string> subjects;
    const Finding* first = nullptr;
    std::size_t unknown = 0;
    for (const Finding* finding : all) {
      if (finding->outcome != Outcome::unknown) continue;
      if (first == nullptr) first = finding;
      if (++unknown <= kSubjectsShown) subjects.push_back(context.subject_name(finding->subject));
    }
    if (first == nullptr || ++count > context.limits().findings) continue;
    out.push_back(Value::object({{"question", check->question},
                                 {"subjects", enumerated(subjects, unknown)},
                                 {"reason", context.without_names(first->message)}}));
  }
  return out;
}

Value check_value(const ViewContext& context, const std::vector<const Finding*>& of_check) {
  static const Finding kNone;
  std::vector<Value> failing;
  std::size_t failed = 0;
  std::size_t answered = 0;
  const auto fails = [](const Finding* finding) { return finding->outcome == Outcome::fail; };
  // Where an entity fails, that the group fails says nothing more.
  const bool of_entities = std::ranges::any_of(of_check, [&](const Finding* finding) {
    return fails(finding) && finding->subject.kind != model::SubjectKind::portfolio;
  });
  for (const Finding* finding : of_check) {
    if (finding->outcome == Outcome::pass) ++answered;
    if (!fails(finding) || (of_entities && finding->subject.kind == model::SubjectKind::portfolio)) continue;
    ++answered;
    if (++failed <= context.limits().findings) failing.push_back(finding_value(context, {finding}));
  }
  return Value::object({{"failing", Value::list(std::move(failing), finding_value(context, {&kNone}))},
                        {"count", failed == 0 ? Value() : Value::number(failed)},
                        {"passes", failed == 0 && answered > 0}});
}

}  // namespace

void add_findings(const ViewContext& context, Members& out) {
  static const Finding kNone;
  std::vector<CheckFindings> checks = by_check(context);
  std::vector<const Finding*> failing;
  for (const CheckFindings& one : checks)
    std::ranges::copy_if(one.all, std::back_inserter(failing),
                         [](const Finding* finding) { return finding->outcome == Outcome::fail; });
  // Findings lie in the order of ids.
  std::ranges::sort(failing, {}, [](const Finding* finding) { return std::pair(rank_of(*finding), finding); });
  const Value shape = finding_value(context, {&kNone});

  std::vector<Row> rows = failing_rows(context, failing);
  out.push_back({"worst", rows.empty() ? Value::none(shape) : finding_value(context, rows.front())});
  add_rows(context, out, rows);
  std::string table = table_name("findings", failing.size());
  if (rows.size() > context.limits().findings)
    context.attach(std::move(table),
                   [&context, failing = std::move(failing)] { return findings_csv(context, failing); });
  out.push_back({"findings_of", Value::later([&context, rows = std::move(rows)] { return by_group(context, rows); })});
  std::size_t unknown = 0;
  std::vector<Value> questions = unanswered(context, checks, unknown);
  add_shown(out, "unanswered", std::move(questions), unknown,
            Value::object({{"question", ""}, {"subjects", ""}, {"reason", ""}}));

  Members values;
  for (const assess::Check& check : context.definitions().checks()) {
    const auto found = std::ranges::find(checks, &check, &CheckFindings::check);
    auto all = found == checks.end() ? std::vector<const Finding*>() : std::move(found->all);
    values.push_back({check.id, Value::later([&context, all = std::move(all)] { return check_value(context, all); })});
  }
  out.push_back({"check", Value::object(std::move(values))});
}

}  // namespace qd::report
