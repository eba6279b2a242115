#include "formula/monthly.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "formula/field_reading.hpp"
#include "formula/slot_sum.hpp"

namespace qd::formula {

/// By what was selected, of whom, in which currency and over how many months. What is missing is worked out again,
/// because what to do about it depends on who asks.
struct Session::Shared::MonthlyMemo {
  using Key = std::tuple<const Sifted*, model::SubjectKind, std::string, Currency, int>;
  struct Entry {
    bool with_terms = false;
    MonthlyFigure figure;
  };
  std::map<Key, Entry> figures;
  /// The days that a project's dated figures of a predicate and basis span.
  std::map<std::tuple<std::string, model::Symbol, model::Basis>, std::optional<Dated>> spans;
};

namespace {

using model::FactIndex;

struct DatedFact {
  std::uint32_t place = 0;  // in the order of the store
  FactIndex index;
  Dated when;
};

/// The figures of one project that keeps dated ones.
struct Ledger {
  model::Symbol project = model::Symbol::none;
  std::vector<DatedFact> dated;
  bool series = false;  ///< more than one-offs that a document mentions: it says again what recurs
  model::FactSet recurring;
};

/// Whole months from the first day of one to the last day of another; none when `first` lies after `last`.
struct Months {
  Date first;
  Date last;

  [[nodiscard]] int count() const {
    const auto a = first.civil(), b = last.civil();
    return (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
           static_cast<int>(static_cast<unsigned>(b.month())) - static_cast<int>(static_cast<unsigned>(a.month())) + 1;
  }
  [[nodiscard]] bool any() const { return first <= last; }
};

bool aligned(const Dated& when) {
  return when.first == first_of_month(when.first) && when.last + 1 == first_of_month(when.last + 1);
}

Months overlap(const Dated& when, const Months& window) {
  return {std::max(when.first, window.first), std::min(when.last, window.last)};
}

class Monthly {
 public:
  Monthly(const Aggregate& aggregate, std::optional<Currency> currency, const Surroundings& around)
      : aggregate_(aggregate),
        currency_(currency),
        around_(around),
        facts_(around.shared.facts),
        recurring_(facts_),
        undated_(facts_, aggregate.field) {
    out_.used = out_.missing = model::FactSet(facts_);
  }

  MonthlyFigure run(const model::FactSet& facts) {
    sort_out(facts);
    for (const Ledger& ledger : ledgers_) add_ledger(ledger);
    recurring_.walk(facts_,
                    [this](std::uint32_t place, FactIndex, const model::Fact& fact) { add_recurring(place, fact); });
    add_scattered();
    return finish();
  }

 private:
  /// Projects with dated facts are ledgers; all else is undated.
  void sort_out(const model::FactSet& facts) {
    std::unordered_map<std::uint32_t, std::size_t> known;
    model::FactSet undated(facts_);
    facts.walk(facts_, [&](std::uint32_t place, FactIndex i, const model::Fact& fact) {
      if (const auto when = dated(facts_, fact))
        add_to_ledger(known, {place, i, *when}, fact);
      else
        undated.add(place);
    });
    if (ledgers_.empty()) {
      recurring_ = std::move(undated);
      return;
    }
    undated.walk(facts_, [&](std::uint32_t place, FactIndex, const model::Fact& fact) {
      const auto ledger = known.find(static_cast<std::uint32_t>(project_of(fact)));
      (ledger == known.end() ? recurring_ : ledgers_[ledger->second].recurring).add(place);
    });
  }

  void add_to_ledger(std::unordered_map<std::uint32_t, std::size_t>& known, const DatedFact& one,
                     const model::Fact& fact) {
    const model::Symbol project = project_of(fact);
    const auto [entry, fresh] = known.try_emplace(static_cast<std::uint32_t>(project), ledgers_.size());
    if (fresh) ledgers_.push_back({.project = project, .recurring = model::FactSet(facts_)});
    Ledger& ledger = ledgers_[entry->second];
    ledger.dated.push_back(one);
    const bool one_off =
        fact.per == Cadence::once && fact.kind != model::Kind::measured && one.when.first == one.when.last;
    ledger.series = ledger.series || !one_off;
  }

  [[nodiscard]] model::Symbol project_of(const model::Fact& fact) const {
    return read_field(facts_, fact, {FieldKind::project}).text;
  }

  void add_recurring(std::uint32_t place, const model::Fact& fact) {
    const auto quantity = undated_.amount_of(fact);
    if (quantity && quantity->per == Cadence::once) return;  // a one-off does not recur
    if (quantity && !months_factor(quantity->per)) {
      if (in_currency(*quantity)) out_.missing.add(place), period_open_ = true;
      return;
    }
    out_.used.add(place);
    if (!quantity) out_.missing.add(place);
    undated_.add(place, fact);
  }

  void add_ledger(const Ledger& ledger) {
    const Months window = window_of(ledger);
    if (!window.any()) {
      recurring_.unite(ledger.recurring);
      if (!ledger.recurring.empty()) return;
      for (const DatedFact& one : ledger.dated) missing_of_ledgers_.push_back(one.place);
      no_full_month_ = true;
      return;
    }
    if (!ledger.series) recurring_.unite(ledger.recurring);
    Tally whole(facts_, aggregate_.field);
    for (const DatedFact& one : ledger.dated) add_dated(one, window, whole);
    const Rational share = Rational::ratio(1, window.count());
    for (const Slot& slot : whole.slots()) {
      if (const auto sum = slot_interval(slot, Aggregation::sum))
        add_part(slot.unit, slot.currency, scale_interval(*sum, share));
    }
  }

  /// The last n months that are over and that the project has figures of. Months without a figure in between count as
  /// months in which nothing was paid.
  [[nodiscard]] Months window_of(const Ledger& ledger) const {
    Dated span = ledger.dated.front().when;
    const model::Basis basis = facts_[ledger.dated.front().index].basis;
    const auto extend = [&span](const Dated& when) {
      span.first = std::min(span.first, when.first);
      span.last = std::max(span.last, when.last);
    };
    for (const DatedFact& one : ledger.dated) extend(one.when);
    if (const auto& whole = span_of_project(ledger.project, basis)) extend(*whole);
    if (const auto books = around_.shared.coverage(ledger.project)) {
      if (books->start) span.first = std::min(span.first, *books->start);
      if (books->end) span.last = std::max(span.last, *books->end);
    }
    const Date last_full = first_of_month(around_.today + 1) - 1;
    Months out;
    out.last = std::min(add_months(span.last, 1) - 1, last_full);
    out.first = std::max(first_of_month(span.first), add_months(out.last, 1 - aggregate_.months));
    return out;
  }

  /// Worked out once for all the groups and conditions that ask.
  [[nodiscard]] const std::optional<Dated>& span_of_project(model::Symbol project, model::Basis basis) const {
    const auto [entry, fresh] = around_.shared.monthly->spans.try_emplace({aggregate_.predicate, project, basis});
    std::optional<Dated>& span = entry->second;
    if (!fresh) return span;
    const model::Subject subject{model::SubjectKind::project, std::string(facts_.text(project))};
    for (const FactIndex i : facts_.facts(aggregate_.predicate, subject)) {
      const auto when = facts_[i].basis == basis ? dated(facts_, facts_[i]) : std::nullopt;
      if (!when) continue;
      if (!span) span = *when;
      span = Dated{std::min(span->first, when->first), std::max(span->last, when->last)};
    }
    return span;
  }

  void add_dated(const DatedFact& one, const Months& window, Tally& whole) {
    const Months shared = overlap(one.when, window);
    if (!shared.any()) return;
    const model::Fact& fact = facts_[one.index];
    used_of_ledgers_.push_back(one.place);
    const auto quantity = whole.amount_of(fact);
    if (!quantity) return missing_of_ledgers_.push_back(one.place);
    const Months span{one.when.first, one.when.last};
    const bool rate = months_factor(quantity->per).has_value();
    const bool inside = one.when.first >= window.first && one.when.last <= window.last;
    const bool months = aligned(one.when);
    if (inside && (!rate || (months && span.count() == 1 && quantity->per == Cadence::month))) {
      whole.add(one.place, fact);
      return;
    }
    // A figure per month counts for each month of its span; a total is spread evenly over it.
    const std::int64_t all = months ? span.count() : span.last - span.first + 1;
    const std::int64_t part = months ? shared.count() : shared.last - shared.first + 1;
    std::optional<Rational> share = Rational::ratio(part, all * window.count());
    if (rate) {
      const Rational length = months ? Rational(all) : Rational::ratio(all * 12, 365);
      share = Rational::multiply(*share, length);
    }
    const auto amount = monthly_interval(*quantity);
    add_part(quantity->unit, quantity->currency, amount && share ? scale_interval(*amount, *share) : std::nullopt);
  }

  /// The figures of ledgers, which do not come in the order of the store.
  void add_scattered() {
    const auto set_of = [this](std::vector<std::uint32_t>& places) {
      std::ranges::sort(places);
      model::FactSet out(facts_);
      for (const std::uint32_t place : places) out.add(place);
      return out;
    };
    out_.used.unite(set_of(used_of_ledgers_));
    out_.missing.unite(set_of(missing_of_ledgers_));
  }

  [[nodiscard]] bool in_currency(const Quantity& quantity) const {
    return quantity.unit != Unit::money || !currency_ || quantity.currency == *currency_;
  }

  void add_part(Unit unit, Currency currency, const MaybeInterval& amount) {
    if (!in_currency({.unit = unit, .currency = currency})) return;
    if (!sum_) sum_ = Interval{};
    if (!like_) like_ = Amount{.unit = unit, .currency = currency};
    mixed_ = mixed_ || like_->unit != unit;
    if (currency.stated()) like_->currency = currency;
    const auto sum = amount ? add(*sum_, *amount) : std::nullopt;
    too_large_ = too_large_ || !sum;
    if (sum) sum_ = sum;
  }

  void add_undated() {
    for (const Slot& slot : undated_.slots()) {
      const auto sum = slot_interval(slot, Aggregation::sum);
      add_part(slot.unit, slot.currency, sum ? scale_interval(*sum, *months_factor(slot.per)) : std::nullopt);
      if (!around_.wants_terms) continue;
      for (const FactIndex i : slot.ranged) {
        const auto quantity = undated_.amount_of(facts_[i]);
        if (in_currency(*quantity)) out_.terms.push_back({i, *quantity});
      }
    }
  }

  MonthlyFigure finish() {
    add_undated();
    const auto missing = [this](std::string reason) { return Missing{std::move(reason), around_.needs}; };
    if (mixed_) {
      out_.value = missing("amounts of different units cannot be added");
    } else if (too_large_) {
      out_.value = missing("the amounts are too large to compute");
    } else if (sum_) {
      like_->per = Cadence::month;
      out_.value = with_interval(*like_, *sum_);
    } else {
      out_.value = nothing(missing);
    }
    if (std::holds_alternative<Missing>(out_.value)) out_.used.unite(out_.missing);
    return std::move(out_);
  }

  template <class MakeMissing>
  [[nodiscard]] Value nothing(const MakeMissing& missing) const {
    if (period_open_) return missing("the period of the amounts is not stated");
    if (no_full_month_) return missing("there are no figures of a full month yet");
    if (!undated_.unvalued().empty()) return without_value(missing);
    if (currency_) return Amount{.unit = Unit::money, .currency = *currency_, .per = Cadence::month};
    return missing("only one-off amounts are known");
  }

  template <class MakeMissing>
  [[nodiscard]] Value without_value(const MakeMissing& missing) const {
    const model::Fact& fact = facts_[*undated_.unvalued().begin()];
    Missing out = missing(std::string(facts_.text(fact.text)));
    if (fact.value != model::ValueKind::missing || out.reason.empty()) out.reason = "it is named without a value";
    if (out.needs.empty() && fact.value == model::ValueKind::missing) out.needs = facts_.text(fact.needs);
    return out;
  }

  const Aggregate& aggregate_;
  std::optional<Currency> currency_;
  const Surroundings& around_;
  const model::FactStore& facts_;
  std::vector<Ledger> ledgers_;
  model::FactSet recurring_;  // that are added as they stand
  Tally undated_;
  std::vector<std::uint32_t> used_of_ledgers_;
  std::vector<std::uint32_t> missing_of_ledgers_;
  MonthlyFigure out_;
  MaybeInterval sum_;
  std::optional<Amount> like_;
  bool mixed_ = false;
  bool too_large_ = false;
  bool period_open_ = false;
  bool no_full_month_ = false;
};

}  // namespace

MonthlyFigure monthly_figure(const Aggregate& aggregate, const Selection& selection, std::optional<Currency> currency,
                             const Surroundings& around) {
  Session::Shared& shared = around.shared;
  if (!shared.monthly) shared.monthly = std::make_shared<Session::Shared::MonthlyMemo>();
  if (!around.ungrouped || aggregate.field) return Monthly(aggregate, currency, around).run(selection.facts);
  auto& [with_terms, figure] = shared.monthly->figures[{selection.whole, around.subject.kind, around.subject.id,
                                                        currency.value_or(Currency()), aggregate.months}];
  const bool known = !std::holds_alternative<Missing>(figure.value) && (with_terms || !around.wants_terms);
  if (known) return figure;
  with_terms = around.wants_terms;
  return figure = Monthly(aggregate, currency, around).run(selection.facts);
}

}  // namespace qd::formula
