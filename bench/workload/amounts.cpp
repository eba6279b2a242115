#include "workload/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace qd::workload {

namespace {

// Signs and separators as the survey of real documents counts them.
constexpr auto kDollar = Notation{"USD", "$", "", ",", '.', true, false, true};
constexpr auto kPlainDollar = Notation{"USD", "$", "", "", '.', true, false, false};
constexpr auto kPound = Notation{"GBP", "£", "", ",", '.', true, false, true};
constexpr auto kEuroBefore = Notation{"EUR", "€", "", ",", '.', true, false, true};
constexpr auto kFranc = Notation{"CHF", "CHF ", "", "'", '.', true, false, false};
constexpr auto kEuroAfter = Notation{"EUR", "", " €", ".", ',', true, true, false};
constexpr auto kEuroSpaced = Notation{"EUR", "", " €", " ", ',', true, true, false};
constexpr auto kKrone = Notation{"DKK", "DKK ", "", ".", ',', true, true, false};
constexpr auto kZloty = Notation{"PLN", "", " zł", " ", ',', true, true, false};
constexpr auto kRouble = Notation{"RUB", "", " ₽", " ", ',', true, true, false};
constexpr auto kHryvnia = Notation{"UAH", "", " грн", " ", ',', true, true, false};
constexpr auto kYen = Notation{"JPY", "", "円", ",", '.', false, false, false};
constexpr auto kYuan = Notation{"CNY", "", "元", ",", '.', true, false, false};
constexpr auto kWon = Notation{"KRW", "₩", "", ",", '.', false, false, false};

void append_grouped(std::string& out, std::int64_t whole, std::string_view group) {
  std::array<char, 24> digits{};
  const auto end = fmt::format_to(digits.begin(), "{}", whole);
  for (auto digit = digits.begin(); digit != end; ++digit) {
    const auto left = end - digit;
    if (digit != digits.begin() && left % 3 == 0) out += group;
    out += *digit;
  }
}

bool is_short(std::int64_t cents) { return cents >= 100'000 && cents % 10'000 == 0; }

/// "1.2" of 120,000 cents.
void append_thousands(std::string& out, std::int64_t cents) {
  fmt::format_to(std::back_inserter(out), "{}", cents / 100'000);
  if (const std::int64_t tenth = cents / 10'000 % 10; tenth != 0) fmt::format_to(std::back_inserter(out), ".{}", tenth);
}

}  // namespace

const Notation& notation_of(std::string_view language, Random& random) {
  if (language == "en") {
    const std::uint32_t draw = random.below(100);
    if (draw < 70) return kDollar;
    if (draw < 80) return kPlainDollar;
    if (draw < 87) return kPound;
    return draw < 95 ? kEuroBefore : kFranc;
  }
  if (language == "fr") return kEuroSpaced;
  if (language == "da") return kKrone;
  if (language == "pl") return kZloty;
  if (language == "ru") return kRouble;
  if (language == "uk") return kHryvnia;
  if (language == "ja") return kYen;
  if (language == "zh") return kYuan;
  if (language == "ko") return kWon;
  return kEuroAfter;
}

Price draw_price(Random& random, const Notation& notation, std::int64_t lo, std::int64_t hi, bool ranges) {
  std::int64_t cents = random.between(lo, hi) * 100;
  const std::uint32_t shape = random.below(100);
  if (notation.cents && shape < 35) cents += random.between(1, 99);
  if (notation.short_forms && shape > 90) cents = std::max<std::int64_t>(cents / 10'000, 10) * 10'000;
  if (!ranges || shape < 35 || !random.percent(16)) return {cents, cents};
  const std::int64_t step = is_short(cents) ? 10'000 : 1'000;
  return {cents, cents + step * random.between(1, 9)};
}

void append_number(std::string& out, std::int64_t cents, const Notation& notation) {
  append_grouped(out, cents / 100, notation.group);
  if (notation.always_cents || cents % 100 != 0) {
    out += notation.point;
    fmt::format_to(std::back_inserter(out), "{:02}", cents % 100);
  }
}

void append_price(std::string& out, const Price& price, const Notation& notation, Random& random) {
  const bool range = price.lo != price.hi;
  out += notation.before;
  if (notation.short_forms && is_short(price.lo) && is_short(price.hi) && random.percent(50)) {
    append_thousands(out, price.lo);
    if (range) out += "–", append_thousands(out, price.hi);
    out += 'K';
  } else {
    append_number(out, price.lo, notation);
    if (range) out += random.percent(70) ? "–" : "-", append_number(out, price.hi, notation);
  }
  out += notation.after;
}

}  // namespace qd::workload
