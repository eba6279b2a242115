#include "formula/filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "formula/fold.hpp"
#include "formula/interval.hpp"

namespace qd::formula {

namespace {

Truth truth_of(bool yes) { return yes ? Truth::yes : Truth::no; }
Truth opposite(Truth truth) { return truth == Truth::unknown ? truth : truth_of(truth == Truth::no); }

template <class T>
Truth compare_values(Comparison comparison, const T& a, const T& b) {
  switch (comparison) {
    case Comparison::equal:
      return truth_of(a == b);
    case Comparison::unequal:
      return truth_of(a != b);
    case Comparison::less:
      return truth_of(a < b);
    case Comparison::less_equal:
      return truth_of(a <= b);
    case Comparison::greater:
      return truth_of(a > b);
    case Comparison::greater_equal:
      return truth_of(a >= b);
    case Comparison::contains:
      break;
  }
  return Truth::unknown;
}

/// Whether the quantity lies wholly below, at or above the point.
Truth compare_interval(Comparison comparison, const Interval& a, const Rational& b) {
  const bool below = !a.open_hi && a.hi < b;
  const bool above = !a.open_lo && a.lo > b;
  const bool at_most = !a.open_hi && a.hi <= b;
  const bool at_least = !a.open_lo && a.lo >= b;
  const auto decide = [](bool yes, bool no) { return yes ? Truth::yes : no ? Truth::no : Truth::unknown; };
  switch (comparison) {
    case Comparison::equal:
      return decide(a.is_point() && a.lo == b, below || above);
    case Comparison::unequal:
      return decide(below || above, a.is_point() && a.lo == b);
    case Comparison::less:
      return decide(below, at_least);
    case Comparison::less_equal:
      return decide(at_most, above);
    case Comparison::greater:
      return decide(above, at_most);
    case Comparison::greater_equal:
      return decide(at_least, below);
    case Comparison::contains:
      break;
  }
  return Truth::unknown;
}

bool same_unit(const Quantity& quantity, const Amount& amount, bool plain) {
  if (plain && (amount.lo.is_zero() || quantity.unit == Unit::count || quantity.unit == Unit::ratio)) return true;
  return quantity.unit == amount.unit && (quantity.unit != Unit::money || quantity.currency == amount.currency);
}

}  // namespace

Matcher::Matcher(const Condition& condition, Date today) : comparison_(condition.comparison) {
  key_ += static_cast<char>('a' + static_cast<int>(comparison_));
  for (const Constant& constant : condition.constants) {
    Operand& operand = operands_.emplace_back();
    operand.text = fold(constant.spelling);
    if (const auto* text = std::get_if<std::string>(&constant.value)) {
      operand.text = fold(*text);
      operand.is_text = true;
      if (const auto day = parse_period(*text)) operand.date = day->first;
    } else if (const auto* date = std::get_if<Date>(&constant.value)) {
      operand.date = *date;
    } else if (const auto* relative = std::get_if<RelativeDay>(&constant.value)) {
      operand.date = today + relative->days;
    } else if (const auto* truth = std::get_if<bool>(&constant.value)) {
      operand.truth = *truth;
    } else {
      operand.amount = std::get<Amount>(constant.value);
    }
    // What a text can be compared with makes the comparison; the separator occurs in no text of a formula.
    key_ += operand.is_text || !operand.date ? "=" + operand.text : "@" + std::to_string(operand.date->days);
    key_ += '\n';
  }
}

/// One constant must match; with `in` there are several.
template <class MatchOne>
Truth Matcher::any_of(const MatchOne& match_one) const {
  Truth out = Truth::no;
  for (const Operand& operand : operands_) {
    const Truth one = match_one(operand);
    if (one == Truth::yes) return one;
    if (one == Truth::unknown) out = one;
  }
  return out;
}

Truth Matcher::text_with(std::string_view folded, const Operand& operand) const {
  if (comparison_ == Comparison::contains) return truth_of(folded.find(operand.text) != std::string_view::npos);
  const bool ordering = comparison_ != Comparison::equal && comparison_ != Comparison::unequal;
  if (ordering || (operand.date && !operand.is_text)) {
    const auto day = parse_period(folded.substr(0, 10));
    return day && operand.date ? compare_values(comparison_, day->first, *operand.date) : Truth::unknown;
  }
  if (operand.text.empty() && !operand.is_text) return Truth::unknown;
  return compare_values<std::string_view>(comparison_, folded, operand.text);
}

Truth Matcher::match_text(std::string_view text) const {
  const std::string folded = fold(text);
  return any_of([&](const Operand& operand) { return text_with(folded, operand); });
}

Truth Matcher::match_date(Date date) const {
  return any_of([&](const Operand& operand) {
    return operand.date ? compare_values(comparison_, date, *operand.date) : Truth::unknown;
  });
}

Truth Matcher::match_span(Date first, int months) const {
  return any_of([&](const Operand& operand) {
    return operand.date ? compare_values(comparison_, first, first_of_span(*operand.date, months)) : Truth::unknown;
  });
}

Truth Matcher::match_truth(bool truth) const {
  return any_of([&](const Operand& operand) {
    const auto wanted = operand.truth                                ? operand.truth
                        : operand.is_text && operand.text == "true"  ? std::optional(true)
                        : operand.is_text && operand.text == "false" ? std::optional(false)
                                                                     : std::nullopt;
    return wanted ? compare_values(comparison_, truth, *wanted) : Truth::unknown;
  });
}

Truth Matcher::match_number(std::uint32_t number) const {
  return any_of([&](const Operand& operand) {
    return operand.amount ? compare_values(comparison_, Rational(number), operand.amount->lo) : Truth::unknown;
  });
}

Truth Matcher::match_quantity(const Quantity& quantity) const {
  const std::int64_t scale = scale_of(quantity.unit);
  const Interval interval{quantity.open_lo ? Rational() : Rational::ratio(quantity.lo, scale),
                          quantity.open_hi ? Rational() : Rational::ratio(quantity.hi, scale), quantity.open_lo,
                          quantity.open_hi};
  return any_of([&](const Operand& operand) {
    if (!operand.amount || !same_unit(quantity, *operand.amount, !operand.text.empty())) return Truth::unknown;
    const auto mine = months_factor(quantity.per);
    const auto theirs = months_factor(operand.amount->per);
    if (!mine || !theirs) return compare_interval(comparison_, interval, operand.amount->lo);
    const auto monthly = scale_interval(interval, *mine);
    const auto wanted = Rational::multiply(operand.amount->lo, *theirs);
    return monthly && wanted ? compare_interval(comparison_, *monthly, *wanted) : Truth::unknown;
  });
}

Filter::Filter(const Condition& condition, Session::Shared& shared, Date today) : shared_(shared) {
  compile(condition, today);
}

std::uint32_t Filter::compile(const Condition& condition, Date today) {
  Test out{.op = condition.op, .field = condition.field};
  for (const Condition& child : condition.children) out.children.push_back(compile(child, today));
  const bool asks = condition.op == Condition::Op::compare;
  if (asks && condition.field.kind == FieldKind::value) reads_value_ = true;
  if (asks) {
    out.matcher.emplace(condition, today);
    out.memo = &shared_.matches(out.matcher->key());
    tabulate_words(out);
  }
  tests_.push_back(std::move(out));
  return static_cast<std::uint32_t>(tests_.size() - 1);
}

void Filter::tabulate_words(Test& one) const {
  for (std::uint8_t i = 0; i < one.words.size(); ++i) {
    std::string_view word;
    switch (one.field.kind) {
      case FieldKind::basis:
        word = i <= 4 ? model::to_string(static_cast<model::Basis>(i)) : "";
        break;
      case FieldKind::kind:
        word = i <= 3 ? model::to_string(static_cast<model::Kind>(i)) : "";
        break;
      case FieldKind::per:
        word = i <= 6 ? to_string(static_cast<Cadence>(i)) : "";
        break;
      case FieldKind::unit:
        word = i <= 3 ? to_string(static_cast<Unit>(i)) : "";
        break;
      default:
        return;
    }
    one.words[i] = one.matcher->match_text(word);
  }
}

Truth Filter::test(const Test& one, const model::Fact& fact) {
  switch (one.op) {
    case Condition::Op::compare:
      return compare(one, fact);
    case Condition::Op::missing:
      return truth_of(read_field(shared_.facts, fact, one.field).kind == FieldValue::Kind::absent);
    case Condition::Op::negation:
      return opposite(test(tests_[one.children.front()], fact));
    case Condition::Op::both:
    case Condition::Op::either:
      break;
  }
  const Truth decisive = truth_of(one.op == Condition::Op::either);
  Truth out = opposite(decisive);
  for (const std::uint32_t child : one.children) {
    const Truth truth = test(tests_[child], fact);
    if (truth == decisive) return truth;
    if (truth == Truth::unknown) out = truth;
  }
  return out;
}

Truth Filter::compare(const Test& one, const model::Fact& fact) {
  switch (one.field.kind) {
    case FieldKind::basis:
      return one.words[static_cast<std::size_t>(fact.basis)];
    case FieldKind::kind:
      return one.words[static_cast<std::size_t>(fact.kind)];
    case FieldKind::per:
      return one.words[static_cast<std::size_t>(fact.per)];
    case FieldKind::unit:
      return fact.value == model::ValueKind::quantity ? one.words[static_cast<std::size_t>(fact.unit)] : Truth::unknown;
    default:
      break;
  }
  const FieldValue value = read_field(shared_.facts, fact, one.field);
  switch (value.kind) {
    case FieldValue::Kind::absent:
      return Truth::unknown;
    case FieldValue::Kind::text:
      return compare_text(one, value.text);
    case FieldValue::Kind::word:
      return one.matcher->match_text(value.word);
    case FieldValue::Kind::date:
      return one.matcher->match_date(value.date);
    case FieldValue::Kind::truth:
      return one.matcher->match_truth(value.truth);
    case FieldValue::Kind::number:
      return one.matcher->match_number(value.number);
    case FieldValue::Kind::month:
      return one.matcher->match_span(value.date, 1);
    case FieldValue::Kind::quarter:
      return one.matcher->match_span(value.date, 3);
    case FieldValue::Kind::quantity:
      break;
  }
  if (one.field.kind == FieldKind::currency) return one.matcher->match_text(value.quantity.currency.code());
  return one.matcher->match_quantity(value.quantity);
}

Truth Filter::compare_text(const Test& one, model::Symbol symbol) {
  std::uint8_t& known = (*one.memo)[static_cast<std::size_t>(symbol)];
  if (known == 0)
    known = static_cast<std::uint8_t>(1 + static_cast<int>(one.matcher->match_text(shared_.facts.text(symbol))));
  return static_cast<Truth>(known - 1);
}

}  // namespace qd::formula
