#include "ingest/number.hpp"

#include <fmt/format.h>

#include "base/rational.hpp"
#include "ingest/glyph.hpp"

namespace qd::ingest {

namespace {

void add_digit(NumeralShape& shape, char32_t c) {
  if (__builtin_mul_overflow(shape.digits, std::uint64_t{10}, &shape.digits) ||
      __builtin_add_overflow(shape.digits, std::uint64_t{c - '0'}, &shape.digits))
    shape.too_long = true;
}

/// Digits at `at`; moves it behind them.
std::uint32_t scan_digits(std::string_view text, std::size_t& at, NumeralShape& shape) {
  std::uint32_t count = 0;
  for (Glyph g = glyph(text, at); is_digit(g.c); g = glyph(text, at)) {
    add_digit(shape, g.c);
    at += g.length;
    ++count;
  }
  return count;
}

/// Whether exactly three digits stand at `at`: a group behind a space or an apostrophe.
bool three_digits(std::string_view text, std::size_t at) {
  for (int i = 0; i < 3; ++i) {
    const Glyph g = glyph(text, at);
    if (!is_digit(g.c)) return false;
    at += g.length;
  }
  const Glyph next = glyph(text, at);
  return !is_digit(next.c);
}

/// Whether the mark `c` at `at` can stand between two groups of the numeral so far.
bool joins(std::string_view text, std::size_t at, Glyph mark, const NumeralShape& shape) {
  const std::size_t next = at + mark.length;
  if (mark.c == '.' || mark.c == ',') return is_digit(glyph(text, next).c);
  if (mark.c != ' ' && mark.c != '\'') return false;
  const bool plain = shape.dots == 0 && shape.commas == 0;
  const bool starts_groups = shape.first >= 1 && shape.first <= 3 && !shape.leading_zero;
  const bool same_mark = shape.spaces == 0 || shape.last_mark == mark.c;
  return plain && starts_groups && same_mark && three_digits(text, next);
}

/// What marks mean that stand alone: one dot or one comma.
struct Reading {
  bool number = true;
  bool decimal = false;
  bool two_ways = false;
};

Reading read_one_mark(const NumeralShape& shape, NumberFormat format) {
  const bool thousands_fit = shape.last == 3 && shape.first >= 1 && shape.first <= 3 && !shape.leading_zero;
  if (!thousands_fit) return {.decimal = true};
  if (shape.commas == 1) return {.decimal = format.comma == NumberFormat::Comma::decimal};
  switch (format.dot) {
    case NumberFormat::Dot::decimal:
      return {.decimal = true};
    case NumberFormat::Dot::thousands:
      return {};
    case NumberFormat::Dot::unknown:
      return {.decimal = true, .two_ways = true};
  }
  return {};
}

Reading read_marks(const NumeralShape& shape, NumberFormat format) {
  const std::uint32_t marks = shape.dots + shape.commas;
  const bool groups_start = shape.first >= 1 && shape.first <= 3 && !shape.leading_zero;
  if (marks == 0) return {};
  if (shape.spaces > 0) return {.number = marks == 1, .decimal = true};
  if (marks == 1) return read_one_mark(shape, format);
  if (shape.dots > 0 && shape.commas > 0) {
    // The last mark is the decimal one and stands once; scan_shape has checked the groups before it.
    const std::uint32_t last_count = shape.last_mark == '.' ? shape.dots : shape.commas;
    return {.number = last_count == 1 && groups_start && (shape.threes || shape.indian), .decimal = true};
  }
  return {.number = groups_start && (shape.threes || (shape.commas > 0 && shape.indian))};
}

}  // namespace

NumeralShape scan_shape(std::string_view text, std::size_t at) {
  NumeralShape shape;
  shape.end = at;
  const Glyph start = glyph(text, at);
  if (!is_digit(start.c) && !(start.c == '.' && is_digit(glyph(text, at + 1).c))) return shape;
  shape.leading_zero = start.c == '0' || start.c == '.';
  std::size_t here = at;
  shape.first = shape.last = scan_digits(text, here, shape);
  bool any_mark = false;
  for (Glyph mark = glyph(text, here); joins(text, here, mark, shape); mark = glyph(text, here)) {
    const char32_t before = shape.last_mark;
    // What was the last group so far is now an inner one; it must be whole, unless another kind of mark begins.
    if (any_mark && (mark.c == '.' || mark.c == ',')) {
      if (shape.last != 3) shape.threes = false;
      const bool ends_groups = mark.c != before;
      if (shape.last != (ends_groups ? 3u : 2u)) shape.indian = false;
    }
    (mark.c == '.' ? shape.dots : mark.c == ',' ? shape.commas : shape.spaces) += 1;
    shape.last_mark = mark.c;
    here += mark.length;
    shape.last = scan_digits(text, here, shape);
    any_mark = true;
  }
  const bool mixed = shape.dots > 0 && shape.commas > 0;
  if (any_mark && !mixed && shape.last != 3) shape.threes = shape.indian = false;
  shape.end = here;
  return shape;
}

std::optional<Numeral> scan_numeral(std::string_view text, std::size_t at, NumberFormat format) {
  const NumeralShape shape = scan_shape(text, at);
  if (shape.end == at) return std::nullopt;
  const Reading reading = read_marks(shape, format);
  if (!reading.number) return std::nullopt;
  Numeral numeral;
  numeral.digits = shape.digits;
  numeral.decimals = reading.decimal ? shape.last : 0;
  numeral.two_ways = reading.two_ways;
  numeral.too_long = shape.too_long;
  numeral.grouped = shape.spaces > 0 || shape.dots + shape.commas > (reading.decimal ? 1u : 0u);
  numeral.begin = at;
  numeral.end = shape.end;
  return numeral;
}

Fit to_mantissa(const Numeral& numeral, std::int64_t multiplier, std::int64_t divisor, std::int64_t scale,
                std::int64_t& mantissa) {
  if (numeral.too_long) return Fit::too_large;
  if (numeral.decimals > 19) return numeral.digits == 0 ? (mantissa = 0, Fit::exact) : Fit::too_fine;
  if (numeral.decimals <= 4 && multiplier == 1 && divisor == 1 && numeral.digits <= INT64_MAX / 1'000'000) {
    constexpr std::uint64_t kPowers[] = {1, 10, 100, 1'000, 10'000};  // each divides every scale
    mantissa =
        static_cast<std::int64_t>(numeral.digits * (static_cast<std::uint64_t>(scale) / kPowers[numeral.decimals]));
    return Fit::exact;
  }
  Int128 value = static_cast<Int128>(numeral.digits) * multiplier;
  Int128 power = divisor;
  for (std::uint32_t i = 0; i < numeral.decimals; ++i) power *= 10;
  Int128 scaled = 0;
  if (__builtin_mul_overflow(value, static_cast<Int128>(scale), &scaled)) return Fit::too_large;
  if (scaled % power != 0) return Fit::too_fine;
  scaled /= power;
  if (scaled > INT64_MAX) return Fit::too_large;
  mantissa = static_cast<std::int64_t>(scaled);
  return Fit::exact;
}

std::string two_readings(const Numeral& numeral) {
  const std::uint64_t thousands = numeral.digits;
  std::string decimal = fmt::format("{}.{:03}", thousands / 1000, thousands % 1000);
  while (decimal.back() == '0') decimal.pop_back();
  if (decimal.back() == '.') decimal.pop_back();
  return fmt::format("{},{:03} or {}", thousands / 1000, thousands % 1000, decimal);
}

}  // namespace qd::ingest
