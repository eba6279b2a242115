#include "assess/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "assess/checks.hpp"
#include "assess/explain_action.hpp"
#include "assess/kpi_results.hpp"
#include "assess/show.hpp"
#include "assess/subjects.hpp"
#include "formula/node.hpp"

namespace qd::assess {

namespace {

using formula::Evaluated;
using formula::Missing;
using model::FactIndex;
using model::Subject;
using model::SubjectKind;

/// Of each of many results, however short the explanation has to be.
constexpr std::size_t kFewestInputs = 5;

class Explainer {
 public:
  Explainer(const model::FactStore& facts, const Definitions& definitions, const Assessment& assessment,
            const ExplainLimits& limits)
      : facts_(facts),
        definitions_(definitions),
        assessment_(assessment),
        limits_(limits),
        kpis_(facts, definitions, assessment) {}

  Result<Explanation> explain(std::string_view reference);

 private:
  using Found = std::optional<Explanation>;

  Found kpi(std::string_view id, std::string_view subject);
  Explanation check(const Check& check) const;
  Explanation finding(const Finding& finding);
  Explanation fact(FactIndex i);
  std::vector<Subject> subjects(const Kpi& kpi, std::string_view subject) const;
  ExplainedResult result(const Subject& subject, const Evaluated& evaluated, const KpiTrace& trace,
                         std::size_t most_inputs) const;
  ExplainedInput input(FactIndex i) const;
  [[nodiscard]] std::size_t share_of_inputs(std::size_t results) const {
    return std::max(kFewestInputs, limits_.inputs / std::max<std::size_t>(results, 1));
  }
  void add_references(std::span<const formula::Expression* const> formulas, std::vector<ExplainedReference>& out) const;
  void add_conditions(const Check& check, const Subject& subject, Explanation& out);
  [[nodiscard]] std::string suggestion(std::string_view reference) const;

  const model::FactStore& facts_;
  const Definitions& definitions_;
  const Assessment& assessment_;
  ExplainLimits limits_;
  KpiResults kpis_;
};

std::string name_of_subject(const model::FactStore& facts, const Subject& subject) {
  if (subject.kind == SubjectKind::portfolio) return "portfolio";
  const model::Entity* entity = facts.entity(subject.id);
  return entity ? entity->name : subject.id;
}

/// A single aggregate or figure has no part that could be shown: what it gave is the result.
bool has_parts(const formula::Expression* formula) {
  const formula::Op op = formula->root().op;
  return op != formula::Op::aggregate && op != formula::Op::kpi;
}

bool is_known(const Evaluated& evaluated) { return !std::holds_alternative<Missing>(evaluated.value); }

std::string remark_of(const Evaluated& evaluated) {
  if (const auto* missing = std::get_if<Missing>(&evaluated.value)) return missing->reason;
  if (evaluated.why) return evaluated.why->reason;
  if (!evaluated.partial) return {};
  return fmt::format("{} of {} inputs are known", evaluated.partial->known, evaluated.partial->of);
}

std::string needs_of(const Evaluated& evaluated) {
  if (const auto* missing = std::get_if<Missing>(&evaluated.value)) return missing->needs;
  return evaluated.why ? evaluated.why->needs : std::string();
}

Result<Explanation> Explainer::explain(std::string_view reference) {
  const auto by_id = [&](const auto& list) {
    return std::ranges::find(list, reference, [](const auto& one) { return std::string_view(one.id); });
  };
  if (const auto found = by_id(assessment_.findings); found != assessment_.findings.end()) return finding(*found);
  const bool names_kpi = definitions_.kpi(reference.substr(0, reference.find('@'))) != nullptr;
  if (!names_kpi) {  // of half a million actions none needs to be looked at for a figure
    if (const auto found = assessment_.actions.find(reference)) return explain_action(*found, facts_, assessment_);
  }
  if (const Check* found = definitions_.check(reference)) return check(*found);
  if (const auto found = facts_.find_fact(reference)) return fact(*found);
  const std::size_t at = std::min(reference.find('@'), reference.size());
  std::string_view id = reference.substr(0, at);
  if (id.starts_with("kpi.")) id.remove_prefix(4);
  if (auto found = kpi(id, at < reference.size() ? reference.substr(at + 1) : std::string_view()))
    return *std::move(found);
  return fail(ErrorKind::not_found, fmt::format("nothing is called `{}`{}", reference, suggestion(reference)));
}

std::vector<Subject> Explainer::subjects(const Kpi& kpi, std::string_view subject) const {
  std::vector<Subject> out;
  const auto wanted = [&](std::string_view id, std::string_view name) {
    return subject.empty() || subject == id || subject == name;
  };
  if (kpi.for_portfolio && wanted("portfolio", "")) out.push_back({});
  if (!kpi.for_entities) return out;
  for (Subject& entity : judged_entities(facts_)) {
    if (wanted(entity.id, name_of_subject(facts_, entity))) out.push_back(std::move(entity));
  }
  return out;
}

Explainer::Found Explainer::kpi(std::string_view id, std::string_view subject) {
  const Kpi* kpi = definitions_.kpi(id);
  if (!kpi) return std::nullopt;
  const std::vector<Subject> about = subjects(*kpi, subject);
  if (about.empty()) return std::nullopt;
  Explanation out;
  out.reference = fmt::format("{}{}{}", id, subject.empty() ? "" : "@", subject);
  out.what = "kpi";
  out.title = kpi->title;
  out.formula = kpi->formula_text();
  for (const Subject& one : about) out.result_count += kpis_.of(kpi->id, one).size();
  std::size_t known = 0;
  for (const Subject& one : about)
    known += static_cast<std::size_t>(std::ranges::count_if(kpis_.of(kpi->id, one), is_known));
  // Of many results those that say something.
  std::size_t known_left = std::min(known, limits_.results);
  std::size_t unknown_left = std::min(out.result_count - known, limits_.results - known_left);
  for (const Subject& one : about) {
    const auto results = kpis_.of(kpi->id, one);
    std::vector<KpiTrace> traces;
    for (std::size_t n = 0; n < results.size(); ++n) {
      std::size_t& left = is_known(results[n]) ? known_left : unknown_left;
      if (left == 0) continue;
      --left;
      if (traces.empty() && std::ranges::any_of(kpi->formulas(), has_parts)) traces = kpis_.trace(*kpi, one);
      out.results.push_back(result(one, results[n], n < traces.size() ? traces[n] : KpiTrace(),
                                   share_of_inputs(results.size() * about.size())));
    }
  }
  add_references(kpi->formulas(), out.references);
  return out;
}

ExplainedResult Explainer::result(const Subject& subject, const Evaluated& evaluated, const KpiTrace& trace,
                                  std::size_t most_inputs) const {
  ExplainedResult out;
  out.subject = subject;
  out.group = evaluated.group;
  out.value = evaluated.value;
  out.shown = show(evaluated, {.digits = ShowStyle::Digits::exact});
  out.remark = remark_of(evaluated);
  out.needs = needs_of(evaluated);
  out.kind = evaluated.kind;
  out.weakest = evaluated.weakest;
  for (const formula::Step& step : trace.steps) {
    if (step.depth == 0) continue;  // the whole, which is the result
    const std::string remark =
        std::holds_alternative<Missing>(step.result.value) ? " (" + remark_of(step.result) + ")" : "";
    formula::Evaluated part = step.result;
    // So many per month; only a figure that is declared a ratio is a percentage.
    if (auto* amount = std::get_if<formula::Amount>(&part.value);
        amount && amount->unit == Unit::ratio && amount->per != Cadence::unstated)
      amount->unit = Unit::count;
    out.parts.push_back({std::string(trace.formula->text().substr(step.begin, step.end - step.begin)), step.depth,
                         show(part, {.digits = ShowStyle::Digits::exact}) + remark});
  }
  out.input_count = evaluated.inputs.size();
  for (const FactIndex i : evaluated.inputs.first_in_files(most_inputs)) out.inputs.push_back(input(i));
  return out;
}

ExplainedInput Explainer::input(FactIndex i) const {
  const model::Fact& fact = facts_[i];
  ExplainedInput out;
  out.fact = facts_.fact_id(i);
  out.predicate = facts_.text(fact.predicate);
  out.file = facts_.table().document(fact.file).path;
  out.line = fact.line;
  out.label = name_of(facts_, i);
  out.value = show(facts_, i, {.digits = ShowStyle::Digits::exact});
  out.kind = fact.kind;
  return out;
}

/// Breadth first, each once, so that what the formula names itself comes first.
void Explainer::add_references(std::span<const formula::Expression* const> formulas,
                               std::vector<ExplainedReference>& out) const {
  std::vector<const Kpi*> queue;
  const auto add = [&](const formula::Expression* from) {
    for (const auto& reference : from->kpis()) {
      const Kpi* kpi = definitions_.kpi(reference.id);
      if (kpi && std::ranges::find(queue, kpi) == queue.end()) queue.push_back(kpi);
    }
  };
  std::ranges::for_each(formulas, add);
  for (std::size_t n = 0; n < queue.size(); ++n) {
    const Kpi* kpi = queue[n];
    out.push_back({kpi->id, kpi->title, kpi->formula_text()});
    std::ranges::for_each(kpi->formulas(), add);
  }
}

Explanation Explainer::check(const Check& check) const {
  Explanation out;
  out.reference = check.id;
  out.what = "check";
  out.title = check.question;
  if (check.passes) out.formula = check.passes->text();
  if (check.applies) out.details.emplace_back("applies", std::string(check.applies->text()));
  if (check.native) out.details.emplace_back("native", check.native_name);
  out.details.emplace_back("severity", std::string(to_string(check.severity)));
  for (const Finding& finding : assessment_.findings) {
    if (finding.check != check.id || finding.outcome == Outcome::not_applicable) continue;
    out.details.emplace_back(finding.id, fmt::format("{}{}{}", to_string(finding.outcome),
                                                     finding.message.empty() ? "" : ": ", finding.message));
  }
  return out;
}

void Explainer::add_conditions(const Check& check, const Subject& subject, Explanation& out) {
  const auto add = [&](const formula::Expression& expression) {
    const auto results = kpis_.evaluate(expression, subject, check.needs);
    auto traces = kpis_.trace(expression, subject, check.needs);
    traces.resize(results.size());
    for (std::size_t n = 0; n < results.size(); ++n)
      out.results.push_back(
          result(subject, results[n], {&expression, std::move(traces[n])}, share_of_inputs(results.size())));
    out.result_count = out.results.size();
    const formula::Expression* const only = &expression;
    add_references({&only, 1}, out.references);
  };
  if (check.passes) add(*check.passes);
}

Explanation Explainer::finding(const Finding& finding) {
  Explanation out;
  out.reference = finding.id;
  out.what = "finding";
  const Check* check = definitions_.check(finding.check);
  out.title = check ? check->question : finding.check;
  out.details.emplace_back("subject", name_of_subject(facts_, finding.subject));
  out.details.emplace_back("answer", std::string(to_string(finding.outcome)));
  out.details.emplace_back("severity", std::string(to_string(finding.severity)));
  if (!finding.message.empty()) out.details.emplace_back("says", finding.message);
  if (!finding.remedy.empty()) out.details.emplace_back("remedy", finding.remedy);
  if (finding.outcome == Outcome::fail) out.details.emplace_back("since", to_string(finding.since));
  out.evidence = finding.evidence;
  if (!check) return out;
  if (check->passes) out.formula = check->passes->text();
  if (check->applies) out.details.emplace_back("applies", std::string(check->applies->text()));
  add_conditions(*check, finding.subject, out);
  return out;
}

Explanation Explainer::fact(FactIndex i) {
  const model::Fact& fact = facts_[i];
  Explanation out;
  out.reference = facts_.fact_id(i);
  out.what = "fact";
  out.title = name_of(facts_, i);
  out.details = {{"predicate", std::string(facts_.text(fact.predicate))},
                 {"value", show(facts_, i, {.digits = ShowStyle::Digits::exact})},
                 {"entity", std::string(facts_.text(fact.entity))},
                 {"section", std::string(facts_.text(fact.section))},
                 {"kind", std::string(to_string(fact.kind))},
                 {"basis", std::string(to_string(fact.basis))},
                 {"as of", to_string(fact.as_of)}};
  if (fact.value == model::ValueKind::missing) {
    out.details.emplace_back("why", std::string(facts_.text(fact.text)));
    out.details.emplace_back("needs", std::string(facts_.text(fact.needs)));
  }
  std::vector<std::string> used;
  for (const KpiResult& kpi : assessment_.kpis) {
    if (std::ranges::find(kpi.result.inputs, i) != kpi.result.inputs.end())
      used.push_back(
          fmt::format("{}@{}", kpi.id, kpi.subject.kind == SubjectKind::portfolio ? "portfolio" : kpi.subject.id));
  }
  if (!used.empty()) out.details.emplace_back("goes into", list_names(std::move(used), 12));
  out.inputs.push_back(input(i));
  return out;
}

std::string Explainer::suggestion(std::string_view reference) const {
  std::vector<std::string> candidates;
  const std::size_t at = reference.find('@');
  const std::string_view id = reference.substr(0, at);
  const Kpi* known = definitions_.kpi(id);
  for (const Kpi& kpi : definitions_.kpis()) candidates.push_back(kpi.id);
  for (const Check& check : definitions_.checks()) candidates.push_back(check.id);
  if (at != std::string_view::npos) {
    std::vector<std::string> names = {"portfolio"};
    for (const model::Entity& entity : facts_.entities()) names.push_back(entity.id);
    if (known && std::ranges::find(names, reference.substr(at + 1)) != names.end())
      return fmt::format(": {} is not worked out for it", id);
    const std::string hint = did_you_mean(known ? reference.substr(at + 1) : id, known ? names : candidates);
    return hint.empty() ? "" : "; " + hint;
  }
  for (const Action& action : assessment_.actions) {
    if (candidates.size() > 5000) break;  // a slip of the pen is found among the first, and the rest would take seconds
    candidates.push_back(action.id);
  }
  const std::string hint = did_you_mean(reference, candidates);
  return hint.empty() ? "; give the id of a KPI, check, finding, action or fact, as `assess` and `facts` print them"
                      : "; " + hint;
}

}  // namespace

Result<Explanation> explain(std::string_view reference, const model::FactStore& facts, const Definitions& definitions,
                            const Assessment& assessment) {
  return Explainer(facts, definitions, assessment, {}).explain(reference);
}

void explain_each(std::span<const std::string> references, const model::FactStore& facts,
                  const Definitions& definitions, const Assessment& assessment, const ExplainLimits& limits,
                  const std::function<void(const std::string& reference, const Explanation& explanation)>& take) {
  Explainer explainer(facts, definitions, assessment, limits);
  for (const std::string& reference : references) {
    if (const auto explained = explainer.explain(reference)) take(reference, *explained);
  }
}

}  // namespace qd::assess
