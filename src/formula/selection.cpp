#include "formula/selection.hpp"

#include <algorithm>
#include <bit>
#include <optional>

#include "formula/fact_walk.hpp"
#include "formula/filter.hpp"

namespace qd::formula {

namespace {

bool names(const Condition& condition, FieldKind kind) {
  const bool asks = condition.children.empty() && condition.field.kind == kind;
  return asks || std::ranges::any_of(condition.children, [kind](const Condition& child) { return names(child, kind); });
}

/// Basis, kind and period say which figures are meant; where there are none of these, a sum is not 0 but not known.
bool narrows(const Condition& condition) {
  if (!condition.children.empty()) return std::ranges::all_of(condition.children, narrows);
  const FieldKind kind = condition.field.kind;
  return kind == FieldKind::basis || kind == FieldKind::kind || kind == FieldKind::per;
}

/// The part of the condition that narrows, and the rest.
struct Split {
  std::optional<Condition> population;
  std::optional<Condition> rest;
};

Split split(const std::optional<Condition>& where) {
  if (!where) return {};
  if (narrows(*where)) return {where, std::nullopt};
  if (where->op != Condition::Op::both) return {std::nullopt, where};
  Split out;
  const auto add = [](std::optional<Condition>& part, const Condition& child) {
    if (!part) {
      part.emplace();
      part->op = Condition::Op::both;
    }
    part->children.push_back(child);
  };
  for (const Condition& child : where->children) add(narrows(child) ? out.population : out.rest, child);
  return out;
}

/// Where books cover an entity, only what they say counts as its money.
class BooksFirst {
 public:
  BooksFirst(const Aggregate& aggregate, const model::Subject& subject, Session::Shared& shared,
             std::span<const model::FactIndex> facts)
      : shared_(shared), facts_(facts) {
    const bool whole = subject.kind == model::SubjectKind::portfolio || subject.kind == model::SubjectKind::entity;
    applies_ = whole && aggregate.predicate.starts_with("money.") &&
               !(aggregate.where && names(*aggregate.where, FieldKind::kind));
    always_ = aggregate.predicate == "money.revenue" || aggregate.predicate == "money.expense";
  }

  /// Facts must be asked in the order of the store, in which those of an entity stand together.
  bool admits(std::size_t at, const model::Fact& fact) {
    if (!applies_ || fact.kind == model::Kind::measured) return true;
    if (entity_ != fact.entity) {
      entity_ = fact.entity;
      measured_only_ = shared_.covered(fact.entity) && (always_ || has_measured(at, fact.entity));
    }
    return !measured_only_;
  }

 private:
  /// A balance that the books do not hold is taken from documents.
  [[nodiscard]] bool has_measured(std::size_t at, model::Symbol entity) const {
    const auto same = [&](model::FactIndex i) { return shared_.facts[i].entity == entity; };
    std::size_t first = at;
    while (first > 0 && same(facts_[first - 1])) --first;
    for (; first < facts_.size() && same(facts_[first]); ++first) {
      if (shared_.facts[facts_[first]].kind == model::Kind::measured) return true;
    }
    return false;
  }

  Session::Shared& shared_;
  std::span<const model::FactIndex> facts_;
  bool applies_ = false;
  bool always_ = false;
  model::Symbol entity_ = model::Symbol::none;
  bool measured_only_ = false;
};

}  // namespace

Selection select(const Aggregate& aggregate, const model::Subject& subject, Date today, Session::Shared& shared) {
  Selection out;
  const auto facts = shared.facts.facts(aggregate.predicate, subject);
  const Split parts = split(aggregate.where);
  std::optional<Filter> population, rest;
  if (parts.population) population.emplace(*parts.population, shared, today);
  if (parts.rest) rest.emplace(*parts.rest, shared, today);
  out.names_period = aggregate.where && names(*aggregate.where, FieldKind::per);
  BooksFirst books(aggregate, subject, shared, facts);
  const bool claim = aggregate.how == Aggregation::claim;
  const bool any_basis = claim || (aggregate.where && names(*aggregate.where, FieldKind::basis));
  walk_facts(shared.facts, facts, [&](std::size_t at, model::FactIndex index, const model::Fact& fact) {
    if (any_basis ? claim && fact.basis == model::Basis::historical : fact.basis != model::Basis::actual) return true;
    if (!books.admits(at, fact)) return true;
    out.any = true;
    if (population && population->test(fact) != Truth::yes) return true;
    if (!out.population) out.currency = fact.currency;
    if (fact.currency != out.currency) out.currency = Currency();
    out.population = true;
    const Truth wanted = rest ? rest->test(fact) : Truth::yes;
    if (wanted == Truth::yes) out.facts.push_back(index);
    if (wanted == Truth::unknown && fact.value == model::ValueKind::missing && rest->reads_value())
      out.open.push_back(index);
    return true;
  });
  return out;
}

std::vector<model::FactIndex> sorted(std::vector<model::FactIndex> facts) {
  if (std::ranges::is_sorted(facts)) return facts;
  if (facts.size() < 4096) {
    std::ranges::sort(facts);
    return facts;
  }
  const auto last = static_cast<std::size_t>(*std::ranges::max_element(facts));
  std::vector<std::uint64_t> present(last / 64 + 1);
  for (const model::FactIndex i : facts) {
    const auto at = static_cast<std::uint32_t>(i);
    present[at / 64] |= std::uint64_t{1} << (at % 64);
  }
  facts.clear();
  for (std::size_t word = 0; word < present.size(); ++word) {
    for (std::uint64_t bits = present[word]; bits != 0; bits &= bits - 1)
      facts.push_back(
          model::FactIndex{static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)))});
  }
  return facts;
}

}  // namespace qd::formula
