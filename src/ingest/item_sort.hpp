// What the rows of a table are, where they are things and not amounts.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest/table.hpp"

namespace qd::ingest {

enum class ItemSort : std::uint8_t {
  none,
  task,
  debt,
  risk,
  milestone,
  rule,
  stage,
  channel,
  asset,
  client,
  invoice,
  person,
  account,
  capacity,
  words,
};

/// By the header where it says so, else by the section.
[[nodiscard]] ItemSort sort_of_items(const Page& page, const Table& table);

/// The predicate of rows that are their own words; empty in other sections.
[[nodiscard]] std::string_view words_predicate(const Page& page, const Table& table);

}  // namespace qd::ingest
