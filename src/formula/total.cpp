#include "formula/total.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formula/field_reading.hpp"
#include "formula/slot_sum.hpp"

namespace qd::formula {

namespace {

int months_between(Date first, Date last) {
  const auto a = first.civil(), b = last.civil();
  return (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
         static_cast<int>(static_cast<unsigned>(b.month())) - static_cast<int>(static_cast<unsigned>(a.month()));
}

/// How many months the time is long, for an amount that is given per month.
Rational length_in_months(const Dated& when) {
  const bool aligned = when.first == first_of_month(when.first) && when.last + 1 == first_of_month(when.last + 1);
  return aligned ? Rational(months_between(when.first, when.last) + 1)
                 : Rational::ratio(std::int64_t{12} * (when.last - when.first + 1), 365);
}

class Total {
 public:
  Total(const Selection& selection, const Aggregate& aggregate, std::optional<Currency> currency,
        const Surroundings& around)
      : selection_(selection),
        aggregate_(aggregate),
        currency_(currency),
        around_(around),
        facts_(around.shared.facts),
        plain_(facts_, aggregate.field) {
    out_.used = out_.missing = model::FactSet(facts_);
  }

  TotalFigure run() {
    selection_.facts.walk(facts_, [this](std::uint32_t place, model::FactIndex, const model::Fact& fact) {
      if (const auto when = dated(facts_, fact)) add(place, fact, *when);
    });
    for (const Slot& slot : plain_.slots()) {
      if (in_currency(slot.unit, slot.currency))
        add_part(slot.unit, slot.currency, slot_interval(slot, Aggregation::sum));
    }
    settle();
    if (first_ && around_.span > 0) count_months();
    return std::move(out_);
  }

 private:
  void add(std::uint32_t place, const model::Fact& fact, const Dated& when) {
    const auto quantity = plain_.amount_of(fact);
    if (quantity && !in_currency(quantity->unit, quantity->currency)) return;
    if (!first_) first_ = when.first;
    if (fact.basis == model::Basis::actual) actual_ = true;
    if (!quantity) return out_.missing.add(place);
    out_.used.add(place);
    if (!months_factor(quantity->per)) return plain_.add(place, fact);
    const auto monthly = monthly_interval(*quantity);
    add_part(quantity->unit, quantity->currency,
             monthly ? scale_interval(*monthly, length_in_months(when)) : std::nullopt);
  }

  [[nodiscard]] bool in_currency(Unit unit, Currency currency) const {
    return unit != Unit::money || !currency_ || currency == *currency_;
  }

  void add_part(Unit unit, Currency currency, const MaybeInterval& part) {
    if (!like_) like_ = Amount{.unit = unit, .currency = currency};
    mixed_ = mixed_ || like_->unit != unit;
    if (currency.stated()) like_->currency = currency;
    const auto sum = part ? qd::formula::add(sum_, *part) : std::nullopt;
    too_large_ = too_large_ || !sum;
    if (sum) sum_ = *sum;
  }

  void settle() {
    const auto missing = [this](std::string reason) { return Missing{std::move(reason), around_.needs}; };
    if (mixed_)
      out_.value = missing("amounts of different units cannot be added");
    else if (too_large_)
      out_.value = missing("the amounts are too large to compute");
    else if (like_)
      out_.value = with_interval(*like_, sum_);
    else if (!out_.missing.empty())
      out_.value = missing(fmt::format("{} is named without a value", aggregate_.predicate));
    else
      out_.value = missing(fmt::format("no {} says when", aggregate_.predicate));
    if (std::holds_alternative<Missing>(out_.value)) out_.used.unite(out_.missing);
  }

  /// A month is known when the subject has a figure of it, or books that cover it, and the month is over.
  void count_months() {
    const Date begin = first_of_span(*first_, around_.span);
    std::vector<bool> known(static_cast<std::size_t>(around_.span));
    const auto mark = [&](Date first, Date last) {
      for (int m = 0; m < around_.span; ++m) {
        const Date month = add_months(begin, m);
        if (first < add_months(month, 1) && last >= month) known[static_cast<std::size_t>(m)] = true;
      }
    };
    selection_.population.walk(facts_, [&](std::uint32_t, model::FactIndex, const model::Fact& fact) {
      if (const auto when = dated(facts_, fact)) mark(when->first, when->last);
    });
    if (actual_) {
      for (const model::FactIndex i : facts_.facts("books.covered", around_.subject)) {
        const auto books = around_.shared.coverage(facts_[i].subject);
        if (books && books->start && books->end) mark(*books->start, *books->end);
      }
      for (int m = 0; m < around_.span; ++m) {
        if (add_months(begin, m + 1) > around_.today + 1) known[static_cast<std::size_t>(m)] = false;
      }
    }
    out_.unknown_months = static_cast<std::uint32_t>(std::ranges::count(known, false));
  }

  const Selection& selection_;
  const Aggregate& aggregate_;
  std::optional<Currency> currency_;
  const Surroundings& around_;
  const model::FactStore& facts_;
  Tally plain_;  // what is a sum already
  TotalFigure out_;
  Interval sum_;
  std::optional<Amount> like_;
  std::optional<Date> first_;
  bool actual_ = false;
  bool mixed_ = false;
  bool too_large_ = false;
};

}  // namespace

TotalFigure total_figure(const Selection& selection, const Aggregate& aggregate, std::optional<Currency> currency,
                         const Surroundings& around) {
  return Total(selection, aggregate, currency, around).run();
}

}  // namespace qd::formula
