// For tests: an amount in one line, so that a table of them reads like a table.
#pragma once

#include <optional>
#include <string>

#include "ingest/amount.hpp"

namespace qd::ingest {

/// "7000..9000 USD/month ~", "6 charter/month", "0.18 ratio", "ambiguous: 1,500 or 1.5", "unknown", "none". An open end
/// is
/// "*", money without a currency "?", another amount behind it "&".
inline std::string describe(const std::optional<Amount>& amount) {
  if (!amount) return "none";
  if (amount->form == AmountForm::zero) return "zero";
  if (amount->form == AmountForm::unknown) return "unknown";
  if (amount->form == AmountForm::ambiguous) return "ambiguous: " + amount->reading;
  const Quantity& q = amount->quantity;
  std::string out = q.open_lo ? "*" : to_decimal(q.lo, q.unit);
  if (!q.is_point()) out += ".." + (q.open_hi ? std::string("*") : to_decimal(q.hi, q.unit));
  out += ' ';
  switch (q.unit) {
    case Unit::money:
      out += q.currency.stated() ? q.currency.code() : "?";
      break;
    case Unit::count:
      out += amount->of.empty() ? "count" : amount->of;
      break;
    case Unit::ratio:
      out += amount->of.empty() ? "ratio" : amount->of;
      break;
    case Unit::days:
      out += "days";
      break;
  }
  if (q.per != Cadence::unstated) out += "/" + std::string(to_string(q.per));
  if (!amount->per_unit.empty()) out += " [" + amount->per_unit + "]";
  if (amount->approximate) out += " ~";
  if (amount->basis) out += " " + std::string(model::to_string(*amount->basis));
  if (amount->more) out += " &";
  return out;
}

}  // namespace qd::ingest
