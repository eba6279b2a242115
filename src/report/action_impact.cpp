#include "report/action_impact.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "assess/show.hpp"

namespace qd::report {

namespace {

using formula::Amount;

constexpr std::size_t kCadences = 7;

/// Sums of estimates, flows by the month and what comes once, a sum for each currency. Amounts of one cadence are added
/// as they stand, and the sum is converted.
class Impact {
 public:
  /// Nothing is known where there is none, or no money.
  void add(const std::optional<Quantity>& impact) {
    ++of_;
    if (!impact || impact->unit != Unit::money) return;
    ++known_;
    const bool flows = months_factor(impact->per).has_value();
    Sum& sum = sum_of(impact->currency, flows);
    Part& part = sum.parts[flows ? static_cast<std::size_t>(impact->per) : 0];
    part.lo += impact->lo, part.hi += impact->hi;
    sum.open_lo = sum.open_lo || impact->open_lo;
    sum.open_hi = sum.open_hi || impact->open_hi;
  }

  [[nodiscard]] Value value() const {
    std::vector<std::string> parts;
    for (const Sum& sum : sums_) {
      if (const auto amount = amount_of(sum)) parts.push_back(assess::show(*amount) + (sum.flows ? "" : " once"));
    }
    return Value::object({{"total", assess::join_words(parts)},
                          {"known", Value::number(known_)},
                          {"of", counted(of_, "action")},
                          {"some_unknown", known_ < of_ && known_ > 0},
                          {"all_unknown", known_ == 0 && of_ > 0}});
  }

 private:
  struct Part {
    Int128 lo = 0;  // in the units of Quantity
    Int128 hi = 0;
  };
  struct Sum {
    Currency currency;
    bool flows = false;
    bool open_lo = false;
    bool open_hi = false;
    std::array<Part, kCadences> parts;  // by cadence; what comes once stands in the first
  };

  static std::optional<Rational> exact(Int128 units) {
    constexpr int kBits = 62;
    const auto high = static_cast<std::int64_t>(units >> kBits);
    const auto low = static_cast<std::int64_t>(units & ((Int128{1} << kBits) - 1));
    const auto whole = Rational::multiply(Rational(high), Rational(std::int64_t{1} << kBits));
    const auto sum = whole ? Rational::add(*whole, Rational(low)) : std::nullopt;
    return sum ? Rational::divide(*sum, Rational(scale_of(Unit::money))) : std::nullopt;
  }

  /// Nothing when it leaves 127 bits, which is no estimate any more.
  static std::optional<Amount> amount_of(const Sum& sum) {
    Amount out{.open_lo = sum.open_lo, .open_hi = sum.open_hi, .unit = Unit::money, .currency = sum.currency};
    out.per = sum.flows ? Cadence::month : Cadence::once;
    for (std::size_t per = 0; per < sum.parts.size(); ++per) {
      const Rational months = months_factor(static_cast<Cadence>(per)).value_or(Rational(1));
      const auto add = [&months](Rational& to, Int128 units) {
        const auto amount = exact(units);
        const auto flow = amount ? Rational::multiply(*amount, months) : std::nullopt;
        const auto sum_of_both = flow ? Rational::add(to, *flow) : std::nullopt;
        if (sum_of_both) to = *sum_of_both;
        return sum_of_both.has_value();
      };
      if (!add(out.lo, sum.parts[per].lo) || !add(out.hi, sum.parts[per].hi)) return std::nullopt;
    }
    return out;
  }

  Sum& sum_of(Currency currency, bool flows) {
    const auto same =
        std::ranges::find_if(sums_, [&](const Sum& sum) { return sum.currency == currency && sum.flows == flows; });
    if (same != sums_.end()) return *same;
    Sum& out = sums_.emplace_back();
    out.currency = currency, out.flows = flows;
    return out;
  }

  std::vector<Sum> sums_;
  std::size_t known_ = 0;
  std::size_t of_ = 0;
};

std::optional<Quantity> impact_of(const ViewContext& context, std::size_t i) {
  const assess::ActionList& actions = context.assessment().actions;
  const assess::ActionRow& row = actions.row(i);
  if (row.stated && row.more == 0) {
    const model::FactTable& table = context.facts().table();
    const auto impact = table.attribute(context.facts()[model::FactIndex{row.source}], model::AttributeKey::impact);
    if (!impact || impact->kind != model::AttributeKind::quantity) return std::nullopt;
    return table.quantity(*impact);
  }
  const auto amount = actions.impact(i);
  if (!amount) return std::nullopt;
  const auto lo = to_scaled(amount->lo, scale_of(amount->unit));
  const auto hi = to_scaled(amount->hi, scale_of(amount->unit));
  if (!lo || !hi) return std::nullopt;
  return Quantity{.lo = *lo,
                  .hi = *hi,
                  .open_lo = amount->open_lo,
                  .open_hi = amount->open_hi,
                  .unit = amount->unit,
                  .per = amount->per,
                  .currency = amount->currency};
}

}  // namespace

Value impact_value(const ViewContext& context, std::span<const std::uint32_t> places) {
  // They are in the order of their scores, so what they refer to lies all over: memory is asked ahead.
  constexpr std::size_t kAhead = 16;
  const assess::ActionList& actions = context.assessment().actions;
  Impact out;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i + kAhead < places.size() && actions.row(places[i + kAhead]).stated)
      __builtin_prefetch(&context.facts()[model::FactIndex{actions.row(places[i + kAhead]).source}]);
    out.add(impact_of(context, places[i]));
  }
  return out.value();
}

}  // namespace qd::report
