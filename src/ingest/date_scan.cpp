#include "ingest/date_scan.hpp"

#include "ingest/calendar_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

using Order = DateContext::Order;

bool digit_at(std::string_view text, std::size_t at) { return is_digit(glyph(text, at).c); }

std::optional<DateHit> hit(std::optional<Date> date, std::size_t end) {
  if (!date) return std::nullopt;
  return DateHit{*date, *date, end};
}

int full_year(const SmallNumber& number) { return number.digits == 2 ? 2000 + number.value : number.value; }
bool is_year(const SmallNumber& number) { return number.digits == 4 || number.digits == 2; }

/// "03/04" by the order of the document, or by which of the two cannot be a month.
std::optional<Date> resolve(int first, int second, int year, Order order) {
  if (first > 12 && second <= 12) order = Order::day_first;
  if (second > 12 && first <= 12) order = Order::month_first;
  if (first == second) order = Order::day_first;
  if (order == Order::unknown) return std::nullopt;
  return order == Order::day_first ? make_date(year, second, first) : make_date(year, first, second);
}

/// "年", "년" and the like, with spaces around allowed; where they end.
std::optional<std::size_t> after_mark(std::string_view text, std::size_t at, std::string_view han,
                                      std::string_view hangul) {
  at = skip_spaces(text, at);
  const std::string_view rest = text.substr(std::min(at, text.size()));
  if (rest.starts_with(han) || rest.starts_with(hangul)) return skip_spaces(text, at + 3);
  return std::nullopt;
}

std::optional<DateHit> scan_ideograph_day(std::string_view text, std::size_t at, int year) {
  const SmallNumber month = scan_small_number(text, at);
  if (month.digits < 1 || month.digits > 2) return std::nullopt;
  const auto day_at = after_mark(text, month.end, "月", "월");
  if (!day_at) return std::nullopt;
  const SmallNumber day = scan_small_number(text, *day_at);
  const auto end = day.digits >= 1 && day.digits <= 2 ? after_mark(text, day.end, "日", "일") : std::nullopt;
  if (!end) return std::nullopt;
  return hit(make_date(year, month.value, day.value), skip_spaces(text, day.end) + 3);
}

/// "2026-05-21", "2026/5/21", "2026年5月21日", "2026 May 21".
std::optional<DateHit> scan_year_first(std::string_view text, const SmallNumber& year) {
  const Glyph mark = glyph(text, year.end);
  const bool joined = mark.c == '-' || mark.c == '/' || mark.c == '.';
  if (const auto month_at = joined ? std::nullopt : after_mark(text, year.end, "年", "년"))
    return scan_ideograph_day(text, *month_at, year.value);
  if (mark.c == ' ') {
    const auto month = match_month(text, year.end + 1);
    if (!month) return std::nullopt;
    const SmallNumber day = scan_small_number(text, skip_spaces(text, month->end));
    if (day.digits < 1 || day.digits > 2 || is_letter(glyph(text, day.end).c)) return std::nullopt;
    return hit(make_date(year.value, month->month, day.value), day.end);
  }
  if (!joined) return std::nullopt;
  const SmallNumber month = scan_small_number(text, year.end + mark.length);
  if (month.digits < 1 || month.digits > 2 || glyph(text, month.end).c != mark.c) return std::nullopt;
  const SmallNumber day = scan_small_number(text, month.end + mark.length);
  if (day.digits < 1 || day.digits > 2) return std::nullopt;
  const Glyph after = glyph(text, day.end);
  if (after.c == mark.c && digit_at(text, day.end + after.length)) return std::nullopt;
  if (is_letter(after.c) && after.c != 'T' && after.c != 't') return std::nullopt;
  return hit(make_date(year.value, month.value, day.value), day.end);
}

/// The year behind a day and a month: ", 2026", " de 2026", "-2026", " '26"; else the context's.
std::optional<YearHit> year_behind(std::string_view text, std::size_t at, const DateContext& context) {
  std::size_t here = at;
  const Glyph mark = glyph(text, here);
  if (mark.c == ',' || mark.c == '-' || mark.c == '/') here += mark.length;
  here = skip_spaces(text, here);
  const Phrase phrase(text, here, 1);
  if (phrase.words() == 1 && (phrase.first(1) == "de" || phrase.first(1) == "of" || phrase.first(1) == "del"))
    here = skip_spaces(text, phrase.end(1));
  if (auto year = scan_year(text, here)) {
    const Phrase unit(text, skip_spaces(text, year->end), 1);  // "2026 г.", "2026 року"
    if (unit.words() == 1 && (unit.first(1) == "г" || unit.first(1) == "года" || unit.first(1) == "р" ||
                              unit.first(1) == "року" || unit.first(1) == "r")) {
      year->end = unit.end(1);
      if (glyph(text, year->end).c == '.') ++year->end;
    }
    return year;
  }
  if (mark.c == '-') {  // "21-May-26"
    const SmallNumber two = scan_small_number(text, here);
    if (two.digits == 2) return YearHit{full_year(two), two.end};
  }
  if (!context.year) return std::nullopt;
  return YearHit{*context.year, at};
}

std::size_t skip_ordinal(std::string_view text, std::size_t at) {
  const Phrase phrase(text, at, 1);
  if (phrase.words() == 1) {
    const std::string_view word = phrase.first(1);
    if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "er" || word == "º" || word == "ª")
      return phrase.end(1);
  }
  return glyph(text, at).c == '.' ? at + 1 : at;
}

/// "21 May 2026", "21. Mai", "21st of May", "11–17 April", "21 de mayo de 2026" behind the first number.
std::optional<DateHit> scan_day_then_name(std::string_view text, const SmallNumber& day, const DateContext& context) {
  std::size_t at = skip_ordinal(text, day.end);
  SmallNumber last = day;
  std::size_t dash = skip_spaces(text, at);
  const Glyph mark = glyph(text, dash);
  if ((mark.c == '-' || mark.c == kEnDash) && digit_at(text, skip_spaces(text, dash + mark.length))) {
    last = scan_small_number(text, skip_spaces(text, dash + mark.length));
    if (last.digits > 2) return std::nullopt;
    at = skip_ordinal(text, last.end);
  }
  std::size_t name = skip_spaces(text, at);
  if (name == at && glyph(text, name).c == '-') ++name;
  const Phrase phrase(text, name, 1);
  if (phrase.words() == 1 && (phrase.first(1) == "of" || phrase.first(1) == "de"))
    name = skip_spaces(text, phrase.end(1));
  const auto month = match_month(text, name);
  if (!month) return std::nullopt;
  const auto year = year_behind(text, month->end, context);
  if (!year || (month->common && year->end == month->end)) return std::nullopt;
  const auto first = make_date(year->year, month->month, day.value);
  const auto end = make_date(year->year, month->month, last.value);
  if (!first || !end || *end < *first) return std::nullopt;
  return DateHit{*first, *end, year->end};
}

/// "21.5.2026", "21/05/2026", "05-21-2026", "16/07".
std::optional<DateHit> scan_two_numbers(std::string_view text, const SmallNumber& first, const DateContext& context) {
  const Glyph mark = glyph(text, first.end);
  if (mark.c != '.' && mark.c != '/' && mark.c != '-') return std::nullopt;
  std::size_t at = first.end + mark.length;
  if (mark.c == '.' && glyph(text, at).c == ' ') at = skip_spaces(text, at);  // "21. 5. 2026"
  const SmallNumber second = scan_small_number(text, at);
  if (second.digits < 1 || second.digits > 2) return std::nullopt;
  if (glyph(text, second.end).c == mark.c) {
    std::size_t year_at = second.end + mark.length;
    if (mark.c == '.') year_at = skip_spaces(text, year_at);
    const SmallNumber year = scan_small_number(text, year_at);
    const Glyph after = glyph(text, year.end);
    const bool goes_on = (after.c == mark.c && digit_at(text, year.end + 1)) || is_letter(after.c);
    if (is_year(year) && !goes_on && (year.digits == 4 || mark.c != '-')) {
      const Order order = mark.c == '.' ? Order::day_first : context.order;
      const auto date = mark.c == '.' ? make_date(full_year(year), second.value, first.value)
                                      : resolve(first.value, second.value, full_year(year), order);
      return hit(date, year.end);
    }
    if (year.digits != 0 || mark.c != '.') return std::nullopt;
    // "21.05." in a document with a year.
    if (context.year && second.digits == 2 && first.digits == 2)
      return hit(make_date(*context.year, second.value, first.value), second.end + 1);
    return std::nullopt;
  }
  const bool pair = mark.c == '/' && first.digits == 2 && second.digits == 2 && context.year &&
                    !is_letter(glyph(text, second.end).c) && glyph(text, second.end).c != '%';
  if (!pair) return std::nullopt;
  return hit(resolve(first.value, second.value, *context.year, context.order), second.end);
}

/// "May 21, 2026", "Apr 11–17", "May 21st".
std::optional<DateHit> scan_name_first(std::string_view text, std::size_t at, const DateContext& context) {
  const auto month = match_month(text, at);
  if (!month) return std::nullopt;
  const SmallNumber day = scan_small_number(text, skip_spaces(text, month->end));
  if (day.digits < 1 || day.digits > 2 || day.value < 1 || day.value > 31) return std::nullopt;
  const Glyph glued = glyph(text, day.end);
  std::size_t end = skip_ordinal(text, day.end);
  if (glued.c == '.' && end > day.end) end = day.end;  // a full stop
  if (glued.c == ':' || glued.c == '%' || (is_letter(glued.c) && end == day.end)) return std::nullopt;
  SmallNumber last = day;
  const std::size_t dash = skip_spaces(text, end);
  const Glyph mark = glyph(text, dash);
  if (mark.c == '-' || mark.c == kEnDash) {
    const SmallNumber second = scan_small_number(text, skip_spaces(text, dash + mark.length));
    if ((second.digits == 1 || second.digits == 2) && second.value >= day.value && second.value <= 31) {
      last = second;
      end = skip_ordinal(text, second.end);
      if (glyph(text, second.end).c == '.') end = second.end;
    }
  }
  const auto year = year_behind(text, end, context);
  if (!year || (month->common && year->end == end)) return std::nullopt;
  const auto first = make_date(year->year, month->month, day.value);
  const auto until = make_date(year->year, month->month, last.value);
  if (!first || !until) return std::nullopt;
  return DateHit{*first, *until, year->end};
}

}  // namespace

SmallNumber scan_small_number(std::string_view text, std::size_t at) {
  SmallNumber number;
  for (Glyph g = glyph(text, at); is_digit(g.c); g = glyph(text, at)) {
    if (number.digits < 9) number.value = number.value * 10 + static_cast<int>(g.c - '0');
    ++number.digits;
    at += g.length;
  }
  number.end = at;
  return number;
}

std::optional<YearHit> scan_year(std::string_view text, std::size_t at) {
  const bool shortened = glyph(text, at).c == '\'';
  if (shortened) at += glyph(text, at).length;
  const SmallNumber number = scan_small_number(text, at);
  const Glyph after = glyph(text, number.end);
  if (is_letter(after.c) && !is_space(after.c)) return std::nullopt;
  if (shortened) return number.digits == 2 ? std::optional(YearHit{2000 + number.value, number.end}) : std::nullopt;
  if (!number.is_year()) return std::nullopt;
  return YearHit{number.value, number.end};
}

std::optional<DateHit> scan_date(std::string_view text, std::size_t at, const DateContext& context) {
  const Glyph first = glyph(text, at);
  if (is_letter(first.c)) return scan_name_first(text, at, context);
  if (!is_digit(first.c)) return std::nullopt;
  const SmallNumber number = scan_small_number(text, at);
  if (number.digits == 4) return scan_year_first(text, number);
  if (number.digits > 2) return std::nullopt;
  if (auto found = scan_day_then_name(text, number, context)) return found;
  if (auto found = scan_two_numbers(text, number, context)) return found;
  if (context.year) return scan_ideograph_day(text, at, *context.year);
  return std::nullopt;
}

}  // namespace qd::ingest
