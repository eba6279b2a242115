// One amount at one place of a text, with what stands before it (about, up to, -) and behind it (K, /mo, est.).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ingest/amount.hpp"
#include "ingest/currency.hpp"
#include "ingest/number.hpp"

namespace qd::ingest {

/// One number with the signs that touch it.
struct Term {
  enum class Sign : std::uint8_t { bare, money, percent, basis_points, points, times };
  Sign sign = Sign::bare;
  Numeral number;
  CurrencyMark mark;        ///< with Sign::money
  bool mark_first = false;  ///< the currency stands before the number
  std::int64_t multiplier = 1;
  bool multiplied = false;  ///< a multiplier was written
  bool negative = false;
  std::size_t begin = 0;
  std::size_t end = 0;
};

class AmountScanner {
 public:
  /// Both must outlive the scanner.
  AmountScanner(std::string_view text, const AmountContext& context) : text_(text), context_(context) {}

  /// The amount that starts exactly at `at`. Nothing when there is none, or what is there is a date, a time, a version
  /// or the like. A number without a sign is an amount when the context says what it is, or when it counts something.
  [[nodiscard]] std::optional<Amount> scan(std::size_t at) const;
  /// The same for a text of digits, commas and dots, a "$" before them at most: nothing else has to be looked for.
  /// Nothing also when that is not enough to say what it is.
  [[nodiscard]] std::optional<Amount> scan_plain() const;

 private:
  struct Leads;
  /// One number, or the two ends of a range with what they share.
  struct Span {
    Term lo;
    Term hi;
    bool range = false;
    bool open_hi = false;  // "999+"
    bool timed = false;    // time_span has set the value
    bool word = false;     // the ends are joined by a word: "-5 to 10"
    std::size_t end = 0;
  };

  [[nodiscard]] std::optional<Term> scan_term(std::size_t at) const;
  void scan_sign_behind(Term& term) const;
  void scan_mark_behind(Term& term) const;
  [[nodiscard]] std::optional<CurrencyMark> mark_before(std::size_t at) const;
  [[nodiscard]] std::size_t compound(Term& term, std::size_t at) const;
  [[nodiscard]] std::optional<Span> scan_span(const Term& first, bool between) const;
  [[nodiscard]] std::optional<std::size_t> range_mark(std::size_t at, bool between, bool& spaced) const;
  [[nodiscard]] bool is_range(const Term& first, const Term& second, bool spaced) const;
  [[nodiscard]] bool composite(const Term& term) const;

  void set_unit(const Span& span, Amount& amount) const;
  [[nodiscard]] bool count_word(Span& span, Amount& amount, std::size_t& end) const;
  [[nodiscard]] bool time_span(Span& span, std::size_t at, Amount& amount, std::size_t& end) const;
  void set_value(const Span& span, const Leads& leads, Amount& amount) const;
  void scan_tail(Amount& amount, std::size_t at) const;
  [[nodiscard]] Currency currency_of(const Term& term) const;

  std::string_view text_;
  const AmountContext& context_;
};

/// The words at `at` that a number can count: where the counted noun ends, and its singular in `of`. `strict` takes
/// only what is a plural or a counter, for columns where money is expected.
[[nodiscard]] std::optional<std::size_t> scan_counted(std::string_view text, std::size_t at, bool strict,
                                                      std::string& of);

}  // namespace qd::ingest
