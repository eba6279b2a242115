#include "assess/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "assess/native_checks.hpp"
#include "assess/show.hpp"
#include "assess/subjects.hpp"

namespace qd::assess {

namespace {

using formula::Evaluated;
using formula::Missing;
using formula::Truth;
using model::FactIndex;
using model::Subject;
using model::SubjectKind;

constexpr std::size_t kMaxEvidence = 20;
/// A line rarely gives more facts than these; where one does, fewer places are named than could be.
constexpr std::size_t kFactsOfLine = 6;

/// Predicates that only a machine fills. Nothing at all of such a family means that nobody asked the machine.
struct Family {
  std::string_view prefix;
  std::string_view what;
  std::string_view remedy;
};
constexpr std::array<Family, 3> kFamilies = {{
    {"aws.", "No AWS inventory was read", "Run `quarterdeck collect aws`, or put an inventory under inventory/."},
    {"repo.", "No repository was read", "Name the repositories in the workspace."},
    {"mail.", "No mail events were read", "Configure the events queue."},
}};

/// The truth of all groups together, and why it is not known.
struct Judgement {
  Truth truth = Truth::yes;
  Missing missing;
  model::FactSet inputs;
};

std::string open_inputs(const formula::Partial& partial) {
  return fmt::format("{} of {} facts that count here are not known", partial.of - partial.known, partial.of);
}

Judgement judge(std::vector<Evaluated> results) {
  Judgement out;
  for (Evaluated& one : results) {
    const auto* truth = std::get_if<Truth>(&one.value);
    Truth answer = truth ? *truth : Truth::unknown;
    // What could not be read might be what is asked about: it never passes.
    if (answer == Truth::yes && one.partial) answer = Truth::unknown, out.missing = {open_inputs(*one.partial), {}};
    if (const auto* missing = std::get_if<Missing>(&one.value); missing && out.missing.reason.empty())
      out.missing = *missing;
    if (one.why && out.missing.reason.empty()) out.missing = *one.why;
    if (answer == Truth::no || out.truth == Truth::yes) out.truth = answer;
    out.inputs.unite(one.inputs);
    if (out.truth == Truth::no) break;
  }
  if (out.truth == Truth::unknown && out.missing.reason.empty())
    out.missing.reason = "what is known allows both answers";
  return out;
}

class CheckRun {
 public:
  CheckRun(const CheckInput& input, KpiResults& kpis)
      : facts_(input.facts),
        definitions_(input.definitions),
        kpis_(kpis),
        today_(input.today),
        portfolio_name_(input.portfolio_name) {
    for (const Family& family : kFamilies) {
      const bool there = std::ranges::any_of(facts_.predicates(), [&](model::Symbol predicate) {
        return facts_.text(predicate).starts_with(family.prefix);
      });
      if (!there) absent_.push_back(&family);
    }
  }

  std::vector<Finding> run(bool native) {
    for (const Check& check : definitions_.checks()) {
      if ((check.native != nullptr) == native) native ? ask_native(check) : ask_formula(check);
    }
    return std::move(findings_);
  }

 private:
  void ask_native(const Check& check);
  void ask_formula(const Check& check);
  void ask_projects(const Check& check);
  void ask(const Check& check, const Subject& subject, std::string_view project_name = {});
  [[nodiscard]] const Family* missing_family(const Check& check) const;
  [[nodiscard]] std::string subject_name(const Subject& subject) const;
  [[nodiscard]] Finding& add(const Check& check, Subject subject, Outcome outcome);
  void settle(Finding& finding, const Check& check, const Missing& missing);
  std::vector<FactIndex> evidence(const Check& check, const Subject& subject, const model::FactSet& inputs);
  std::string value_of(const Check& check, const Subject& subject, std::string_view name);
  std::optional<formula::Amount> impact_of(const Check& check, const Subject& subject);

  const model::FactStore& facts_;
  const Definitions& definitions_;
  KpiResults& kpis_;
  Date today_;
  std::string portfolio_name_;
  std::vector<const Family*> absent_;
  std::vector<Finding> findings_;
};

Finding& CheckRun::add(const Check& check, Subject subject, Outcome outcome) {
  Finding& finding = findings_.emplace_back();
  finding.id = finding_id(check.id, subject);
  finding.check = check.id;
  finding.subject = std::move(subject);
  finding.outcome = outcome;
  finding.severity = check.severity;
  return finding;
}

std::string CheckRun::subject_name(const Subject& subject) const {
  if (subject.kind == SubjectKind::portfolio) return portfolio_name_;
  const model::Entity* entity = facts_.entity(subject.id);
  return entity ? entity->name : subject.id;
}

const Family* CheckRun::missing_family(const Check& check) const {
  for (const Family* family : absent_) {
    const auto uses = [&](const std::optional<formula::Expression>& expression) {
      return expression && std::ranges::any_of(expression->predicates(), [&](const std::string& predicate) {
               return predicate.starts_with(family->prefix);
             });
    };
    if (uses(check.applies) || uses(check.passes)) return family;
  }
  return nullptr;
}

void CheckRun::ask_formula(const Check& check) {
  if (check.for_portfolio) ask(check, {});
  if (check.for_entities) {
    for (const Subject& entity : judged_entities(facts_)) ask(check, entity);
  }
  if (check.for_projects) ask_projects(check);
}

void CheckRun::ask_projects(const Check& check) {
  std::unordered_set<model::Symbol> asked;
  for (const model::Document& document : facts_.documents()) {
    if (document.project == model::Symbol::none || !asked.insert(document.project).second) continue;
    const std::string_view title = facts_.text(document.title);
    const std::string_view id = facts_.text(document.project);
    ask(check, {SubjectKind::project, std::string(id)}, title.empty() ? id : title);
  }
}

void CheckRun::ask(const Check& check, const Subject& subject, std::string_view project_name) {
  if (const Family* family = missing_family(check)) {
    Finding& finding = add(check, subject, Outcome::not_configured);
    finding.message = family->what;
    finding.remedy = family->remedy;
    return;
  }
  if (subject.kind == SubjectKind::entity && !facts_.knows(subject.id))
    return settle(add(check, subject, Outcome::unknown), check,
                  {fmt::format("nothing is known of {}: no document speaks of it", subject_name(subject)),
                   "Write a hand-off with `entity: " + subject.id + "`."});
  if (check.applies) {
    const Judgement applies = judge(kpis_.evaluate(*check.applies, subject, check.needs));
    if (applies.truth == Truth::no) return (void)add(check, subject, Outcome::not_applicable);
    if (applies.truth == Truth::unknown) return settle(add(check, subject, Outcome::unknown), check, applies.missing);
  }
  Judgement passes = judge(kpis_.evaluate(*check.passes, subject, check.needs));
  if (passes.truth == Truth::unknown) {
    Finding& finding = add(check, subject, Outcome::unknown);
    finding.evidence = places_of(facts_, passes.inputs);
    return settle(finding, check, passes.missing);
  }
  if (passes.truth == Truth::yes) {
    add(check, subject, Outcome::pass).evidence = places_of(facts_, passes.inputs);
    return;
  }
  Finding& finding = add(check, subject, Outcome::fail);
  const std::vector<FactIndex> facts = evidence(check, subject, passes.inputs);
  const auto value = [&](std::string_view name) -> std::string {
    if (name == "items") {
      std::vector<std::string> names;
      for (const FactIndex i : facts) names.push_back(name_of(facts_, i));
      return list_names(std::move(names));
    }
    if (name == "subject.name" && !project_name.empty()) return std::string(project_name);
    return value_of(check, subject, name);
  };
  finding.message = check.says.fill(value);
  finding.remedy = check.remedy.fill(value);
  finding.evidence = places_of(facts_, facts);
  finding.impact = impact_of(check, subject);
}

void CheckRun::settle(Finding& finding, const Check& check, const Missing& missing) {
  finding.message = missing.reason;
  finding.remedy = missing.needs.empty() ? check.needs : missing.needs;
}

std::vector<FactIndex> CheckRun::evidence(const Check& check, const Subject& subject, const model::FactSet& inputs) {
  if (!inputs.empty()) return inputs.first_in_files();
  std::vector<FactIndex> out;
  for (const std::string& predicate : check.evidence) {
    const auto facts = facts_.facts(predicate, subject);
    out.insert(out.end(), facts.begin(), facts.begin() + std::min(facts.size(), kMaxEvidence));
  }
  for (const NamedExpression& value : check.values) {
    if (!out.empty()) break;
    for (const Evaluated& one : kpis_.evaluate(value.expression, subject, check.needs))
      out.insert(out.end(), one.inputs.begin(), one.inputs.end());
  }
  return out;
}

std::string CheckRun::value_of(const Check& check, const Subject& subject, std::string_view name) {
  if (name == "entity.name" || name == "subject.name") return subject_name(subject);
  if (name == "entity.id") return subject.id;
  if (name == "today") return to_string(today_);
  const auto value = std::ranges::find(check.values, name, &NamedExpression::name);
  if (value == check.values.end()) return {};
  std::string out;
  for (const Evaluated& one : kpis_.evaluate(value->expression, subject, check.needs)) {
    if (!out.empty()) out += "; ";
    out += show(one);
  }
  return out;
}

/// Nothing where it is not one amount of money: two currencies do not add up.
std::optional<formula::Amount> CheckRun::impact_of(const Check& check, const Subject& subject) {
  const auto value = std::ranges::find(check.values, "impact", &NamedExpression::name);
  if (value == check.values.end()) return std::nullopt;
  const auto results = kpis_.evaluate(value->expression, subject, check.needs);
  if (results.size() != 1) return std::nullopt;
  const auto* amount = std::get_if<formula::Amount>(&results.front().value);
  return amount && amount->unit == Unit::money ? std::optional(*amount) : std::nullopt;
}

void CheckRun::ask_native(const Check& check) {
  for (Answer& answer : check.native->run({facts_, definitions_, kpis_, today_, check})) {
    const Subject subject = answer.subject;
    Finding& finding = add(check, subject, answer.outcome);
    const auto value = [&](std::string_view name) {
      if (const auto own = answer.values.find(name); own != answer.values.end()) return own->second;
      return value_of(check, subject, name);
    };
    if (answer.outcome == Outcome::fail) {
      finding.message = check.says.fill(value);
      finding.remedy = check.remedy.fill(value);
      finding.impact = impact_of(check, subject);
    } else if (answer.outcome == Outcome::unknown || answer.outcome == Outcome::not_configured) {
      finding.message = std::move(answer.reason);
      finding.remedy = check.needs;
    }
    finding.evidence = std::move(answer.places);
    for (Evidence& place : places_of(facts_, std::move(answer.evidence))) {
      if (finding.evidence.size() == kMaxEvidence) break;
      finding.evidence.push_back(std::move(place));
    }
  }
}

}  // namespace

std::vector<Finding> ask_formulas(const CheckInput& input, KpiResults& kpis) {
  return CheckRun(input, kpis).run(false);
}
std::vector<Finding> ask_documents(const CheckInput& input, KpiResults& kpis) {
  return CheckRun(input, kpis).run(true);
}

std::string finding_id(std::string_view check, const Subject& subject) {
  return fmt::format("{}@{}", check,
                     subject.kind == SubjectKind::portfolio ? "portfolio" : std::string_view(subject.id));
}

std::string name_of(const model::FactStore& facts, FactIndex i) {
  const model::Fact& fact = facts[i];
  const std::string_view predicate = facts.text(fact.predicate);
  const bool named_by_text = predicate.ends_with(".item") || predicate.starts_with("asset.") ||
                             ((predicate.starts_with("aws.") || predicate.starts_with("repo.")) &&
                              predicate.find('.', 5) == std::string_view::npos);
  if (named_by_text && fact.value == model::ValueKind::text) return std::string(facts.text(fact.text));
  for (const auto key : {model::AttributeKey::label, model::AttributeKey::channel, model::AttributeKey::customer,
                         model::AttributeKey::product, model::AttributeKey::id, model::AttributeKey::account}) {
    const auto attribute = facts.table().attribute(fact, key);
    if (attribute && attribute->kind == model::AttributeKind::text) return std::string(facts.text(attribute->text()));
  }
  return std::string(facts.text(fact.subject));
}

std::string list_names(std::vector<std::string> names, std::size_t most) {
  std::vector<std::string> shown;
  std::unordered_set<std::string> seen;
  for (std::string& name : names) {
    if (!name.empty() && seen.insert(name).second) shown.push_back(std::move(name));
  }
  if (shown.size() <= most + 1) return join_words(shown);
  const std::size_t rest = shown.size() - most;
  shown.resize(most);
  shown.push_back(fmt::format("{} more", rest));
  return join_words(shown);
}

std::vector<Evidence> places_of(const model::FactStore& facts, const model::FactSet& set) {
  return places_of(facts, set.first_in_files(kMaxEvidence * kFactsOfLine));
}

std::vector<Evidence> places_of(const model::FactStore& facts, std::vector<FactIndex> indices) {
  // Rows are in the order of file and line, so the first rows are the first places.
  if (indices.size() > kMaxEvidence * kFactsOfLine) {
    std::ranges::nth_element(indices, indices.begin() + kMaxEvidence * kFactsOfLine);
    indices.resize(kMaxEvidence * kFactsOfLine);
  }
  if (!std::ranges::is_sorted(indices)) std::ranges::sort(indices);
  std::vector<Evidence> out;
  for (const FactIndex i : indices) {
    const model::Fact& fact = facts[i];
    const std::string& file = facts.table().document(fact.file).path;
    if (!out.empty() && out.back().line == fact.line && out.back().file == file) continue;
    if (out.size() == kMaxEvidence) break;
    out.push_back({file, fact.line});
  }
  return out;
}

}  // namespace qd::assess
