#include "ingest/item_client.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ingest/attribute.hpp"
#include "ingest/entry.hpp"
#include "ingest/item.hpp"

namespace qd::ingest {

using model::AttributeKey;
using model::NewAttribute;

namespace {

/// The date behind "ends", "until", "contract end".
std::optional<Date> end_in(Page& page, std::string_view text) {
  for (const std::string_view word :
       {"ends ", "end ", "ended ", "until ", "expires ", "expired ", "through ", "renews "}) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = text.substr(at + word.size());
    if (const auto found = find_date(rest, page.date_context()); found && found->begin <= 6) return found->date;
    if (const auto due = read_due(trim(rest.substr(0, rest.find_first_of(",;)"))), page.date_context())) return due;
  }
  return std::nullopt;
}

void keep_contract_end(Page& page, std::string_view customer, Date end, std::uint32_t line) {
  Draft& draft = page.start("client.contract_end", line);
  draft.fact.set_date(end);
  page.note(draft, AttributeKey::customer, customer);
  page.keep(draft);
}

}  // namespace

bool read_client(Page& page, const Line& line, const Pair& pair) {
  std::string_view customer = pair.key, value = pair.value;
  const std::string_view record = page.section().record;
  if (!record.empty()) {
    const Meaning& key = page.meaning(pair.key);
    if (key.field_whole == Field::end) {
      const auto end = find_date(value, page.date_context());
      if (!end) return false;
      keep_contract_end(page, record, end->date, line.number);
      return true;
    }
    if (key.field_whole != Field::billing && key.field_whole != Field::price && key.field_whole != Field::revenue)
      return false;
    customer = record;
  } else if (!pair.key.empty() && page.meaning(pair.key).label != PredicateId::none) {
    return false;
  }
  if (customer.empty()) {
    const NameAndRest one = split_name(line.text);
    customer = one.name, value = one.rest;
  }
  const Meaning& name = page.meaning(customer);
  const bool of_money = name.hints.any() || name.label_within != PredicateId::none || name.has(Topic::budget) ||
                        name.has(Topic::pricing) || name.fields.has_any({Field::amount, Field::total, Field::impact});
  if (record.empty() && of_money) return false;  // "Budget: $500" of a persona
  if (page.meaning(customer).words == 0 || page.meaning(customer).words > 7 || page.meaning(customer).has(Mark::none))
    return false;
  if (const auto figure = read_amount(split_trailing_attributes(value).before, page.amount_context(Unit::count));
      record.empty() && figure && figure->form == AmountForm::value && figure->quantity.unit != Unit::money)
    return false;
  Draft& draft = page.start("client.billing", line.number);
  const std::string_view rest = take_attributes(page, draft, value);
  page.note(draft, AttributeKey::customer, customer);
  const std::optional<Date> end = end_in(page, value);
  const auto amount = read_amount(rest, page.amount_context(std::nullopt));
  if (amount && amount->form == AmountForm::value) {
    page.set(draft, *amount);
    if (amount->end < rest.size()) page.note(draft, AttributeKey::note, rest.substr(amount->end));
  } else if (says_nothing(rest) || (amount && amount->form == AmountForm::unknown)) {
    page.set_missing(draft, fmt::format("no billing is given for {}", customer),
                     fmt::format("write an amount and a period for `{}:`", customer));
  } else {
    page.set_text(draft, rest);
  }
  page.keep(draft);
  if (end) keep_contract_end(page, customer, *end, line.number);
  return true;
}

bool read_invoice(Page& page, const Line& line, const Pair& pair) {
  if (pair.key.empty() || page.meaning(pair.key).label != PredicateId::none) return false;
  const auto amounts = find_amounts(pair.value, page.amount_context(std::nullopt));
  const auto money = std::ranges::find_if(amounts, [](const Amount& a) { return a.quantity.unit == Unit::money; });
  if (money == amounts.end()) return false;
  const Meaning& value = page.meaning(pair.value);
  std::string_view predicate = "invoice.sent";
  if (value.state == State::open || value.state == State::blocked) predicate = "invoice.due";
  if (value.state == State::done && pair.value.find("sent") == std::string_view::npos) predicate = "invoice.paid";
  Draft& draft = page.start(predicate, line.number);
  take_attributes(page, draft, pair.value);
  page.set(draft, *money);
  page.note(draft, AttributeKey::id, pair.key);
  if (const std::size_t due = pair.value.find("due "); due != std::string_view::npos)
    add_attribute(page, draft, Field::due, pair.value.substr(due + 4));
  if (const auto found = find_date(pair.value, page.date_context()))
    draft.add(NewAttribute::of(AttributeKey::date, found->date));
  page.keep(draft);
  return true;
}

}  // namespace qd::ingest
