// Tables. What a table is about is decided from its headers and its section before its numbers are read.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest/page.hpp"

namespace qd::ingest {

void read_table(Page& page, std::uint32_t block);

}  // namespace qd::ingest
