#include "base/json_writer.hpp"
#include "render/facts_output.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kPiece = 64 << 10;

void write_bound(JsonWriter& json, std::string_view name, bool open, std::int64_t mantissa, Unit unit) {
  json.key(name);
  if (open) {
    json.null();
  } else {
    json.value(to_decimal(mantissa, unit));
  }
}

void write_text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

void write_quantity(JsonWriter& json, const Quantity& quantity, std::string_view of) {
  json.begin_object();
  write_bound(json, "lo", quantity.open_lo, quantity.lo, quantity.unit);
  write_bound(json, "hi", quantity.open_hi, quantity.hi, quantity.unit);
  json.member("unit", to_string(quantity.unit));
  write_text_or_null(json, "of", of);
  write_text_or_null(json, "currency", quantity.currency.code());
  write_text_or_null(json, "per", quantity.per == Cadence::unstated ? "" : to_string(quantity.per));
  json.end_object();
}

void write_value(JsonWriter& json, const model::FactStore& facts, const model::Fact& fact) {
  if (fact.value == model::ValueKind::quantity) return write_quantity(json, fact.quantity(), facts.text(fact.text));
  json.begin_object();
  switch (fact.value) {
    case model::ValueKind::quantity:
      break;
    case model::ValueKind::text:
      json.member("text", facts.text(fact.text));
      break;
    case model::ValueKind::date:
      json.member("date", to_string(Date{static_cast<std::int32_t>(fact.lo)}));
      break;
    case model::ValueKind::boolean:
      json.member("bool", fact.lo != 0);
      break;
    case model::ValueKind::missing:
      json.key("missing").begin_object();
      json.member("reason", facts.text(fact.text));
      json.member("needs", facts.text(fact.needs));
      json.end_object();
      break;
  }
  json.end_object();
}

void write_attribute(JsonWriter& json, const model::FactStore& facts, const model::Attribute& attribute) {
  json.key(model::to_string(attribute.key));
  switch (attribute.kind) {
    case model::AttributeKind::text:
      json.value(facts.text(attribute.text()));
      break;
    case model::AttributeKind::date:
      json.value(to_string(attribute.date()));
      break;
    case model::AttributeKind::number:
      json.value(attribute.payload);
      break;
    case model::AttributeKind::boolean:
      json.value(attribute.payload != 0);
      break;
    case model::AttributeKind::quantity:
      write_quantity(json, facts.table().quantity(attribute), {});
      break;
  }
}

/// A key that a line gives twice is written once: the first, as formulas see it.
void write_attributes(JsonWriter& json, const model::FactStore& facts, const model::Fact& fact) {
  std::uint64_t written = 0;
  static_assert(model::kAttributeKeys <= 64);
  json.begin_object();
  for (std::size_t i = 0; i < fact.attribute_count; ++i) {
    const model::Attribute attribute = facts.table().attribute(fact, i);
    const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(attribute.key);
    if ((written & bit) != 0) continue;
    written |= bit;
    write_attribute(json, facts, attribute);
  }
  json.end_object();
}

void write_fact(JsonWriter& json, const model::FactStore& facts, model::FactIndex index, const model::Fact& fact) {
  json.begin_object();
  json.member("id", facts.fact_id(index));
  json.key("subject").begin_object();
  json.member("kind", model::to_string(fact.subject_kind));
  json.member("id", facts.text(fact.subject));
  json.end_object();
  json.member("entity", facts.text(fact.entity));
  json.member("predicate", facts.text(fact.predicate));
  json.key("value");
  write_value(json, facts, fact);
  json.key("attrs");
  write_attributes(json, facts, fact);
  json.member("kind", model::to_string(fact.kind));
  json.member("basis", model::to_string(fact.basis));
  json.member("as_of", to_string(fact.as_of));
  json.key("source").begin_object();
  json.member("file", std::string_view(facts.table().document(fact.file).path));
  json.member("line", fact.line);
  json.member("section", facts.text(fact.section));
  json.end_object();
  json.end_object();
}

}  // namespace

void write_facts_json(const model::FactStore& facts, const FactSelection& selection, const Sink& sink) {
  std::string out = "[";
  bool first = true;
  SelectedFacts(facts, selection).for_each([&](model::FactIndex index, const model::Fact& fact) {
    out += first ? "\n" : ",\n";
    first = false;
    JsonWriter json(out);
    write_fact(json, facts, index, fact);
    if (out.size() < kPiece) return;
    sink(out);
    out.clear();
  });
  out += first ? "]\n" : "\n]\n";
  sink(out);
}

}  // namespace qd::render
