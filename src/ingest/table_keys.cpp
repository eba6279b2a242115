// Tables of keys and values, and of metrics with a current and a target figure.
#include <algorithm>

#include "ingest/entry.hpp"
#include "ingest/money.hpp"
#include "ingest/table.hpp"

namespace qd::ingest {

namespace {

class KeyTable {
 public:
  KeyTable(Page& page, const Table& table) : page_(page), table_(table) {}

  bool read() {
    if (table_.columns() == 2) return read_two();
    return read_metrics();
  }

 private:
  bool read_pair_of(std::string_view key, std::string_view value, std::uint32_t line) {
    const Pair pair{.key = clean_heading(key), .value = value, .firm = true};
    return read_pair(page_, pair, line);
  }

  bool read_two() {
    bool any = false;
    const Column& first = table_.column(0);
    const Column& second = table_.column(1);
    // A header that is itself a key and a value.
    if (!first.title.empty() && first.whole == Field::none && has_digit(second.title) &&
        read_amount(second.title, page_.amounts))
      any = read_pair_of(first.title, second.title, table_.header_line());
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const bool said =
          !table_.text(row, 0).empty() && read_pair_of(table_.text(row, 0), table_.text(row, 1), table_.line(row));
      if (page_.section().topic) page_.count(said);
      any = any || said;
    }
    return any;
  }

  bool read_metrics() {
    bool any = false;
    // "1,000 users | 10,000 users": at most one of the columns is so.
    const bool several = std::ranges::count_if(table_.all_columns(), [](const Column& c) {
                           return c.role == Field::count && c.filled > 0;
                         }) > 1;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      bool said = false;
      for (std::size_t c = 0; c < table_.columns(); ++c) {
        if (c == table_.label_column()) continue;
        const Column& column = table_.column(c);
        const bool value = column.role == Field::actual || column.role == Field::amount ||
                           column.role == Field::target || column.role == Field::count;
        if (!value || column.filled == 0 || table_.text(row, c).empty()) continue;
        if (column.role == Field::count && several) continue;
        const std::size_t before = page_.facts().size();
        said = read_pair_of(table_.text(row, table_.label_column()), table_.text(row, c), table_.line(row)) || said;
        const bool target = column.role == Field::target;
        for (std::size_t f = before; f < page_.facts().size(); ++f) {
          if (target && page_.facts()[f].basis == model::Basis::actual)
            page_.facts()[f].basis = column.basis.value_or(model::Basis::target);
        }
      }
      any = any || said;
      if (page_.section().topic) page_.count(said);
    }
    return any;
  }

  Page& page_;
  const Table& table_;
};

}  // namespace

bool read_key_table(Page& page, const Table& table) {
  if (is_money_topic(page.section().topic) && table.columns() > 2) return false;
  return KeyTable(page, table).read();
}

}  // namespace qd::ingest
