#include "gate/figures.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace qd::gate {

namespace {

constexpr std::string_view kMinus = "−";
constexpr std::string_view kFixedBlank = "\u00A0";
constexpr auto kCurrencies = std::to_array<std::string_view>({"$", "€", "£", "¥", "₹"});
// Longer runs are numbers of accounts and the like.
constexpr std::size_t kMostDigits = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// Whether what stands before a number makes it part of a name: "x7", "v_2", "F-1", "#4".
bool in_a_name(std::string_view before) {
  if (before.empty()) return false;
  const char last = before.back();
  if (is_letter(last) || last == '_' || last == '#' || last == '/' || last == '@') return true;
  if (last != '-' && last != '.' && last != ':') return false;
  before.remove_suffix(1);
  return !before.empty() && (is_letter(before.back()) || is_digit(before.back()) || before.back() == '_');
}

class FigureReader {
 public:
  explicit FigureReader(std::string_view text) : text_(text) {}

  std::vector<Figure> read() {
    std::vector<Figure> out;
    while ((at_ = std::min(text_.find_first_of("0123456789", at_), text_.size())) < text_.size()) {
      const std::size_t begin = at_;
      read_digits();
      if (in_a_name(text_.substr(0, begin)) || begins_a_name() || at_ - begin > kMostDigits) {
        skip_name();
        continue;
      }
      Figure figure{.text = before(begin) + std::string(text_.substr(begin, at_ - begin)), .at = begin};
      read_scale(figure.text);
      read_percent(figure.text);
      out.push_back(std::move(figure));
    }
    return out;
  }

 private:
  /// Digits with separators between them: "1,284.56", "1'500".
  void read_digits() {
    while (at_ < text_.size()) {
      const bool separator = (text_[at_] == ',' || text_[at_] == '.' || text_[at_] == '\'') && at_ + 1 < text_.size() &&
                             is_digit(text_[at_ + 1]);
      if (!separator && !is_digit(text_[at_])) break;
      ++at_;
    }
  }

  [[nodiscard]] std::size_t scale_at(std::size_t at) const {
    const bool scale = at < text_.size() && std::string_view("KMB").find(text_[at]) != std::string_view::npos;
    return scale && (at + 1 == text_.size() || (!is_letter(text_[at + 1]) && !is_digit(text_[at + 1]))) ? 1 : 0;
  }

  /// "2nd", "3D", "2026-05-21T09:00", "7_a".
  [[nodiscard]] bool begins_a_name() const {
    if (at_ >= text_.size() || scale_at(at_) > 0) return false;
    const char c = text_[at_];
    if (is_letter(c) || c == '_' || static_cast<unsigned char>(c) == 0xC3) return true;
    return (c == '-' || c == ':' || c == '/') && at_ + 1 < text_.size() &&
           (is_letter(text_[at_ + 1]) || is_digit(text_[at_ + 1]));
  }

  void skip_name() {
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]) ||
                                  std::string_view("-_.:/@#").find(text_[at_]) != std::string_view::npos))
      ++at_;
  }

  /// Sign and currency before the digits.
  [[nodiscard]] std::string before(std::size_t begin) const {
    std::string_view rest = text_.substr(0, begin);
    std::string out;
    for (const std::string_view currency : kCurrencies) {
      if (rest.ends_with(currency)) out = currency, rest.remove_suffix(currency.size());
    }
    if (rest.ends_with(kMinus)) return "-" + out;
    const bool minus =
        rest.ends_with('-') && (rest.size() == 1 || !std::isalnum(static_cast<unsigned char>(rest[rest.size() - 2])));
    return minus ? "-" + out : out;
  }

  void read_scale(std::string& out) {
    if (scale_at(at_) > 0) out += text_[at_++];
  }

  void read_percent(std::string& out) {
    std::size_t at = at_;
    while (at < text_.size()) {
      if (text_[at] == ' ' || text_[at] == '\n' || text_[at] == '\r') {
        ++at;
      } else if (text_.substr(at).starts_with(kFixedBlank)) {
        at += kFixedBlank.size();
      } else {
        break;
      }
    }
    if (at >= text_.size() || text_[at] != '%') return;
    out += '%';
    at_ = at + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Figure> figures_in(std::string_view text) { return FigureReader(text).read(); }

}  // namespace qd::gate
