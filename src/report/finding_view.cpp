#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

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
  std::vector<const Finding*> all;
};

Value finding_value(const ViewContext& context, const Row& row) {
  const Finding& finding = *row.first;
  const bool has_state = finding.state == FindingState::fresh || finding.state == FindingState::worse;
  const bool compared = context.input().previous.has_value();
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
                        {"others", row.all.size() > 1 ? Value::number(row.all.size() - 1) : Value()},
                        {"since", to_string(finding.since)},
                        {"state", compared && has_state ? Value(to_string(finding.state)) : Value()}});
}

bool readable(const ViewContext& context, const Finding& finding) {
  const assess::Check* check = context.definitions().check(finding.check);
  return check != nullptr && context.role().may_read(*check);
}

/// Most severe first; among equals what is new or worse, then by id.
bool comes_before(const Finding& a, const Finding& b) {
  if (a.severity != b.severity) return a.severity < b.severity;
  const auto rank = [](FindingState state) {
    return state == FindingState::worse ? 0 : state == FindingState::fresh ? 1 : 2;
  };
  if (rank(a.state) != rank(b.state)) return rank(a.state) < rank(b.state);
  return a.id < b.id;
}

/// A check that fails for the whole group has the same failures of single entities in it: they are no rows of their
/// own.
std::vector<Row> failing_rows(const ViewContext& context, const std::vector<const Finding*>& failing) {
  std::set<std::string_view> of_portfolio;
  for (const Finding* finding : failing) {
    if (finding->subject.kind == model::SubjectKind::portfolio) of_portfolio.insert(finding->check);
  }
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> row_of;
  std::vector<Row> out;
  for (const Finding* finding : failing) {
    if (finding->subject.kind == model::SubjectKind::entity && of_portfolio.contains(finding->check)) continue;
    if (finding->subject.kind == model::SubjectKind::project) {
      const auto [place, fresh] = row_of.try_emplace({finding->check, context.entity_of(finding->subject)}, out.size());
      if (!fresh) {
        out[place->second].all.push_back(finding);
        continue;
      }
    }
    out.push_back({finding, {finding}});
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

/// What could not be answered, one row a check.
std::vector<Value> unanswered(const ViewContext& context, const std::vector<const Finding*>& unknown) {
  std::vector<std::pair<const assess::Check*, std::vector<const Finding*>>> by_check;
  for (const Finding* finding : unknown) {
    const assess::Check* check = context.definitions().check(finding->check);
    const auto found = std::ranges::find(by_check, check, [](const auto& entry) { return entry.first; });
    if (found == by_check.end()) {
      by_check.push_back({check, {finding}});
    } else {
      found->second.push_back(finding);
    }
  }
  std::vector<Value> out;
  for (const auto& [check, findings] : by_check) {
    std::vector<std::string> subjects;
    for (std::size_t i = 0; i < findings.size() && i < kSubjectsShown; ++i)
      subjects.push_back(context.subject_name(findings[i]->subject));
    out.push_back(Value::object({{"question", check->question},
                                 {"subjects", enumerated(subjects, findings.size())},
                                 {"reason", context.without_names(findings.front()->message)}}));
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
    if (++failed <= context.limits().findings) failing.push_back(finding_value(context, {finding, {finding}}));
  }
  return Value::object({{"failing", Value::list(std::move(failing), finding_value(context, {&kNone, {&kNone}}))},
                        {"count", failed == 0 ? Value() : Value::number(failed)},
                        {"passes", failed == 0 && answered > 0}});
}

}  // namespace

void add_findings(const ViewContext& context, Members& out) {
  static const Finding kNone;
  std::vector<const Finding*> failing;
  std::vector<const Finding*> unknown;
  std::map<std::string_view, std::vector<const Finding*>> by_check;
  for (const Finding& finding : context.assessment().findings) {
    if (!readable(context, finding)) continue;
    by_check[finding.check].push_back(&finding);
    if (finding.outcome == Outcome::fail) failing.push_back(&finding);
    if (finding.outcome == Outcome::unknown) unknown.push_back(&finding);
  }
  std::ranges::sort(failing, [](const Finding* a, const Finding* b) { return comes_before(*a, *b); });
  const Value shape = finding_value(context, {&kNone, {&kNone}});

  std::vector<Value> rows;
  const std::vector<Row> grouped = failing_rows(context, failing);
  for (const Row& row : grouped) {
    if (rows.size() <= context.limits().findings) rows.push_back(finding_value(context, row));
  }
  rows.resize(grouped.size());  // those beyond the limit are only counted
  out.push_back({"finding_count", rows.empty() ? Value() : Value(counted(rows.size(), "shortfall"))});
  out.push_back({"finding_levels", counts_by_severity(grouped)});
  out.push_back({"worst", rows.empty() ? Value::none(shape) : rows.front()});
  add_capped(out, "findings", std::move(rows), context.limits().findings, shape);
  add_capped(out, "unanswered", unanswered(context, unknown), context.limits().findings,
             Value::object({{"question", ""}, {"subjects", ""}, {"reason", ""}}));

  Members checks;
  for (const assess::Check& check : context.definitions().checks()) {
    if (context.role().may_read(check)) checks.push_back({check.id, check_value(context, by_check[check.id])});
  }
  out.push_back({"check", Value::object(std::move(checks))});
}

void add_changes(const ViewContext& context, Members& out) {
  std::vector<Value> rows;
  const auto may_see = [&](const assess::Change& change) {
    if (change.what == "action") return context.role().may_read("action.item");
    if (change.what == "kpi") {
      const assess::Kpi* kpi = context.definitions().kpi(change.id);
      return kpi != nullptr && context.role().may_read(*kpi);
    }
    const assess::Check* check =
        context.definitions().check(std::string_view(change.id).substr(0, change.id.find('@')));
    return check != nullptr && context.role().may_read(*check);
  };
  const auto value = [&](const assess::Change& change) {
    return Value::object({{"what", change.what},
                          {"state", change.state},
                          {"entity", context.entity_name(context.entity_of(change.subject))},
                          {"text", context.without_names(change.text)}});
  };
  for (const assess::Change& change : context.assessment().changes) {
    if (may_see(change)) rows.push_back(rows.size() <= context.limits().changes ? value(change) : Value());
  }
  const auto& previous = context.input().previous;
  out.push_back({"previous", previous ? Value(long_date(*previous)) : Value()});
  add_capped(out, "changes", std::move(rows), context.limits().changes, value({}));
}

}  // namespace qd::report
