// A frozen AWS inventory (docs/inventory.md) becomes measured facts, aws.*, each on the line of the file that says it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/document.hpp"
#include "model/fact_table.hpp"

namespace qd::sources {

/// Adds one document and its facts to `out`. `entities`: all that are known; a resource of any other is "unassigned".
/// What is wrong in the file gives diagnostics and no fact.
void read_inventory(std::string_view bytes, std::string_view path, std::span<const model::Entity> entities,
                    model::FactTable& out, Diagnostics& diagnostics);

}  // namespace qd::sources
