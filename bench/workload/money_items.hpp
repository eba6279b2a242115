// The items of a money section, and the ways to write them down. Each way enters what it wrote in the ledger.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "workload/writer.hpp"

namespace qd::workload {

struct Item {
  std::string_view label;
  Flow flow = Flow::expense;
  Per per = Per::month;
  std::optional<Price> price;  ///< nothing: named, value not known
  bool free = false;           ///< price is 0, in words
};

/// Another language keeps to months and years, whose words the survey has.
[[nodiscard]] Per draw_per(Writer& writer);
void enter(Writer& writer, const Item& item);
/// The amount alone, as it stands in a cell.
void append_value(Writer& writer, const Item& item);

/// `| Expense | Amount | Cadence |`, with a Kind column where both flows are in one table.
void write_cadence_table(Writer& writer, const std::vector<Item>& items, bool kind_column);
/// One period and currency for all rows, said in the header; may end in a total that is true.
void write_month_table(Writer& writer, std::vector<Item> items);
/// No period anywhere: what is not stated must not be made up.
void write_bare_table(Writer& writer, std::vector<Item> items);
/// Low and High are the ends of one amount.
void write_range_table(Writer& writer, std::vector<Item> items);
/// The same amount by month and by year.
void write_two_period_table(Writer& writer, std::vector<Item> items);
/// Rows in groups, each with its heading row and subtotal.
void write_grouped_table(Writer& writer, std::vector<Item> items);

}  // namespace qd::workload
