#include "ingest/amount_scan.hpp"
#include "ingest/amount_words.hpp"
#include "ingest/cadence.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

using Sign = Term::Sign;

constexpr Entry<Sign> kPercentWordRows[] = {
    {"percent|per cent|pct|prozent|procent|percento|por ciento|por cento|pour cent", Sign::percent},
    {"процентов|процента|процент|відсотків|відсотки", Sign::percent},
    {"pp|ppt|пп|percentage points|points de pourcentage", Sign::points},
    {"bps|bp|basis points", Sign::basis_points},
};
constexpr auto kPercentWords = word_table<kPercentWordRows>();

/// Whether a number, with a sign or currency of its own before it, can start at `at`.
bool starts_number(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  return is_digit(g.c) || (g.c == '.' && is_digit(glyph(text, at + 1).c));
}

}  // namespace

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
    if (is_minus(g.c) && !text_.substr(here).starts_with("\u301C")) term.negative = true;  // 〜5,000 is about so much
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
  if (!kPercentWords.may_start(text_, at)) return;
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

}  // namespace qd::ingest
