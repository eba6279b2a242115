// Which column of a bookkeeping export holds what.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "text/csv.hpp"

namespace qd::sources {

enum class Dialect : std::uint8_t { plain, hledger, ledger, beancount };

enum class Field : std::uint8_t { date, account, label, narration, amount, currency, debit, credit, entity };
inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::entity) + 1;

class Columns {
 public:
  /// By the names in the first row, or, where that row is data, by what its cells look like. Nothing when there is no
  /// date, no account or no amount.
  [[nodiscard]] static std::optional<Columns> of(const text::CsvRow& first);

  [[nodiscard]] Dialect dialect() const { return dialect_; }
  [[nodiscard]] bool header() const { return header_; }  ///< the first row holds names
  [[nodiscard]] bool has(Field field) const { return at_[static_cast<std::size_t>(field)] != kNone; }
  /// Without surrounding spaces; empty when the row or the file has no such cell.
  [[nodiscard]] std::string_view cell(const text::CsvRow& row, Field field) const;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  Columns() { at_.fill(kNone); }
  void set(Field field, std::size_t column);
  [[nodiscard]] bool read_names(const text::CsvRow& row);
  [[nodiscard]] bool read_shape(const text::CsvRow& row);

  std::array<std::size_t, kFields> at_{};
  Dialect dialect_ = Dialect::plain;
  bool header_ = false;
};

}  // namespace qd::sources
