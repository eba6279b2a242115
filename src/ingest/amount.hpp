// Amounts as people write them: "$7–9K/mo", "~€1.2k", "CHF 1'500", "18 %", "6 charters/month", "free", "TBD".
//
// Reads values out of plain text (markup already taken off). What it cannot be sure of it does not guess: an ambiguous
// number is said to be one, with both readings.
#pragma once

#include <array>
#include <cstddef>
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
  Dot dot = Dot::unknown;        ///< unknown: "1.500" fits both ways and is ambiguous, "1.5" and "0.075" are decimals
  Comma comma = Comma::unknown;  ///< unknown: "1,500" is a thousand and a half, as almost everywhere, "12,5" a decimal

  bool operator==(const NumberFormat&) const = default;
};

/// Looks at every number of the document's text (code fences left out by the caller). Linear.
class NumberFormatEvidence {
 public:
  void add(std::string_view text) {
    add_numbers(text);
    add_words(text);
  }
  void add_numbers(std::string_view text);
  /// The words, which tell the language. They count only where numbers and currencies decide nothing.
  void add_words(std::string_view text);
  [[nodiscard]] bool needs_words() const { return !by_numbers(); }
  /// A currency that the document states for itself: DKK and COP point thousands with dots, USD and INR with commas.
  void add_currency(Currency currency);
  [[nodiscard]] NumberFormat decide() const;

 private:
  void add_number(std::string_view text, std::size_t begin, std::size_t end);
  [[nodiscard]] std::optional<NumberFormat> by_numbers() const;

  std::uint32_t dot_decimal_ = 0, dot_thousands_ = 0, comma_decimal_ = 0, comma_thousands_ = 0;
  std::uint32_t dot_currencies_ = 0, comma_currencies_ = 0;  // of countries that group with dots, with commas
  std::uint32_t dot_words_ = 0, comma_words_ = 0;            // of languages that do
};

/// What the signs mean that several currencies share.
struct CurrencySigns {
  Currency dollar{"USD"};  ///< "$"
  Currency crown;          ///< "kr"; none: not known which
  Currency yen{"JPY"};     ///< "¥"
  Currency peso;           ///< the word; none: not known which

  bool operator==(const CurrencySigns&) const = default;
};

/// Finds out what a document's signs mean from the codes and the script it uses elsewhere: "COP" makes `$` pesos,
/// Danish words make `kr` DKK, Chinese text without kana makes `¥` CNY.
class CurrencyEvidence {
 public:
  void add(std::string_view text);
  /// `stated` is the document's or the portfolio's currency; it decides where the text does not.
  [[nodiscard]] CurrencySigns decide(Currency stated) const;

 private:
  static constexpr std::size_t kCodes = 24;
  std::array<std::uint32_t, kCodes> codes_{};
  std::uint32_t danish_ = 0, swedish_ = 0, norwegian_ = 0, han_ = 0, kana_ = 0;
};

/// What the surroundings say about amounts that do not say it themselves.
struct AmountContext {
  NumberFormat format;
  Currency currency;         ///< of column, heading or document; none if nothing states one
  std::optional<Unit> bare;  ///< what a number without any sign is here: money in a cost column; nothing: not an amount
  Cadence per = Cadence::unstated;  ///< of column, table or section
  std::int64_t multiplier = 1;      ///< "Revenue (KES M)": 1,000,000
  CurrencySigns signs;
  bool percent = false;  ///< a bare ratio is in percent: "Rate (%)"
};

enum class AmountForm : std::uint8_t {
  value,      ///< `quantity` holds
  zero,       ///< a word that means 0: free, included, gratis; `quantity` is 0 of the context's unit
  unknown,    ///< TBD, custom, varies, ?, —, empty: known to exist, value not known
  ambiguous,  ///< a number that can be read two ways, or that is too fine or too large to hold; `quantity` holds
              ///< nothing to rely on but its unit
};

struct Amount {
  AmountForm form = AmountForm::value;
  Quantity quantity;
  std::string of;  ///< what is counted, singular and lower case: "charter"; of ratios "pp" (points) or "x" (times)
  std::string per_unit;          ///< "/lead", "per user": the price of one, as written; empty for flows and totals
  bool approximate = false;      ///< "~", "≈", "about", "est."
  bool currency_stated = false;  ///< by the amount itself, not by its context; with no currency: a sign nobody resolves
  bool more = false;             ///< the value goes on with another amount: "$420 + $3K lump", "$7/mo or $70/yr"
  std::optional<model::Basis> basis;  ///< ">80 %" as a goal, "target", "planned", "was"
  std::size_t begin = 0;              ///< bytes in the text that was read
  std::size_t end = 0;
  std::string reading;  ///< of an ambiguous one: "1,500 or 1.5", "more precise than 1/10,000"
};

/// kind of a value that a document states: estimated for a range, an approximation or an open end.
[[nodiscard]] model::Kind kind_of(const Amount& amount);

/// The one amount that a cell or a value is ("$7–9K/mo (slip and insurance)"). Trailing notes in parentheses, after a
/// dash, ✅ and footnote signs are left out; an equation "$70 × 12 = $840" gives its result, a change "$5 → $7" what it
/// came to; "$7/mo or $70/yr" gives the first, sets `end` behind it and `more`. A sum "$120 + $60" of like amounts is
/// added up. Nothing when the text is no amount.
///
/// Percent are ratios (18 % is 0.18), "18.1x" is a ratio of "x", "4.6pp" one of "pp". Time spans are counts ("40 hours"
/// is 40 of "hour") unless `bare` is days: then "2 h" is 2/24 days, rounded to a millionth.
[[nodiscard]] std::optional<Amount> read_amount(std::string_view text, const AmountContext& context);

/// Every amount in a line of words, left to right, without overlap; bare numbers are no amounts here unless a word that
/// is counted follows ("6 charters"). Dates, times, versions, ports, phone numbers, ids, fractions and list numbers are
/// none.
[[nodiscard]] std::vector<Amount> find_amounts(std::string_view text, const AmountContext& context);

struct Fraction {
  std::int64_t part = 0;
  std::int64_t whole = 0;
  std::size_t begin = 0;  ///< bytes
  std::size_t end = 0;
};

/// The first "52/310", "52 of 310" of the text, both whole numbers and the whole not zero; "24/7" and dates are none.
[[nodiscard]] std::optional<Fraction> read_fraction(std::string_view text, const AmountContext& context);

/// "USD", "$", "US$", "EUR (≈)", "kr", "All figures in USD", "Alle priser DKK". Nothing when no currency is named; a
/// Currency that is none when a sign is named that several share and `signs` does not resolve.
[[nodiscard]] std::optional<Currency> read_currency(std::string_view text, const CurrencySigns& signs);
/// The same where `dollar` alone is known: the currency of the context, which may be a dollar, a crown or a peso.
[[nodiscard]] std::optional<Currency> read_currency(std::string_view text, Currency dollar);
/// The factor that a header names: "Revenue (KES M)" 1,000,000, "in thousands" 1,000, "万円" 10,000; else 1.
[[nodiscard]] std::int64_t read_multiplier(std::string_view text);

/// "per month", "/mo", "monthly", "Cost ($/mo)", "annual", "weekly", "one-time"; a time noun ("month") only as the
/// whole text. Nothing when no period is named, or two that differ.
[[nodiscard]] std::optional<Cadence> read_cadence(std::string_view text);

/// Effort in working days (8 hours, 5 days a week, 20 days a month), rounded to a millionth: "2d", "~30 min", "4
/// hours", "XS" 0.25, "S" 0.5, "M" 2, "L" 5, "XL" 10.
[[nodiscard]] std::optional<Quantity> read_effort(std::string_view text);

/// The singular of an English noun, lower case: "charters" charter, "companies" company, "boxes" box. Words of other
/// languages stay as they are, but for case.
[[nodiscard]] std::string singular(std::string_view noun);

}  // namespace qd::ingest
