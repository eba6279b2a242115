// Amounts, attributes and values of facts on one line, as they stand in text and CSV.
#pragma once

#include <string>
#include <string_view>

#include "model/fact_store.hpp"

namespace qd::render {

/// "7000–9000 USD per month", "999 or more USD", "25 charter". Exact, without thousands separators.
[[nodiscard]] std::string amount_text(const Quantity& quantity, std::string_view of);
/// "not known: reason" for a missing value.
[[nodiscard]] std::string value_text(const model::FactStore& facts, const model::Fact& fact);
[[nodiscard]] std::string attribute_text(const model::FactStore& facts, const model::Attribute& attribute);

}  // namespace qd::render
