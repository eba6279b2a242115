#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "assess/show.hpp"
#include "base/csv_writer.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using formula::Amount;

class Table {
 public:
  Table(const ViewContext& context, std::string_view header) : context_(context), out_(header), row_(out_) {
    out_ += "\r\n";
  }

  [[nodiscard]] bool full(std::size_t most = kMostRows) const { return rows_ >= most; }
  Table& words(std::string_view text) {
    return text.empty() ? cell(text) : (row_.words(context_.without_names(text)), *this);
  }
  Table& cell(std::string_view text) { return row_.cell(text), *this; }
  /// lo, hi, unit, currency, per: as `assess --format json` has them.
  Table& amount(const std::optional<Amount>& amount) {
    if (!amount) return cell("").cell("").cell("").cell("").cell("");
    const auto bound = [&](const Rational& value, bool open) {
      const auto scaled = to_scaled(value, scale_of(amount->unit));
      return open || !scaled ? std::string() : to_decimal(*scaled, amount->unit);
    };
    return cell(bound(amount->lo, amount->open_lo))
        .cell(bound(amount->hi, amount->open_hi))
        .cell(to_string(amount->unit))
        .cell(amount->currency.code())
        .cell(amount->per == Cadence::unstated ? "" : to_string(amount->per));
  }
  void end() { row_.end_row(), ++rows_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  const ViewContext& context_;
  std::string out_;
  CsvWriter row_;
  std::size_t rows_ = 0;
};

}  // namespace

std::string table_name(std::string_view name, std::size_t rows) {
  return rows <= kMostRows ? std::string(name) : fmt::format("{}-first-{}", name, kMostRows);
}

std::string figures_csv(const ViewContext& context) {
  Table table(context, "figure,title,of,group,lo,hi,unit,currency,per,not_known,needs");
  for (const assess::KpiResult& kpi : context.assessment().kpis) {
    if (table.full(kMostFigures)) break;
    const assess::Kpi* definition = context.definitions().kpi(kpi.id);
    if (definition == nullptr || !context.role().may_read(*definition) || !context.in_scope(kpi.subject)) continue;
    const auto* amount = std::get_if<Amount>(&kpi.result.value);
    const auto* missing = std::get_if<formula::Missing>(&kpi.result.value);
    table.cell(kpi.id).words(definition->title).words(context.subject_name(kpi.subject)).words(kpi.result.group);
    table.amount(amount == nullptr ? std::nullopt : std::optional(*amount));
    table.words(missing == nullptr ? "" : missing->reason).words(missing == nullptr ? "" : missing->needs).end();
  }
  return table.take();
}

std::string findings_csv(const ViewContext& context, const std::vector<const assess::Finding*>& findings) {
  Table table(context, "severity,check,subject,entity,message,remedy,since,state,evidence");
  for (const assess::Finding* finding : findings) {
    if (table.full()) break;
    table.cell(to_string(finding->severity)).cell(finding->check).words(context.subject_name(finding->subject));
    table.words(context.entity_name(context.entity_of(finding->subject))).words(finding->message);
    table.words(finding->remedy).cell(to_string(finding->since)).cell(to_string(finding->state));
    table.words(finding->evidence.empty()
                    ? std::string()
                    : short_source(finding->evidence.front().file, finding->evidence.front().line));
    table.end();
  }
  return table.take();
}

std::string changes_csv(const ViewContext& context, const std::vector<const assess::Change*>& changes) {
  Table table(context, "what,state,entity,from,to,text");
  for (const assess::Change* change : changes) {
    if (table.full()) break;
    table.cell(change->what).cell(change->state).words(context.entity_name(context.entity_of(change->subject)));
    table.words(change->from).words(change->to).words(change->text).end();
  }
  return table.take();
}

std::string actions_csv(const ViewContext& context, const std::vector<std::uint32_t>& places) {
  Table table(context, "rank,title,entity,owner,due,state,severity,lo,hi,unit,currency,per,effort_days,score,source");
  for (std::size_t i = 0; i < places.size() && !table.full(); ++i) {
    const assess::Action action = context.assessment().actions[places[i]];
    table.cell(std::to_string(i + 1)).words(action.title).words(context.entity_name(action.entity));
    table.words(action.owner).cell(action.due ? to_string(*action.due) : "").cell(action.state);
    table.cell(action.severity ? to_string(*action.severity) : "").amount(action.impact);
    table.cell(action.effort ? fmt::format("{:g}", action.effort->lo.approximate()) : "");
    table.cell(fmt::format("{:.1f}", action.score)).words(short_source(action.source, 0)).end();
  }
  return table.take();
}

std::string items_csv(const ViewContext& context, const std::vector<model::FactIndex>& items) {
  const model::FactStore& facts = context.facts();
  const std::span<const model::FactIndex> shown = std::span(items).first(std::min(items.size(), kMostRows));
  std::array<bool, model::kAttributeKeys> used{};
  for (const model::FactIndex i : shown) {
    for (std::size_t n = 0; n < facts[i].attribute_count; ++n)
      used[static_cast<std::size_t>(facts.table().attribute(facts[i], n).key)] = true;
  }
  std::string header = "entity,project,value,lo,hi,unit,currency,per,kind,basis,as_of,source";
  for (std::size_t key = 0; key < used.size(); ++key) {
    if (used[key]) header.append(",").append(to_string(static_cast<model::AttributeKey>(key)));
  }
  Table table(context, header);
  for (const model::FactIndex i : shown) {
    const model::Fact& fact = facts[i];
    table.words(context.entity_name(facts.text(fact.entity))).words(facts.text(fact.subject));
    table.words(assess::show(facts, i)).amount(assess::amount_of(facts, i));
    table.cell(to_string(fact.kind)).cell(to_string(fact.basis)).cell(to_string(fact.as_of));
    table.words(short_source(facts.table().document(fact.file).path, fact.line));
    for (std::size_t key = 0; key < used.size(); ++key) {
      if (used[key]) table.words(attribute_text(facts, fact, static_cast<model::AttributeKey>(key)));
    }
    table.end();
  }
  return table.take();
}

}  // namespace qd::report
