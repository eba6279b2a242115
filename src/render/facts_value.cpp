#include "render/facts_value.hpp"

#include <fmt/format.h>

namespace qd::render {

std::string amount_text(const Quantity& quantity, std::string_view of) {
  const std::string lo = to_decimal(quantity.lo, quantity.unit);
  const std::string hi = to_decimal(quantity.hi, quantity.unit);
  std::string out;
  if (quantity.open_lo && quantity.open_hi) {
    out = "any";
  } else if (quantity.open_hi) {
    out = lo + " or more";
  } else if (quantity.open_lo) {
    out = "at most " + hi;
  } else {
    out = quantity.lo == quantity.hi ? lo : lo + "–" + hi;
  }
  if (quantity.currency.stated()) out += " " + quantity.currency.code();
  if (quantity.unit == Unit::days) out += " days";
  if (quantity.unit == Unit::ratio) out += " (ratio)";
  if (!of.empty()) out.append(" ").append(of);
  if (quantity.per == Cadence::once) {
    out += " once";
  } else if (quantity.per != Cadence::unstated) {
    out.append(" per ").append(to_string(quantity.per));
  }
  return out;
}

std::string value_text(const model::FactStore& facts, const model::Fact& fact) {
  switch (fact.value) {
    case model::ValueKind::quantity:
      return amount_text(fact.quantity(), facts.text(fact.text));
    case model::ValueKind::text:
      return std::string(facts.text(fact.text));
    case model::ValueKind::date:
      return to_string(Date{static_cast<std::int32_t>(fact.lo)});
    case model::ValueKind::boolean:
      return fact.lo != 0 ? "true" : "false";
    case model::ValueKind::missing:
      return fmt::format("not known: {}", facts.text(fact.text));
  }
  return {};
}

std::string attribute_text(const model::FactStore& facts, const model::Attribute& attribute) {
  switch (attribute.kind) {
    case model::AttributeKind::text:
      return std::string(facts.text(attribute.text()));
    case model::AttributeKind::date:
      return to_string(attribute.date());
    case model::AttributeKind::number:
      return std::to_string(attribute.payload);
    case model::AttributeKind::boolean:
      return attribute.payload != 0 ? "true" : "false";
    case model::AttributeKind::quantity:
      return amount_text(facts.table().quantity(attribute), {});
  }
  return {};
}

}  // namespace qd::render
