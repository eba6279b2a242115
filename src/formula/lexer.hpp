// Cuts the text of a formula into words. A quantity with its unit ("$500/month", "18 %", "90d") is one word.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "formula/formula.hpp"

namespace qd::formula {

enum class TokenKind : std::uint8_t { end, number, text, date, name, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;    ///< a name, the content of a text, or a symbol: ( ) , + - * / = != < <= > >= @
  Amount amount;       ///< of a number
  bool plain = false;  ///< a number without unit
  Date day;            ///< of a date
};

/// Ends with a token of kind `end`.
[[nodiscard]] std::expected<std::vector<Token>, FormulaError> tokenize(std::string_view text);

}  // namespace qd::formula
