#include "assess/materiality.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace qd::assess {

namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Takes a currency's sign or code off either end.
Currency take_currency(std::string_view& text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSigns = {
      {{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}}};
  for (const auto& [sign, code] : kSigns) {
    if (!text.starts_with(sign)) continue;
    text = trimmed(text.substr(sign.size()));
    return Currency(code);
  }
  if (text.size() <= 3) return {};
  const Currency front(text.substr(0, 3));
  const Currency back(text.substr(text.size() - 3));
  if (front.stated())
    text.remove_prefix(3);
  else if (back.stated())
    text.remove_suffix(3);
  text = trimmed(text);
  return front.stated() ? front : back;
}

/// Digits with commas before each third and a point before the fraction.
std::optional<Rational> number(std::string_view text) {
  std::string digits;
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool third = i > 0 && i < point && (point - i) % 4 == 0;
    if (text[i] == ',' && third) continue;
    if (text[i] != '.' && (text[i] < '0' || text[i] > '9')) return std::nullopt;
    digits += text[i];
  }
  const auto mantissa = parse_decimal(digits, Unit::money);
  return mantissa ? std::optional(Rational::ratio(*mantissa, scale_of(Unit::money))) : std::nullopt;
}

int sign(const Rational& value) { return value.is_negative() ? -1 : value.is_zero() ? 0 : 1; }

Rational size(const Rational& value) { return value.is_negative() ? value.negated() : value; }

/// One end of a figure.
bool moved(const Materiality& materiality, const Rational& before, const Rational& now) {
  if (sign(before) != sign(now)) return true;
  const auto difference = Rational::subtract(now, before);
  const auto least =
      materiality.share ? Rational::multiply(size(before), *materiality.share) : std::optional(materiality.amount);
  if (!difference || !least) return true;  // too large to compute
  return !difference->is_zero() && size(*difference) >= *least;
}

}  // namespace

Materiality usual_materiality() { return {.share = Rational::ratio(1, 100), .amount = {}, .currency = {}}; }

std::optional<Materiality> parse_materiality(std::string_view text) {
  text = trimmed(text);
  Materiality out;
  if (text.ends_with('%')) {
    const auto percent = number(trimmed(text.substr(0, text.size() - 1)));
    out.share = percent ? Rational::divide(*percent, Rational(100)) : std::nullopt;
    return out.share ? std::optional(out) : std::nullopt;
  }
  out.currency = take_currency(text);
  const auto amount = number(text);
  if (!amount) return std::nullopt;
  out.amount = *amount;
  return out;
}

bool is_material(const Materiality& materiality, const formula::Amount& before, const formula::Amount& now) {
  if (before.open_lo != now.open_lo || before.open_hi != now.open_hi) return true;
  const bool foreign = materiality.currency.stated() && materiality.currency != now.currency;
  const Materiality used = foreign ? usual_materiality() : materiality;
  return (!now.open_lo && moved(used, before.lo, now.lo)) || (!now.open_hi && moved(used, before.hi, now.hi));
}

}  // namespace qd::assess
