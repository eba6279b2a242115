// Currency signs, codes and words where they stand beside a number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/quantity.hpp"
#include "ingest/amount.hpp"

namespace qd::ingest {

enum class CurrencyFamily : std::uint8_t { exact, dollar, crown, yen, peso };

/// A currency mark before the document's signs are known.
struct CurrencyMark {
  CurrencyFamily family = CurrencyFamily::exact;
  Currency currency;            ///< of an exact one
  std::int64_t multiplier = 1;  ///< "TEUR", "k€": 1,000
  bool doubtful = false;        ///< also an English word or a common abbreviation: "ALL", "TOP", "R"
  std::size_t end = 0;          ///< bytes; behind the mark
};

/// The mark that starts at byte `at`. Codes are capitals ("USD") or those lower-case ones that are no words ("usd").
[[nodiscard]] std::optional<CurrencyMark> match_currency(std::string_view text, std::size_t at);

[[nodiscard]] Currency resolve(const CurrencyMark& mark, const CurrencySigns& signs);

[[nodiscard]] bool is_dollar(Currency currency);  ///< written "$": dollars and the pesos of America
[[nodiscard]] bool is_peso(Currency currency);
[[nodiscard]] bool is_crown(Currency currency);

/// The signs of a text of which only the currency is known.
[[nodiscard]] CurrencySigns signs_for(Currency stated);

}  // namespace qd::ingest
