// One fact of each sort of value, for tests of what writes facts.
#pragma once

#include <array>

#include "model/fact_store.hpp"

namespace qd::test {

inline model::FactStore small_facts() {
  model::FactTable table;
  const auto begin = [&](std::string_view path, std::string_view project, Date as_of) {
    model::Document& document = table.document(table.begin_document(path));
    document.project = table.intern(project);
    document.entity = table.intern("jada");
    document.title = table.intern("Charters");
    document.as_of = as_of;
    document.as_of_source = model::AsOfSource::document;
    document.lines = 8;
    document.understood = 6;
  };
  const auto fact = [&](std::string_view predicate, std::uint32_t line) {
    model::Fact out;
    out.predicate = table.intern(predicate);
    out.line = line;
    out.subject = table.intern("charters");
    out.entity = table.intern("jada");
    out.section = table.intern("Financials > Monthly");
    out.as_of = {20'000};
    return out;
  };
  const Currency usd("USD");

  begin("agent_handoffs/projects/jada/charters.md", "charters", {20'000});
  model::Fact expense = fact("money.expense", 12);
  expense.set({.lo = 70'000'000, .hi = 90'000'050, .unit = Unit::money, .per = Cadence::month, .currency = usd});
  expense.kind = model::Kind::estimated;
  table.add(expense, std::array{model::NewAttribute::of(model::AttributeKey::label, table.intern("Slip, \"A\" dock")),
                                model::NewAttribute::of(model::AttributeKey::date, Date{20'001})});
  model::Fact contacts = fact("audience.contacts", 13);
  contacts.set({.lo = 999'000'000, .open_hi = true, .unit = Unit::count}, table.intern("contact"));
  table.add(contacts);
  model::Fact action = fact("action.item", 20);
  action.set_text(table.intern("Publish <b>listing</b>"));
  action.basis = model::Basis::planned;
  table.add(action, std::array{model::NewAttribute::of(model::AttributeKey::done, false),
                               model::NewAttribute::of(model::AttributeKey::impact, Quantity{.lo = 12'000'000,
                                                                                             .hi = 12'000'000,
                                                                                             .unit = Unit::money,
                                                                                             .per = Cadence::month,
                                                                                             .currency = usd}),
                               model::NewAttribute::number(model::AttributeKey::order, 3),
                               model::NewAttribute::number(model::AttributeKey::order, 4)});
  begin("agent_handoffs/projects/jada/money.md", "money", {20'010});
  model::Fact end = fact("client.contract_end", 3);
  end.set_date({20'020});
  table.add(end);
  model::Fact waf = fact("aws.distribution.waf", 4);
  waf.set_boolean(false);
  waf.kind = model::Kind::measured;
  waf.subject_kind = model::SubjectKind::asset;
  table.add(waf);
  model::Fact cash = fact("money.cash", 5);
  cash.set_missing(table.intern("the line says TBD"), table.intern("write `Cash on hand:`"));
  table.add(cash);
  return {std::move(table), {{.id = "jada", .name = "JADA", .aliases = {"Jada Charters"}}}};
}

}  // namespace qd::test
