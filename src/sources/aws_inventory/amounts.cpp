#include "sources/aws_inventory/amounts.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace qd::sources {

namespace {

constexpr std::size_t kMoneyDecimals = 4;

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Half-even at the fourth decimal.
std::optional<std::int64_t> money(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || text.size() - point - 1 <= kMoneyDecimals)
    return parse_decimal(text, Unit::money);
  const std::string_view rest = text.substr(point + 1 + kMoneyDecimals);
  if (!all_digits(rest)) return std::nullopt;
  std::optional<std::int64_t> units = parse_decimal(text.substr(0, point + 1 + kMoneyDecimals), Unit::money);
  if (!units) return std::nullopt;
  const bool half = rest[0] == '5' && std::ranges::all_of(rest.substr(1), [](char c) { return c == '0'; });
  const bool up = half ? *units % 2 != 0 : rest[0] >= '5';
  if (up) *units += text.starts_with('-') ? -1 : 1;
  return units;
}

std::optional<std::int64_t> money(const text::JsonValue& value) {
  if (value.kind() != text::JsonKind::number && value.kind() != text::JsonKind::string) return std::nullopt;
  return money(value.text());
}

}  // namespace

std::optional<Quantity> inventory_count(const text::JsonValue& value, Unit unit) {
  if (value.kind() != text::JsonKind::number || !all_digits(value.text())) return std::nullopt;
  const std::int64_t scale = scale_of(unit);
  const std::int64_t largest = std::numeric_limits<std::int64_t>::max() / scale;
  const std::optional<std::int64_t> whole = value.integer();
  if (!whole || *whole > largest) return Quantity{.lo = largest * scale, .open_hi = true, .unit = unit};
  return Quantity{.lo = *whole * scale, .hi = *whole * scale, .unit = unit};
}

std::optional<Quantity> inventory_amount(const text::JsonValue& value, Currency currency) {
  Quantity out{.unit = Unit::money, .per = Cadence::month, .currency = currency};
  if (value.kind() != text::JsonKind::array) {
    const auto point = money(value);
    if (!point) return std::nullopt;
    out.lo = out.hi = *point;
    return out;
  }
  std::size_t bounds = 0;
  for (const text::JsonValue bound : value) {
    const auto units = bound.is_null() ? std::optional<std::int64_t>(0) : money(bound);
    if (!units || bounds == 2) return std::nullopt;
    (bounds == 0 ? out.lo : out.hi) = *units;
    (bounds == 0 ? out.open_lo : out.open_hi) = bound.is_null();
    ++bounds;
  }
  const bool ordered = out.open_lo || out.open_hi || out.lo <= out.hi;
  if (bounds != 2 || !ordered || (out.open_lo && out.open_hi)) return std::nullopt;
  return out;
}

}  // namespace qd::sources
