// What an account is, by its name or its number in the chart.
#pragma once

#include <cstdint>
#include <string_view>

namespace qd::sources {

enum class AccountClass : std::uint8_t {
  cash,
  receivable,
  deposit,
  revenue,
  expense,
  credit,   ///< other liabilities and equity: grow by negative postings
  debit,    ///< other assets
  unknown,  ///< neither name nor number says
};

[[nodiscard]] AccountClass classify_account(std::string_view name);

/// Whether double-entry books carry its growth as negative amounts.
[[nodiscard]] constexpr bool is_credit(AccountClass account) {
  return account == AccountClass::deposit || account == AccountClass::revenue || account == AccountClass::credit;
}

}  // namespace qd::sources
