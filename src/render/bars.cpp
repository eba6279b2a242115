#include "render/bars.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace qd::render {

namespace {

struct Number {
  double value = 0;
  bool scaled = false;
};

/// The next number at or after `at`, with its K, M or B; `at` is moved behind it. Only for the length of a bar.
std::optional<Number> next_number(std::string_view text, std::size_t& at) {
  at = std::min(text.find_first_of("0123456789", at), text.size());
  if (at == text.size()) return std::nullopt;
  const std::size_t begin = at;
  std::string digits;
  for (; at < text.size() && std::string_view("0123456789.,").find(text[at]) != std::string_view::npos; ++at) {
    if (text[at] != ',') digits += text[at];
  }
  Number out;
  std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
  constexpr std::string_view kScales = "KMB";
  const std::size_t scale = at < text.size() ? kScales.find(text[at]) : std::string_view::npos;
  if (scale != std::string_view::npos) {
    for (std::size_t i = 0; i <= scale; ++i) out.value *= 1000;
    out.scaled = true;
    ++at;
  }
  constexpr std::string_view kMinus = "−";
  const std::string_view before = text.substr(0, begin);
  const std::size_t sign = before.find_last_not_of("$€£¥₹ ");
  const bool negative =
      sign != std::string_view::npos && (before[sign] == '-' || before.substr(0, sign + 1).ends_with(kMinus));
  if (negative) out.value = 0;
  return out;
}

/// "$7.0–9.0K a month" is 7,000 to 9,000; "at least $3" is 3.
void read_quantity(Bar& bar) {
  const std::string_view text = bar.quantity;
  std::size_t at = 0;
  const auto first = next_number(text, at);
  if (!first) return;
  bar.known = true;
  bar.lo = bar.hi = first->value;
  const std::string_view rest = text.substr(at);
  if (!rest.starts_with("–") && !rest.starts_with(" to ")) return;
  const std::size_t after_first = at;
  const auto second = next_number(text, at);
  if (!second) return;
  bar.hi = second->value;
  const bool shares_scale = second->scaled && !first->scaled && text.substr(after_first).starts_with("–");
  if (!shares_scale) return;
  // "7.0–9.0K": the scale stands behind the second number for both.
  std::size_t digit_at = after_first + std::string_view("–").size();
  const std::size_t begin = digit_at;
  while (digit_at < text.size() && std::string_view("0123456789.,").find(text[digit_at]) != std::string_view::npos)
    ++digit_at;
  double unscaled = 0;
  std::from_chars(text.data() + begin, text.data() + digit_at, unscaled);
  if (unscaled > 0) bar.lo *= second->value / unscaled;
}

}  // namespace

std::vector<Bar> bars_of(const report::Document& document, std::size_t chart) {
  std::vector<Bar> out;
  double longest = 0;
  for (const std::size_t row : document.children(chart)) {
    const std::vector<std::size_t> cells = document.children(row);
    Bar bar;
    if (!cells.empty()) bar.label = document.plain_text(cells[0]);
    if (cells.size() > 1) bar.quantity = document.plain_text(cells[1]);
    read_quantity(bar);
    longest = std::max({longest, bar.lo, bar.hi});
    out.push_back(std::move(bar));
  }
  for (Bar& bar : out) {
    if (longest > 0) bar.lo /= longest, bar.hi /= longest;
    if (bar.lo > bar.hi) std::swap(bar.lo, bar.hi);
  }
  return out;
}

}  // namespace qd::render
