#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formula/field_reading.hpp"
#include "formula/formula.hpp"
#include "formula/node.hpp"
#include "formula/token_stream.hpp"
#include "formula/unit_algebra.hpp"
#include "model/predicates.hpp"

namespace qd::formula {

namespace {

using Checked = std::expected<UnitOperand, FormulaError>;

UnitOperand of_sort(Sort sort) { return {.type = {.sort = sort}}; }
UnitOperand of_unit(Unit unit, Cadence per = Cadence::unstated) { return {.type = {Sort::amount, unit, {}, per}}; }

std::unexpected<FormulaError> fail(const Node& at, std::string message, std::string hint = {}) {
  return std::unexpected(FormulaError{std::move(message), at.begin, at.end, std::move(hint)});
}

bool is_amount(const UnitType& type) { return type.sort == Sort::amount || type.sort == Sort::any; }

std::vector<std::string> predicate_names() {
  std::vector<std::string> out;
  for (const model::Predicate& one : model::predicates()) out.emplace_back(one.name);
  return out;
}

/// Fields with a closed list of words: a word that is not in it never matches and is a slip.
std::vector<std::string> words_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::basis:
      return {"actual", "planned", "target", "budget", "historical"};
    case FieldKind::kind:
      return {"measured", "stated", "estimated", "computed"};
    case FieldKind::per:
      return {"unstated", "once", "day", "week", "month", "quarter", "year"};
    case FieldKind::unit:
      return {"money", "count", "ratio", "days"};
    default:
      return {};
  }
}

std::optional<FormulaError> check_condition(const Condition& condition) {
  for (const Condition& child : condition.children) {
    if (auto error = check_condition(child)) return error;
  }
  const std::vector<std::string> words = words_of(condition.field.kind);
  for (const Constant& constant : condition.constants) {
    const auto* text = std::get_if<std::string>(&constant.value);
    if (condition.comparison == Comparison::contains && text == nullptr)
      return FormulaError{"'contains' looks for a text", constant.begin, constant.end, "as in label contains 'slip'"};
    const bool day =
        std::holds_alternative<Date>(constant.value) || std::holds_alternative<RelativeDay>(constant.value);
    if (condition.field.kind == FieldKind::as_of && !day && !(text != nullptr && parse_iso_date(*text)))
      return FormulaError{"as_of is a date", constant.begin, constant.end, "as in as_of < today - 45d"};
    const bool span = condition.field.kind == FieldKind::month || condition.field.kind == FieldKind::quarter;
    if (span && !day && !(text != nullptr && parse_period(*text)))
      return FormulaError{fmt::format("{} is compared with a day or a period", to_string(condition.field)),
                          constant.begin, constant.end, "as in month < today, month = '2026-05'"};
    if (words.empty()) continue;
    if (text == nullptr || std::ranges::find(words, *text) == words.end())
      return FormulaError{
          fmt::format("'{}' is no {}", text == nullptr ? constant.spelling : *text, to_string(condition.field)),
          constant.begin, constant.end, text == nullptr ? "" : did_you_mean(*text, words)};
  }
  return std::nullopt;
}

class Checker {
 public:
  Checker(const KpiCatalog& kpis, std::span<const std::string> parameters) : kpis_(kpis), parameters_(parameters) {}

  Checked check(const Node& node) const {
    switch (node.op) {
      case Op::number:
        return number(node);
      case Op::text:
        return of_sort(Sort::text);
      case Op::date:
      case Op::today:
      case Op::as_of:
        return of_sort(Sort::date);
      case Op::truth:
        return of_sort(Sort::truth);
      case Op::parameter:
        return parameter(node);
      case Op::kpi:
        return kpi(node);
      case Op::aggregate:
        return aggregate(node);
      case Op::both:
      case Op::either:
      case Op::negation:
        return logic(node);
      case Op::missing:
        return missing(node);
      case Op::choose:
        return choose(node);
      case Op::first_known:
        return alike(node, 0);
      case Op::complete:
        return check(node.children.front());
      case Op::unknown:
        return reason(node);
      case Op::least:
      case Op::greatest:
        return least_or_greatest(node);
      case Op::ceil:
      case Op::floor:
      case Op::abs:
      case Op::negate:
        return unary(node);
      default:
        return binary(node);
    }
  }

 private:
  /// Every flow is converted to a month before it meets another.
  static Cadence month(Cadence per) {
    return per == Cadence::unstated || per == Cadence::once ? Cadence::unstated : Cadence::month;
  }

  static UnitOperand number(const Node& node) {
    const Amount& amount = node.amount;
    return {{Sort::amount, amount.unit, amount.of, month(amount.per)}, node.plain, node.plain && amount.lo.is_zero()};
  }

  static std::unexpected<FormulaError> fail_at_predicate(const Aggregate& data, std::string message,
                                                         std::string hint = {}) {
    return std::unexpected(FormulaError{std::move(message), data.predicate_begin, data.predicate_end, std::move(hint)});
  }

  Checked parameter(const Node& node) const {
    if (std::ranges::find(parameters_, node.name) != parameters_.end()) return of_sort(Sort::any);
    std::vector<std::string> known(parameters_.begin(), parameters_.end());
    known.insert(known.end(), {"today", "as_of", "true", "false"});
    std::string hint = did_you_mean(node.name, known);
    if (hint.empty())
      hint =
          fmt::format("a text is written '{0}', a KPI kpi.{0}, a cell of a grid needs grid = {{{0} = […]}}", node.name);
    return fail(node, fmt::format("'{}' is not known", node.name), std::move(hint));
  }

  Checked kpi(const Node& node) const {
    const auto type = kpis_.unit_of ? kpis_.unit_of(node.name) : std::nullopt;
    if (!type)
      return fail(node, fmt::format("there is no KPI '{}'", node.name), did_you_mean(node.name, kpis_.candidates));
    UnitType out = *type;
    out.per = month(out.per);
    return UnitOperand{out};
  }

  Checked aggregate(const Node& node) const {
    const Aggregate& data = node.aggregate;
    const auto predicate = model::find_predicate(data.predicate);
    if (!predicate) {
      static const std::vector<std::string> kNames = predicate_names();
      return fail_at_predicate(data, fmt::format("there is no predicate '{}'", data.predicate),
                               did_you_mean(data.predicate, kNames));
    }
    if (data.where) {
      if (auto error = check_condition(*data.where)) return std::unexpected(*error);
    }
    switch (data.how) {
      case Aggregation::exists:
        return of_sort(Sort::truth);
      case Aggregation::count:
        return of_unit(Unit::count);
      default:
        return value_of(node, *predicate);
    }
  }

  /// What the values of the facts are.
  Checked value_of(const Node& node, const model::Predicate& predicate) const {
    const Aggregate& data = node.aggregate;
    if (data.field) return of_sort(Sort::any);
    if (data.how == Aggregation::claim) return claim(node);
    const bool picks = data.how == Aggregation::latest || data.how == Aggregation::first;
    const bool orders = picks || data.how == Aggregation::min || data.how == Aggregation::max;
    const auto* unit = required_word(data.where, FieldKind::unit);
    const auto* per = required_word(data.where, FieldKind::per);
    const bool flow = predicate.flow && !(per != nullptr && (*per == "once" || *per == "unstated"));
    const Cadence cadence = flow && data.how != Aggregation::total ? Cadence::month : Cadence::unstated;
    if (data.how == Aggregation::monthly && !predicate.flow && predicate.shape != model::Shape::any)
      return fail_at_predicate(data, fmt::format("{} is no flow, so it has no amount per month", data.predicate));
    switch (predicate.shape) {
      case model::Shape::money:
        return of_unit(Unit::money, cadence);
      case model::Shape::count:
        return of_unit(Unit::count, cadence);
      case model::Shape::ratio:
        return of_unit(Unit::ratio, cadence);
      case model::Shape::days:
        return of_unit(Unit::days, cadence);
      case model::Shape::any:
        if (unit != nullptr)
          return of_unit(*parse_unit_word(*unit),
                         data.how == Aggregation::monthly ? Cadence::month : Cadence::unstated);
        return of_sort(Sort::any);
      case model::Shape::text:
        if (picks) return of_sort(Sort::text);
        break;
      case model::Shape::date:
        if (orders) return of_sort(Sort::date);
        break;
      case model::Shape::boolean:
        if (picks) return of_sort(Sort::truth);
        break;
    }
    return fail_at_predicate(data, fmt::format("the values of {} are no amounts", data.predicate),
                             "count, exists and latest take them");
  }

  static std::optional<Unit> parse_unit_word(std::string_view word) {
    for (const Unit unit : {Unit::money, Unit::count, Unit::ratio, Unit::days}) {
      if (to_string(unit) == word) return unit;
    }
    return Unit::count;
  }

  /// A claim has the unit of the KPI that it claims.
  Checked claim(const Node& node) const {
    Node stand_in{.op = Op::kpi, .begin = node.aggregate.predicate_begin, .end = node.aggregate.predicate_end};
    stand_in.name = node.aggregate.predicate.substr(std::string_view("claim.").size());
    return kpi(stand_in);
  }

  Checked wants(const Node& node, Sort sort) const {
    auto out = check(node);
    if (!out || out->type.sort == sort || out->type.sort == Sort::any) return out;
    return fail(node,
                fmt::format("expected {}, and this is {}", sort == Sort::truth ? "yes or no" : "an amount",
                            describe(out->type)),
                sort == Sort::truth ? "compare it with something: … > 0" : "");
  }

  Checked logic(const Node& node) const {
    for (const Node& child : node.children) {
      if (auto one = wants(child, Sort::truth); !one) return one;
    }
    return of_sort(Sort::truth);
  }

  Checked missing(const Node& node) const {
    if (auto inner = check(node.children.front()); !inner) return inner;
    return of_sort(Sort::truth);
  }

  /// What is said not to be known fits everywhere.
  static Checked reason(const Node& node) {
    if (node.children.front().op == Op::text) return of_sort(Sort::any);
    return fail(node.children.front(), "expected the reason as a text", "as in unknown('it sells at a loss')");
  }

  Checked choose(const Node& node) const {
    if (auto condition = wants(node.children.front(), Sort::truth); !condition) return condition;
    return alike(node, 1);
  }

  /// The operands from `first` on are of one type, which is the result.
  Checked alike(const Node& node, std::size_t first) const {
    auto out = check(node.children[first]);
    for (std::size_t i = first + 1; out && i < node.children.size(); ++i) {
      const auto other = check(node.children[i]);
      if (!other) return other;
      out = meet(node.children[i], Op::equal, *out, *other);
    }
    return out;
  }

  Checked meet(const Node& at, Op op, const UnitOperand& left, const UnitOperand& right) const {
    if (left.type.sort == Sort::any) return right;
    if (right.type.sort == Sort::any) return left;
    if (left.type.sort != right.type.sort)
      return fail(at, fmt::format("{} cannot stand beside {}", describe(right.type), describe(left.type)));
    if (left.type.sort != Sort::amount) return left;
    auto type = combine(op, left, right);
    if (!type) return fail(at, type.error(), hint_for(left, right));
    return UnitOperand{*type, left.plain && right.plain, left.zero && right.zero};
  }

  static std::string hint_for(const UnitOperand& left, const UnitOperand& right) {
    if (left.plain == right.plain)
      return is_flow(left.type) != is_flow(right.type) ? "one is per month, the other is not" : "";
    const UnitType& other = left.plain ? right.type : left.type;
    if (other.unit == Unit::money)
      return is_flow(other) ? "write the number with currency and period, as in $500/month"
                            : "write the number with its currency, as in $500";
    if (other.unit == Unit::days) return "write the number with its unit, as in 90d";
    return "";
  }

  Checked least_or_greatest(const Node& node) const {
    for (const Node& child : node.children) {
      const auto one = check(child);
      if (!one) return one;
      if (!is_amount(one->type) && one->type.sort != Sort::date)
        return fail(child, fmt::format("expected an amount, and this is {}", describe(one->type)));
    }
    return alike(node, 0);
  }

  Checked unary(const Node& node) const {
    auto out = wants(node.children.front(), Sort::amount);
    if (out && (node.op == Op::ceil || node.op == Op::floor) && out->type.sort == Sort::amount &&
        out->type.unit == Unit::ratio)
      out->type.unit = Unit::count;
    return out;
  }

  Checked binary(const Node& node) const {
    const auto left = check(node.children[0]);
    if (!left) return left;
    const auto right = check(node.children[1]);
    if (!right) return right;
    const bool comparing = node.op >= Op::equal && node.op <= Op::greater_equal;
    if (comparing) return comparison(node, *left, *right);
    if (left->type.sort == Sort::date || right->type.sort == Sort::date) return dates(node, *left, *right);
    for (const auto* side : {&*left, &*right}) {
      if (!is_amount(side->type))
        return fail(node.children[side == &*right],
                    fmt::format("expected an amount, and this is {}", describe(side->type)));
    }
    const auto type = combine(node.op, *left, *right);
    if (!type) return fail(node, type.error(), hint_for(*left, *right));
    const bool plain = left->plain && right->plain;
    return UnitOperand{*type, plain, plain && left->zero && right->zero};
  }

  Checked comparison(const Node& node, const UnitOperand& left, const UnitOperand& right) const {
    const Sort sort = left.type.sort == Sort::any ? right.type.sort : left.type.sort;
    if ((sort == Sort::truth || sort == Sort::text) && node.op != Op::equal && node.op != Op::unequal)
      return fail(node, fmt::format("{} is neither less nor greater", describe({.sort = sort})),
                  "compare it with = or !=");
    auto met = meet(node, node.op, left, right);
    if (!met) return met;
    return of_sort(Sort::truth);
  }

  Checked dates(const Node& node, const UnitOperand& left, const UnitOperand& right) const {
    const bool days_right = right.type.sort == Sort::any ||
                            (right.type.sort == Sort::amount && right.type.unit == Unit::days && !is_flow(right.type));
    if (node.op == Op::subtract && left.type.sort == Sort::date && right.type.sort == Sort::date)
      return of_unit(Unit::days);
    if ((node.op == Op::subtract || node.op == Op::add) && left.type.sort == Sort::date && days_right)
      return of_sort(Sort::date);
    return fail(node, fmt::format("{} and {} do not go together here", describe(left.type), describe(right.type)),
                "days are added to a date: today - 90d; two dates give days: today - as_of");
  }

  const KpiCatalog& kpis_;
  std::span<const std::string> parameters_;
};

}  // namespace

std::expected<UnitType, FormulaError> check_units(const Expression& expression, const KpiCatalog& kpis,
                                                  std::span<const std::string> parameters) {
  auto checked = Checker(kpis, parameters).check(expression.root());
  if (!checked) return std::unexpected(checked.error());
  return checked->type;
}

}  // namespace qd::formula
