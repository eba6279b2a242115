#include "formula/arithmetic.hpp"

#include <fmt/format.h>

#include "formula/fold.hpp"
#include "formula/interval.hpp"
#include "formula/slot_sum.hpp"
#include "formula/unit_algebra.hpp"

namespace qd::formula {

namespace {

Missing too_large() { return {"the result is too large to compute", ""}; }

UnitType type_of(const Amount& amount) { return {Sort::amount, amount.unit, amount.of, amount.per}; }

bool is_nothing(const Amount& amount) {
  return interval_of(amount).is_point() && amount.lo.is_zero() && !amount.currency.stated() &&
         (amount.unit == Unit::count || amount.unit == Unit::money) && amount.of.empty();
}

UnitOperand operand_of(const Reading& reading) {
  const Amount& amount = *reading.amount();
  return {type_of(amount), reading.plain, is_nothing(amount)};
}

/// Money of two currencies never meets. What has none is nothing, or nobody said which.
std::expected<Currency, Missing> common_currency(const Amount& a, const Amount& b) {
  const bool both = a.unit == Unit::money && b.unit == Unit::money;
  if (!both) return a.unit == Unit::money ? a.currency : b.currency;
  if (a.currency == b.currency) return a.currency;
  if (is_nothing(a)) return b.currency;
  if (is_nothing(b)) return a.currency;
  const auto name = [](Currency currency) {
    return currency.stated() ? currency.code() : std::string("no stated currency");
  };
  return std::unexpected(
      Missing{fmt::format("amounts in {} and {} cannot be combined", name(a.currency), name(b.currency)), ""});
}

/// A flow that meets a number of days: how many months they are.
std::optional<Rational> time_factor(Op op, const Amount& a, const Amount& b) {
  const bool over_days = op == Op::multiply && ((is_flow(type_of(a)) && b.unit == Unit::days) ||
                                                (is_flow(type_of(b)) && a.unit == Unit::days));
  return over_days ? std::optional(months_in_days()) : std::nullopt;
}

MaybeInterval bounds(Op op, const Interval& a, const Interval& b) {
  switch (op) {
    case Op::add:
      return add(a, b);
    case Op::subtract:
      return subtract(a, b);
    case Op::multiply:
      return multiply(a, b);
    default:
      return divide(a, b);
  }
}

Value amounts(Op op, const Reading& left, const Reading& right) {
  const Amount& a = *left.amount();
  const Amount& b = *right.amount();
  const auto currency = common_currency(a, b);
  if (!currency) return currency.error();
  const auto type = combine(op, operand_of(left), operand_of(right));
  if (!type) return Missing{type.error(), ""};
  if (op == Op::divide && interval_of(b).holds_zero())
    return Missing{interval_of(b).is_point() ? "the divisor is 0" : "the divisor may be 0", ""};
  auto interval = bounds(op, interval_of(a), interval_of(b));
  if (const auto factor = time_factor(op, a, b); interval && factor) interval = scale_interval(*interval, *factor);
  if (!interval) return too_large();
  Amount out{.unit = type->unit, .of = type->of, .per = type->per};
  if (out.unit == Unit::money) out.currency = *currency;
  return with_interval(std::move(out), *interval);
}

/// A whole number of days; dates are not ranged.
std::optional<int> whole_days(const Reading& reading) {
  const Amount* amount = reading.amount();
  constexpr std::int64_t kLimit = 3'652'059;  // as many days as dates have
  if (amount == nullptr || amount->unit != Unit::days || !interval_of(*amount).is_point()) return std::nullopt;
  const Rational days = amount->lo.floor();
  if (days > Rational(kLimit) || days < Rational(-kLimit)) return std::nullopt;
  return static_cast<int>(days.numerator());
}

Value dates(Op op, const Reading& left, const Reading& right) {
  const auto* a = std::get_if<Date>(&left.value);
  const auto* b = std::get_if<Date>(&right.value);
  if (a != nullptr && b != nullptr && op == Op::subtract) {
    Amount out{.unit = Unit::days};
    out.lo = out.hi = Rational(*a - *b);
    return out;
  }
  const auto days = whole_days(right);
  if (a != nullptr && days && op == Op::add) return *a + *days;
  if (a != nullptr && days && op == Op::subtract) return *a - *days;
  return Missing{"a date and this value do not go together", ""};
}

Reading truth(bool yes) { return {.value = yes ? Truth::yes : Truth::no}; }

Reading unknown(Missing why) {
  Reading out{.value = Truth::unknown};
  out.why = std::move(why);
  return out;
}

template <class T>
Reading ordered(Op op, const T& a, const T& b) {
  switch (op) {
    case Op::equal:
      return truth(a == b);
    case Op::unequal:
      return truth(a != b);
    case Op::less:
      return truth(a < b);
    case Op::less_equal:
      return truth(a <= b);
    case Op::greater:
      return truth(a > b);
    default:
      return truth(a >= b);
  }
}

/// Decided where the intervals leave no choice.
Reading compare_intervals(Op op, const Interval& a, const Interval& b) {
  if (op == Op::greater || op == Op::greater_equal)
    return compare_intervals(op == Op::greater ? Op::less : Op::less_equal, b, a);
  const bool below = !a.open_hi && !b.open_lo && a.hi < b.lo;  // every a is less than every b
  const bool at_most = !a.open_hi && !b.open_lo && a.hi <= b.lo;
  const bool above = !a.open_lo && !b.open_hi && a.lo > b.hi;
  const bool at_least = !a.open_lo && !b.open_hi && a.lo >= b.hi;
  const bool same = a.is_point() && a == b;
  bool yes = same, no = below || above;
  if (op == Op::unequal) std::swap(yes, no);
  if (op == Op::less) yes = below, no = at_least;
  if (op == Op::less_equal) yes = at_most, no = above;
  if (yes || no) return truth(yes);
  return unknown({"the ranges overlap", ""});
}

}  // namespace

Value arithmetic(Op op, const Reading& left, const Reading& right) {
  for (const Reading* side : {&left, &right}) {
    if (const auto* missing = std::get_if<Missing>(&side->value)) return *missing;
  }
  if (std::holds_alternative<Date>(left.value) || std::holds_alternative<Date>(right.value))
    return dates(op, left, right);
  if (left.amount() == nullptr || right.amount() == nullptr) return Missing{"this value is no amount", ""};
  return amounts(op, left, right);
}

Reading compare(Op op, const Reading& left, const Reading& right) {
  for (const Reading* side : {&left, &right}) {
    if (const auto* missing = std::get_if<Missing>(&side->value)) return unknown(*missing);
    const auto* one = std::get_if<Truth>(&side->value);
    if (one != nullptr && *one == Truth::unknown) return unknown(side->why.value_or(Missing{}));
  }
  if (left.value.index() != right.value.index()) return unknown({"values of different kinds cannot be compared", ""});
  if (const auto* a = std::get_if<Date>(&left.value)) return ordered(op, *a, std::get<Date>(right.value));
  if (const auto* a = std::get_if<std::string>(&left.value))
    return ordered(op, fold(*a), fold(std::get<std::string>(right.value)));
  if (const auto* a = std::get_if<Truth>(&left.value)) return ordered(op, *a, std::get<Truth>(right.value));
  const auto currency = common_currency(*left.amount(), *right.amount());
  if (!currency) return unknown(currency.error());
  const auto type = combine(op, operand_of(left), operand_of(right));
  if (!type) return unknown({type.error(), ""});
  return compare_intervals(op, interval_of(*left.amount()), interval_of(*right.amount()));
}

Value extreme(Op op, const Reading& left, const Reading& right) {
  for (const Reading* side : {&left, &right}) {
    if (const auto* missing = std::get_if<Missing>(&side->value)) return *missing;
  }
  if (left.value.index() != right.value.index()) return Missing{"values of different kinds cannot be compared", ""};
  if (const auto* a = std::get_if<Date>(&left.value)) {
    const Date b = std::get<Date>(right.value);
    return op == Op::least ? std::min(*a, b) : std::max(*a, b);
  }
  if (left.amount() == nullptr) return Missing{"this value is no amount", ""};
  const auto currency = common_currency(*left.amount(), *right.amount());
  if (!currency) return currency.error();
  const auto type = combine(op, operand_of(left), operand_of(right));
  if (!type) return Missing{type.error(), ""};
  const Interval a = interval_of(*left.amount()), b = interval_of(*right.amount());
  Amount out{.unit = type->unit, .of = type->of, .per = type->per};
  if (out.unit == Unit::money) out.currency = *currency;
  return with_interval(std::move(out), op == Op::least ? least(a, b) : greatest(a, b));
}

Value apply(Op op, const Reading& operand) {
  if (std::holds_alternative<Missing>(operand.value)) return operand.value;
  if (operand.amount() == nullptr) return Missing{"this value is no amount", ""};
  Amount out = *operand.amount();
  const Interval interval = interval_of(out);
  const bool rounds = op == Op::ceil || op == Op::floor;
  if (rounds && out.unit == Unit::ratio) out.unit = Unit::count;  // so many times, as a whole number
  switch (op) {
    case Op::negate:
      return with_interval(std::move(out), negate(interval));
    case Op::ceil:
      return with_interval(std::move(out), ceil(interval));
    case Op::floor:
      return with_interval(std::move(out), floor(interval));
    default:
      return with_interval(std::move(out), abs(interval));
  }
}

Value per_month(const Amount& amount) {
  const auto factor = months_factor(amount.per);
  if (!factor) return amount;
  const auto interval = scale_interval(interval_of(amount), *factor);
  if (!interval) return too_large();
  Amount out = with_interval(amount, *interval);
  out.per = Cadence::month;
  return out;
}

}  // namespace qd::formula
