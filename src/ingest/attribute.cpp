#include "ingest/attribute.hpp"

#include <optional>

namespace qd::ingest {

namespace {

using model::AttributeKey;
using model::NewAttribute;

std::optional<AttributeKey> key_of(Field field) {
  switch (field) {
    case Field::account:
      return AttributeKey::account;
    case Field::customer:
      return AttributeKey::customer;
    case Field::channel:
      return AttributeKey::channel;
    case Field::product:
      return AttributeKey::product;
    case Field::owner:
      return AttributeKey::owner;
    case Field::note:
    case Field::mitigation:
      return AttributeKey::note;
    case Field::id:
    case Field::invoice:
      return AttributeKey::id;
    case Field::role:
      return AttributeKey::role;
    case Field::source:
      return AttributeKey::source;
    case Field::purpose:
      return AttributeKey::purpose;
    case Field::region:
      return AttributeKey::region;
    case Field::contact:
      return AttributeKey::contact;
    case Field::alias:
      return AttributeKey::alias;
    case Field::stage:
      return AttributeKey::stage;
    case Field::currency:
      return AttributeKey::currency;
    default:
      return std::nullopt;
  }
}

void add_date(Page& page, Draft& draft, AttributeKey key, std::string_view value, bool due) {
  const DateContext dates = page.date_context();
  const auto found = find_date(value, dates);
  auto date = found ? std::optional(found->date) : std::nullopt;
  if (!date && due) date = read_due(value, dates);
  if (date)
    draft.add(NewAttribute::of(key, *date));
  else
    page.note(draft, key, value);
}

void add_period(Page& page, Draft& draft, std::string_view value) {
  const DateContext dates = page.date_context();
  if (const auto period = read_period(value, dates))
    page.note(draft, AttributeKey::period, period->label);
  else if (const auto found = find_date(value, dates))
    draft.add(NewAttribute::of(AttributeKey::date, found->date));
  else
    page.note(draft, AttributeKey::period, value);
}

void add_impact(Page& page, Draft& draft, std::string_view value) {
  AmountContext context = page.amount_context(std::nullopt);
  context.per = Cadence::unstated;
  if (const auto amount = read_amount(value, context); amount && amount->form == AmountForm::value)
    draft.add(NewAttribute::of(AttributeKey::impact, amount->quantity));
  else
    page.note(draft, AttributeKey::impact, value);
}

void add_number(Page& page, Draft& draft, AttributeKey key, std::string_view value) {
  AmountContext context = page.amount_context(Unit::count);
  const auto amount = read_amount(value, context);
  if (amount && amount->form == AmountForm::value)
    draft.add(NewAttribute::of(key, amount->quantity));
  else
    page.note(draft, key, value);
}

}  // namespace

bool says_nothing(std::string_view text) {
  text = trim(text);
  return text.empty() || text == "-" || text == "—" || text == "–" || text == "n/a" || text == "N/A" || text == "--" ||
         text == "―" || text == "ー";
}

bool add_attribute(Page& page, Draft& draft, Field field, std::string_view value) {
  const bool nothing = says_nothing(value);
  switch (field) {
    case Field::due:
      if (!nothing) add_date(page, draft, AttributeKey::due, value, true);
      return true;
    case Field::date:
      if (!nothing) add_date(page, draft, AttributeKey::date, value, false);
      return true;
    case Field::start:
      if (!nothing) add_date(page, draft, AttributeKey::start, value, false);
      return true;
    case Field::end:
      if (!nothing) add_date(page, draft, AttributeKey::end, value, true);
      return true;
    case Field::period:
      if (!nothing) add_period(page, draft, value);
      return true;
    case Field::effort:
      if (nothing) return true;
      if (const auto effort = page.meanings.effort_of(value))
        draft.add(NewAttribute::of(AttributeKey::effort, *effort));
      else
        page.note(draft, AttributeKey::effort, value);
      return true;
    case Field::impact:
      if (!nothing) add_impact(page, draft, value);
      return true;
    case Field::count:
    case Field::quantity:
      if (!nothing) add_number(page, draft, AttributeKey::count, value);
      return true;
    case Field::severity: {
      if (nothing) return true;
      const Level level = page.meaning(value).level;
      page.note(draft, AttributeKey::severity, level == Level::none ? value : to_string(level));
      return true;
    }
    case Field::status: {
      if (nothing) return true;
      if (const auto found = find_date(value, page.date_context()); found && found->begin == 0) {
        draft.add(NewAttribute::of(AttributeKey::date, found->date));
        return true;
      }
      State state = page.meaning(value).state;
      if (state == State::none) state = emoji_state(value);
      if (state == State::none)
        page.note(draft, AttributeKey::note, value);
      else
        page.note(draft, AttributeKey::state, to_string(state));
      return true;
    }
    default: {
      const auto key = key_of(field);
      if (!key) return false;
      if (!nothing) page.note(draft, *key, value);
      return true;
    }
  }
}

bool has_known_keys(Page& page, std::string_view inside) {
  bool known = false;
  for_each_attribute(inside, [&](std::string_view key, std::string_view) {
    if (!key.empty() && page.meaning(key).field_whole != Field::none) known = true;
  });
  return known;
}

std::string_view take_attributes(Page& page, Draft& draft, std::string_view text) {
  const TrailingAttributes trailing = split_trailing_attributes(text);
  bool known = false;
  for_each_attribute(trailing.inside, [&](std::string_view key, std::string_view value) {
    const Field field = key.empty() ? Field::none : page.meaning(key).field_whole;
    if (field == Field::none) return;
    known = true;
    add_attribute(page, draft, field, value);
  });
  return known ? trailing.before : text;
}

}  // namespace qd::ingest
