#include "formula/pick.hpp"

#include <algorithm>
#include <utility>

#include "formula/field_reading.hpp"
#include "formula/slot_sum.hpp"

namespace qd::formula {

namespace {

constexpr std::string_view kPortfolioEntity = "portfolio";  // of documents that speak of the whole group

bool in_currency(const FieldValue& value, std::optional<Currency> currency) {
  const bool money = value.kind == FieldValue::Kind::quantity && value.quantity.unit == Unit::money;
  return !money || !currency || value.quantity.currency == *currency;
}

}  // namespace

std::optional<model::FactSet::Iterator> pick_fact(const model::FactStore& facts, const model::FactSet& candidates,
                                                  const Aggregate& aggregate, std::optional<Currency> currency) {
  const Field field = aggregate.field.value_or(Field{FieldKind::value});
  const bool oldest = aggregate.how == Aggregation::first;
  std::optional<std::pair<Date, model::FactIndex>> best;
  model::FactSet::Iterator at;
  for (auto candidate = candidates.begin(); candidate != candidates.end(); ++candidate) {
    const model::FactIndex i = *candidate;
    const FieldValue value = read_field(facts, facts[i], field);
    if (value.kind == FieldValue::Kind::absent || !in_currency(value, currency)) continue;
    const auto when = dated(facts, facts[i]);
    const std::pair here(when ? when->last : facts[i].as_of, i);
    if (!best || (oldest ? here < *best : here > *best)) best = here, at = candidate;
  }
  if (!best) return std::nullopt;
  return at;
}

Value value_of_fact(const model::FactStore& facts, const model::Fact& fact, std::optional<Field> field) {
  const FieldValue value = read_field(facts, fact, field.value_or(Field{FieldKind::value}));
  if (value.kind == FieldValue::Kind::date) return value.date;
  if (value.kind == FieldValue::Kind::truth) return value.truth ? Truth::yes : Truth::no;
  const auto quantity = Tally(facts, field).amount_of(fact);
  if (!quantity) return shown(facts, value);
  const auto interval = monthly_interval(*quantity);
  if (!interval) return Missing{"the amount is too large to compute", ""};
  Amount amount{.unit = quantity->unit, .currency = quantity->currency};
  amount.per = months_factor(quantity->per) ? Cadence::month : Cadence::unstated;
  if (!field) amount.of = facts.text(fact.text);
  return with_interval(std::move(amount), *interval);
}

model::FactSet claims_about(const model::FactStore& facts, const model::Subject& subject,
                            const model::FactSet& claims) {
  if (subject.kind != model::SubjectKind::portfolio || claims.empty()) return claims;
  const model::Symbol first = facts[*claims.begin()].entity;
  bool one = true;
  model::FactSet of_the_whole(facts);
  claims.walk(facts, [&](std::uint32_t place, model::FactIndex, const model::Fact& fact) {
    one = one && fact.entity == first;
    if (facts.text(fact.entity) == kPortfolioEntity) of_the_whole.add(place);
  });
  return of_the_whole.empty() && one ? claims : of_the_whole;
}

}  // namespace qd::formula
