#include "assess/kpi_results.hpp"

#include <algorithm>
#include <utility>

#include "assess/native_kpis.hpp"
#include "assess/subjects.hpp"

namespace qd::assess {

namespace {

using model::Subject;
using model::SubjectKind;

/// A figure of one entity that rests on one of the portfolio names so many of its facts; the rest is one `explain`
/// away. Without a limit a hundred entities would each carry the facts of all.
constexpr std::size_t kBorrowedInputs = 1'000;

/// A formula with what names its results: a cell of the grid, a case, or the whole.
struct Part {
  std::string name;
  const formula::Expression* formula = nullptr;
  std::vector<std::pair<std::string, formula::Amount>> parameters;
};

std::vector<Part> parts_of(const Kpi& kpi) {
  std::vector<Part> out;
  for (const GridCell& cell : kpi.grid) out.push_back({cell.name, &kpi.formula, cell.parameters});
  for (const NamedExpression& one : kpi.cases) out.push_back({one.name, &one.expression, {}});
  if (out.empty() && kpi.formula) out.push_back({{}, &kpi.formula, {}});
  return out;
}

/// What is counted, where the definition leaves it open: as the entity's own documents call what it sells.
std::string counted_noun(const model::FactStore& facts, const Kpi& kpi, const Subject& subject) {
  for (const std::string& predicate : {"claim." + kpi.id, std::string("unit.sold")}) {
    for (const model::FactIndex i : facts.facts(predicate, subject)) {
      const model::Fact& fact = facts[i];
      if (fact.value == model::ValueKind::quantity && fact.unit == Unit::count && fact.text != model::Symbol::none)
        return std::string(facts.text(fact.text));
    }
  }
  return {};
}

}  // namespace

KpiResults::KpiResults(const model::FactStore& facts, const Definitions& definitions, Date today)
    : facts_(facts), definitions_(definitions), today_(today), session_(facts) {
  for (std::size_t i = 0; i < definitions.kpis().size(); ++i) kpi_index_.emplace(definitions.kpis()[i].id, i);
  for (std::size_t i = 0; i < facts.entities().size(); ++i) entity_index_.emplace(facts.entities()[i].id, i + 1);
  results_.resize(definitions.kpis().size() * (facts.entities().size() + 1));
}

KpiResults::KpiResults(const model::FactStore& facts, const Definitions& definitions, const Assessment& assessment)
    : KpiResults(facts, definitions, assessment.today) {
  found_.resize(results_.size());
  const std::span<const KpiResult> all = assessment.kpis;
  for (std::size_t begin = 0; begin < all.size();) {
    const KpiResult& first = all[begin];
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].id == first.id && all[end].subject == first.subject) ++end;
    const auto kpi = kpi_index_.find(first.id);
    const auto entity = entity_index_.find(first.subject.id);
    const bool whole = first.subject.kind == SubjectKind::portfolio;
    if (kpi != kpi_index_.end() && (whole || entity != entity_index_.end()))
      found_[slot_of(kpi->second, whole ? 0 : entity->second)] = all.subspan(begin, end - begin);
    begin = end;
  }
}

std::span<const formula::Evaluated> KpiResults::of(std::string_view id, const Subject& subject) {
  const auto kpi = kpi_index_.find(id);
  if (kpi == kpi_index_.end()) return {};
  if (subject.kind == SubjectKind::portfolio) return computed(kpi->second, subject, 0);
  if (subject.kind != SubjectKind::entity) return {};
  const auto entity = entity_index_.find(subject.id);
  if (entity == entity_index_.end()) return {};
  return computed(kpi->second, subject, entity->second);
}

std::span<const formula::Evaluated> KpiResults::referred(std::string_view id, const Subject& subject, bool portfolio) {
  if (!portfolio || subject.kind == SubjectKind::portfolio) return of(id, portfolio ? Subject{} : subject);
  const auto whole = of(id, {});
  const bool short_enough =
      std::ranges::all_of(whole, [](const formula::Evaluated& one) { return one.inputs.size() <= kBorrowedInputs; });
  if (short_enough) return whole;
  const auto [found, fresh] = borrowed_.try_emplace(std::string(id));
  if (fresh) {
    for (const formula::Evaluated& one : whole) {
      formula::Evaluated& copy = found->second.emplace_back(one);
      copy.inputs = one.inputs.first(kBorrowedInputs);
    }
  }
  return found->second;
}

const KpiResults::Results& KpiResults::computed(std::size_t kpi, const Subject& subject, std::size_t position) {
  const std::size_t at = slot_of(kpi, position);
  auto& slot = results_[at];
  if (slot) return *slot;
  if (found_.empty() || found_[at].empty()) return slot.emplace(compute(definitions_.kpis()[kpi], subject));
  slot.emplace();
  for (const KpiResult& one : found_[at]) slot->push_back(one.result);
  return *slot;
}

formula::Scope KpiResults::scope(const Subject& subject, std::string_view needs) {
  return {.facts = facts_,
          .subject = subject,
          .today = today_,
          .kpi = [this, subject](std::string_view id, bool portfolio) { return referred(id, subject, portfolio); },
          .needs = std::string(needs),
          .session = &session_};
}

std::vector<formula::Evaluated> KpiResults::evaluate(const formula::Expression& expression, const Subject& subject,
                                                     std::string_view needs, std::vector<std::string> by) {
  formula::Scope where = scope(subject, needs);
  where.by = std::move(by);
  return formula::evaluate(expression, where);
}

KpiResults::Results KpiResults::compute(const Kpi& kpi, const Subject& subject) {
  formula::Scope where = scope(subject, kpi.needs);
  where.by = kpi.by;
  Results out;
  if (kpi.native) out = kpi.native->run(facts_, subject);
  for (const Part& part : parts_of(kpi)) {
    where.parameters = part.parameters;
    for (formula::Evaluated& one : formula::evaluate(*part.formula, where)) {
      if (!part.name.empty()) one.group = one.group.empty() ? part.name : part.name + " · " + one.group;
      out.push_back(std::move(one));
    }
  }
  const bool noun_open = kpi.unit.sort == formula::Sort::amount && kpi.unit.unit == Unit::count &&
                         kpi.unit.of.empty() && kpi.unit.per != Cadence::unstated;
  const std::string noun = noun_open ? counted_noun(facts_, kpi, subject) : std::string();
  for (formula::Evaluated& one : out) {
    formula::conform(one, kpi.unit, kpi.needs);
    if (auto* amount = std::get_if<formula::Amount>(&one.value); amount && noun_open && amount->of.empty())
      amount->of = noun;
    if (auto* missing = std::get_if<formula::Missing>(&one.value); missing && missing->needs.empty())
      missing->needs = kpi.needs;
  }
  return out;
}

std::vector<KpiTrace> KpiResults::trace(const Kpi& kpi, const Subject& subject) {
  formula::Scope where = scope(subject, kpi.needs);
  where.by = kpi.by;
  std::vector<KpiTrace> out;
  for (const Part& part : parts_of(kpi)) {
    where.parameters = part.parameters;
    for (auto& steps : formula::trace(*part.formula, where)) out.push_back({part.formula, std::move(steps)});
  }
  return out;
}

std::vector<std::vector<formula::Step>> KpiResults::trace(const formula::Expression& expression, const Subject& subject,
                                                          std::string_view needs) {
  return formula::trace(expression, scope(subject, needs));
}

bool KpiResults::applies(const Kpi& kpi, const Subject& subject) {
  if (!kpi.applies) return true;
  const auto answers = evaluate(*kpi.applies, subject, kpi.needs);
  const auto* truth = std::get_if<formula::Truth>(&answers.front().value);
  return !truth || *truth != formula::Truth::no;
}

void KpiResults::take_subject(std::size_t kpi, const Subject& subject, std::size_t position,
                              std::vector<KpiResult>& out) {
  const Kpi& definition = definitions_.kpis()[kpi];
  if (definition.hidden || !applies(definition, subject)) return;
  Results results = *std::move(results_[slot_of(kpi, position)]);
  for (formula::Evaluated& one : results) out.push_back({definition.id, subject, std::move(one), std::nullopt, {}});
}

std::vector<KpiResult> KpiResults::take() {
  const auto kpis = definitions_.kpis();
  const std::vector<Subject> entities = judged_entities(facts_);
  // What others refer to is moved out only when nothing is left to be worked out.
  for (const Kpi& kpi : kpis) {
    if (kpi.hidden) continue;
    if (kpi.for_portfolio && applies(kpi, {})) std::ignore = of(kpi.id, {});
    if (!kpi.for_entities) continue;
    for (const Subject& entity : entities) {
      if (applies(kpi, entity)) std::ignore = of(kpi.id, entity);
    }
  }
  std::vector<KpiResult> out;
  for (std::size_t i = 0; i < kpis.size(); ++i) {
    if (kpis[i].for_portfolio) take_subject(i, {}, 0, out);
    if (!kpis[i].for_entities) continue;
    for (const Subject& entity : entities) take_subject(i, entity, entity_index_.find(entity.id)->second, out);
  }
  results_.clear();
  return out;
}

}  // namespace qd::assess
