// What each code of a diagnostic means, for those who meet it in a code host and not on our page.
#pragma once

#include <span>
#include <string_view>

namespace qd::render {

struct CheckRule {
  std::string_view code;
  std::string_view title;  ///< one short sentence
  std::string_view help;   ///< why it matters, and what to do
};

/// Sorted by code.
[[nodiscard]] std::span<const CheckRule> check_rules();
/// Null when the code has no entry; a test sees to it that each has.
[[nodiscard]] const CheckRule* find_check_rule(std::string_view code);

}  // namespace qd::render
