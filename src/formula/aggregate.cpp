#include "formula/aggregate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "formula/field_reading.hpp"
#include "formula/fold.hpp"
#include "formula/monthly.hpp"
#include "formula/pick.hpp"
#include "formula/slot_sum.hpp"
#include "formula/total.hpp"
#include "model/predicates.hpp"

namespace qd::formula {

namespace {

bool asks_for_amounts(const Aggregate& aggregate) {
  return aggregate.how != Aggregation::count && aggregate.how != Aggregation::exists &&
         aggregate.how != Aggregation::latest && aggregate.how != Aggregation::first &&
         aggregate.how != Aggregation::claim;
}

}  // namespace

model::Kind weaker(model::Kind a, model::Kind b) {
  // Computed facts are as good as what a machine says: their own inputs are judged where they are facts.
  const auto rank = [](model::Kind kind) { return kind == model::Kind::computed ? 0 : static_cast<int>(kind) + 1; };
  return rank(a) < rank(b) ? b : a;
}

GroupAggregate::GroupAggregate(const Aggregate& aggregate, Selection selection, const Surroundings& around)
    : aggregate_(aggregate),
      selection_(std::move(selection)),
      around_(around),
      tally_(around.shared.facts, aggregate.field) {
  const auto predicate = model::find_predicate(aggregate_.predicate);
  flow_ = predicate && predicate->flow && !aggregate_.field;
  const bool picks_money = aggregate_.how == Aggregation::latest || aggregate_.how == Aggregation::first ||
                           aggregate_.how == Aggregation::claim;
  if (!asks_for_amounts(aggregate_) && !picks_money) return;
  if (counts_for_itself()) return;
  selection_.facts.walk(around_.shared.facts, [this](std::uint32_t place, model::FactIndex, const model::Fact& fact) {
    tally_.add(place, fact);
  });
}

/// monthly and total walk over the facts themselves; here they would only be asked for their currencies.
bool GroupAggregate::counts_for_itself() const {
  const bool walks = aggregate_.how == Aggregation::monthly || aggregate_.how == Aggregation::total;
  return walks && !aggregate_.field && selection_.whole->currency.stated();
}

std::vector<Currency> GroupAggregate::currencies() const {
  const auto is_money = [this](model::FactIndex i) {
    const model::Fact& fact = around_.shared.facts[i];
    return fact.value == model::ValueKind::quantity && fact.unit == Unit::money;
  };
  if (counts_for_itself() && std::ranges::any_of(selection_.facts, is_money)) return {selection_.whole->currency};
  std::vector<Currency> out;
  for (const Slot& slot : tally_.slots()) {
    if (slot.unit == Unit::money && !slot.nothing()) out.push_back(slot.currency);
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// What is of the currency or may belong to any.
GroupAggregate::GroupAggregate(const GroupAggregate& whole, Currency currency)
    : aggregate_(whole.aggregate_),
      selection_(whole.selection_),
      around_(whole.around_),
      tally_(whole.tally_.part(currency)),
      flow_(whole.flow_) {
  selection_.facts = tally_.facts();
}

AtomResult GroupAggregate::evaluate(std::optional<Currency> currency) const {
  const bool part = split_ && currency && asks_for_amounts(aggregate_) && !counts_for_itself() &&
                    std::ranges::count(currencies(), *currency) > 0;
  return part ? GroupAggregate(*this, *currency).evaluate_here(currency) : evaluate_here(currency);
}

Missing GroupAggregate::missing(std::string reason) const { return {std::move(reason), around_.needs}; }

/// Why the facts that there are have no value: what the first of them says.
Missing GroupAggregate::first_reason() const {
  for (const auto* list : {&tally_.unvalued(), &selection_.open}) {
    for (const model::FactIndex i : *list) {
      const model::Fact& fact = around_.shared.facts[i];
      if (fact.value != model::ValueKind::missing) continue;
      Missing out = missing(std::string(around_.shared.facts.text(fact.text)));
      if (out.reason.empty()) out.reason = fmt::format("{} is named without a value", aggregate_.predicate);
      if (out.needs.empty()) out.needs = around_.shared.facts.text(fact.needs);
      return out;
    }
  }
  return missing(fmt::format("{} has no amount", aggregate_.predicate));
}

void GroupAggregate::note_missing(AtomResult& out, const model::FactSet& facts) const {
  if (facts.empty()) return;
  if (!out.partial) out.partial.emplace();
  out.partial->missing.unite(facts);
}

AtomResult GroupAggregate::evaluate_here(std::optional<Currency> currency) const {
  AtomResult out;
  if (aggregate_.how == Aggregation::exists) {
    out.value = selection_.facts.empty() ? Truth::no : Truth::yes;
    out.inputs = selection_.facts;
  } else if (selection_.any.empty()) {
    out.value = missing(fmt::format("no {} is known", aggregate_.predicate));
  } else if (aggregate_.how == Aggregation::count) {
    out.value = count();
    out.inputs = selection_.facts;
    note_missing(out, selection_.open);
  } else {
    out.value = value_of(currency, out);
  }
  finish(out);
  return out;
}

Value GroupAggregate::value_of(std::optional<Currency> currency, AtomResult& out) const {
  out.inputs = selection_.facts;
  if (selection_.population.empty()) return missing(fmt::format("no {} of this kind is known", aggregate_.predicate));
  if (!asks_for_amounts(aggregate_)) return picked(currency, out);
  if (aggregate_.how == Aggregation::monthly && selection_.facts.empty()) return nothing_matches(currency);
  if (aggregate_.how == Aggregation::monthly) {
    MonthlyFigure figure = monthly_figure(aggregate_, selection_, currency, around_);
    out.inputs = std::move(figure.used);
    out.terms = std::move(figure.terms);
    note_missing(out, figure.missing);
    return std::move(figure.value);
  }
  if (aggregate_.how == Aggregation::total) {
    if (selection_.facts.empty() && !selection_.open.empty()) return first_reason();
    TotalFigure figure = total_figure(selection_, aggregate_, currency, around_);
    out.inputs = std::move(figure.used);
    note_missing(out, figure.missing);
    if (figure.unknown_months > 0) {
      if (!out.partial) out.partial.emplace();
      out.partial->unknown_parts = figure.unknown_months;
    }
    return std::move(figure.value);
  }
  if (tally_.slots().empty()) {
    if (const Value date = extreme_date(); !std::holds_alternative<Missing>(date)) return date;
    if (!tally_.unvalued().empty()) return first_reason();
  }
  if (aggregate_.how == Aggregation::largest) return largest(currency, out);
  return from_slots(currency, out);
}

Value GroupAggregate::count() const {
  std::int64_t number = static_cast<std::int64_t>(selection_.facts.size());
  if (aggregate_.distinct) {
    const model::FactStore& facts = around_.shared.facts;
    std::unordered_set<std::string> values;
    std::vector<bool> seen(facts.table().symbols().size());  // texts repeat: each is folded once
    Currency last;
    selection_.facts.walk(facts, [&](std::uint32_t, model::FactIndex, const model::Fact& fact) {
      const FieldValue value = read_field(facts, fact, *aggregate_.field);
      if (value.kind == FieldValue::Kind::absent) return;
      if (value.kind == FieldValue::Kind::text) {
        if (seen[static_cast<std::size_t>(value.text)]) return;
        seen[static_cast<std::size_t>(value.text)] = true;
      } else if (aggregate_.field->kind == FieldKind::currency) {
        if (value.quantity.currency == last) return;
        last = value.quantity.currency;
      }
      values.insert(fold(shown(facts, value)));
    });
    number = static_cast<std::int64_t>(values.size());
  }
  Amount out;
  out.lo = out.hi = Rational(number);
  return out;
}

/// There are facts, and none is meant: their sum is 0; a least or an average is not known.
Value GroupAggregate::nothing_matches(std::optional<Currency> currency) const {
  const bool adds = aggregate_.how == Aggregation::sum || aggregate_.how == Aggregation::monthly ||
                    aggregate_.how == Aggregation::largest;
  if (!adds) return missing(fmt::format("no {} matches", aggregate_.predicate));
  if (!selection_.open.empty()) return first_reason();
  Amount out;
  const auto predicate = model::find_predicate(aggregate_.predicate);
  if (predicate && predicate->shape == model::Shape::money) out.unit = Unit::money;
  if (predicate && predicate->shape == model::Shape::ratio) out.unit = Unit::ratio;
  if (predicate && predicate->shape == model::Shape::days) out.unit = Unit::days;
  const std::string* word = required_word(aggregate_.where, FieldKind::unit);
  for (const Unit unit : {Unit::money, Unit::ratio, Unit::days}) {
    if (word != nullptr && *word == to_string(unit)) out.unit = unit;
  }
  if (out.unit == Unit::money) out.currency = currency ? *currency : population_currency();
  const std::string* per = required_word(aggregate_.where, FieldKind::per);
  if (flow_ && !(per != nullptr && (*per == "once" || *per == "unstated"))) out.per = Cadence::month;
  return out;
}

/// In which all of the population is, if it is one.
Currency GroupAggregate::population_currency() const {
  const model::FactStore& facts = around_.shared.facts;
  const Currency first = facts[*selection_.population.begin()].currency;
  const bool one =
      std::ranges::all_of(selection_.population, [&](model::FactIndex i) { return facts[i].currency == first; });
  return one ? first : Currency();
}

Value GroupAggregate::from_slots(std::optional<Currency> currency, AtomResult& out) const {
  const bool once_too = selection_.names_period;
  const auto choice = choose_slots(tally_.slots(), currency, flow_, once_too);
  if (!choice) return missing(choice.error());
  if (choice->used.empty()) return nothing_matches(currency);
  const auto interval = combine_slots(choice->used, aggregate_.how);
  if (!interval) return missing("the amounts are too large to compute");
  model::FactSet outside = tally_.unvalued();
  outside.unite(selection_.open);
  if (choice->used.size() != tally_.slots().size()) {
    out.inputs = tally_.unvalued();
    for (const Slot* slot : choice->used) out.inputs.unite(slot->facts);
    for (const Slot* slot : choice->left_out) outside.unite(slot->facts);
  }
  note_missing(out, outside);
  if (aggregate_.how == Aggregation::sum && around_.wants_terms) {
    for (const Slot* slot : choice->used) {
      for (const model::FactIndex i : slot->ranged)
        out.terms.push_back({i, *tally_.amount_of(around_.shared.facts[i])});
    }
  }
  return with_interval(amount_like(choice->used, around_.shared.facts), *interval);
}

/// min and max of dates.
Value GroupAggregate::extreme_date() const {
  std::optional<Date> best;
  for (const model::FactIndex i : selection_.facts) {
    const Field field = aggregate_.field.value_or(Field{FieldKind::value});
    const FieldValue value = read_field(around_.shared.facts, around_.shared.facts[i], field);
    if (value.kind != FieldValue::Kind::date) continue;
    if (!best) best = value.date;
    best = aggregate_.how == Aggregation::min ? std::min(*best, value.date) : std::max(*best, value.date);
  }
  const bool orders = aggregate_.how == Aggregation::min || aggregate_.how == Aggregation::max;
  if (!best || !orders) return Missing{};
  return *best;
}

/// latest, first and claim.
Value GroupAggregate::picked(std::optional<Currency> currency, AtomResult& out) const {
  const model::FactStore& facts = around_.shared.facts;
  model::FactSet candidates = selection_.facts;
  if (aggregate_.how == Aggregation::claim) {
    out.kind = model::Kind::stated;
    candidates = claims_about(facts, around_.subject, selection_.facts);
    if (candidates.empty() && !selection_.facts.empty())
      return missing("each entity claims its own, and no document the whole");
  }
  const auto found = pick_fact(facts, candidates, aggregate_, currency);
  if (!found && selection_.facts.empty()) return missing(fmt::format("no {} matches", aggregate_.predicate));
  if (!found) return first_reason();
  out.inputs = model::FactSet(facts);
  out.inputs.add(found->place());
  return value_of_fact(facts, facts[**found], aggregate_.field);
}

/// The largest of the sums of each value of the field.
Value GroupAggregate::largest(std::optional<Currency> currency, AtomResult& out) const {
  std::vector<std::pair<std::string, Tally>> parts;
  std::unordered_map<std::string, std::size_t> known;
  selection_.facts.walk(around_.shared.facts, [&](std::uint32_t place, model::FactIndex, const model::Fact& fact) {
    const std::string key = fold(shown(around_.shared.facts, read_field(around_.shared.facts, fact, *aggregate_.by)));
    if (key.empty()) return;  // who pays it is not said: it may belong to any
    const auto [entry, fresh] = known.try_emplace(key, parts.size());
    if (fresh) parts.emplace_back(key, Tally(around_.shared.facts, aggregate_.field));
    parts[entry->second].second.add(place, fact);
  });
  std::optional<Amount> best;
  for (const auto& [key, tally] : parts) {
    const auto choice = choose_slots(tally.slots(), currency, flow_, selection_.names_period);
    if (!choice || choice->used.empty()) continue;
    const auto interval = combine_slots(choice->used, Aggregation::sum);
    if (!interval) return missing("the amounts are too large to compute");
    Amount amount = amount_like(choice->used, around_.shared.facts);
    best = with_interval(best.value_or(amount), best ? greatest(interval_of(*best), *interval) : *interval);
  }
  note_missing(out, tally_.unvalued());
  if (best) return *best;
  return missing(fmt::format("no {} says its {}", aggregate_.predicate, to_string(*aggregate_.by)));
}

void GroupAggregate::finish(AtomResult& out) const {
  out.weakest = out.inputs.meets(selection_.whole->estimated)   ? model::Kind::estimated
                : !out.inputs.within(selection_.whole->certain) ? model::Kind::stated
                                                                : model::Kind::measured;
  const bool counts = aggregate_.how != Aggregation::exists && aggregate_.how != Aggregation::latest &&
                      aggregate_.how != Aggregation::first && aggregate_.how != Aggregation::claim;
  if (std::holds_alternative<Missing>(out.value)) out.partial.reset();
  if (!counts || std::holds_alternative<Missing>(out.value)) return;
  const auto& unknown_entities = around_.shared.unknown_entities();
  if (around_.subject.kind == model::SubjectKind::portfolio && !unknown_entities.empty()) {
    if (!out.partial) out.partial.emplace();
    out.partial->unknown_entities = unknown_entities;
  }
  if (!out.partial) return;
  out.valued = out.inputs;
  if (counts_for_itself()) {
    out.valued = out.inputs.without(out.partial->missing);
  } else if (aggregate_.how != Aggregation::count) {
    model::FactSet without_value(around_.shared.facts);
    tally_.unvalued().walk(around_.shared.facts, [&](std::uint32_t place, model::FactIndex, const model::Fact& fact) {
      if (fact.value != model::ValueKind::date) without_value.add(place);
    });
    out.valued = out.inputs.without(without_value);
  }
  out.partial->count(out.valued.size());
}

}  // namespace qd::formula
