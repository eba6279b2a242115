#include "assess/show.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace qd::assess {

namespace {

using formula::Amount;
using Digits = ShowStyle::Digits;

constexpr std::string_view kNotKnown = "not known";
constexpr std::string_view kMinus = "−";
constexpr std::int64_t kThousand = 1'000;
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kBillion = 1'000'000'000;
constexpr std::int64_t kCompactFrom = 10'000;  // a single amount below it is short enough to be shown to the cent

struct Scale {
  std::int64_t factor = 1;
  std::string_view suffix;
};

Rational magnitude(const Rational& value) { return value.is_negative() ? value.negated() : value; }

/// Puts commas between thousands; `decimal` has no sign.
std::string grouped(std::string_view decimal) {
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  std::string out;
  for (std::size_t i = 0; i < point; ++i) {
    if (i != 0 && (point - i) % 3 == 0) out += ',';
    out += decimal[i];
  }
  return out.append(decimal.substr(point));
}

/// Rounded to `places`, which are all shown with `fixed`.
std::string digits(const Rational& positive, int places, bool fixed) {
  std::string decimal = to_decimal(positive, places);
  if (fixed && places > 0) {
    const std::size_t point = decimal.find('.');
    if (point == std::string::npos) decimal += '.';
    decimal.append(static_cast<std::size_t>(places) - (point == std::string::npos ? 0 : decimal.size() - point - 1),
                   '0');
  }
  return grouped(decimal);
}

Rational scaled(const Rational& value, std::int64_t factor) {
  return Rational::divide(value, Rational(factor)).value_or(value);
}

/// The largest scale at which the rounded figure still has a whole part: 999,960 is 1.0M, not 1000.0K.
Scale compact_scale(const Rational& value) {
  constexpr std::array<Scale, 3> kScales = {{{kBillion, "B"}, {kMillion, "M"}, {kThousand, "K"}}};
  const Rational size = magnitude(value);
  for (const Scale& scale : kScales) {
    if (size >= Rational::ratio(scale.factor / 100 * 99995, 1000) && size >= Rational(kThousand)) return scale;
  }
  return {};
}

/// An amount of money without sign and currency.
std::string money_digits(const Rational& positive, const Scale& scale) {
  if (scale.factor != 1) return digits(scaled(positive, scale.factor), 1, true);
  const bool whole = positive.denominator() == 1;
  const bool tiny = !positive.is_zero() && positive < Rational::ratio(1, 100);
  return tiny ? digits(positive, 4, false) : digits(positive, 2, !whole);
}

std::string currency_sign(Currency currency) {
  struct Sign {
    Currency currency;
    std::string_view sign;
  };
  static constexpr std::array<Sign, 5> kSigns = {{{Currency("USD"), "$"},
                                                  {Currency("EUR"), "€"},
                                                  {Currency("GBP"), "£"},
                                                  {Currency("JPY"), "¥"},
                                                  {Currency("INR"), "₹"}}};
  for (const Sign& sign : kSigns) {
    if (sign.currency == currency) return std::string(sign.sign);
  }
  return currency.stated() ? currency.code() + " " : "";
}

std::string money(const Rational& value, Currency currency, const Scale& scale) {
  return std::string(value.is_negative() ? kMinus : "") + currency_sign(currency) +
         money_digits(magnitude(value), scale) + std::string(scale.suffix);
}

std::string money_range(const Amount& amount, Digits style) {
  const bool compact = style != Digits::exact;
  Scale low = compact ? compact_scale(amount.lo) : Scale{};
  const Scale high = compact ? compact_scale(amount.hi) : Scale{};
  if (low.factor != high.factor && low.factor != 1) low = high;
  if (amount.lo.is_negative() || low.factor != high.factor)
    return money(amount.lo, amount.currency, low) + " to " + money(amount.hi, amount.currency, high);
  const std::string from = money_digits(amount.lo, low);
  const std::string to = money_digits(amount.hi, high);
  if (from == to && low.factor != 1) return money_range(amount, Digits::exact);
  return currency_sign(amount.currency) + from + (from == to ? "" : "–" + to) + std::string(high.suffix);
}

std::string money_point(const Rational& value, Currency currency, Digits style) {
  const Rational from(style == Digits::compact ? kThousand : kCompactFrom);
  const bool compact = style != Digits::exact && magnitude(value) >= from;
  return money(value, currency, compact ? compact_scale(value) : Scale{});
}

/// Counts, days and percentages: whole where they are whole, else one decimal, two below 1.
std::string plain(const Rational& value) {
  const Rational size = magnitude(value);
  return std::string(value.is_negative() ? kMinus : "") + digits(size, size < Rational(1) ? 2 : 1, false);
}

std::string plain_range(const Rational& lo, const Rational& hi) {
  const std::string from = plain(lo);
  const std::string to = plain(hi);
  if (from == to) return from;
  return from + (lo.is_negative() ? " to " : "–") + to;
}

std::string bounded(const Amount& amount, auto point, auto range) {
  if (amount.open_lo && amount.open_hi) return std::string(kNotKnown);
  if (amount.open_hi) return "at least " + point(amount.lo);
  if (amount.open_lo) return "at most " + point(amount.hi);
  return amount.lo == amount.hi ? point(amount.lo) : range(amount);
}

bool is_one(const Amount& amount) { return !amount.open_lo && !amount.open_hi && amount.lo == 1 && amount.hi == 1; }

std::string counted(const Amount& amount, std::string_view noun) {
  std::string out = bounded(amount, plain, [](const Amount& a) { return plain_range(a.lo, a.hi); });
  if (!noun.empty()) out += " " + (is_one(amount) ? std::string(noun) : plural(noun));
  return out;
}

Amount times(const Amount& amount, std::int64_t factor) {
  Amount out = amount;
  out.lo = Rational::multiply(amount.lo, Rational(factor)).value_or(amount.lo);
  out.hi = Rational::multiply(amount.hi, Rational(factor)).value_or(amount.hi);
  return out;
}

/// Less than a day is said in hours, less than an hour in minutes.
std::string duration(const Amount& amount) {
  constexpr std::int64_t kHours = 24;
  constexpr std::int64_t kMinutes = 24 * 60;
  const Rational longest = magnitude(amount.open_hi ? amount.lo : amount.hi);
  if (longest.is_zero() || longest >= Rational(1)) return counted(amount, "day");
  const bool hours = longest >= Rational::ratio(1, kHours);
  return counted(times(amount, hours ? kHours : kMinutes), hours ? "hour" : "minute");
}

std::string cadence_words(Cadence cadence) {
  if (cadence == Cadence::unstated || cadence == Cadence::once) return {};
  return " a " + std::string(to_string(cadence));
}

std::string figure(const Amount& amount, const ShowStyle& style) {
  switch (amount.unit) {
    case Unit::money:
      return bounded(
          amount, [&](const Rational& value) { return money_point(value, amount.currency, style.digits); },
          [&](const Amount& a) { return money_range(a, style.digits); });
    case Unit::count:
      return counted(amount, style.noun ? amount.of : std::string_view());
    case Unit::ratio:
      return counted(times(amount, 100), {}) + " %";
    case Unit::days:
      return duration(amount);
  }
  return std::string(kNotKnown);
}

}  // namespace

std::string show(const Amount& amount, ShowStyle style) {
  if (amount.open_lo && amount.open_hi) return std::string(kNotKnown);
  return figure(amount, style) + (style.per ? cadence_words(amount.per) : "");
}

std::string show(const formula::Value& value, ShowStyle style) {
  if (const auto* amount = std::get_if<Amount>(&value)) return show(*amount, style);
  if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* truth = std::get_if<formula::Truth>(&value); truth && *truth != formula::Truth::unknown)
    return *truth == formula::Truth::yes ? "yes" : "no";
  return std::string(kNotKnown);
}

std::string show(const formula::Evaluated& evaluated, ShowStyle style) {
  const auto* amount = std::get_if<Amount>(&evaluated.value);
  const bool at_least = evaluated.partial && amount && !amount->open_lo && !amount->open_hi;
  return (at_least ? "at least " : "") + show(evaluated.value, style);
}

std::string show_effort(const Amount& effort) {
  const Rational longest = magnitude(effort.open_hi ? effort.lo : effort.hi);
  if (longest.is_zero() || longest >= Rational(1)) return show(effort);
  return counted(times(effort, 8), "hour");
}

std::optional<std::string> show_change(const Amount& from, const Amount& to) {
  if (from.unit != to.unit || from.currency != to.currency || from.per != to.per) return std::nullopt;
  if (from.open_lo != to.open_lo || from.open_hi != to.open_hi) return std::nullopt;
  // An earlier figure comes from an archive, which keeps so many decimals; what is beyond them is no change.
  const auto kept = [&](const Rational& value) {
    const auto scaled = to_scaled(value, scale_of(to.unit));
    return scaled ? Rational::ratio(*scaled, scale_of(to.unit)) : value;
  };
  const auto low = Rational::subtract(kept(to.lo), kept(from.lo));
  const auto high = Rational::subtract(kept(to.hi), kept(from.hi));
  if (!low || !high) return std::nullopt;
  if (low->is_zero() && high->is_zero()) return "unchanged";
  const bool falls = low->is_negative() || high->is_negative();
  const bool rises = *low > Rational(0) || *high > Rational(0);
  if (falls && rises) return low->is_negative() ? "a wider range" : "a narrower range";
  Amount difference = to;
  difference.open_lo = difference.open_hi = false;
  difference.lo = magnitude(falls ? *high : *low);
  difference.hi = magnitude(falls ? *low : *high);
  if (difference.hi < difference.lo) std::swap(difference.lo, difference.hi);
  return (falls ? "down " : "up ") + show(difference, {.per = false});
}

std::string plural(std::string_view noun) {
  const auto ends = [&](std::string_view end) { return noun.ends_with(end); };
  if (noun.empty()) return {};
  const bool vowel_before_y =
      noun.size() > 1 && std::string_view("aeiou").find(noun[noun.size() - 2]) != std::string_view::npos;
  if (ends("y") && !vowel_before_y) return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  if (ends("s") || ends("x") || ends("ch") || ends("sh") || ends("z")) return std::string(noun) + "es";
  const char last = noun.back();
  return (last >= 'a' && last <= 'z') ? std::string(noun) + "s" : std::string(noun);
}

std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) out += i + 1 == words.size() ? " and " : ", ";
    out += words[i];
  }
  return out;
}

Amount amount_of(const Quantity& quantity, std::string_view of) {
  Amount out;
  out.lo = Rational::ratio(quantity.lo, scale_of(quantity.unit));
  out.hi = Rational::ratio(quantity.hi, scale_of(quantity.unit));
  out.open_lo = quantity.open_lo;
  out.open_hi = quantity.open_hi;
  out.unit = quantity.unit;
  out.of = of;
  out.currency = quantity.currency;
  out.per = quantity.per;
  return out;
}

std::optional<Amount> amount_of(const model::FactStore& facts, model::FactIndex i) {
  const model::Fact& fact = facts[i];
  if (fact.value != model::ValueKind::quantity) return std::nullopt;
  return amount_of(fact.quantity(), facts.text(fact.text));
}

std::string show(const model::FactStore& facts, model::FactIndex i, ShowStyle style) {
  const model::Fact& fact = facts[i];
  switch (fact.value) {
    case model::ValueKind::quantity:
      return show(amount_of(fact.quantity(), facts.text(fact.text)), style);
    case model::ValueKind::text:
      return std::string(facts.text(fact.text));
    case model::ValueKind::date:
      return to_string(Date{static_cast<std::int32_t>(fact.lo)});
    case model::ValueKind::boolean:
      return fact.lo != 0 ? "yes" : "no";
    case model::ValueKind::missing:
      return std::string(kNotKnown);
  }
  return std::string(kNotKnown);
}

}  // namespace qd::assess
