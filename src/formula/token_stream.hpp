// The words of a formula with a place to read on, and the one way to stop: the first error is kept and all else ends.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formula/lexer.hpp"

namespace qd::formula {

class TokenStream {
 public:
  explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  /// After an error: the end.
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return error_ ? tokens_.back() : tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const Token& take() {
    const Token& token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    last_end_ = token.end;
    return token;
  }
  [[nodiscard]] bool at(std::string_view symbol_or_word, std::size_t ahead = 0) const {
    const Token& token = peek(ahead);
    return (token.kind == TokenKind::symbol || token.kind == TokenKind::name) && token.text == symbol_or_word;
  }
  bool accept(std::string_view symbol_or_word) {
    if (!at(symbol_or_word)) return false;
    take();
    return true;
  }
  void expect(std::string_view symbol, std::string_view hint = {});

  void fail(std::string message, const Token& token, std::string hint = {}) {
    fail(std::move(message), token.begin, token.end, std::move(hint));
  }
  /// Only the first error counts.
  void fail(std::string message, std::size_t begin, std::size_t end, std::string hint = {}) {
    if (!error_) error_ = FormulaError{std::move(message), begin, end, std::move(hint)};
  }
  [[nodiscard]] bool failed() const { return error_.has_value(); }
  [[nodiscard]] const std::optional<FormulaError>& error() const { return error_; }
  /// Where the word last taken ends.
  [[nodiscard]] std::size_t last_end() const { return last_end_; }

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t last_end_ = 0;
  std::optional<FormulaError> error_;
};

/// How an error message names a word: "'live'", or "the end".
[[nodiscard]] std::string shown(const Token& token);

/// "did you mean x?" or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace qd::formula
