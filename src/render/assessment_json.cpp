#include "render/assessment_json.hpp"

#include <algorithm>
#include <ranges>

#include "assess/action_score.hpp"
#include "assess/changes.hpp"
#include "assess/previous.hpp"
#include "render/history_json.hpp"
#include "render/json_pieces.hpp"

namespace qd::render {

namespace {

using assess::Action;
using assess::Assessment;
using assess::Change;
using assess::Finding;
using assess::KpiResult;
using formula::Amount;

void write_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty())
    json.null();
  else
    json.value(text);
}

void write_bound(JsonWriter& json, std::string_view name, bool open, const Rational& value, Unit unit) {
  json.key(name);
  if (open)
    json.null();
  else
    json.value(to_decimal(value, unit == Unit::money ? 4 : 6));
}

void write_optional(JsonWriter& json, std::string_view name, const std::optional<Amount>& amount) {
  json.key(name);
  if (amount)
    write_amount(json, *amount);
  else
    json.null();
}

void write_optional(JsonWriter& json, std::string_view name, const std::optional<Date>& date) {
  write_or_null(json, name, date ? to_string(*date) : "");
}

/// In the order of files. Which ones of too many, is left to what is quickest: the first of the store.
void write_ids(JsonWriter& json, const model::FactSet& set, const model::FactStore& facts, std::size_t most) {
  const auto indices = set.size() <= most ? set.first_in_files() : set.first(most).first_in_files();
  for (const model::FactIndex i : indices) json.value(facts.fact_id(i));
}

void write_partial(JsonWriter& json, const std::optional<formula::Partial>& partial, const model::FactStore& facts,
                   std::size_t most_missing) {
  json.key("partial");
  if (!partial) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("known", partial->known);
  json.member("of", partial->of);
  json.key("missing").begin_array();
  for (const std::string& entity : partial->unknown_entities) json.value("entity:" + entity);
  write_ids(json, partial->missing, facts, most_missing);
  json.end_array();
  json.end_object();
}

void write_kpi(JsonWriter& json, const KpiResult& kpi, const model::FactStore& facts, std::size_t most_inputs) {
  const formula::Evaluated& result = kpi.result;
  json.begin_object();
  json.member("id", kpi.id);
  json.key("subject");
  write_subject(json, kpi.subject);
  write_or_null(json, "group", result.group);
  write_value_or_missing(json, result.value);
  write_partial(json, result.partial, facts, most_inputs);
  json.member("kind", to_string(result.kind));
  json.member("weakest", to_string(result.weakest));
  json.key("inputs").begin_array();
  write_ids(json, result.inputs, facts, most_inputs);
  json.end_array();
  write_optional(json, "previous", kpi.previous);
  json.end_object();
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("id", finding.id);
  json.member("check", finding.check);
  json.key("subject");
  write_subject(json, finding.subject);
  json.member("outcome", to_string(finding.outcome));
  json.member("severity", to_string(finding.severity));
  write_or_null(json, "message", finding.message);
  write_or_null(json, "remedy", finding.remedy);
  json.key("evidence").begin_array();
  for (const assess::Evidence& place : finding.evidence) {
    json.begin_object();
    json.member("file", place.file);
    json.member("line", place.line);
    json.end_object();
  }
  json.end_array();
  // Only what is or was open has a history.
  const bool tracked = assess::is_tracked(finding);
  write_or_null(json, "since", tracked ? to_string(finding.since) : "");
  write_or_null(json, "state", tracked ? to_string(finding.state) : "");
  json.end_object();
}

/// Tenths, as the score is made of; a double would print digits that mean nothing.
void write_points(JsonWriter& json, std::string_view name, std::int32_t tenths) {
  json.key(name).raw(to_decimal(Rational::ratio(tenths, 10), 1));
}

void write_action(JsonWriter& json, const Action& action, std::string_view lane, std::size_t most_sources) {
  json.begin_object();
  json.member("id", action.id);
  json.member("title", action.title);
  write_or_null(json, "entity", action.entity);
  write_or_null(json, "owner", action.owner);
  write_optional(json, "due", action.due);
  write_optional(json, "impact", action.impact);
  write_optional(json, "effort", action.effort);
  write_points(json, "score", action.because.total());
  json.key("because").begin_object();
  write_points(json, "severity", action.because.severity);
  write_points(json, "impact", action.because.impact);
  write_points(json, "due", action.because.due);
  write_points(json, "effort", action.because.effort);
  json.end_object();
  json.member("state", action.state);
  json.member("lane", lane);
  write_optional(json, "done_on", action.done_on);
  write_or_null(json, "severity", action.severity ? to_string(*action.severity) : "");
  json.member("source", action.source);
  json.key("sources").begin_array();
  for (const std::string& source : action.sources | std::views::take(most_sources)) json.value(source);
  json.end_array();
  json.end_object();
}

void write_change(JsonWriter& json, const Change& change) {
  json.begin_object();
  json.member("what", change.what);
  json.member("id", change.id);
  json.key("subject");
  write_subject(json, change.subject);
  write_or_null(json, "group", change.group);
  json.member("state", change.state);
  write_or_null(json, "from", change.from);
  write_or_null(json, "to", change.to);
  json.member("text", change.text);
  json.key("material").value(change.material);
  json.end_object();
}

void write_comparison(JsonWriter& json, const std::optional<assess::Comparison>& compared) {
  if (!compared) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("date", to_string(compared->day));
  json.member(compared->run.empty() ? "commit" : "run", compared->run.empty() ? compared->commit : compared->run);
  json.end_object();
}

void write_diagnostic(JsonWriter& json, const Diagnostic& diagnostic) {
  json.begin_object();
  json.member("severity", to_string(diagnostic.severity));
  json.member("code", diagnostic.code);
  json.member("message", diagnostic.message);
  write_or_null(json, "file", diagnostic.file);
  json.member("line", diagnostic.at.line);
  json.member("column", diagnostic.at.column);
  write_or_null(json, "hint", diagnostic.hint);
  json.end_object();
}

/// Which actions are written out: the best, and of what is done, which comes last, the first.
class Written {
 public:
  Written(const assess::ActionList& actions, const AssessmentJsonOptions& options)
      : best_(std::min(options.most_actions, actions.size())), done_end_(actions.size()) {
    while (done_ < actions.size() && actions.row(done_).state != assess::ActionRow::State::done) ++done_;
    if (options.most_done < done_end_ - done_) done_end_ = done_ + options.most_done;
  }

  [[nodiscard]] bool holds(std::size_t i) const { return i < best_ || (i >= done_ && i < done_end_); }

 private:
  std::size_t best_;
  std::size_t done_ = 0;
  std::size_t done_end_;
};

void write_actions(Pieces& pieces, const Assessment& assessment, const AssessmentJsonOptions& options) {
  const assess::ActionList& actions = assessment.actions;
  const Written written(actions, options);
  const auto all = std::views::iota(std::size_t{0}, actions.size());
  pieces.array("actions", all | std::views::filter([&](std::size_t i) { return written.holds(i); }),
               [&](JsonWriter& json, std::size_t i) {
                 const auto lane = assess::lane_of(actions.row(i), assessment.today);
                 write_action(json, actions[i], to_string(lane), options.most_sources);
               });
  bool any = false;
  for (const std::size_t i : all) {
    if (written.holds(i)) continue;
    if (!any) pieces.out() += ",\n\"more_actions\":\"";
    any = true;
    pieces.out() += assess::short_form(actions.row(i));
    pieces.flush_if_full();
  }
  if (any) pieces.out() += '"';
}

}  // namespace

void write_amount(JsonWriter& json, const Amount& amount) {
  json.begin_object();
  write_bound(json, "lo", amount.open_lo, amount.lo, amount.unit);
  write_bound(json, "hi", amount.open_hi, amount.hi, amount.unit);
  json.member("unit", to_string(amount.unit));
  write_or_null(json, "of", amount.of);
  write_or_null(json, "currency", amount.currency.code());
  write_or_null(json, "per", amount.per == Cadence::unstated ? "" : to_string(amount.per));
  json.end_object();
}

void write_formula_value(JsonWriter& json, const formula::Value& value) {
  if (const auto* amount = std::get_if<Amount>(&value)) return write_amount(json, *amount);
  json.begin_object();
  if (const auto* date = std::get_if<Date>(&value)) json.member("date", to_string(*date));
  if (const auto* text = std::get_if<std::string>(&value)) json.member("text", *text);
  if (const auto* truth = std::get_if<formula::Truth>(&value)) {
    json.key("bool");
    if (*truth == formula::Truth::unknown)
      json.null();
    else
      json.value(*truth == formula::Truth::yes);
  }
  json.end_object();
}

void write_value_or_missing(JsonWriter& json, const formula::Value& value) {
  const auto* missing = std::get_if<formula::Missing>(&value);
  json.key(missing != nullptr ? "missing" : "value");
  if (missing == nullptr) return write_formula_value(json, value);
  json.begin_object();
  json.member("reason", missing->reason);
  json.member("needs", missing->needs);
  json.end_object();
}

void write_subject(JsonWriter& json, const model::Subject& subject) {
  const bool portfolio = subject.kind == model::SubjectKind::portfolio;
  json.begin_object();
  json.member("kind", to_string(subject.kind));
  json.member("id", portfolio ? std::string_view("portfolio") : std::string_view(subject.id));
  json.end_object();
}

void write_assessment_json(const Assessment& assessment, const model::FactStore& facts, const Sink& sink,
                           const AssessmentJsonOptions& options) {
  Pieces pieces(sink);
  pieces.out() += "{\"as_of\":";
  append_json_string(pieces.out(), to_string(assessment.as_of));
  pieces.array("kpis", assessment.kpis,
               [&](JsonWriter& json, const KpiResult& kpi) { write_kpi(json, kpi, facts, options.most_inputs); });
  const bool all = assessment.findings.size() <= options.most_findings;
  pieces.array("findings", assessment.findings | std::views::filter([all](const Finding& finding) {
                             return all || finding.subject.kind != model::SubjectKind::project || is_tracked(finding);
                           }),
               write_finding);
  write_actions(pieces, assessment, options);
  pieces.array("changes", assessment.changes, write_change);
  pieces.out() += ",\n\"compared_with\":";
  JsonWriter compared(pieces.out());
  write_comparison(compared, assessment.compared_with);
  if (options.history == AssessmentJsonOptions::History::whole) write_history(pieces, assessment);
  if (options.history == AssessmentJsonOptions::History::trends) write_trends(pieces, assessment, options.most_trends);
  pieces.out() += ",\n\"coverage\":";
  JsonWriter coverage(pieces.out());
  coverage.begin_object();
  coverage.member("lines", assessment.coverage.lines);
  coverage.member("understood", assessment.coverage.understood);
  coverage.end_object();
  pieces.array("diagnostics", assessment.diagnostics | std::views::take(options.most_diagnostics), write_diagnostic);
  pieces.out() += "}\n";
  pieces.flush();
}

}  // namespace qd::render
