// Amounts as people write them: "$7–9K/mo", "~€1.2k", "CHF 1'500", "18 %", "6 charters/month", "free", "TBD".
//
// Reads values out of plain text (markup already taken off). What it cannot be sure of it does not guess: an ambiguous
// number is said to be one, with both readings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.hpp"
#include "model/fact.hpp"

namespace qd::ingest {

/// How a document writes numbers, decided once for the whole of it from its currencies, language and digit groups.
struct NumberFormat {
  enum class Dot : std::uint8_t { unknown, decimal, thousands };
  enum class Comma : std::uint8_t { unknown, thousands, decimal };
  Dot dot = Dot::unknown;      ///< unknown: "1.500" fits both ways and is ambiguous, "1.5" and "0.075" are decimals
  Comma comma = Comma::unknown;
};

/// Looks at every number of the document's text (code fences left out by the caller). Linear.
class NumberFormatEvidence {
 public:
  void add(std::string_view text);
  [[nodiscard]] NumberFormat decide() const;

 private:
  std::uint32_t dot_decimal_ = 0, dot_thousands_ = 0, comma_decimal_ = 0, comma_thousands_ = 0;
};

/// What the surroundings say about amounts that do not say it themselves.
struct AmountContext {
  NumberFormat format;
  Currency currency;             ///< of column, heading or document; none if nothing states one
  std::optional<Unit> bare;      ///< what a number without any sign is here: money in a cost column; nothing: not an amount
  Cadence per = Cadence::unstated;  ///< of column, table or section
  std::int64_t multiplier = 1;   ///< "Revenue (KES M)": 1,000,000
};

enum class AmountForm : std::uint8_t {
  value,     ///< `quantity` holds
  zero,      ///< a word that means 0: free, included, gratis; `quantity` is 0 of the context's unit
  unknown,   ///< TBD, custom, varies, ?, —, empty: known to exist, value not known
  ambiguous, ///< a number that can be read two ways; `quantity` holds nothing to rely on
};

struct Amount {
  AmountForm form = AmountForm::value;
  Quantity quantity;
  std::string of;           ///< what is counted, singular and lower case: "charter"; empty for money
  std::string per_unit;     ///< "/lead", "per user": the price of one; empty for flows and totals
  bool approximate = false; ///< "~", "≈", "about", "est."
  bool currency_stated = false;  ///< by the amount itself, not by its context
  std::optional<model::Basis> basis;  ///< ">80 %" as a goal, "target", "planned", "was"
  std::size_t begin = 0;    ///< bytes in the text that was read
  std::size_t end = 0;
  std::string reading;      ///< of an ambiguous one: "1,500 or 1.5"
};

/// kind of a value that a document states: estimated for a range, an approximation or an open end.
[[nodiscard]] model::Kind kind_of(const Amount& amount);

/// The one amount that a cell or a value is ("$7–9K/mo (slip and insurance)"). Trailing notes in parentheses, after a
/// dash, ✅ and footnote signs are left out; an equation "$70 × 12 = $840" gives its result; "$7/mo or $70/yr" gives the
/// first and sets `end` behind it. Nothing when the text is no amount.
[[nodiscard]] std::optional<Amount> read_amount(std::string_view text, const AmountContext& context);

/// Every amount in a line of words, left to right, without overlap; bare numbers are no amounts here unless a word that
/// is counted follows ("6 charters"). Dates, times, versions, ports, phone numbers, ids, ratios and list numbers are none.
[[nodiscard]] std::vector<Amount> find_amounts(std::string_view text, const AmountContext& context);

/// "USD", "$", "US$", "EUR (≈)", "kr", "All figures in USD", "Alle priser DKK". Nothing when no currency is named; `$`
/// alone is the context's dollar (USD, or the document's other dollar or peso).
[[nodiscard]] std::optional<Currency> read_currency(std::string_view text, Currency dollar);

/// "per month", "/mo", "monthly", "Cost ($/mo)", "annual", "weekly", "one-time". Nothing when no period is named.
[[nodiscard]] std::optional<Cadence> read_cadence(std::string_view text);

/// Effort in working days (8 hours, 5 days a week): "2d", "~30 min", "4 hours", "S" 0.5, "M" 2, "L" 5, "XL" 10.
[[nodiscard]] std::optional<Quantity> read_effort(std::string_view text);

}  // namespace qd::ingest
