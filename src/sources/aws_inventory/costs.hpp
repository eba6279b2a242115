// The rows of an inventory that speak of money: what services cost, and what could be saved.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "sources/aws_inventory/inventory_writer.hpp"
#include "text/json.hpp"

namespace qd::sources {

/// By kind and name, as in {"table", "events"}.
using ListedResources = std::map<std::pair<std::string, std::string>, InventoryOwner>;

void read_cost(InventoryWriter& out, text::JsonValue row, const ListedResources& listed);
void read_saving(InventoryWriter& out, text::JsonValue row, const ListedResources& listed);

}  // namespace qd::sources
