#include "ingest/amount_scan.hpp"

#include <algorithm>

#include "base/rational.hpp"
#include "ingest/amount_words.hpp"
#include "ingest/cadence.hpp"
#include "ingest/calendar_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

using Sign = Term::Sign;

/// "(10 years)", "(12 months)": the price of the whole span, paid once.
bool for_a_span_of_time(std::string_view text, std::size_t at) {
  at = skip_spaces(text, at);
  if (glyph(text, at).c != '(') return false;
  const auto number = scan_numeral(text, skip_spaces(text, at + 1), {});
  if (!number) return false;
  const auto span = match_time_span(text, skip_spaces(text, number->end));
  return span && glyph(text, skip_spaces(text, span->end)).c == ')';
}

std::int64_t divisor_of(Sign sign) {
  if (sign == Sign::percent || sign == Sign::points) return 100;
  return sign == Sign::basis_points ? 10'000 : 1;
}

}  // namespace

/// What stands before an amount.
struct AmountScanner::Leads {
  bool approximate = false;
  bool between = false;
  bool at_least = false;
  bool at_most = false;
  bool weak = false;    // "from 4 sources" is no bound, "from $99" is
  bool strict = false;  // ">" or "<": a goal when it bounds a ratio
  std::optional<model::Basis> basis;
  std::size_t end = 0;

  void add(const LeadMatch& lead) {
    switch (lead.lead) {
      case Lead::approximate:
        approximate = true;
        break;
      case Lead::between:
        between = true;
        break;
      case Lead::at_least:
        at_least = true, strict = lead.strict, weak = lead.weak;
        break;
      case Lead::at_most:
        at_most = true, strict = lead.strict;
        break;
      case Lead::historical:
        basis = model::Basis::historical;
        break;
      case Lead::target:
        basis = model::Basis::target;
        break;
      case Lead::planned:
        basis = model::Basis::planned;
        break;
      case Lead::budget:
        basis = model::Basis::budget;
        break;
    }
    end = lead.end;
  }
};

bool AmountScanner::time_span(Span& span, std::size_t at, Amount& amount, std::size_t& end) const {
  const auto time = match_time_span(text_, at);
  if (!time || is_digit(glyph(text_, time->end).c)) return false;
  end = time->end;
  amount.of = time->singular;
  amount.quantity.unit = Unit::count;
  if (context_.bare != Unit::days) return true;
  amount.of.clear();
  amount.quantity.unit = Unit::days;
  span.timed = true;
  const auto days = [&](const Term& term) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    if (to_mantissa(term.number, term.multiplier * time->days, 1, 1'000'000, value) != Fit::exact) return std::nullopt;
    return to_scaled(Rational::ratio(value, time->per), 1);
  };
  const auto lo = days(span.lo);
  const auto hi = days(span.hi);
  if (!lo || !hi) {
    amount.form = AmountForm::ambiguous;
    amount.reading = "too large or too fine to hold";
    return true;
  }
  amount.quantity.lo = *lo;
  amount.quantity.hi = *hi;
  return true;
}

bool AmountScanner::count_word(Span& span, Amount& amount, std::size_t& end) const {
  const std::size_t at = skip_spaces(text_, span.end);
  const bool adjacent = at == span.end;
  // "2026 goals" is a year; "2,026 goals" is not.
  const bool year_like = span.lo.number.whole() && !span.lo.number.grouped && !span.lo.multiplied && !span.range &&
                         span.lo.number.digits >= 1980 && span.lo.number.digits <= 2049;
  if (year_like && !context_.bare) return false;
  const bool strict = context_.bare == Unit::money || context_.bare == Unit::ratio;
  // "1,200 monthly" has a cadence behind it, not a noun; "2 months" has one that is a noun.
  if (time_span(span, at, amount, end)) return true;
  std::size_t adverb = at;
  if (match_adverb(text_, adverb) || match_tail(text_, at)) return false;
  if (adjacent && !is_ideograph(glyph(text_, at).c)) return false;
  if (!adjacent && scan_rate(text_, at).end != at) return false;
  const auto counted = scan_counted(text_, at, strict, amount.of);
  if (!counted) return false;
  amount.quantity.unit = Unit::count;
  end = *counted;
  return true;
}

void AmountScanner::set_value(const Span& span, const Leads& leads, Amount& amount) const {
  Quantity& q = amount.quantity;
  const bool scaled_by_context = !span.lo.multiplied && (span.lo.sign == Sign::money || span.lo.sign == Sign::bare) &&
                                 context_.bare && amount.of.empty();
  const bool percent = span.lo.sign == Sign::bare && q.unit == Unit::ratio && context_.percent;
  const std::int64_t divisor = percent ? 100 : divisor_of(span.lo.sign);
  const auto read = [&](const Term& term, std::int64_t& value) {
    const std::int64_t factor = scaled_by_context ? context_.multiplier : term.multiplier;
    const Fit fit = to_mantissa(term.number, factor, divisor, scale_of(q.unit), value);
    if (term.number.two_ways) {
      amount.reading = two_readings(term.number);
    } else if (fit == Fit::too_fine) {
      amount.reading = q.unit == Unit::money ? "more precise than 1/10,000" : "more precise than 1/1,000,000";
    } else if (fit == Fit::too_large) {
      amount.reading = "too large to hold";
    } else {
      if (term.negative) value = -value;
      return;
    }
    amount.form = AmountForm::ambiguous;
    value = 0;
  };
  if (!span.timed) {
    read(span.lo, q.lo);
    q.hi = q.lo;
    if (span.range && amount.form == AmountForm::value) read(span.hi, q.hi);
    // "-$5–10" is between -10 and -5, "-5 to 10" what it says.
    if (span.range && span.lo.negative && !span.hi.negative && !span.word) q.hi = -q.hi;
    if (q.lo > q.hi) std::swap(q.lo, q.hi);
  }
  if (amount.form == AmountForm::ambiguous) q.lo = q.hi = 0;
  if (!span.range) {
    q.open_hi = span.open_hi || (leads.at_least && !(leads.weak && q.unit == Unit::count));
    q.open_lo = leads.at_most && !q.open_hi;
    if (q.open_hi) q.hi = 0;
    if (q.open_lo) q.lo = 0;
  }
}

void AmountScanner::set_unit(const Span& span, Amount& amount) const {
  Quantity& q = amount.quantity;
  switch (span.lo.sign) {
    case Sign::money:
      q.unit = Unit::money;
      q.currency = currency_of(span.lo);
      amount.currency_stated = true;
      return;
    case Sign::percent:
      q.unit = Unit::ratio;
      return;
    case Sign::points:
    case Sign::basis_points:
      q.unit = Unit::ratio, amount.of = "pp";
      return;
    case Sign::times:
      q.unit = Unit::ratio, amount.of = "x";
      return;
    case Sign::bare:
      break;
  }
  q.unit = context_.bare.value_or(Unit::count);
  if (q.unit == Unit::money) q.currency = context_.currency;
}

/// The cadence, what it is the price of, and words that qualify it.
void AmountScanner::scan_tail(Amount& amount, std::size_t at) const {
  Quantity& q = amount.quantity;
  const auto qualify = [&](std::size_t from) {
    const std::size_t word = skip_spaces(text_, from);
    const bool inside = glyph(text_, word).c == '(';
    const auto tail = match_tail(text_, inside ? skip_spaces(text_, word + 1) : word);
    if (!tail) return from;
    const std::size_t close = skip_spaces(text_, tail->end);
    if (inside && glyph(text_, close).c != ')') return from;
    const bool point = !q.open_lo && !q.open_hi && q.lo == q.hi && amount.form == AmountForm::value;
    switch (tail->lead) {
      case Lead::approximate:
        amount.approximate = true;
        break;
      case Lead::at_least:
        if (point) q.open_hi = true, q.hi = 0;
        break;
      case Lead::at_most:
        if (point) q.open_lo = true, q.lo = 0;
        break;
      case Lead::target:
        amount.basis = model::Basis::target;
        break;
      case Lead::planned:
        amount.basis = model::Basis::planned;
        break;
      case Lead::budget:
        amount.basis = model::Basis::budget;
        break;
      case Lead::historical:
        amount.basis = model::Basis::historical;
        break;
      case Lead::between:
        break;
    }
    return inside ? close + 1 : tail->end;
  };
  at = qualify(at);
  Rate rate = scan_rate(text_, at);
  if (rate.rhythm.per == Cadence::unstated && q.unit == Unit::money && for_a_span_of_time(text_, rate.end))
    rate.rhythm.per = Cadence::once;
  amount.end = qualify(rate.end);
  amount.per_unit = std::move(rate.per_unit);
  const bool flow = q.unit == Unit::money || q.unit == Unit::count;
  if (!flow) return;
  if (rate.rhythm.per != Cadence::unstated) {
    q.per = rate.rhythm.per;
    if (__builtin_mul_overflow(q.lo, rate.rhythm.times, &q.lo) ||
        __builtin_mul_overflow(q.hi, rate.rhythm.times, &q.hi)) {
      amount.form = AmountForm::ambiguous;
      amount.reading = "too large to hold";
    }
  } else if (amount.per_unit.empty()) {
    q.per = context_.per;
  }
}

std::optional<Amount> AmountScanner::scan(std::size_t at) const {
  Leads leads;
  std::size_t here = at;
  for (int i = 0; i < 3; ++i) {  // "target: ~> 80%"
    const auto lead = match_lead(text_, here);
    if (!lead) break;
    leads.add(*lead);
    here = skip_spaces(text_, lead->end);
    if (glyph(text_, here).c == ':') here = skip_spaces(text_, here + 1);
  }
  const auto first = scan_term(here);
  if (!first) return std::nullopt;
  auto span = scan_span(*first, leads.between);
  if (!span) return std::nullopt;
  Amount amount;
  amount.begin = at;
  amount.approximate = leads.approximate;
  amount.basis = leads.basis;
  set_unit(*span, amount);
  std::size_t end = span->end;
  if (span->lo.sign == Sign::bare) {
    const bool counted = count_word(*span, amount, end);
    if (!counted && !context_.bare) return std::nullopt;
    const Glyph next = glyph(text_, span->end);
    if (!counted && (is_letter(next.c) || is_ideograph(next.c))) {
      // "3rd", "5GB": not a bare number, unless what is glued to it qualifies it.
      std::size_t adverb = span->end;
      if (!match_tail(text_, span->end) && !match_adverb(text_, adverb)) return std::nullopt;
    }
    if (counted && amount.quantity.unit != Unit::money) amount.quantity.currency = {};
    if (!counted && match_month(text_, skip_spaces(text_, span->end))) return std::nullopt;  // "21 May"
  }
  set_value(*span, leads, amount);
  if (leads.strict && amount.quantity.unit == Unit::ratio && !amount.basis) amount.basis = model::Basis::target;
  scan_tail(amount, end);
  return amount;
}

std::optional<Amount> AmountScanner::scan_plain() const {
  Term term;
  const auto mark = match_currency(text_, 0);
  if (mark) term.sign = Sign::money, term.mark = *mark;
  if (!mark && !context_.bare) return std::nullopt;
  const auto number = scan_numeral(text_, mark ? mark->end : 0, context_.format);
  if (!number || number->end != text_.size()) return std::nullopt;
  term.number = *number;
  const Span span{term, term, false, false, false, false, number->end};
  Amount amount;
  set_unit(span, amount);
  set_value(span, {}, amount);
  if (amount.quantity.unit == Unit::money || amount.quantity.unit == Unit::count) amount.quantity.per = context_.per;
  amount.end = span.end;
  return amount;
}

}  // namespace qd::ingest
