// What the codes of diagnostics mean, for those who meet one in a code host and not on our page.
#pragma once

#include <span>
#include <string_view>

namespace qd::render {

struct CheckRule {
  std::string_view code;   ///< a code, or the beginning that a family of codes shares, with its final '-'
  std::string_view title;  ///< one short sentence
  std::string_view help;   ///< why it matters, and what to do
};

/// Sorted by code.
[[nodiscard]] std::span<const CheckRule> check_rules();
/// Of the code itself, else of its family; a code of no family has the last one's words, which fit every code.
[[nodiscard]] const CheckRule& check_rule(std::string_view code);

}  // namespace qd::render
