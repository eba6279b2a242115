// Which columns of a table of amounts are read, and as what.
//
// The headers decide first, then the section; a table that only compares has no columns to read.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/table.hpp"
#include "model/symbols.hpp"

namespace qd::ingest {

/// A column whose cells become facts.
struct MoneySource {
  std::size_t column = 0;
  std::string_view predicate;  ///< empty: the row's kind or label decides
  std::optional<model::Basis> basis;
  std::size_t high = Table::npos;       ///< the other end of a range
  std::size_t otherwise = Table::npos;  ///< read where the cell says nothing: the annual beside the monthly figure
  /// What the header names: channel, product or stage; label: nothing.
  model::AttributeKey title_as = model::AttributeKey::label;
  RunningSum sum, part;
};

struct MoneyColumns {
  std::vector<MoneySource> sources;       ///< empty: this is no table of amounts
  std::string_view side;                  ///< predicate of what no column names; may be empty
  Currency currency;                      ///< the one that its headers name
  Cadence label_per = Cadence::unstated;  ///< stated by the header of the names of the rows
  bool alternatives = false;              ///< the rows are offers of others, ways to do it or cases
  bool label_only = false;                ///< only rows whose label is that of a unit figure are read
  bool tiers = false;                     ///< the rows are tiers, plans or packages
  bool against = false;                   ///< a budget against what was spent
};

[[nodiscard]] MoneyColumns choose_money_columns(Page& page, const Table& table);

}  // namespace qd::ingest
