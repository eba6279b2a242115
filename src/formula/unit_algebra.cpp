#include "formula/unit_algebra.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formula/token_stream.hpp"

namespace qd::formula {

namespace {

using Combined = std::expected<UnitType, std::string>;

UnitType amount_of(Unit unit, Cadence per = Cadence::unstated, std::string of = {}) {
  return {Sort::amount, unit, std::move(of), per};
}

bool is_months(const UnitType& type) { return type.unit == Unit::count && type.of == "month" && !is_flow(type); }
bool is_number(const UnitType& type) { return type.unit == Unit::count || type.unit == Unit::ratio; }

std::unexpected<std::string> mismatch(std::string_view what, const UnitType& left, const UnitType& right) {
  const std::string_view join = what == "cannot divide" ? "by" : "and";
  return std::unexpected(fmt::format("{} {} {} {}", what, describe(left), join, describe(right)));
}

/// Both of one kind: for + - and comparisons.
Combined alike(Op op, const UnitOperand& left, const UnitOperand& right) {
  if (left.zero) return right.type;
  if (right.zero) return left.type;
  const UnitType& a = left.type;
  const UnitType& b = right.type;
  const std::string_view verb = op == Op::add        ? "cannot add"
                                : op == Op::subtract ? "cannot subtract"
                                                     : "cannot compare";
  if (is_flow(a) != is_flow(b)) return mismatch(verb, a, b);
  if (a.unit == b.unit) {
    UnitType out = a;
    if (a.of != b.of) out.of = left.plain ? b.of : right.plain ? a.of : std::string();
    return out;
  }
  if (is_number(a) && is_number(b) && (left.plain || right.plain)) return left.plain ? b : a;
  if (is_number(a) && is_number(b) && a.of.empty() && b.of.empty()) return amount_of(Unit::ratio, a.per);
  return mismatch(verb, a, b);
}

/// The period of a product. A flow over a number of months or days is what flows in that time.
std::optional<Cadence> product_period(const UnitType& a, const UnitType& b) {
  if (is_flow(a) && is_flow(b)) return std::nullopt;
  return is_flow(a) ? a.per : b.per;
}

Combined product(const UnitType& a, const UnitType& b) {
  const auto over_time = [](const UnitType& flow, const UnitType& time) {
    return is_flow(flow) && (is_months(time) || time.unit == Unit::days) && !is_flow(time);
  };
  if (over_time(a, b)) return amount_of(a.unit, Cadence::unstated, a.of);
  if (over_time(b, a)) return amount_of(b.unit, Cadence::unstated, b.of);
  const auto per = product_period(a, b);
  if (!per || (!is_number(a) && !is_number(b))) return mismatch("cannot multiply", a, b);
  if (!is_number(a)) return amount_of(a.unit, *per);
  if (!is_number(b)) return amount_of(b.unit, *per);
  if (a.unit == Unit::ratio && b.unit == Unit::ratio) return amount_of(Unit::ratio, *per);
  return amount_of(Unit::count, *per, a.of.empty() ? b.of : b.of.empty() ? a.of : std::string());
}

Combined quotient(const UnitOperand& left, const UnitOperand& right) {
  const UnitType& a = left.type;
  const UnitType& b = right.type;
  const bool numbers = is_number(a) && is_number(b);
  if (!is_flow(a) && is_flow(b)) {  // a stock divided by what leaves it each month lasts so many months
    if (a.unit == b.unit || numbers) return amount_of(Unit::count, Cadence::unstated, "month");
    return mismatch("cannot divide", a, b);
  }
  const Cadence per = is_flow(b) ? Cadence::unstated : a.per;
  if (a.unit == b.unit && !(left.plain && right.plain) && !right.plain) return amount_of(Unit::ratio, per);
  if (numbers)
    return amount_of(left.plain && right.plain ? Unit::count : a.unit, per, right.plain ? a.of : std::string());
  if (is_number(b)) return amount_of(a.unit, per, a.of);
  return mismatch("cannot divide", a, b);
}

}  // namespace

bool is_flow(const UnitType& type) { return type.per != Cadence::unstated && type.per != Cadence::once; }

Rational months_in_days() { return Rational::ratio(12, 365); }

Combined combine(Op op, const UnitOperand& left, const UnitOperand& right) {
  if (left.type.sort == Sort::any || right.type.sort == Sort::any) {
    UnitType any = left.type.sort == Sort::any ? left.type : right.type;
    return any;
  }
  switch (op) {
    case Op::multiply:
      return product(left.type, right.type);
    case Op::divide:
      return quotient(left, right);
    default:
      return alike(op, left, right);
  }
}

std::string describe(const UnitType& type) {
  switch (type.sort) {
    case Sort::truth:
      return "a truth";
    case Sort::date:
      return "a date";
    case Sort::text:
      return "a text";
    case Sort::any:
      return "an unknown value";
    case Sort::amount:
      break;
  }
  static constexpr auto kNames = std::to_array<std::string_view>({"money", "a count", "a ratio", "days"});
  std::string out(kNames[static_cast<std::size_t>(type.unit)]);
  if (!type.of.empty()) out += fmt::format(" of {}", type.of);
  if (is_flow(type)) out += fmt::format(" per {}", to_string(type.per));
  return out;
}

std::string to_string(const UnitType& type) {
  switch (type.sort) {
    case Sort::truth:
      return "truth";
    case Sort::date:
      return "date";
    case Sort::text:
      return "text";
    case Sort::any:
      return "any";
    case Sort::amount:
      break;
  }
  if (is_months(type)) return "months";
  std::string out(to_string(type.unit));
  if (!type.of.empty()) out += fmt::format(" of {}", type.of);
  if (type.per != Cadence::unstated) out += fmt::format("/{}", to_string(type.per));
  return out;
}

std::expected<UnitType, FormulaError> parse_unit(std::string_view text) {
  static const std::vector<std::string> kWords = {"money", "count", "ratio", "days", "months", "truth", "date", "text"};
  const auto fail = [&](std::string message, std::size_t begin, std::size_t end, std::string hint) {
    return std::unexpected(FormulaError{std::move(message), begin, end, std::move(hint)});
  };
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view unit = text.substr(0, slash);
  UnitType out;
  if (unit == "money") {
    out.unit = Unit::money;
  } else if (unit == "ratio") {
    out.unit = Unit::ratio;
  } else if (unit == "days") {
    out.unit = Unit::days;
  } else if (unit == "months") {
    out.of = "month";
  } else if (unit == "truth" || unit == "date" || unit == "text") {
    out.sort = unit == "truth" ? Sort::truth : unit == "date" ? Sort::date : Sort::text;
  } else if (unit.starts_with("count of ") && unit.size() > 9) {
    out.of = unit.substr(9);
  } else if (unit != "count") {
    return fail(fmt::format("'{}' is no unit", unit), 0, slash, did_you_mean(unit, kWords));
  }
  if (slash == text.size()) return out;
  const auto per = parse_cadence(text.substr(slash + 1));
  if (!per || *per == Cadence::once)
    return fail(fmt::format("'{}' is no period", text.substr(slash + 1)), slash + 1, text.size(),
                "one of day, week, month, quarter, year");
  if (out.sort != Sort::amount) return fail(fmt::format("{} has no period", unit), 0, text.size(), "");
  out.per = *per;
  return out;
}

}  // namespace qd::formula
