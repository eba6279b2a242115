#include <fmt/format.h>

#include <chrono>

#include "ingest/calendar_words.hpp"
#include "ingest/date_scan.hpp"
#include "ingest/glyph.hpp"
#include "ingest/line.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

using Length = Period::Length;

/// A period as far as one part of a text names it: the year may come from the other end of a range or the context.
struct Part {
  Length length = Length::month;
  bool relative = false;
  int number = 0;  // of the month, quarter, half, week in its year, or of the relative period
  std::optional<int> year;
  Date day;  // with Length::day that is not relative, and of "week of May 11"
  bool from_day = false;
  std::size_t end = 0;
};

/// Behind spaces and one mark that joins a period and its year: "Q4-2026", "Q4/2026", "Q4, 2026", "Q4 2026", "Q4'26".
std::optional<YearHit> joined_year(std::string_view text, std::size_t at) {
  if (const auto year = scan_year(text, at)) return year;
  std::size_t here = skip_spaces(text, at);
  const Glyph mark = glyph(text, here);
  if (mark.c == '-' || mark.c == '/' || mark.c == ',' || mark.c == '.') here = skip_spaces(text, here + mark.length);
  const Phrase phrase(text, here, 1);
  if (phrase.words() == 1 && (phrase.first(1) == "of" || phrase.first(1) == "de" || phrase.first(1) == "fy"))
    here = skip_spaces(text, phrase.end(1));
  if (auto year = scan_year(text, here)) {
    // "2027 год", "2027 г."
    const std::size_t word = skip_spaces(text, year->end);
    const Phrase unit(text, word, 1);
    if (unit.words() == 1 && (unit.first(1) == "год" || unit.first(1) == "года" || unit.first(1) == "г" ||
                              unit.first(1) == "року" || unit.first(1) == "р")) {
      year->end = unit.end(1);
      if (glyph(text, year->end).c == '.') ++year->end;
    }
    return year;
  }
  if (mark.c == '/') {  // "Week 31/22"
    const SmallNumber two = scan_small_number(text, here);
    if (two.digits == 2) return YearHit{2000 + two.value, two.end};
  }
  return std::nullopt;
}

int most_of(Length length) {
  if (length == Length::month) return 12;
  if (length == Length::week) return 53;
  if (length == Length::quarter) return 4;
  return length == Length::half ? 2 : 9999;
}

std::optional<Part> numbered(Length length, int number, std::optional<YearHit> year, std::size_t end) {
  if (number < 1 || number > most_of(length)) return std::nullopt;
  Part part;
  part.length = length;
  part.number = number;
  part.end = end;
  if (year) part.year = year->year, part.end = year->end;
  return part;
}

/// What follows a year: "2026-05", "2026-Q4", "2026 H1", "2026-W23", "2026年4月", "2026年第1四半期".
std::optional<Part> scan_after_year(std::string_view text, int year, std::size_t at) {
  Part whole;
  whole.length = Length::year;
  whole.number = year;
  whole.year = year;
  whole.end = at;
  std::size_t here = skip_spaces(text, at);
  const std::string_view rest = text.substr(here);
  bool marked = false;
  if (rest.starts_with("年度") || rest.starts_with("년도")) {
    whole.end = here + 6;
    return whole;
  }
  if (rest.starts_with("年") || rest.starts_with("년")) {
    whole.end = here + 3;
    here = skip_spaces(text, here + 3);
    marked = true;
    if (text.substr(here).starts_with("第")) here += 3;
    for (const auto& [name, half] :
         {std::pair{"上半期", 1}, {"上半年", 1}, {"下半期", 2}, {"下半年", 2}, {"상반기", 1}, {"하반기", 2}}) {
      if (text.substr(here).starts_with(name)) return numbered(Length::half, half, YearHit{year, here + 9}, here + 9);
    }
  }
  const Glyph mark = glyph(text, here);
  const bool joint = !marked && (mark.c == '-' || mark.c == '/' || mark.c == '.');
  if (joint) here += mark.length;
  const SmallNumber number = scan_small_number(text, here);
  if (number.digits == 1 || number.digits == 2) {
    if (const auto unit = match_stretch(text, skip_spaces(text, number.end)); unit && unit->length != Length::year)
      return numbered(unit->length, number.value, YearHit{year, unit->end}, unit->end);
    if (joint && number.digits == 2 && mark.c != '.' && !is_letter(glyph(text, number.end).c))
      return numbered(Length::month, number.value, YearHit{year, number.end}, number.end);
    return marked ? std::optional(whole) : std::nullopt;
  }
  if (const auto month = match_month(text, here))
    return numbered(Length::month, month->month, YearHit{year, month->end}, month->end);
  if (const auto unit = match_stretch(text, here)) {
    const SmallNumber n = scan_small_number(text, skip_spaces(text, unit->end));
    if (n.digits == 1 || n.digits == 2) return numbered(unit->length, n.value, YearHit{year, n.end}, n.end);
    if (unit->length == Length::year) whole.end = unit->end;  // "2027 год"
  }
  return whole;
}

int roman(std::string_view word) {
  if (word == "i") return 1;
  if (word == "ii") return 2;
  if (word == "iii") return 3;
  return word == "iv" ? 4 : 0;
}

/// "Q1 2027", "Month 3", "FY27", "Week 31/22", "KW 23": a word and a number.
std::optional<Part> scan_word_number(std::string_view text, std::size_t at) {
  auto unit = match_stretch(text, at);
  if (!unit) {
    // "T1 2026" in Romance languages, "S1" for the half year.
    const Glyph letter = glyph(text, at);
    if (letter.c == 'T' && is_digit(glyph(text, at + 1).c))
      unit = StretchName{Length::quarter, at + 1};
    else if (letter.c == 'S' && is_digit(glyph(text, at + 1).c))
      unit = StretchName{Length::half, at + 1};
    else
      return std::nullopt;
  }
  const bool one_letter = unit->end == at + glyph(text, at).length;
  std::size_t here = skip_spaces(text, unit->end);
  if (one_letter && here != unit->end) return std::nullopt;
  if (glyph(text, here).c == '#') ++here;
  const SmallNumber number = scan_small_number(text, here);
  if (number.digits < 1 || number.digits > 4 || is_letter(glyph(text, number.end).c)) return std::nullopt;
  if (unit->length == Length::year) {
    const Phrase word(text, at, 1);
    const bool fiscal = word.first(1) == "fy" || word.first(1) == "cy" || unit->end > word.end(1) + 1;
    if (number.is_year()) return scan_after_year(text, number.value, number.end);
    if (fiscal && number.digits == 2) return scan_after_year(text, 2000 + number.value, number.end);
  }
  if (number.digits > 3) return std::nullopt;
  const bool calendar = unit->length == Length::quarter || unit->length == Length::half || unit->length == Length::week;
  const auto year = calendar ? joined_year(text, number.end) : std::nullopt;
  // "Q1" and "H1" are what they are; "T1" and "S1" may be a tier and a sprint unless a year follows.
  const Glyph letter = glyph(text, at);
  const bool short_quarter = one_letter && (letter.c == 'Q' || letter.c == 'q' || letter.c == 'H');
  if (!year && (letter.c == 'T' || letter.c == 'S') && one_letter) return std::nullopt;
  if (year || short_quarter) return numbered(unit->length, number.value, year, number.end);
  Part part;
  part.length = unit->length;
  part.relative = true;
  part.number = number.value;
  part.end = number.end;
  return part;
}

/// "1Q27", "1H 2026", "1. Quartal 2026", "3ヶ月目", "4月", "05/2026", "1 квартал 2026".
std::optional<Part> scan_number_word(std::string_view text, std::size_t at, const SmallNumber& number) {
  const Glyph mark = glyph(text, number.end);
  if ((mark.c == '/' || mark.c == '.') && number.digits <= 2) {
    if (const auto year = scan_year(text, number.end + 1))
      return numbered(Length::month, number.value, year, number.end);
  }
  std::size_t here = number.end;
  const Phrase ordinal(text, here, 1);
  if (ordinal.words() == 1) {
    const std::string_view word = ordinal.first(1);
    if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "er" || word == "e" || word == "º" ||
        word == "ème" || word == "й" || word == "ro" || word == "do")
      here = ordinal.end(1);
  }
  const Glyph point = glyph(text, here);
  if (point.c == '.' || (point.c == '-' && is_letter(glyph(text, here + 1).c))) ++here;
  here = skip_spaces(text, here);
  auto unit = match_stretch(text, here);
  if (!unit && glyph(text, here).c == 'T' && here == number.end && is_digit(glyph(text, here + 1).c))
    unit = StretchName{Length::quarter, here + 1};
  if (!unit) {
    // "1Q27" reads as one word up to the digits, "1Q" as one letter.
    const Glyph letter = glyph(text, here);
    const bool half = letter.c == 'H' || letter.c == 'h';
    if (!half && letter.c != 'Q' && letter.c != 'q') return std::nullopt;
    unit = StretchName{half ? Length::half : Length::quarter, here + 1};
  }
  if (unit->length == Length::day && is_letter(glyph(text, here).c)) return std::nullopt;
  const bool calendar = unit->length == Length::quarter || unit->length == Length::half;
  auto year = joined_year(text, unit->end);
  if (calendar && !year) {
    const SmallNumber two = scan_small_number(text, unit->end);
    if (two.digits == 2) year = YearHit{2000 + two.value, two.end};
  }
  if (calendar) return numbered(unit->length, number.value, year, unit->end);
  const bool ideograph = is_ideograph(glyph(text, here).c);
  const std::string_view name = text.substr(here, unit->end - here);
  const bool third = text.substr(0, at).ends_with("第");
  if (ideograph && !third && (name == "月" || name == "월"))
    return numbered(Length::month, number.value, year, unit->end);
  if (!ideograph) return std::nullopt;  // "3 months" is a span of time
  if (!third && !name.ends_with("目") && !name.ends_with("차")) return std::nullopt;
  Part part;
  part.length = unit->length;
  part.relative = true;
  part.number = number.value;
  part.end = unit->end;
  return part;
}

std::optional<Part> day_part(const DateHit& hit, Length length) {
  Part part;
  part.length = length;
  part.from_day = true;
  part.day = hit.first;
  part.end = hit.end;
  return part;
}

std::optional<Part> scan_part(std::string_view text, std::size_t at, const DateContext& context) {
  if (const auto date = scan_date(text, at, context); date && date->first == date->last)
    return day_part(*date, Length::day);
  if (text.substr(at).starts_with("第")) at += 3;
  const Glyph first = glyph(text, at);
  if (is_digit(first.c)) {
    const SmallNumber number = scan_small_number(text, at);
    if (number.is_year()) return scan_after_year(text, number.value, number.end);
    if (number.digits >= 1 && number.digits <= 3) return scan_number_word(text, at, number);
    return std::nullopt;
  }
  if (!is_letter(first.c)) return std::nullopt;
  if (const auto month = match_month(text, at)) {
    auto year = joined_year(text, month->end);
    if (!year && glyph(text, month->end).c == '-') {  // "May-26"
      const SmallNumber two = scan_small_number(text, month->end + 1);
      if (two.digits == 2 && !context.year) year = YearHit{2000 + two.value, two.end};
    }
    if (!year && month->common) return std::nullopt;
    return numbered(Length::month, month->month, year, month->end);
  }
  const Phrase phrase(text, at, 2);
  if (phrase.words() == 2 && phrase.first(2) == "week of") {
    const auto date = scan_date(text, skip_spaces(text, phrase.end(2)), context);
    return date ? day_part(*date, Length::week) : std::nullopt;
  }
  if (const int number = phrase.words() > 0 ? roman(phrase.word(1)) : 0; number > 0) {
    const auto unit = match_stretch(text, skip_spaces(text, phrase.end(1)));
    if (unit && (unit->length == Length::quarter || unit->length == Length::half))
      return numbered(unit->length, number, joined_year(text, unit->end), unit->end);
  }
  return scan_word_number(text, at);
}

/// The Monday of the ISO week.
std::optional<Date> week_begin(int year, int week) {
  const auto jan4 = make_date(year, 1, 4);
  if (!jan4) return std::nullopt;
  const int weekday = (jan4->days + 3) % 7;  // Monday is 0; 1970-01-01 was a Thursday
  const Date begin = *jan4 - weekday + 7 * (week - 1);
  // Only years that have it have a week 53: its Thursday lies in the year.
  if (static_cast<int>((begin + 3).civil().year()) != year) return std::nullopt;
  return begin;
}

std::optional<Period> calendar_period(const Part& part) {
  Period period;
  period.length = part.length;
  if (part.from_day) {
    period.begin = part.day;
    period.end = part.day + (part.length == Length::week ? 7 : 1);
    period.label = to_string(part.day);
    return period;
  }
  if (!part.year) return std::nullopt;
  const int year = *part.year;
  const auto months = [&](int first, int count, std::string label) -> std::optional<Period> {
    const auto begin = make_date(year, first, 1);
    if (!begin) return std::nullopt;
    period.begin = *begin;
    period.end = add_months(*begin, count);
    period.label = std::move(label);
    return period;
  };
  switch (part.length) {
    case Length::year:
      return months(1, 12, fmt::format("{:04}", year));
    case Length::half:
      return months(part.number * 6 - 5, 6, fmt::format("{:04}-H{}", year, part.number));
    case Length::quarter:
      return months(part.number * 3 - 2, 3, fmt::format("{:04}-Q{}", year, part.number));
    case Length::month:
      return months(part.number, 1, fmt::format("{:04}-{:02}", year, part.number));
    case Length::week: {
      const auto begin = week_begin(year, part.number);
      if (!begin) return std::nullopt;
      period.begin = *begin;
      period.end = *begin + 7;
      period.label = fmt::format("{:04}-W{:02}", year, part.number);
      return period;
    }
    default:
      return std::nullopt;
  }
}

std::string_view stretch_name(Length length) {
  constexpr std::string_view kNames[] = {"day", "week", "month", "quarter", "half", "year"};
  return kNames[static_cast<std::size_t>(length)];
}

Period relative_period(const Part& first, const std::optional<Part>& last) {
  Period period;
  period.length = Length::relative;
  period.label = fmt::format("{} {}", stretch_name(first.length), first.number);
  if (last) period.label += fmt::format("-{}", last->number);
  return period;
}

/// Where the second period of a range begins: behind "-", "–", "→", "to".
std::optional<std::size_t> range_end(std::string_view text, std::size_t at) {
  const std::size_t mark = skip_spaces(text, at);
  const Glyph g = glyph(text, mark);
  if (g.c == '-' || g.c == kEnDash || g.c == kEmDash || g.c == U'→' || g.c == '~' || g.c == '/')
    return skip_spaces(text, mark + g.length);
  const Phrase phrase(text, mark, 1);
  const bool word = phrase.words() == 1 && (phrase.first(1) == "to" || phrase.first(1) == "through" ||
                                            phrase.first(1) == "bis" || phrase.first(1) == "and");
  return word ? std::optional(skip_spaces(text, phrase.end(1))) : std::nullopt;
}

/// The text without what may stand behind a period: "Q1 (setup)", "Month 3:".
std::string_view without_note(std::string_view text) {
  const std::size_t note = text.find('(');
  if (note != std::string_view::npos && note > 0) text = text.substr(0, note);
  while (!text.empty() && (text.back() == ' ' || text.back() == ':' || text.back() == '\t' || text.back() == '.'))
    text.remove_suffix(1);
  return text;
}

/// Whether the text holds a number, or begins with a word that is a period without one: a month or a Roman numeral. A
/// quick no for most cells.
bool may_be_period(std::string_view text) {
  const std::size_t at = skip_spaces(text, 0);
  const Glyph first = glyph(text, at);
  const std::uint8_t second = folded_byte(text, at + 1);
  const bool roman = (first.c == 'i' || first.c == 'I') && (second == 'i' || second == 'v' || second <= 1);
  return roman || may_start_month(text, at) || has_digit(text);
}

}  // namespace

std::optional<Period> read_period(std::string_view text, const DateContext& context) {
  constexpr std::size_t kLongest = 64;  // bytes: more is no period
  if (text.size() > kLongest) return std::nullopt;
  if (!may_be_period(text)) return std::nullopt;
  text = without_note(text);
  auto first = scan_part(text, skip_spaces(text, 0), context);
  if (!first) return std::nullopt;
  std::optional<Part> last;
  if (const auto next = range_end(text, first->end); next && first->end < text.size()) {
    const SmallNumber bare = scan_small_number(text, *next);
    if (first->relative && bare.digits > 0 && bare.digits <= 3 && bare.end == text.size()) {
      last = *first;
      last->number = bare.value;
      last->end = bare.end;
    } else {
      last = scan_part(text, *next, context);
      if (!last) return std::nullopt;
    }
  }
  const std::size_t end = last ? last->end : first->end;
  if (skip_spaces(text, end) != text.size()) return std::nullopt;
  if (last && (last->relative != first->relative || (last->relative && last->length != first->length)))
    return std::nullopt;
  if (first->relative)
    return last && last->number < first->number ? std::nullopt : std::optional(relative_period(*first, last));
  if (last && !first->year) first->year = last->year;
  if (last && !last->year) last->year = first->year;
  if (!first->year) first->year = context.year;
  if (last && !last->year) last->year = context.year;
  auto period = calendar_period(*first);
  if (!period || !last) return period;
  const auto until = calendar_period(*last);
  if (!until || until->length != period->length || until->begin < period->begin) return std::nullopt;
  period->end = until->end;
  period->label += "/" + until->label;
  return period;
}

}  // namespace qd::ingest
