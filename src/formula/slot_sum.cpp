#include "formula/slot_sum.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qd::formula {

namespace {

bool wanted(const Slot& slot, std::optional<Currency> currency) {
  return slot.unit != Unit::money || !currency || slot.currency == *currency || slot.nothing();
}

}  // namespace

MaybeInterval slot_interval(const Slot& slot, Aggregation how) {
  const std::int64_t scale = scale_of(slot.unit);
  Interval out;
  std::optional<Rational> lo, hi;
  if (how == Aggregation::min) {
    out.open_lo = slot.open_lo;
    out.open_hi = slot.least_hi == INT64_MAX;
    lo = fraction(slot.least_lo, scale), hi = fraction(slot.least_hi, scale);
  } else if (how == Aggregation::max) {
    out.open_lo = slot.greatest_lo == INT64_MIN;
    out.open_hi = slot.open_hi;
    lo = fraction(slot.greatest_lo, scale), hi = fraction(slot.greatest_hi, scale);
  } else {
    out.open_lo = slot.open_lo, out.open_hi = slot.open_hi;
    lo = fraction(slot.lo, scale), hi = fraction(slot.hi, scale);
  }
  if (!lo || !hi) return std::nullopt;
  if (!out.open_lo) out.lo = *lo;
  if (!out.open_hi) out.hi = *hi;
  return out;
}

std::expected<SlotChoice, std::string> choose_slots(std::span<const Slot> slots, std::optional<Currency> currency,
                                                    bool flow, bool once_too) {
  std::vector<const Slot*> recurring, unstated, once;
  for (const Slot& slot : slots) {
    if (!wanted(slot, currency)) continue;
    (slot.recurs() ? recurring : slot.per == Cadence::once ? once : unstated).push_back(&slot);
  }
  SlotChoice out;
  if (!recurring.empty() && (flow || (unstated.empty() && once.empty()))) {
    out.used = std::move(recurring);
    out.left_out = std::move(unstated);
  } else if (!flow) {
    out.used = std::move(unstated);
    out.used.insert(out.used.end(), once.begin(), once.end());
    out.left_out = std::move(recurring);
  } else if (!unstated.empty()) {
    out.used = std::move(unstated);
    if (once_too) out.used.insert(out.used.end(), once.begin(), once.end());
  } else if (once_too) {
    out.used = std::move(once);
  } else if (!once.empty()) {
    return std::unexpected("only one-off amounts are known");
  }
  const auto other_unit = [&out](const Slot* slot) { return slot->unit != out.used.front()->unit; };
  if (std::ranges::any_of(out.used, other_unit))
    return std::unexpected(fmt::format("{} and {} cannot be added", to_string(out.used.front()->unit),
                                       to_string((*std::ranges::find_if(out.used, other_unit))->unit)));
  return out;
}

MaybeInterval combine_slots(std::span<const Slot* const> slots, Aggregation how) {
  MaybeInterval out;
  std::int64_t count = 0;
  for (const Slot* slot : slots) {
    auto one = slot_interval(*slot, how);
    if (one && slot->recurs()) one = scale_interval(*one, *months_factor(slot->per));
    if (!one) return std::nullopt;
    count += slot->count;
    if (!out) {
      out = one;
    } else if (how == Aggregation::min) {
      out = least(*out, *one);
    } else if (how == Aggregation::max) {
      out = greatest(*out, *one);
    } else if (out = add(*out, *one); !out) {
      return std::nullopt;
    }
  }
  if (out && how == Aggregation::avg) out = scale_interval(*out, Rational::ratio(1, count));
  return out;
}

Amount amount_like(std::span<const Slot* const> slots, const model::FactStore& facts) {
  Amount out;
  out.unit = slots.front()->unit;
  out.per = slots.front()->recurs() ? Cadence::month : Cadence::unstated;
  const model::Symbol of = slots.front()->of;
  if (std::ranges::all_of(slots, [of](const Slot* slot) { return slot->of == of; })) out.of = facts.text(of);
  for (const Slot* slot : slots) {
    if (slot->currency.stated()) out.currency = slot->currency;
  }
  return out;
}

Amount with_interval(Amount amount, const Interval& interval) {
  amount.lo = interval.lo;
  amount.hi = interval.hi;
  amount.open_lo = interval.open_lo;
  amount.open_hi = interval.open_hi;
  return amount;
}

}  // namespace qd::formula
