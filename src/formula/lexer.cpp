#include "formula/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace qd::formula {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct CurrencySign {
  std::string_view sign;
  std::string_view code;
};
constexpr auto kCurrencySigns = std::to_array<CurrencySign>({{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}});
constexpr auto kFlows =
    std::to_array<Cadence>({Cadence::day, Cadence::week, Cadence::month, Cadence::quarter, Cadence::year});

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::expected<std::vector<Token>, FormulaError> run() {
    while (skip_space(), at_ < text_.size()) {
      if (const auto error = next()) return std::unexpected(*error);
    }
    tokens_.push_back({.kind = TokenKind::end, .begin = at_, .end = at_});
    return std::move(tokens_);
  }

 private:
  using Problem = std::optional<FormulaError>;

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  Problem next() {
    const char c = peek();
    if (c == '\'' || c == '"') return text_literal(c);
    for (const CurrencySign& sign : kCurrencySigns) {
      if (rest().starts_with(sign.sign)) return signed_money(sign);
    }
    if (is_digit(c)) return date_or_number();
    if (is_letter(c)) return name();
    return symbol();
  }

  Problem text_literal(char quote) {
    const std::size_t begin = at_++;
    const std::size_t close = text_.find(quote, at_);
    if (close == std::string_view::npos)
      return FormulaError{"this text has no end", begin, text_.size(), fmt::format("close it with {}", quote)};
    tokens_.push_back({TokenKind::text, begin, close + 1, std::string(text_.substr(at_, close - at_))});
    at_ = close + 1;
    return {};
  }

  Problem symbol() {
    static constexpr auto kSymbols = std::to_array<std::string_view>(
        {"!=", "<=", ">=", "<>", "==", "(", ")", ",", "+", "-", "*", "/", "=", "<", ">", "@"});
    for (const std::string_view one : kSymbols) {
      if (!rest().starts_with(one)) continue;
      const std::string_view meant = one == "<>" ? "!=" : one == "==" ? "=" : one;
      tokens_.push_back({TokenKind::symbol, at_, at_ + one.size(), std::string(meant)});
      at_ += one.size();
      return {};
    }
    const std::size_t length = utf8::decode_one(rest()).length;
    return FormulaError{fmt::format("'{}' has no meaning in a formula", rest().substr(0, length)), at_, at_ + length,
                        hint_for_character(peek())};
  }

  static std::string hint_for_character(char c) {
    switch (c) {
      case '%':
        return "a percentage is a number and %, as in 18%";
      case '&':
        return "write: and";
      case '|':
        return "write: or";
      case '!':
        return "write: not";
      default:
        return "";
    }
  }

  /// A predicate of a key path may hold hyphens and other scripts: other.boat-length. Elsewhere a hyphen is a minus.
  Problem name() {
    const std::size_t begin = at_;
    const bool key_path = rest().starts_with("other.");
    const auto starts_word = [key_path](char c) {
      return is_letter(c) || is_digit(c) || (key_path && static_cast<unsigned char>(c) >= 0x80);
    };
    while (starts_word(peek()) || ((peek() == '.' || (peek() == '-' && key_path)) && starts_word(peek(1)))) ++at_;
    tokens_.push_back({TokenKind::name, begin, at_, std::string(text_.substr(begin, at_ - begin))});
    return {};
  }

  Problem date_or_number() {
    if (const auto day = parse_iso_date(rest().substr(0, 10)); day && !is_digit(peek(10))) {
      tokens_.push_back({.kind = TokenKind::date, .begin = at_, .end = at_ + 10, .text = {}, .day = *day});
      at_ += 10;
      return {};
    }
    Token token{.kind = TokenKind::number, .begin = at_};
    if (auto problem = digits(token)) return problem;
    if (auto problem = unit_after(token)) return problem;
    return finish(std::move(token));
  }

  Problem signed_money(const CurrencySign& sign) {
    Token token{.kind = TokenKind::number, .begin = at_};
    at_ += sign.sign.size();
    if (!is_digit(peek())) return FormulaError{"a number must follow the sign", token.begin, at_, "as in $500"};
    if (auto problem = digits(token)) return problem;
    if (peek() == ',' && is_digit(peek(1)) && is_digit(peek(2)) && is_digit(peek(3)))
      return FormulaError{"digits are not grouped in a formula", token.begin, at_ + 4, "write $1200"};
    token.plain = false;
    token.amount.unit = Unit::money;
    token.amount.currency = Currency(sign.code);
    flow_after(token);
    return finish(std::move(token));
  }

  Problem digits(Token& token) {
    const std::size_t begin = at_;
    std::int64_t mantissa = 0;
    std::int64_t scale = 1;
    bool fraction = false;
    for (; is_digit(peek()) || (peek() == '.' && !fraction && is_digit(peek(1))); ++at_) {
      if (peek() == '.') {
        fraction = true;
        continue;
      }
      if (__builtin_mul_overflow(mantissa, 10, &mantissa) ||
          __builtin_add_overflow(mantissa, peek() - '0', &mantissa) ||
          (fraction && __builtin_mul_overflow(scale, 10, &scale)))
        return FormulaError{"this number has too many digits", begin, at_ + 1, "eighteen are the most"};
    }
    token.text = text_.substr(begin, at_ - begin);
    token.amount.lo = token.amount.hi = Rational::ratio(mantissa, scale);
    token.plain = true;
    return {};
  }

  [[nodiscard]] std::string_view word_at(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    return text_.substr(at, end - at);
  }

  /// "%", "USD", "d", "days", "weeks", "hours", "months" after a number, with or without a space.
  Problem unit_after(Token& token) {
    std::size_t at = at_;
    while (at < text_.size() && is_space(text_[at])) ++at;
    if (at < text_.size() && text_[at] == '%') {
      at_ = at + 1;
      token.plain = false;
      token.amount.unit = Unit::ratio;
      return scale(token, 1, 100);
    }
    const std::string_view word = word_at(at);
    if (const Currency currency(word); currency.stated()) {
      at_ = at + word.size();
      token.plain = false;
      token.amount.unit = Unit::money;
      token.amount.currency = currency;
      flow_after(token);
      return {};
    }
    return time_after(token, at, word);
  }

  Problem time_after(Token& token, std::size_t at, std::string_view word) {
    const auto is = [&](std::initializer_list<std::string_view> words) {
      return std::ranges::find(words, word) != words.end();
    };
    const bool days = is({"d", "day", "days"});
    const bool weeks = is({"w", "week", "weeks"});
    const bool hours = is({"h", "hour", "hours"});
    if (days || weeks || hours) {
      at_ = at + word.size();
      token.plain = false;
      token.amount.unit = Unit::days;
      return scale(token, weeks ? 7 : 1, hours ? 24 : 1);
    }
    if (is({"month", "months"})) {
      at_ = at + word.size();
      token.plain = false;
      token.amount.of = "month";
    }
    flow_after(token);
    return {};
  }

  Problem scale(Token& token, std::int64_t numerator, std::int64_t denominator) {
    const auto scaled = Rational::multiply(token.amount.lo, Rational::ratio(numerator, denominator));
    if (!scaled) return FormulaError{"this number is too large", token.begin, at_, ""};
    token.amount.lo = token.amount.hi = *scaled;
    return {};
  }

  /// "/month" right after a quantity makes it a flow.
  void flow_after(Token& token) {
    if (peek() != '/') return;
    const std::string_view word = word_at(at_ + 1);
    for (const Cadence cadence : kFlows) {
      if (word != to_string(cadence)) continue;
      at_ += 1 + word.size();
      token.plain = false;
      token.amount.per = cadence;
    }
  }

  Problem finish(Token token) {
    if (is_letter(peek())) {
      const std::string_view word = word_at(at_);
      return FormulaError{fmt::format("'{}' is no unit", word), at_, at_ + word.size(),
                          "a number may have a currency ($500, 500 USD), %, d, h, days, weeks or months"};
    }
    token.end = at_;
    tokens_.push_back(std::move(token));
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::expected<std::vector<Token>, FormulaError> tokenize(std::string_view text) { return Lexer(text).run(); }

}  // namespace qd::formula
