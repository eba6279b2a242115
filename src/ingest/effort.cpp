#include "base/rational.hpp"
#include "ingest/amount_scan.hpp"
#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr std::int64_t kMinutesPerDay = 480;

// In minutes of work: an extra-small task takes two hours, an extra-large one two weeks.
constexpr Entry<std::int64_t> kSizeRows[] = {
    {"xs", kMinutesPerDay / 4},      {"s|small", kMinutesPerDay / 2}, {"m|medium", 2 * kMinutesPerDay},
    {"l|large", 5 * kMinutesPerDay}, {"xl", 10 * kMinutesPerDay},     {"xxl", 20 * kMinutesPerDay},
};
constexpr auto kSizes = word_table<kSizeRows>();

std::optional<std::int64_t> days(const Numeral& number, std::int64_t minutes) {
  std::int64_t value = 0;
  if (number.two_ways || to_mantissa(number, minutes, 1, scale_of(Unit::days), value) != Fit::exact)
    return std::nullopt;
  return to_scaled(Rational::ratio(value, kMinutesPerDay), 1);
}

}  // namespace

std::optional<Quantity> read_effort(std::string_view text) {
  std::size_t at = skip_spaces(text, 0);
  Quantity effort;
  effort.unit = Unit::days;
  const Phrase size(text, at, 1);
  if (size.words() == 1 && skip_spaces(text, size.end(1)) == text.size()) {
    if (const std::int64_t* minutes = kSizes.find(size.first(1))) {
      effort.lo = effort.hi = *minutes * scale_of(Unit::days) / kMinutesPerDay;
      return effort;
    }
  }
  bool at_least = false;
  bool at_most = false;
  while (const auto lead = match_lead(text, at)) {
    at_least = at_least || lead->lead == Lead::at_least;
    at_most = at_most || lead->lead == Lead::at_most;
    at = skip_spaces(text, lead->end);
  }
  const auto lo = scan_numeral(text, at, {NumberFormat::Dot::decimal, NumberFormat::Comma::unknown});
  if (!lo) return std::nullopt;
  std::optional<Numeral> hi = lo;
  std::size_t end = skip_spaces(text, lo->end);
  auto first_span = match_time_span(text, end);
  std::size_t mark = first_span ? skip_spaces(text, first_span->end) : end;
  const Glyph dash = glyph(text, mark);
  std::optional<std::size_t> next;
  if (dash.c == '-' || dash.c == kEnDash)
    next = mark + dash.length;
  else if (const auto word = match_range_word(text, mark))
    next = *word;
  if (next)
    hi = scan_numeral(text, skip_spaces(text, *next), {NumberFormat::Dot::decimal, NumberFormat::Comma::unknown});
  if (!hi) return std::nullopt;
  const auto span = next ? match_time_span(text, skip_spaces(text, hi->end)) : first_span;
  if (!span || span->working_minutes == 0) return std::nullopt;
  if (!first_span || !next) first_span = span;
  const auto low = days(*lo, first_span->working_minutes);
  const auto high = days(*hi, span->working_minutes);
  if (!low || !high || *low > *high) return std::nullopt;
  effort.lo = *low;
  effort.hi = *high;
  if (!next && at_least) effort.open_hi = true, effort.hi = 0;
  if (!next && at_most) effort.open_lo = true, effort.lo = 0;
  return effort;
}

}  // namespace qd::ingest
