// Figures that the formula language cannot say: they put facts beside each other. A definition names one with
// `native = "…"`; title, unit, roles and what to write where still come from TOML.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "formula/formula.hpp"

namespace qd::assess {

struct NativeKpi {
  std::string_view name;
  /// At least one result; what is missing needs no remedy, the definition has it.
  std::vector<formula::Evaluated> (*run)(const model::FactStore& facts, const model::Subject& subject);
};

[[nodiscard]] std::span<const NativeKpi> native_kpis();

/// For each two neighbours of a funnel the share that gets on, "Visits → Quotes".
[[nodiscard]] std::vector<formula::Evaluated> funnel_steps(const model::FactStore& facts,
                                                           const model::Subject& subject);
/// Of "3 of 4 on the promised day" the share; over several lines of all together.
[[nodiscard]] std::vector<formula::Evaluated> on_time_share(const model::FactStore& facts,
                                                            const model::Subject& subject);

}  // namespace qd::assess
