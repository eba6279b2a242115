#include "formula/token_stream.hpp"

#include <fmt/format.h>

#include "base/slug.hpp"

namespace qd::formula {

void TokenStream::expect(std::string_view symbol, std::string_view hint) {
  if (accept(symbol)) return;
  fail(fmt::format("expected '{}' before {}", symbol, shown(peek())), peek(), std::string(hint));
}

std::string shown(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
      return "the end";
    case TokenKind::number:
      return "this number";
    case TokenKind::text:
      return "this text";
    case TokenKind::date:
      return "this date";
    case TokenKind::name:
    case TokenKind::symbol:
      break;
  }
  return fmt::format("'{}'", token.text);
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::size_t limit = word.size() < 4 ? 1 : word.size() < 8 ? 2 : 3;
  std::size_t best = limit + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, limit);
    if (distance >= best) continue;
    best = distance;
    found = &candidate;
  }
  return found == nullptr ? "" : fmt::format("did you mean {}?", *found);
}

}  // namespace qd::formula
