// What an amount is: an expense, a revenue, a price, a fee… decided by its label and its section before its number.
#pragma once

#include <string_view>

#include "ingest/page.hpp"

namespace qd::ingest {

enum class Part : std::uint8_t {
  item,    ///< a fact of `predicate`
  total,   ///< the sum of items, for a check
  result,  ///< a balance of other figures, which is no item
  other,   ///< nobody says what it is
};

struct Choice {
  Part part = Part::other;
  std::string_view predicate;  ///< of an item
};

/// For a label that stands below `topic`. `amount` is a value, zero or unknown.
[[nodiscard]] Choice choose(Page& page, std::string_view label, const Amount& amount, std::optional<Topic> topic);
/// For one in the innermost section.
[[nodiscard]] inline Choice choose(Page& page, std::string_view label, const Amount& amount) {
  return choose(page, label, amount, page.section().topic);
}

/// "$3 per million tokens": what those ask who run models for others.
[[nodiscard]] bool is_of_machines(const Amount& amount);

/// Below "revenue streams" an amount that looks like one is what one customer pays: "$29/month unlimited", "$4.99".
/// `rest` is what stands behind it.
[[nodiscard]] std::string_view offered(Page& page, std::string_view predicate, std::string_view label,
                                       const Amount& amount, std::string_view rest);

/// The topics below which amounts of money are expected.
[[nodiscard]] bool is_money_topic(std::optional<Topic> topic);

/// Keeps an item of money with its label, and tells the person what it lacks. `text` is where it was read, for the
/// caret. Attributes of the draft beyond label and note are the caller's, added before.
void keep_item(Page& page, Draft& draft, std::string_view label, const Amount& amount, std::string_view text);

/// The basis that the words of a label give it, if they do.
void apply_basis(Page& page, Draft& draft, const Meaning& meaning);

/// Tells the person that a total is not the sum of what stands above it.
void check_total(Page& page, const RunningSum& sum, const Amount& total, std::uint32_t line, std::string_view text);

}  // namespace qd::ingest
