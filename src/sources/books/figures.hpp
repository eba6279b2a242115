// Dates and amounts as bookkeeping programs print them. How a file writes them is decided once, from all its rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/quantity.hpp"

namespace qd::sources {

/// What the rows of a file say about its decimal mark and the order of its dates.
class FigureStyle {
 public:
  /// `separator` of the CSV: a file with semicolons usually has decimal commas.
  explicit FigureStyle(char separator) : semicolons_(separator == ';') {}

  void add_amount(std::string_view text);
  void add_date(std::string_view text);

  [[nodiscard]] bool decimal_comma() const;
  enum class Order : std::uint8_t { unknown, day_first, month_first };
  [[nodiscard]] Order order() const;

 private:
  bool semicolons_ = false;
  std::uint32_t points_ = 0, commas_ = 0;
  bool day_first_ = false, month_first_ = false;
};

[[nodiscard]] bool looks_like_date(std::string_view text);
[[nodiscard]] bool looks_like_amount(std::string_view text);

/// "2026-05-21", "2026/5/21", "20260521", "21.05.2026", "05/21/2026". Nothing when it is none, or could be two days.
[[nodiscard]] std::optional<Date> read_date(std::string_view text, FigureStyle::Order order);

struct PostedAmount {
  std::int64_t units = 0;      ///< 1/10,000
  std::string_view commodity;  ///< "$", "USD", "AAPL", as written; empty when none stands there
};
/// "$-1,200.00", "-1.200,00 EUR", "25.00 USD", "(15.00)", and several of them joined by commas ("5 USD, 3 EUR"). Empty
/// when one of them is no amount or does not fit.
[[nodiscard]] std::vector<PostedAmount> read_posted_amounts(std::string_view text, bool decimal_comma);

/// The currency that a commodity names; none for others, shares and hours. `$` and `kr` are `stated` where that is such
/// a currency.
[[nodiscard]] Currency currency_of_commodity(std::string_view commodity, Currency stated);

}  // namespace qd::sources
