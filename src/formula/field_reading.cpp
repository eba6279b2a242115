#include "formula/field_reading.hpp"

#include <fmt/format.h>

namespace qd::formula {

namespace {

using Kind = FieldValue::Kind;

FieldValue of_text(model::Symbol symbol) {
  if (symbol == model::Symbol::none) return {};
  return {.kind = Kind::text, .text = symbol};
}
FieldValue of_word(std::string_view word) { return {.kind = Kind::word, .text = {}, .word = word}; }
FieldValue of_date(Date date) { return {.kind = Kind::date, .text = {}, .word = {}, .date = date}; }

FieldValue of_truth(bool truth) {
  FieldValue out{.kind = Kind::truth};
  out.truth = truth;
  return out;
}

FieldValue of_quantity(const Quantity& quantity) {
  FieldValue out{.kind = Kind::quantity};
  out.quantity = quantity;
  return out;
}

FieldValue value_of(const model::Fact& fact) {
  switch (fact.value) {
    case model::ValueKind::quantity:
      return of_quantity(fact.quantity());
    case model::ValueKind::text:
      return of_text(fact.text);
    case model::ValueKind::date:
      return of_date({static_cast<std::int32_t>(fact.lo)});
    case model::ValueKind::boolean:
      return of_truth(fact.lo != 0);
    case model::ValueKind::missing:
      break;
  }
  return {};
}

FieldValue attribute_of(const model::FactTable& table, const model::Fact& fact, model::AttributeKey key) {
  const auto attribute = table.attribute(fact, key);
  if (!attribute) return {};
  switch (attribute->kind) {
    case model::AttributeKind::text:
      return of_text(attribute->text());
    case model::AttributeKind::date:
      return of_date(attribute->date());
    case model::AttributeKind::boolean:
      return of_truth(attribute->payload != 0);
    case model::AttributeKind::quantity:
      return of_quantity(table.quantity(*attribute));
    case model::AttributeKind::number:
      break;
  }
  FieldValue out{.kind = Kind::number};
  out.number = attribute->payload;
  return out;
}

/// Of what is dated within one month or quarter; what spans more belongs to none.
FieldValue calendar_of(const model::FactStore& facts, const model::Fact& fact, Kind kind, int months) {
  const auto when = dated(facts, fact);
  if (!when) return {};
  FieldValue out{.kind = kind};
  out.date = first_of_span(when->first, months);
  return when->last < add_months(out.date, months) ? out : FieldValue{};
}

bool is_open(const model::FactStore& facts, const model::Fact& fact) {
  const FieldValue done = attribute_of(facts.table(), fact, model::AttributeKey::done);
  if (done.kind == Kind::truth && done.truth) return false;
  const FieldValue state = attribute_of(facts.table(), fact, model::AttributeKey::state);
  if (state.kind != Kind::text) return true;
  const std::string_view word = facts.text(state.text);
  return word != "done" && word != "paid" && word != "dropped";
}

int number_at(std::string_view text, std::size_t at, std::size_t count) {
  int out = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    out = out * 10 + (c - '0');
  }
  return out;
}

Dated months(int year, int first, int count) {
  const auto begin = make_date(year, first, 1);
  if (!begin) return {};
  return {*begin, add_months(*begin, count) - 1};
}

}  // namespace

FieldValue read_field(const model::FactStore& facts, const model::Fact& fact, const Field& field) {
  switch (field.kind) {
    case FieldKind::attribute:
      return attribute_of(facts.table(), fact, field.key);
    case FieldKind::value:
      return value_of(fact);
    case FieldKind::basis:
      return of_word(model::to_string(fact.basis));
    case FieldKind::kind:
      return of_word(model::to_string(fact.kind));
    case FieldKind::as_of:
      return of_date(fact.as_of);
    case FieldKind::per:
      return of_word(to_string(fact.per));
    case FieldKind::entity:
      return of_text(fact.entity);
    case FieldKind::project:
      return of_text(fact.subject_kind == model::SubjectKind::project ? fact.subject
                                                                      : facts.table().document(fact.file).project);
    case FieldKind::subject:
      return of_text(fact.subject);
    case FieldKind::section:
      return of_text(fact.section);
    case FieldKind::unit:
      return fact.value == model::ValueKind::quantity ? of_word(to_string(fact.unit)) : FieldValue{};
    case FieldKind::of:
      return fact.value == model::ValueKind::quantity ? of_text(fact.text) : FieldValue{};
    case FieldKind::month:
      return calendar_of(facts, fact, Kind::month, 1);
    case FieldKind::quarter:
      return calendar_of(facts, fact, Kind::quarter, 3);
    case FieldKind::category: {
      const FieldValue account = attribute_of(facts.table(), fact, model::AttributeKey::account);
      return account.kind != Kind::absent ? account : attribute_of(facts.table(), fact, model::AttributeKey::label);
    }
    case FieldKind::open:
      return of_truth(is_open(facts, fact));
    case FieldKind::currency:
      break;
  }
  if (!fact.currency.stated()) return attribute_of(facts.table(), fact, model::AttributeKey::currency);
  return of_quantity({.currency = fact.currency});
}

std::string shown(const model::FactStore& facts, const FieldValue& value) {
  switch (value.kind) {
    case Kind::absent:
      return {};
    case Kind::text:
      return std::string(facts.text(value.text));
    case Kind::word:
      return std::string(value.word);
    case Kind::date:
      return to_string(value.date);
    case Kind::truth:
      return value.truth ? "true" : "false";
    case Kind::number:
      return std::to_string(value.number);
    case Kind::month:
      return to_string(value.date).substr(0, 7);
    case Kind::quarter:
      return fmt::format("{}-Q{}", to_string(value.date).substr(0, 4),
                         (static_cast<unsigned>(value.date.civil().month()) + 2) / 3);
    case Kind::quantity:
      break;
  }
  const Quantity& quantity = value.quantity;
  if (quantity == Quantity{.currency = quantity.currency}) return quantity.currency.code();
  std::string out = to_decimal(quantity.lo, quantity.unit);
  if (quantity.hi != quantity.lo) out += "–" + to_decimal(quantity.hi, quantity.unit);
  return quantity.currency.stated() ? out + " " + quantity.currency.code() : out;
}

Date first_of_span(Date day, int months) {
  const Date first = first_of_month(day);
  const auto month = static_cast<int>(static_cast<unsigned>(first.civil().month()));
  return add_months(first, -((month - 1) % months));
}

std::optional<Dated> parse_period(std::string_view text) {
  if (const auto day = parse_iso_date(text)) return Dated{*day, *day};
  if (text.size() < 4) return std::nullopt;
  const int year = number_at(text, 0, 4);
  if (year < 1) return std::nullopt;
  if (text.size() == 4) return months(year, 1, 12);
  if (text[4] != '-' || text.size() > 8) return std::nullopt;
  const std::string_view part = text.substr(5);
  if (part.size() == 2 && (part[0] == 'Q' || part[0] == 'H')) {
    const int n = part[1] - '0';
    const int length = part[0] == 'Q' ? 3 : 6;
    if (n < 1 || n > 12 / length) return std::nullopt;
    return months(year, (n - 1) * length + 1, length);
  }
  if (part.size() == 3 && part[0] == 'W') {
    const int week = number_at(part, 1, 2);
    if (week < 1 || week > 53) return std::nullopt;
    const Date fourth = *make_date(year, 1, 4);  // always in week 1
    const int monday = fourth.days - (((fourth.days + 3) % 7) + 7) % 7;
    return Dated{{monday + (week - 1) * 7}, {monday + (week - 1) * 7 + 6}};
  }
  const int month = part.size() == 2 ? number_at(part, 0, 2) : -1;
  if (month < 1 || month > 12) return std::nullopt;
  return months(year, month, 1);
}

std::optional<Dated> dated(const model::FactStore& facts, const model::Fact& fact) {
  if (!fact.timed) return std::nullopt;
  std::optional<model::Attribute> date;
  for (std::size_t n = 0; n < fact.attribute_count; ++n) {
    const model::Attribute one = facts.table().attribute(fact, n);
    if (one.key == model::AttributeKey::date) date = one;
    if (one.key != model::AttributeKey::period || one.kind != model::AttributeKind::text) continue;
    if (const auto span = parse_period(facts.text(one.text()))) return span;
  }
  const bool recurring = fact.per != Cadence::once && fact.per != Cadence::unstated;
  if (!date || recurring) return std::nullopt;  // a date beside "per month" says since when or until when
  if (date->kind == model::AttributeKind::date) return Dated{date->date(), date->date()};
  if (date->kind == model::AttributeKind::text) return parse_period(facts.text(date->text()));
  return std::nullopt;
}

}  // namespace qd::formula
