// Tables. What a table is about is decided from its headers and its section before its numbers are read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ingest/page.hpp"

namespace qd::ingest {

/// What a column holds, by its header.
struct Column {
  std::string_view title;
  Field role = Field::none;
  Field whole = Field::none;  ///< the header is the name of a field and nothing else
  Cadence per = Cadence::unstated;
  Currency currency;
  std::int64_t multiplier = 1;
  std::optional<model::Basis> basis;
  std::optional<Period> period;
  bool total = false;         ///< a sum of other columns
  bool approximate = false;   ///< "EUR (≈)"
  std::uint32_t filled = 0;   ///< cells that say something
  std::uint32_t numbers = 0;  ///< of these, cells that hold a digit or a word for zero
  std::uint32_t dates = 0;    ///< of these, cells that begin with a date
  std::uint32_t money = 0;    ///< of these, cells with a sign of money
};

/// One table in memory that is used again for the next. Cells are single lines without markup.
class Table {
 public:
  void load(Page& page, std::uint32_t block);

  [[nodiscard]] std::size_t rows() const { return lines_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_.size(); }
  [[nodiscard]] const Column& column(std::size_t c) const { return columns_[c]; }
  [[nodiscard]] std::span<const Column> all_columns() const { return columns_; }
  [[nodiscard]] const Line& cell(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const { return cell(row, column).text; }
  [[nodiscard]] std::uint32_t line(std::size_t row) const { return lines_[row]; }
  [[nodiscard]] std::uint32_t header_line() const { return header_line_; }

  /// The first column of the role; npos when there is none.
  [[nodiscard]] std::size_t find(Field role) const;
  [[nodiscard]] bool has(Field role) const { return find(role) != npos; }
  /// The column that names what a row is about.
  [[nodiscard]] std::size_t label_column() const { return label_; }

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  void read_header(Page& page, std::uint32_t row);
  void judge_cells(Page& page);
  void judge_roles();
  void choose_label();

  std::vector<Column> columns_;
  std::vector<Line> cells_;
  std::vector<std::uint32_t> lines_;  // of the rows in the source
  std::vector<std::uint32_t> first_cell_;
  Line nothing_;
  std::size_t label_ = 0;
  std::uint32_t header_line_ = 0;
};

/// Reads the table in the innermost section.
void read_table(Page& page, std::uint32_t block);

// Each reads tables of one sort; false when it took nothing.
bool read_money_table(Page& page, const Table& table);
bool read_series_table(Page& page, const Table& table);
bool read_item_table(Page& page, const Table& table);
bool read_key_table(Page& page, const Table& table);

/// The amount of a cell in the light of its column; `bare` is what a number without a sign is.
[[nodiscard]] std::optional<Amount> read_cell(const Page& page, const Table& table, std::size_t row, std::size_t column,
                                              std::optional<Unit> bare);

}  // namespace qd::ingest
