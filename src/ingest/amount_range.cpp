#include "ingest/amount_scan.hpp"
#include "ingest/amount_words.hpp"
#include "ingest/cadence.hpp"
#include "ingest/glyph.hpp"

namespace qd::ingest {

namespace {

using Sign = Term::Sign;

}  // namespace

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

}  // namespace qd::ingest
