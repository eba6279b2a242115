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

constexpr auto kPercentWords = word_table<Sign>({
    {"percent", Sign::percent},
    {"per cent", Sign::percent},
    {"pct", Sign::percent},
    {"prozent", Sign::percent},
    {"procent", Sign::percent},
    {"percento", Sign::percent},
    {"por ciento", Sign::percent},
    {"por cento", Sign::percent},
    {"pour cent", Sign::percent},
    {"процентов", Sign::percent},
    {"процента", Sign::percent},
    {"процент", Sign::percent},
    {"відсотків", Sign::percent},
    {"відсотки", Sign::percent},
    {"pp", Sign::points},
    {"ppt", Sign::points},
    {"пп", Sign::points},
    {"percentage points", Sign::points},
    {"points de pourcentage", Sign::points},
    {"bps", Sign::basis_points},
    {"bp", Sign::basis_points},
    {"basis points", Sign::basis_points},
});

/// Whether a number, with a sign or currency of its own before it, can start at `at`.
bool starts_number(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  return is_digit(g.c) || (g.c == '.' && is_digit(glyph(text, at + 1).c));
}

/// "(10 years)", "(12 months)": the price of the whole span, paid once.
bool for_a_span_of_time(std::string_view text, std::size_t at) {
  at = skip_spaces(text, at);
  if (glyph(text, at).c != '(') return false;
  const auto number = scan_numeral(text, skip_spaces(text, at + 1), {});
  if (!number) return false;
  const auto span = match_time_span(text, skip_spaces(text, number->end));
  return span && glyph(text, skip_spaces(text, span->end)).c == ')';
}

bool is_minus(char32_t c) { return c == '-' || c == kEnDash; }

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

/// One number, or the two ends of a range with what they share.
struct AmountScanner::Span {
  Term lo;
  Term hi;
  bool range = false;
  bool open_hi = false;  // "999+"
  bool timed = false;    // time_span has set the value
  bool word = false;     // the ends are joined by a word: "-5 to 10"
  std::size_t end = 0;
};

bool AmountScanner::money(const Term& term) const {
  return term.sign == Sign::money || (term.sign == Sign::bare && context_.bare == Unit::money);
}

Currency AmountScanner::currency_of(const Term& term) const {
  if (term.sign != Sign::money) return context_.currency;
  // The nearest word wins: a "$" in a column headed AUD is Australian whatever it is elsewhere in the document.
  switch (term.mark.family) {
    case CurrencyFamily::dollar:
      if (is_dollar(context_.currency)) return context_.currency;
      break;
    case CurrencyFamily::crown:
      if (is_crown(context_.currency)) return context_.currency;
      break;
    case CurrencyFamily::peso:
      if (is_peso(context_.currency)) return context_.currency;
      break;
    case CurrencyFamily::yen:
      if (context_.currency == Currency("CNY") || context_.currency == Currency("JPY")) return context_.currency;
      break;
    case CurrencyFamily::exact:
      break;
  }
  return resolve(term.mark, context_.signs);
}

std::optional<CurrencyMark> AmountScanner::mark_before(std::size_t at) const {
  auto mark = match_currency(text_, at);
  if (!mark || (mark->doubtful && context_.bare != Unit::money)) return std::nullopt;
  const Glyph first = glyph(text_, at);
  std::size_t next = skip_spaces(text_, mark->end);
  // "USD $500", "$ US 500" do not occur often, the former does.
  if (mark->family == CurrencyFamily::exact) {
    const auto second = match_currency(text_, next);
    if (second && second->family == CurrencyFamily::dollar && starts_number(text_, skip_spaces(text_, second->end)))
      mark->end = second->end, next = skip_spaces(text_, second->end);
  }
  const Glyph sign = glyph(text_, next);
  if (is_minus(sign.c) || sign.c == '+') next = skip_spaces(text_, next + sign.length);
  if (!starts_number(text_, next)) return std::nullopt;
  // A word of letters wants a space or a capital code before the digits: "kr500" is fine, "r2" is a name.
  if (is_ascii_letter(first.c) && mark->end - at == 1 && next != mark->end) return std::nullopt;
  return mark;
}

std::optional<Term> AmountScanner::scan_term(std::size_t at) const {
  Term term;
  term.begin = at;
  std::size_t here = at;
  const auto take_sign = [&] {
    const Glyph g = glyph(text_, here);
    if (!is_minus(g.c) && g.c != '+') return;
    // A hyphen with a space behind it is a dash or a bullet; the true minus sign is never.
    const std::size_t next = skip_spaces(text_, here + g.length);
    const bool true_minus = text_.substr(here).starts_with("\u2212");
    if (next != here + g.length && !true_minus) return;
    if (is_minus(g.c)) term.negative = true;
    here = next;
  };
  take_sign();
  if (!starts_number(text_, here)) {
    const auto mark = mark_before(here);
    if (!mark) return std::nullopt;
    term.sign = Sign::money;
    term.mark = *mark;
    term.mark_first = true;
    here = skip_spaces(text_, mark->end);
    if (!term.negative) take_sign();
  }
  const auto number = scan_numeral(text_, here, context_.format);
  if (!number) return std::nullopt;
  term.number = *number;
  term.end = compound(term, number->end);
  scan_sign_behind(term);
  return term;
}

/// "K", "million" and the like, and the second part of "1億2000万".
std::size_t AmountScanner::compound(Term& term, std::size_t at) const {
  const bool expects_money = term.sign == Sign::money || context_.bare == Unit::money;
  auto multiplier = match_multiplier(text_, at, expects_money);
  if (!multiplier && !expects_money) {
    // "5m€", "5 M EUR": the currency behind it says what the letter is.
    multiplier = match_multiplier(text_, at, true);
    if (multiplier && !match_currency(text_, skip_spaces(text_, multiplier->end))) multiplier.reset();
  }
  if (!multiplier) return at;
  term.multiplier = multiplier->factor;
  term.multiplied = true;
  std::size_t end = multiplier->end;
  if (!is_digit(glyph(text_, end).c) || term.number.decimals != 0) return end;
  const auto rest = scan_numeral(text_, end, context_.format);
  const auto rest_factor = rest ? match_multiplier(text_, rest->end, expects_money) : std::nullopt;
  if (!rest || rest->decimals != 0 || (rest_factor && rest_factor->factor >= term.multiplier)) return end;
  const std::int64_t small = rest_factor ? rest_factor->factor : 1;
  std::uint64_t sum = 0;
  if (__builtin_mul_overflow(term.number.digits, static_cast<std::uint64_t>(term.multiplier / small), &sum) ||
      __builtin_add_overflow(sum, rest->digits, &sum))
    term.number.too_long = true;
  term.number.digits = sum;
  term.multiplier = small;
  return rest_factor ? rest_factor->end : rest->end;
}

void AmountScanner::scan_mark_behind(Term& term) const {
  const std::size_t at = skip_spaces(text_, term.end);
  const auto mark = match_currency(text_, at);
  if (!mark || (mark->doubtful && context_.bare != Unit::money)) return;
  // A sign before the next number is that number's: "100 $200", "5 USD 100".
  if (starts_number(text_, skip_spaces(text_, mark->end)) && (at > term.end || starts_number(text_, mark->end))) return;
  if (term.sign == Sign::money) {
    const bool same_family = term.mark.family == CurrencyFamily::dollar  ? is_dollar(mark->currency)
                             : term.mark.family == CurrencyFamily::crown ? is_crown(mark->currency)
                             : term.mark.family == CurrencyFamily::yen
                                 ? mark->currency == Currency("JPY") || mark->currency == Currency("CNY")
                                 : mark->currency == term.mark.currency && mark->family == CurrencyFamily::exact;
    if (!same_family || mark->multiplier != 1) return;
    term.mark = *mark;
  } else {
    if (mark->multiplier != 1 && term.multiplied) return;
    term.sign = Sign::money;
    term.mark = *mark;
  }
  term.end = mark->end;
}

void AmountScanner::scan_sign_behind(Term& term) const {
  scan_mark_behind(term);
  if (term.sign == Sign::money) {
    if (term.mark.multiplier != 1 && !term.multiplied) {
      term.multiplier = term.mark.multiplier;
      term.multiplied = true;
    }
    return;
  }
  const std::size_t at = skip_spaces(text_, term.end);
  const Glyph g = glyph(text_, at);
  if (g.c == '%') {
    term.sign = Sign::percent;
    term.end = at + g.length;
    const std::size_t next = skip_spaces(text_, term.end);
    const Phrase phrase(text_, next, 2);
    const auto word = kPercentWords.longest(phrase);
    if (word.value != nullptr && *word.value == Sign::points)
      term.sign = Sign::points, term.end = phrase.end(word.words);
    return;
  }
  if ((g.c == 'x' || g.c == 'X' || g.c == U'×') && at == term.end) {
    const std::size_t next = at + g.length;
    const std::size_t word = skip_spaces(text_, next);
    const bool ends = !is_letter(glyph(text_, next).c) && !starts_number(text_, word) && glyph(text_, next).c != '/' &&
                      match_currency(text_, word).value_or(CurrencyMark{}).end == 0;
    const Rate rate = ends ? scan_rate(text_, next) : Rate{};
    if (ends && rate.rhythm.per == Cadence::unstated) term.sign = Sign::times, term.end = next;
    return;
  }
  if (!is_letter(g.c)) return;
  const Phrase phrase(text_, at, 3);
  const auto word = kPercentWords.longest(phrase);
  if (word.value == nullptr) return;
  term.sign = *word.value;
  term.end = phrase.end(word.words);
}

/// A number that is only part of something else: 52/310, 9:00, 619-555-0100, 3rd.
bool AmountScanner::composite(const Term& term) const {
  const Glyph g = glyph(text_, term.end);
  const Glyph next = glyph(text_, term.end + g.length);
  if (term.sign == Sign::money) return false;
  if (g.c == '/' && is_digit(next.c)) return term.sign == Sign::bare;
  if ((g.c == ':' || g.c == '-' || g.c == kEnDash) && is_digit(next.c)) return true;
  if (g.c == '_' || g.c == '#') return true;
  return term.sign == Sign::bare && (g.c == '.' || g.c == ',') && is_digit(next.c);
}

std::optional<std::size_t> AmountScanner::range_mark(std::size_t at, bool between, bool& spaced) const {
  const std::size_t mark = skip_spaces(text_, at);
  const Glyph g = glyph(text_, mark);
  std::size_t end = mark + g.length;
  if (g.c == '.' && glyph(text_, end).c == '.') {
    ++end;
  } else if (is_letter(g.c)) {
    if (mark == at) return std::nullopt;
    const auto word = between ? match_and(text_, mark) : match_range_word(text_, mark);
    if (!word || skip_spaces(text_, *word) == *word) return std::nullopt;
    spaced = false;  // a word says that it is a range
    return skip_spaces(text_, *word);
  } else if (!is_minus(g.c) && g.c != kEmDash && g.c != '~' && g.c != U'…') {
    return std::nullopt;
  }
  const std::size_t next = skip_spaces(text_, end);
  spaced = mark != at || next != end;
  if (spaced && (g.c == kEmDash || g.c == '.' || g.c == U'…')) return std::nullopt;
  return next;
}

/// Whether the second number is the other end of a range that the first began, and not a number of its own.
bool AmountScanner::is_range(const Term& first, const Term& second, bool spaced) const {
  if (second.negative && !first.negative) return false;
  const bool first_says = first.sign != Sign::bare;
  const bool second_says = second.sign != Sign::bare;
  if (first_says && second_says) {
    if (first.sign != second.sign) return false;
    if (first.sign == Sign::money && currency_of(first) != currency_of(second)) return false;
    return true;
  }
  if (!first_says && second_says) return !second.mark_first || !spaced;  // "1 – $400" is a list number
  if (!spaced) return true;
  if (!first_says) return true;
  // "$120 - 12 seats": the second number needs something of the first's kind behind it.
  if (second.multiplied) return true;
  const Rate rate = scan_rate(text_, second.end);
  const std::size_t rest = skip_spaces(text_, rate.end);
  const Glyph g = glyph(text_, rest);
  return rate.rhythm.per != Cadence::unstated || g.length == 0 || g.c == '(' || g.c == ',' || g.c == ';';
}

std::optional<AmountScanner::Span> AmountScanner::scan_span(const Term& first, bool between) const {
  Span span{first, first, false, false, false, false, first.end};
  const Glyph plus = glyph(text_, first.end);
  if (plus.c == '+') {
    const Glyph next = glyph(text_, first.end + 1);
    if (!is_digit(next.c) && !match_currency(text_, first.end + 1)) {
      span.open_hi = true;
      span.end = first.end + 1;
      if (span.lo.sign == Sign::bare) {  // "30+ %", "500+ €"
        span.lo.end = span.end;
        scan_sign_behind(span.lo);
        span.hi = span.lo;
        span.end = span.lo.end;
      }
      return span;
    }
  }
  bool spaced = false;
  const auto second_at = range_mark(first.end, between, spaced);
  if (!second_at) return composite(first) ? std::nullopt : std::optional(span);
  const auto second = scan_term(*second_at);
  if (!second || !is_range(first, *second, spaced)) {
    const bool joined = !spaced && second && first.sign == Sign::bare;
    return joined || composite(first) ? std::nullopt : std::optional(span);
  }
  if (composite(*second) || (!first.number.grouped && first.sign == Sign::bare && composite(first) && spaced))
    return std::nullopt;
  span.hi = *second;
  Term& lo = span.lo;
  Term& hi = span.hi;
  if (lo.sign == Sign::bare) lo.sign = hi.sign, lo.mark = hi.mark;
  if (hi.sign == Sign::bare) hi.sign = lo.sign, hi.mark = lo.mark;
  const auto less = [](const Term& a, std::int64_t fa, const Term& b, std::int64_t fb) {
    std::int64_t va = 0;
    std::int64_t vb = 0;
    const bool known = to_mantissa(a.number, fa, 1, 1'000'000, va) == Fit::exact &&
                       to_mantissa(b.number, fb, 1, 1'000'000, vb) == Fit::exact;
    return !known || va <= vb;
  };
  // The suffix belongs to both ends ("$7–9K") unless that turns them round ("$500–1.5K").
  if (!lo.multiplied && hi.multiplied && less(lo, hi.multiplier, hi, hi.multiplier)) lo.multiplier = hi.multiplier;
  if (lo.multiplied && !hi.multiplied && !less(lo, lo.multiplier, hi, 1)) hi.multiplier = lo.multiplier;
  lo.multiplied = hi.multiplied = lo.multiplied || hi.multiplied;
  if (!less(lo, lo.multiplier, hi, hi.multiplier)) {
    if (spaced || first.sign == Sign::money) return Span{first, first, false, false, false, false, first.end};
    return std::nullopt;
  }
  span.range = true;
  span.word = is_letter(glyph(text_, skip_spaces(text_, first.end)).c);
  span.end = hi.end;
  return span;
}

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

}  // namespace qd::ingest
