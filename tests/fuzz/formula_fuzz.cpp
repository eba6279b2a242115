// Any text is either refused with a place inside it, or evaluates: with results, sorted inputs and bounds in order.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "formula/formula.hpp"

namespace {

using namespace qd;
using namespace qd::formula;

model::FactStore some_facts() {
  model::FactTable table;
  table.begin_document("jada/plan.md");
  model::Document& document = table.document(model::FileId{0});
  document.project = table.intern("plan");
  document.entity = table.intern("jada");
  document.as_of = {20'000};
  const auto add = [&](std::string_view predicate, std::int64_t lo, std::int64_t hi, Unit unit, Cadence per) {
    model::Fact fact;
    fact.predicate = table.intern(predicate);
    fact.subject = document.project;
    fact.entity = document.entity;
    fact.as_of = document.as_of;
    fact.set(
        {.lo = lo, .hi = hi, .unit = unit, .per = per, .currency = unit == Unit::money ? Currency("USD") : Currency()});
    const auto label = model::NewAttribute::of(model::AttributeKey::label, table.intern("Slip"));
    const auto date = model::NewAttribute::of(model::AttributeKey::date, Date{19'900 + static_cast<int>(lo % 100)});
    table.add(fact, std::array{label, date});
  };
  for (const std::string_view predicate : {"money.expense", "money.revenue", "money.cash", "unit.price"}) {
    add(predicate, 7'000'0000, 9'000'0000, Unit::money, Cadence::month);
    add(predicate, -5'0000, 5'0000, Unit::money, Cadence::unstated);
    add(predicate, INT64_MIN, INT64_MAX, Unit::money, Cadence::once);
  }
  add("unit.fee", 180'000, 180'000, Unit::ratio, Cadence::unstated);
  add("booking.count", 3'000'000, 8'000'000, Unit::count, Cadence::week);
  return {std::move(table), {{.id = "jada", .name = "JADA"}, {.id = "ghost", .name = "Ghost"}}};
}

void check(const Evaluated& result) {
  ensure(std::ranges::is_sorted(result.inputs), "inputs are sorted");
  ensure(std::ranges::adjacent_find(result.inputs) == result.inputs.end(), "inputs are not repeated");
  if (const auto* amount = std::get_if<Amount>(&result.value))
    ensure(amount->open_lo || amount->open_hi || amount->lo <= amount->hi, "bounds are in order");
  if (result.partial) ensure(result.partial->known <= result.partial->of, "what is known is part of the whole");
}

void check_error(const FormulaError& error, std::size_t size) {
  ensure(!error.message.empty() && error.begin <= error.end && error.end <= size, "an error lies in its text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const model::FactStore kFacts = some_facts();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto unit = parse_unit(text); !unit) check_error(unit.error(), size);
  const auto expression = parse(text);
  if (!expression) {
    check_error(expression.error(), size);
    return 0;
  }
  if (const auto unit = check_units(*expression, {}); !unit) check_error(unit.error(), size);
  static const std::vector<Evaluated> kKpi = {{.group = "", .value = Amount{.lo = 1, .hi = 2, .unit = Unit::money}}};
  for (const model::Subject& subject : {model::Subject{}, model::Subject{model::SubjectKind::entity, "jada"}}) {
    const Scope scope{.facts = kFacts,
                      .subject = subject,
                      .today = {20'000},
                      .kpi = [](std::string_view, bool) { return std::span<const Evaluated>(kKpi); },
                      .by = {"label"}};
    const auto results = evaluate(*expression, scope);
    ensure(!results.empty(), "there is a result");
    for (const Evaluated& result : results) check(result);
    ensure(trace(*expression, scope).size() == results.size(), "every result has its steps");
  }
  return 0;
}
