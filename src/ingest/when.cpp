#include "ingest/when.hpp"

#include <algorithm>

#include "ingest/calendar_words.hpp"
#include "ingest/date_scan.hpp"
#include "ingest/glyph.hpp"
#include "ingest/line.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr Entry<bool> kYearLeadRows[] = {
    {"by|in|of|until|before|eoy|due|bis|ende|fin|fine|до|late|end|early|mid|конца|avant", true},
};
constexpr auto kYearLeads = word_table<kYearLeadRows>();

constexpr Entry<bool> kYearEndRows[] = {
    {"eoy|year end|end of year|end of the year|jahresende|fin de año|fin d'année|fine anno", true},
    {"конец года", true},
};
constexpr auto kYearEnds = word_table<kYearEndRows>();

struct Located {
  DateHit hit;
  std::size_t begin = 0;
};

/// The first date at or behind `at`.
std::optional<Located> first_date(std::string_view text, std::size_t at, const DateContext& context) {
  if (!has_digit(text)) return std::nullopt;
  while (at < text.size()) {
    const Glyph g = glyph(text, at);
    if (is_digit(g.c)) {
      const Glyph before = glyph_before(text, at);
      const bool part = is_letter(before.c) || before.c == '.' || before.c == '/' || before.c == '-' || before.c == '$';
      if (!part) {
        if (const auto hit = scan_date(text, at, context)) return Located{*hit, at};
      }
      at = scan_small_number(text, at).end;
    } else if (is_letter(g.c)) {
      if (const auto hit = scan_date(text, at, context)) return Located{*hit, at};
      at = skip_letters(text, at);
    } else {
      at += g.length;
    }
  }
  return std::nullopt;
}

/// "16/07 → 20/07", "Dec 28 – Jan 3": the last day of a stretch that begins with `first`.
Date last_day(std::string_view text, const DateHit& first, const DateContext& context) {
  const std::size_t mark = skip_spaces(text, first.end);
  const Glyph g = glyph(text, mark);
  std::size_t next = mark + g.length;
  const Phrase phrase(text, mark, 1);
  if (phrase.words() == 1 && (phrase.first(1) == "to" || phrase.first(1) == "bis" || phrase.first(1) == "until")) {
    next = phrase.end(1);
  } else if (g.c != '-' && g.c != kEnDash && g.c != U'→') {
    return first.last;
  }
  const std::size_t at = skip_spaces(text, next);
  auto second = scan_date(text, at, context);
  if (second && second->last < first.last && context.year) {  // over New Year
    DateContext later = context;
    later.year = *context.year + 1;
    second = scan_date(text, at, later);
  }
  return second && second->last >= first.last ? second->last : first.last;
}

bool is_boundary(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  return g.length == 0 || is_space(g.c) || g.c == '(' || g.c == ')' || g.c == ',' || g.c == ';' || g.c == '*' ||
         g.c == '!' || g.c == kEmDash;
}

/// Words before a period that make a bare year a due time: "by 2026", "end of 2026", "EOY 2026".
bool leads_to_year(std::string_view text, std::size_t year_at) {
  const std::string_view before = text.substr(0, year_at);
  const std::size_t end = before.find_last_not_of(' ');
  if (end == std::string_view::npos) return true;
  const std::size_t word = before.find_last_of(' ', end);
  const Phrase phrase(text, word == std::string_view::npos ? 0 : word + 1, 1);
  if (phrase.words() == 0) return false;
  return kYearLeads.find(phrase.first(1)) != nullptr;
}

/// "2026年5月末", "2026年5月まで", "2026년 5월말" without what says that the end is meant.
std::string_view without_end_mark(std::string_view part) {
  for (const std::string_view mark : {"末", "まで", "中", "底", "前", "말까지", "말", "까지"}) {
    if (part.size() > mark.size() && part.ends_with(mark)) part.remove_suffix(mark.size());
  }
  return part;
}

/// "EOY", "end of year": the year is the context's.
bool names_year_end(std::string_view text) {
  std::size_t at = skip_spaces(text, 0);
  const Phrase by(text, at, 1);
  if (by.words() == 1 && (by.first(1) == "by" || by.first(1) == "before" || by.first(1) == "due"))
    at = skip_spaces(text, by.end(1));
  const Phrase phrase(text, at);
  const auto found = kYearEnds.longest(phrase);
  return found.value != nullptr && skip_spaces(text, phrase.end(found.words)) == text.size();
}

/// The first period inside a text, tried from every word on, longest first.
std::optional<Period> first_period(std::string_view text, const DateContext& context) {
  constexpr int kMostWords = 12;
  constexpr int kLongest = 4;
  std::size_t at = skip_spaces(text, 0);
  for (int word = 0; word < kMostWords && at < text.size(); ++word) {
    std::size_t ends[kLongest];
    int count = 0;
    for (std::size_t end = at; end < text.size() && count < kLongest;) {
      end = skip_spaces(text, end);
      while (!is_boundary(text, end)) end += glyph(text, end).length;
      ends[count++] = end;
      if (glyph(text, end).c != ' ') break;
    }
    while (count-- > 0) {
      const std::string_view part = without_end_mark(text.substr(at, ends[count] - at));
      const auto period = part.empty() ? std::nullopt : read_period(part, context);
      if (!period || period->length == Period::Length::relative) continue;
      if (period->length == Period::Length::year && part.size() == 4 && !leads_to_year(text, at)) continue;
      return period;
    }
    while (at < text.size() && !is_boundary(text, at)) at += glyph(text, at).length;
    while (at < text.size() && is_boundary(text, at)) at += glyph(text, at).length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<FoundDate> find_date(std::string_view text, const DateContext& context) {
  const auto found = first_date(text, 0, context);
  if (!found) return std::nullopt;
  return FoundDate{found->hit.first, found->begin, found->hit.end};
}

std::optional<Date> read_due(std::string_view text, const DateContext& context) {
  if (const auto found = first_date(text, 0, context)) {
    const std::string_view before = text.substr(0, found->begin);
    const bool week = before.ends_with("week of ") || before.ends_with("Week of ");
    return week ? found->hit.first + 6 : last_day(text, found->hit, context);
  }
  // "03-16" as the whole of a cell is a month and a day.
  const std::size_t at = skip_spaces(text, 0);
  const SmallNumber month = scan_small_number(text, at);
  if (month.digits == 2 && context.year && glyph(text, month.end).c == '-') {
    const SmallNumber day = scan_small_number(text, month.end + 1);
    if (day.digits == 2 && skip_spaces(text, day.end) == text.size())
      return make_date(*context.year, month.value, day.value);
  }
  if (const auto period = first_period(text, context)) return period->end - 1;
  if (context.year && names_year_end(text)) return make_date(*context.year, 12, 31);
  return std::nullopt;
}

void DateEvidence::add(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    const Glyph before = glyph_before(text, at);
    const SmallNumber first = scan_small_number(text, at);
    at = first.end;
    const Glyph mark = glyph(text, first.end);
    if (first.digits > 2 || (mark.c != '/' && mark.c != '-') || is_letter(before.c) || before.c == mark.c ||
        before.c == '.')
      continue;
    const SmallNumber second = scan_small_number(text, first.end + 1);
    if (second.digits < 1 || second.digits > 2 || glyph(text, second.end).c != mark.c) continue;
    const SmallNumber year = scan_small_number(text, second.end + 1);
    if (year.digits != 4 && !(year.digits == 2 && mark.c == '/')) continue;
    at = year.end;
    if (first.value > 12 && first.value <= 31 && second.value <= 12) day_first_ = true;
    if (second.value > 12 && second.value <= 31 && first.value <= 12) month_first_ = true;
  }
}

DateContext::Order DateEvidence::order() const {
  if (day_first_ == month_first_) return DateContext::Order::unknown;
  return day_first_ ? DateContext::Order::day_first : DateContext::Order::month_first;
}

}  // namespace qd::ingest
