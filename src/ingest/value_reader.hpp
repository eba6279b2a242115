// The one amount of a cell or a value: what stands before it, the amount itself, and what follows that changes what it
// says.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "ingest/amount_scan.hpp"
#include "ingest/cadence.hpp"

namespace qd::ingest {

/// For one text; both must outlive it.
class ValueReader {
 public:
  ValueReader(std::string_view text, const AmountContext& context)
      : text_(text.substr(0, trimmed_end(text))), context_(context), scanner_(text_, context) {}

  [[nodiscard]] std::optional<Amount> read();

 private:
  static std::size_t trimmed_end(std::string_view text);
  [[nodiscard]] std::optional<Amount> read_words(std::size_t at) const;
  [[nodiscard]] std::optional<Amount> read_parenthesis(std::size_t at) const;
  [[nodiscard]] std::optional<Amount> read_result(std::size_t at) const;
  [[nodiscard]] std::optional<Amount> read_to_one(std::size_t at) const;
  [[nodiscard]] std::optional<Amount> read_from(std::size_t at) const;
  [[nodiscard]] std::optional<Amount> read_after_dash(std::size_t at) const;
  [[nodiscard]] std::optional<Amount> read_after_words(std::size_t at) const;
  [[nodiscard]] std::size_t skip_list_number(std::size_t at) const;
  [[nodiscard]] std::optional<Rhythm> leading_rhythm(std::size_t& at) const;
  [[nodiscard]] std::size_t skip_word(std::size_t at) const;
  [[nodiscard]] std::optional<std::size_t> next_amount(std::size_t at, bool after_words) const;

  void follow_change(Amount& amount) const;
  void follow_product(Amount& amount) const;
  void follow_sum(Amount& amount) const;
  void follow_others(Amount& amount) const;

  std::string_view text_;
  const AmountContext& context_;
  AmountScanner scanner_;
};

}  // namespace qd::ingest
