#include <array>
#include <string>

#include "base/csv_writer.hpp"
#include "render/facts_output.hpp"
#include "render/facts_value.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kPiece = 64 << 10;
constexpr std::string_view kHeader =
    "id,file,line,section,entity,subject_kind,subject,predicate,kind,basis,as_of,lo,hi,unit,of,currency,per,value,"
    "missing,needs";

void write_value(CsvWriter& row, const model::FactStore& facts, const model::Fact& fact) {
  const bool amount = fact.value == model::ValueKind::quantity;
  const bool missing = fact.value == model::ValueKind::missing;
  row.cell(amount && !fact.open_lo ? to_decimal(fact.lo, fact.unit) : "");
  row.cell(amount && !fact.open_hi ? to_decimal(fact.hi, fact.unit) : "");
  row.cell(amount ? to_string(fact.unit) : "");
  row.cell(amount ? facts.text(fact.text) : "");
  row.cell(amount ? fact.currency.code() : "");
  row.cell(amount && fact.per != Cadence::unstated ? to_string(fact.per) : "");
  row.cell(amount || missing ? "" : value_text(facts, fact));
  row.cell(missing ? facts.text(fact.text) : "");
  row.cell(missing ? facts.text(fact.needs) : "");
}

void write_row(std::string& out, const model::FactStore& facts, model::FactIndex index, const model::Fact& fact) {
  CsvWriter row(out);
  row.cell(facts.fact_id(index));
  row.cell(facts.table().document(fact.file).path);
  row.cell(std::to_string(fact.line));
  row.cell(facts.text(fact.section));
  row.cell(facts.text(fact.entity));
  row.cell(model::to_string(fact.subject_kind));
  row.cell(facts.text(fact.subject));
  row.cell(facts.text(fact.predicate));
  row.cell(model::to_string(fact.kind));
  row.cell(model::to_string(fact.basis));
  row.cell(to_string(fact.as_of));
  write_value(row, facts, fact);

  std::array<int, model::kAttributeKeys> at;
  at.fill(-1);
  for (int i = fact.attribute_count - 1; i >= 0; --i)
    at[static_cast<std::size_t>(facts.table().attribute(fact, static_cast<std::size_t>(i)).key)] = i;
  for (const int i : at) {
    row.cell(i < 0 ? "" : attribute_text(facts, facts.table().attribute(fact, static_cast<std::size_t>(i))));
  }
  row.end_row();
}

}  // namespace

void write_facts_csv(const model::FactStore& facts, const FactSelection& selection, const Sink& sink) {
  std::string out(kHeader);
  for (std::size_t key = 0; key < model::kAttributeKeys; ++key)
    out.append(",attr_").append(model::to_string(static_cast<model::AttributeKey>(key)));
  out += "\r\n";
  SelectedFacts(facts, selection).for_each([&](model::FactIndex index, const model::Fact& fact) {
    write_row(out, facts, index, fact);
    if (out.size() < kPiece) return;
    sink(out);
    out.clear();
  });
  sink(out);
}

}  // namespace qd::render
