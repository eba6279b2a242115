// sum(kpi.<id>): what all groups of a figure come to.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "formula/aggregate.hpp"

namespace qd::formula {

/// With a currency: what is money in another one is left out. Groups that are not known make the rest "at least".
[[nodiscard]] AtomResult sum_of_groups(std::span<const Evaluated> groups, std::optional<Currency> currency,
                                       const std::string& needs);

}  // namespace qd::formula
