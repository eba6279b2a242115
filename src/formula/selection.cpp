#include "formula/selection.hpp"

#include <algorithm>
#include <optional>

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

/// Whether a measured figure of the entity stands instead of what documents say, for money of whole entities. A balance
/// that the books do not hold is taken from documents.
enum class Books : std::uint8_t { no, balances, flows };

Books books_of(const Aggregate& aggregate, const model::Subject& subject) {
  const bool whole = subject.kind == model::SubjectKind::portfolio || subject.kind == model::SubjectKind::entity;
  if (!whole || !aggregate.predicate.starts_with("money.")) return Books::no;
  if (aggregate.where && names(*aggregate.where, FieldKind::kind)) return Books::no;
  return aggregate.predicate == "money.revenue" || aggregate.predicate == "money.expense" ? Books::flows
                                                                                          : Books::balances;
}

/// Where books cover an entity, only what they say counts as its money.
class BooksFirst {
 public:
  BooksFirst(Books books, Session::Shared& shared, const model::FactSet& facts)
      : books_(books), shared_(shared), facts_(facts) {}

  /// Facts must be asked in the order of the store, in which those of an entity stand together.
  bool admits(const model::Fact& fact) {
    if (books_ == Books::no || fact.kind == model::Kind::measured) return true;
    if (entity_ != fact.entity) {
      entity_ = fact.entity;
      measured_only_ = shared_.covered(fact.entity) && (books_ == Books::flows || has_measured(fact.entity));
    }
    return !measured_only_;
  }

 private:
  [[nodiscard]] bool has_measured(model::Symbol entity) const {
    return std::ranges::any_of(facts_, [&](model::FactIndex i) {
      return shared_.facts[i].entity == entity && shared_.facts[i].kind == model::Kind::measured;
    });
  }

  Books books_;
  Session::Shared& shared_;
  const model::FactSet& facts_;
  model::Symbol entity_ = model::Symbol::none;
  bool measured_only_ = false;
};

/// The currency of all money, as long as there is one.
class OnlyCurrency {
 public:
  void note(const model::Fact& fact) {
    if (fact.value != model::ValueKind::quantity || fact.unit != Unit::money) return;
    several_ = several_ || (any_ && fact.currency != currency_);
    any_ = true;
    currency_ = fact.currency;
  }
  [[nodiscard]] Currency only() const { return several_ ? Currency() : currency_; }

 private:
  Currency currency_;
  bool any_ = false;
  bool several_ = false;
};

Sifted sift(const Aggregate& aggregate, Books books_rule, Date today, Session::Shared& shared) {
  const model::FactStore& store = shared.facts;
  const model::FactSet all(store, store.facts(aggregate.predicate, model::Subject{}));
  const Split parts = split(aggregate.where);
  std::optional<Filter> population, rest;
  if (parts.population) population.emplace(*parts.population, shared, today);
  if (parts.rest) rest.emplace(*parts.rest, shared, today);
  BooksFirst books(books_rule, shared, all);
  const bool claim = aggregate.how == Aggregation::claim;
  const bool any_basis = claim || (aggregate.where && names(*aggregate.where, FieldKind::basis));
  Sifted out;
  OnlyCurrency currencies;
  for (auto* set : {&out.certain, &out.estimated, &out.any, &out.population, &out.facts, &out.open})
    *set = model::FactSet(store);
  all.walk(store, [&](std::uint32_t place, model::FactIndex, const model::Fact& fact) {
    if (any_basis ? claim && fact.basis == model::Basis::historical : fact.basis != model::Basis::actual) return;
    if (!books.admits(fact)) return;
    out.any.add(place);
    currencies.note(fact);
    if (fact.kind == model::Kind::estimated) out.estimated.add(place);
    if (fact.kind == model::Kind::measured || fact.kind == model::Kind::computed) out.certain.add(place);
    if (population) {
      if (population->test(fact) != Truth::yes) return;
      out.population.add(place);
    }
    if (!rest) return;
    const Truth wanted = rest->test(fact);
    if (wanted == Truth::yes) out.facts.add(place);
    if (wanted == Truth::unknown && fact.value == model::ValueKind::missing && rest->reads_value()) out.open.add(place);
  });
  out.currency = currencies.only();
  if (!population) out.population = out.any;
  if (!rest) out.facts = out.population;
  return out;
}

}  // namespace

struct Session::Shared::Sieve {
  std::string predicate;
  std::optional<Condition> where;
  bool claim;
  Books books;
  Date today;
  Sifted sifted;
};

Session::Shared::Shared(const model::FactStore& store) : facts(store) {}
Session::Shared::~Shared() = default;

Selection select(const Aggregate& aggregate, const model::Subject& subject, Date today, Session::Shared& shared) {
  const Sifted& whole = shared.sifted(aggregate, subject, today);
  const bool names_period = aggregate.where && names(*aggregate.where, FieldKind::per);
  if (subject.kind == model::SubjectKind::portfolio)
    return {&whole, whole.any, whole.population, whole.facts, whole.open, names_period};
  const auto facts = shared.facts.facts(aggregate.predicate, subject);
  const auto begin = facts.empty() ? 0 : static_cast<std::uint32_t>(facts.data() - shared.facts.order().data());
  const auto end = static_cast<std::uint32_t>(begin + facts.size());
  return {&whole,
          whole.any.part(begin, end),
          whole.population.part(begin, end),
          whole.facts.part(begin, end),
          whole.open.part(begin, end),
          names_period};
}

const Sifted& Session::Shared::sifted(const Aggregate& aggregate, const model::Subject& subject, Date today) {
  const Books books = books_of(aggregate, subject);
  const bool claim = aggregate.how == Aggregation::claim;
  for (const auto& sieve : sieves_) {
    if (sieve->predicate == aggregate.predicate && sieve->claim == claim && sieve->books == books &&
        sieve->today == today && sieve->where == aggregate.where)
      return sieve->sifted;
  }
  sieves_.push_back(std::make_unique<Sieve>(
      Sieve{aggregate.predicate, aggregate.where, claim, books, today, sift(aggregate, books, today, *this)}));
  return sieves_.back()->sifted;
}

}  // namespace qd::formula
