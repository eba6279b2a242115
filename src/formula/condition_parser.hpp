// What stands after `where`: comparisons of fields with constants, joined by and, or, not.
#pragma once

#include "formula/node.hpp"
#include "formula/token_stream.hpp"

namespace qd::formula {

/// Reads as far as the condition goes. After an error, which is in the stream, the result means nothing.
[[nodiscard]] Condition parse_condition(TokenStream& tokens);

/// Reads a field's name; an unknown one is an error with "did you mean".
[[nodiscard]] Field parse_field(TokenStream& tokens);

}  // namespace qd::formula
