#include "formula/tally.hpp"

#include <algorithm>
#include <iterator>

#include "formula/field_reading.hpp"

namespace qd::formula {

std::optional<Rational> fraction(Int128 mantissa, std::int64_t scale) {
  constexpr std::int64_t kHalf = std::int64_t{1} << 32;
  const auto high = static_cast<std::int64_t>(mantissa / kHalf);
  const auto low = static_cast<std::int64_t>(mantissa % kHalf);
  if (mantissa / kHalf != high) return std::nullopt;
  const auto shifted = Rational::multiply(Rational(high), Rational(kHalf));
  const auto whole = shifted ? Rational::add(*shifted, Rational(low)) : std::nullopt;
  return whole ? Rational::divide(*whole, Rational(scale)) : std::nullopt;
}

MaybeInterval monthly_interval(const Quantity& quantity) {
  const std::int64_t scale = scale_of(quantity.unit);
  const Interval plain{quantity.open_lo ? Rational() : Rational::ratio(quantity.lo, scale),
                       quantity.open_hi ? Rational() : Rational::ratio(quantity.hi, scale), quantity.open_lo,
                       quantity.open_hi};
  const auto factor = months_factor(quantity.per);
  return factor ? scale_interval(plain, *factor) : plain;
}

std::optional<Quantity> Tally::amount_of(const model::Fact& fact) const {
  if (!field_ || field_->kind == FieldKind::value) {
    if (fact.value != model::ValueKind::quantity) return std::nullopt;
    return fact.quantity();
  }
  const FieldValue value = read_field(facts_, fact, *field_);
  if (value.kind == FieldValue::Kind::quantity) return value.quantity;
  if (value.kind != FieldValue::Kind::number) return std::nullopt;
  const std::int64_t mantissa = std::int64_t{value.number} * scale_of(Unit::count);
  return Quantity{.lo = mantissa, .hi = mantissa};
}

Slot& Tally::slot_for(const Quantity& quantity, model::Symbol of) {
  const auto fits = [&quantity](const Slot& slot) {
    return slot.unit == quantity.unit && slot.per == quantity.per && slot.currency == quantity.currency;
  };
  if (last_ < slots_.size() && fits(slots_[last_])) return slots_[last_];
  const auto found = std::ranges::find_if(slots_, fits);
  last_ = static_cast<std::size_t>(found - slots_.begin());
  if (found == slots_.end()) {
    Slot& fresh = slots_.emplace_back();
    fresh.unit = quantity.unit;
    fresh.per = quantity.per;
    fresh.currency = quantity.currency;
    fresh.of = of;
    fresh.facts = fresh.ranged = model::FactSet(facts_);
  }
  return slots_[last_];
}

void Tally::add(std::uint32_t place, const model::Fact& fact) {
  const auto quantity = amount_of(fact);
  if (!quantity) {
    unvalued_.add(place);
    return;
  }
  const model::Symbol of = field_ ? model::Symbol::none : fact.text;
  Slot& slot = slot_for(*quantity, of);
  ++slot.count;
  slot.facts.add(place);
  if (slot.of != of) slot.of = model::Symbol::none;
  if (quantity->open_lo) {
    slot.open_lo = true;
  } else {
    slot.lo += quantity->lo;
    slot.least_lo = std::min(slot.least_lo, quantity->lo);
    slot.greatest_lo = std::max(slot.greatest_lo, quantity->lo);
  }
  if (quantity->open_hi) {
    slot.open_hi = true;
  } else {
    slot.hi += quantity->hi;
    slot.least_hi = std::min(slot.least_hi, quantity->hi);
    slot.greatest_hi = std::max(slot.greatest_hi, quantity->hi);
  }
  if (quantity->lo != quantity->hi && !quantity->open_lo && !quantity->open_hi) slot.ranged.add(place);
}

Tally Tally::part(Currency currency) const {
  Tally out(facts_, field_);
  std::ranges::copy_if(slots_, std::back_inserter(out.slots_), [currency](const Slot& slot) {
    return slot.unit != Unit::money || !slot.currency.stated() || slot.currency == currency;
  });
  out.unvalued_ = unvalued_;
  return out;
}

model::FactSet Tally::facts() const {
  model::FactSet out = unvalued_;
  for (const Slot& slot : slots_) out.unite(slot.facts);
  return out;
}

}  // namespace qd::formula
