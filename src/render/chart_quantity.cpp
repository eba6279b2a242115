#include "render/chart_quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace qd::render {

namespace {

constexpr double kLargest = 1e30;  // beyond it sums and scales would leave what can be drawn
constexpr auto kLowerBounds = std::to_array<std::string_view>({"at least ", "over ", "≥", ">"});
constexpr auto kUpperBounds = std::to_array<std::string_view>({"at most ", "up to ", "under ", "≤", "<"});
constexpr auto kApproximate = std::to_array<std::string_view>({"about ", "around ", "~", "≈"});
constexpr auto kSpaces = std::to_array<std::string_view>({" ", "\t", "\u00A0", "\u2009", "\u202F"});
constexpr auto kMinuses = std::to_array<std::string_view>({"−", "-", "–"});
constexpr auto kApostrophes = std::to_array<std::string_view>({"'", "’"});
constexpr auto kCurrencies = std::to_array<std::string_view>({"$", "€", "£", "¥", "₹"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

struct Number {
  double value = 0;
  double factor = 1;  // its K, M or B, part of `value`
  bool sign = false;
  bool negative = false;
  std::string_view currency;
};

class QuantityReader {
 public:
  explicit QuantityReader(std::string_view text) : rest_(text) {}

  std::optional<ChartQuantity> read() {
    const bool upper = qualifiers();
    const auto first = number();
    if (!first) return std::nullopt;
    ChartQuantity out;
    out.lo = out.hi = first->value;
    out.step = first->sign;
    out.currency = first->currency;
    if (!range(*first, out)) return std::nullopt;
    if (upper) out.lo = std::min(out.lo, 0.0);
    if (out.lo > out.hi) std::swap(out.lo, out.hi);
    if (std::abs(out.lo) > kLargest || std::abs(out.hi) > kLargest) return std::nullopt;
    while (rest_.ends_with(' ')) rest_.remove_suffix(1);
    out.unit = rest_;
    return out;
  }

 private:
  [[nodiscard]] char at(std::size_t i) const { return i < rest_.size() ? rest_[i] : '\0'; }

  /// The words of a list that stand next, skipped; empty when none does.
  template <std::size_t N>
  std::string_view take(const std::array<std::string_view, N>& words) {
    for (const std::string_view word : words) {
      if (!rest_.starts_with(word)) continue;
      const std::string_view taken = rest_.substr(0, word.size());
      rest_.remove_prefix(word.size());
      return taken;
    }
    return {};
  }

  void spaces() {
    while (!take(kSpaces).empty()) {
    }
  }

  /// Whether what follows is an upper bound.
  bool qualifiers() {
    bool upper = false;
    for (std::size_t before = rest_.size() + 1; before != rest_.size();) {
      before = rest_.size();
      spaces();
      upper = !take(kUpperBounds).empty() || upper;
      take(kLowerBounds);
      take(kApproximate);
    }
    return upper;
  }

  void sign(Number& number) {
    if (!take(kMinuses).empty()) {
      number.sign = number.negative = true;
    } else if (at(0) == '+') {
      rest_.remove_prefix(1);
      number.sign = true;
    }
    spaces();
  }

  /// "$", "US$", "CHF ".
  std::string_view currency() {
    const std::string_view before = rest_;
    std::size_t letters = 0;
    while (is_upper(at(letters))) ++letters;
    rest_.remove_prefix(letters <= 3 ? letters : 0);
    const bool symbol = !take(kCurrencies).empty();
    if (!symbol && letters != 3) rest_ = before;
    spaces();
    return before.substr(0, before.size() - rest_.size());
  }

  std::optional<Number> number() {
    Number out;
    sign(out);
    out.currency = currency();
    if (!out.sign) sign(out), out.sign = false;  // "$−5" is a negative level, no step
    const auto value = digits();
    if (!value) return std::nullopt;
    out.factor = scale();
    out.value = *value * out.factor * (out.negative ? -1 : 1);
    return out;
  }

  /// "1,284.56", "1'500", "0,5".
  std::optional<double> digits() {
    if (!is_digit(at(0))) return std::nullopt;
    std::string plain;
    while (true) {
      while (is_digit(at(0))) plain += rest_.front(), rest_.remove_prefix(1);
      const std::string_view before = rest_;
      const bool comma = at(0) == ',';
      if (comma) rest_.remove_prefix(1);
      if (!comma && take(kApostrophes).empty()) break;
      const bool group = is_digit(at(0)) && is_digit(at(1)) && is_digit(at(2)) && !is_digit(at(3));
      if (group) continue;
      rest_ = before;
      break;
    }
    if ((at(0) == '.' || at(0) == ',') && is_digit(at(1))) {
      plain += '.';
      rest_.remove_prefix(1);
      while (is_digit(at(0))) plain += rest_.front(), rest_.remove_prefix(1);
    }
    double out = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), out);
    if (error != std::errc{}) return std::nullopt;
    return out;
  }

  double scale() {
    constexpr std::string_view kScales = "KkMB";
    constexpr std::array<double, 4> kFactors = {1e3, 1e3, 1e6, 1e9};
    const std::size_t found = at(0) == '\0' ? std::string_view::npos : kScales.find(at(0));
    if (found == std::string_view::npos || is_letter(at(1))) return 1;
    rest_.remove_prefix(1);
    return kFactors[found];
  }

  /// A second number behind a dash or "to"; false when the whole is no quantity after all (a date, a time).
  bool range(const Number& first, ChartQuantity& out) {
    if ((at(0) == '/' || at(0) == ':') && is_digit(at(1))) return false;
    const std::string_view before = rest_;
    spaces();
    const bool word = rest_.starts_with("to ");
    const bool hyphen = rest_.starts_with('-');
    const bool dash = rest_.starts_with("–") || rest_.starts_with("—");
    rest_.remove_prefix(word ? 3 : hyphen ? 1 : dash ? std::string_view("–").size() : 0);
    spaces();
    const auto second = word || hyphen || dash ? number() : std::nullopt;
    if (!second) {
      rest_ = before;
      return true;
    }
    double lo = first.value;
    double hi = second->value;
    if (!word && first.negative && !second->sign) hi = -hi;
    // "$7.0–9.0K": the scale stands behind the second number for both.
    if (!word && first.factor == 1) lo *= second->factor;
    if (hyphen && std::abs(lo) > std::abs(hi)) return false;
    out.lo = lo;
    out.hi = hi;
    return !(rest_.starts_with('-') && is_digit(at(1)));
  }

  std::string_view rest_;
};

}  // namespace

std::optional<ChartQuantity> chart_quantity(std::string_view text) { return QuantityReader(text).read(); }

}  // namespace qd::render
