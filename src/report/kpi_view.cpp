#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "assess/show.hpp"
#include "base/slug.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::KpiResult;
using formula::Amount;
using formula::Missing;

constexpr std::string_view kNotKnown = "not known";

/// All results of one KPI for one subject: one for each group or currency.
using Results = std::span<const KpiResult>;

bool known(const KpiResult& kpi) {
  if (const auto* truth = std::get_if<formula::Truth>(&kpi.result.value)) return *truth != formula::Truth::unknown;
  return !std::holds_alternative<Missing>(kpi.result.value);
}

std::string ref_of(const KpiResult& kpi) {
  return kpi.subject.kind == model::SubjectKind::portfolio ? kpi.id : fmt::format("{}@{}", kpi.id, kpi.subject.id);
}

/// Groups by entity are ids; people read names,
/// and resources are called what a document calls them.
std::string group_name(const ViewContext& context, const assess::Kpi& definition, const KpiResult& kpi) {
  constexpr std::string_view kSubjectOf = "subject of ";
  if (definition.by.size() == 1 && definition.by.front().starts_with(kSubjectOf)) {
    const std::string_view predicate = std::string_view(definition.by.front()).substr(kSubjectOf.size());
    for (const model::FactIndex i : kpi.result.inputs) {
      const model::Fact& fact = context.facts()[i];
      const std::string_view label = text_attribute(context.facts(), fact, model::AttributeKey::label);
      if (context.facts().text(fact.predicate) == predicate && !label.empty()) return context.without_names(label);
    }
  }
  const bool entities = definition.by.size() == 1 && definition.by.front() == "entity" && !kpi.result.group.empty();
  return entities ? context.entity_name(kpi.result.group) : context.without_names(kpi.result.group);
}

std::string shown(const ViewContext& context, const assess::Kpi& definition, const KpiResult& kpi) {
  std::string out = assess::show(kpi.result);
  if (!kpi.result.group.empty()) out += fmt::format(" ({})", group_name(context, definition, kpi));
  return out;
}

/// "stated" where a total was taken as it stands, else how sure the least certain input is.
std::string_view certainty(const KpiResult& kpi) {
  if (!known(kpi) || kpi.result.inputs.empty()) return {};
  const bool stated = kpi.result.kind == model::Kind::stated;
  return to_string(stated ? model::Kind::stated : kpi.result.weakest);
}

/// The day of the newest input, if the report is of a later one.
Value older_than_report(const ViewContext& context, const KpiResult& kpi) {
  Date newest{};
  for (const model::FactIndex i : kpi.result.inputs) {
    newest = std::max(newest, context.facts()[i].as_of);
    if (newest >= context.assessment().today) return {};
  }
  return kpi.result.inputs.empty() ? Value() : Value(to_string(newest));
}

struct Movement {
  std::string text;        ///< "up $240"
  std::string_view sense;  ///< "better", "worse" or nothing
};

Movement movement(const KpiResult& kpi, const assess::Kpi& definition) {
  const auto* now = std::get_if<Amount>(&kpi.result.value);
  if (now == nullptr || !kpi.previous) return {};
  Amount before = *kpi.previous;
  before.of = now->of;
  const auto change = assess::show_change(before, *now);
  if (!change) return {};
  Movement out{*change, {}};
  const bool up = change->starts_with("up ");
  if (definition.better == assess::Better::neither || (!up && !change->starts_with("down "))) return out;
  out.sense = up == (definition.better == assess::Better::higher) ? "better" : "worse";
  return out;
}

Value beside(const ViewContext& context, const KpiResult& kpi);

Value group_value(const ViewContext& context, const assess::Kpi& definition, const KpiResult& kpi) {
  const Movement moved = movement(kpi, definition);
  return Value::object({{"group", group_name(context, definition, kpi)},
                        {"value", assess::show(kpi.result)},
                        {"short", assess::show(kpi.result, {.per = false})},
                        {"figure", kpi.id.empty() ? Value(kNotKnown) : figure(assess::show(kpi.result), ref_of(kpi))},
                        {"known", known(kpi)},
                        {"change", moved.text},
                        {"sense", Value(moved.sense)},
                        {"trend", Value::later([&context, &kpi] { return trend_value(context, kpi); })},
                        {"certainty", Value(certainty(kpi))},
                        {"as_of", Value::later([&context, &kpi] { return older_than_report(context, kpi); })},
                        {"beside", Value::later([&context, &kpi] { return beside(context, kpi); })}});
}

/// The other figures of the same subject and group, by id: the row of a table that several KPIs make.
Value beside(const ViewContext& context, const KpiResult& kpi) {
  static const KpiResult kNone;
  Members out;
  for (const assess::Kpi& definition : context.definitions().kpis()) {
    out.push_back({definition.id, Value::later([&context, &definition, &kpi] {
                     if (context.role().may_read(definition)) {
                       for (const KpiResult& other : context.results(definition.id, kpi.subject.kind, kpi.subject.id)) {
                         if (other.result.group == kpi.result.group) return group_value(context, definition, other);
                       }
                     }
                     return group_value(context, definition, kNone);
                   })});
  }
  return Value::object(std::move(out));
}

/// Groups that are made of two names, "price 80% · commission 10%", as a table: the first name is the column.
Value matrix(const ViewContext& context, const assess::Kpi& definition, Results results) {
  constexpr std::string_view kJoint = " · ";
  static const KpiResult kNone;
  std::vector<std::string> columns;
  std::vector<std::pair<std::string, std::map<std::string, const KpiResult*>>> rows;
  for (const KpiResult& kpi : results) {
    const std::string name = group_name(context, definition, kpi);
    const std::size_t joint = name.find(kJoint);
    if (joint == std::string::npos) continue;
    const std::string column = name.substr(0, joint);
    const std::string row = name.substr(joint + kJoint.size());
    if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
    auto at = std::ranges::find(rows, row, [](const auto& r) { return r.first; });
    if (at == rows.end()) at = rows.insert(rows.end(), {row, {}});
    at->second.emplace(column, &kpi);
  }
  const Value shape = group_value(context, definition, kNone);
  std::vector<Value> heads;
  for (const std::string& column : columns) heads.push_back(Value::object({{"name", column}}));
  std::vector<Value> lines;
  for (const auto& [name, cells] : rows) {
    std::vector<Value> values;
    for (const std::string& column : columns) {
      const auto cell = cells.find(column);
      values.push_back(group_value(context, definition, cell == cells.end() ? kNone : *cell->second));
    }
    lines.push_back(Value::object({{"name", name}, {"cells", Value::list(std::move(values), shape)}}));
  }
  const bool any = !lines.empty();
  return Value::object(
      {{"any", any},
       {"columns", Value::list(std::move(heads), Value::object({{"name", ""}}))},
       {"rows", Value::list(std::move(lines), Value::object({{"name", ""}, {"cells", Value::list({}, shape)}}))}});
}

/// Without " a month": for a column whose head says so.
std::string short_text(Results results) {
  std::vector<std::string> parts;
  for (const KpiResult& kpi : results) {
    if (known(kpi)) parts.push_back(assess::show(kpi.result, {.per = false}));
  }
  return parts.empty() ? std::string("not known") : fmt::format("{}", fmt::join(parts, "; "));
}

std::string joined(const ViewContext& context, const assess::Kpi& definition, Results results) {
  std::vector<std::string> parts;
  for (const KpiResult& kpi : results) {
    if (known(kpi)) parts.push_back(shown(context, definition, kpi));
  }
  return parts.empty() ? std::string("not known") : fmt::format("{}", fmt::join(parts, "; "));
}

/// The groups of which an amount is known, the highest first: the order of a chart.
std::vector<const KpiResult*> ranked(Results results) {
  const auto amount = [](const KpiResult* kpi) { return std::get_if<Amount>(&kpi->result.value); };
  std::vector<const KpiResult*> out;
  for (const KpiResult& kpi : results) {
    if (amount(&kpi) != nullptr) out.push_back(&kpi);
  }
  std::ranges::stable_sort(out, [&](const KpiResult* a, const KpiResult* b) { return amount(a)->hi > amount(b)->hi; });
  return out;
}

/// "at least" is said by the figure; this says what is left out.
Value partial_text(const ViewContext& context, const KpiResult& kpi) {
  if (!kpi.result.partial || !known(kpi)) return {};
  std::vector<std::string> without;
  for (const std::string& entity : kpi.result.partial->unknown_entities) without.push_back(context.entity_name(entity));
  if (!without.empty()) return fmt::format("without {}", first_names(without));
  return fmt::format("from {} of {} inputs", kpi.result.partial->known, kpi.result.partial->of);
}

/// The results of a KPI made of cases, by the name of the case: `case.after_saving`.
Value cases(const ViewContext& context, const assess::Kpi& definition, Results results) {
  static const KpiResult kNone;
  Members out;
  for (const auto& one : definition.cases) {
    const auto found = std::ranges::find(results, one.name, [](const KpiResult& kpi) { return kpi.result.group; });
    std::string name = slug(one.name);
    std::ranges::replace(name, '-', '_');
    out.push_back({std::move(name), group_value(context, definition, found == results.end() ? kNone : *found)});
  }
  return Value::object(std::move(out));
}

/// One KPI for one subject. `results` is empty when it does not apply; all names are there all the same.
Value kpi_value(const ViewContext& context, const assess::Kpi& definition, Results results) {
  static const KpiResult kNone;
  const auto first_known = std::ranges::find_if(results, known);
  const bool any = first_known != results.end();
  const KpiResult& main = any ? *first_known : results.empty() ? kNone : results.front();
  const auto* missing = any ? nullptr : std::get_if<Missing>(&main.result.value);
  const KpiResult& only = results.size() == 1 ? main : kNone;  // of several no single one moved
  const Movement moved = movement(only, definition);
  const auto value_of = [&context, &definition](const KpiResult& kpi) { return group_value(context, definition, kpi); };
  const auto by_size = [results] { return results.size() > 1 ? ranked(results) : std::vector<const KpiResult*>(); };
  const auto largest = [value_of, by_size] {
    const auto first = by_size();
    return first.empty() ? Value::none(value_of(kNone)) : value_of(*first.front());
  };
  const std::size_t most = context.limits().items;
  const auto all_ranked = [value_of, by_size, most] {
    std::vector<Value> out;
    for (const KpiResult* kpi : by_size()) {
      if (out.size() < most) out.push_back(value_of(*kpi));
    }
    return Value::list(std::move(out), value_of(kNone));
  };
  const auto groups = [value_of, results, most] {
    std::vector<Value> out;
    for (const KpiResult& kpi : results.first(std::min(most, results.size()))) out.push_back(value_of(kpi));
    return Value::list(std::move(out), value_of(kNone));
  };
  const std::size_t more = results.size() - std::min(most, results.size());
  const std::string text = results.empty() ? "—" : joined(context, definition, results);
  return Value::object(
      {{"id", definition.id},
       {"title", definition.title},
       {"applies", !results.empty()},
       {"known", any},
       {"value", text},
       {"figure", results.empty() ? Value::markdown(text, text) : figure(text, ref_of(main))},
       {"short", results.empty() ? Value::markdown(text, text) : figure(short_text(results), ref_of(main))},
       {"ref", results.empty() ? Value() : Value(ref_of(main))},
       {"change", moved.text},
       {"sense", Value(moved.sense)},
       {"trend", Value::later([&context, &only] { return trend_value(context, only); })},
       {"previous", main.previous ? Value(assess::show(*main.previous)) : Value()},
       {"certainty", Value(certainty(main))},
       {"as_of", Value::later([&context, &main] { return older_than_report(context, main); })},
       {"partial", partial_text(context, main)},
       {"reason", missing == nullptr ? Value() : with_code(context.without_names(missing->reason))},
       {"needs", with_code(missing == nullptr || missing->needs.empty() ? definition.needs : missing->needs)},
       {"largest", Value::later(largest)},
       {"ranked", Value::later(all_ranked)},
       {"groups", Value::later(groups)},
       {"case", Value::later([&context, &definition, results] { return cases(context, definition, results); })},
       {"groups_more", more == 0 ? Value() : Value::number(more)},
       {"matrix", Value::later([&context, &definition, results] { return matrix(context, definition, results); })}});
}

Value row_value(const ViewContext& context, const assess::Kpi& definition, const KpiResult& kpi) {
  const Movement moved = movement(kpi, definition);
  return Value::object(
      {{"id", definition.id},
       {"title", definition.title},
       {"group", group_name(context, definition, kpi)},
       {"entity",
        kpi.subject.kind == model::SubjectKind::entity ? Value(context.entity_name(kpi.subject.id)) : Value()},
       {"value", assess::show(kpi.result)},
       {"figure", figure(assess::show(kpi.result), ref_of(kpi))},
       {"known", known(kpi)},
       {"change", moved.text},
       {"sense", Value(moved.sense)},
       {"trend", Value::later([&context, &kpi] { return trend_value(context, kpi); })},
       {"certainty", Value(certainty(kpi))},
       {"partial", partial_text(context, kpi)},
       {"as_of", Value::later([&context, &kpi] { return older_than_report(context, kpi); })}});
}

/// What is known of the group as a whole, and of an entity where the group has no such figure.
std::vector<Value> known_figures(const ViewContext& context) {
  std::vector<Value> out;
  for (const assess::Kpi& definition : context.definitions().kpis()) {
    if (!context.role().may_read(definition) || !definition.grid.empty()) continue;
    for (const KpiResult& kpi : context.assessment().kpis) {
      if (kpi.id != definition.id || !known(kpi) || !context.in_scope(kpi.subject)) continue;
      if (kpi.subject.kind == model::SubjectKind::portfolio || !definition.for_portfolio || !context.whole())
        out.push_back(row_value(context, definition, kpi));
    }
  }
  return out;
}

/// The figures that stand above all others, as far as they apply.
Value headline(const ViewContext& context) {
  static const assess::Kpi kNone;
  std::vector<Value> out;
  for (const std::string& id : context.role().headline) {
    const assess::Kpi* const definition = context.definitions().kpi(id);
    if (definition == nullptr || !context.role().may_read(*definition)) continue;
    const Results results = context.results(id);
    if (!results.empty()) out.push_back(kpi_value(context, *definition, results));
  }
  return Value::list(std::move(out), kpi_value(context, kNone, {}));
}

}  // namespace

void add_kpis(const ViewContext& context, Members& out) {
  // Everything that the reader may know, also what the template does not show.
  context.attach("figures", [&context] { return figures_csv(context); });
  Members by_id;
  for (const assess::Kpi& definition : context.definitions().kpis()) {
    // What the role may not read looks like what does not apply, so that roles can share their parts.
    const bool readable = context.role().may_read(definition);
    by_id.push_back({definition.id, Value::later([&context, &definition, readable] {
                       return kpi_value(context, definition, readable ? context.results(definition.id) : Results());
                     })});
  }
  out.push_back({"headline", Value::later([&context] { return headline(context); })});
  out.push_back({"kpi", Value::object(std::move(by_id))});

  static const assess::Kpi kNoKpi;
  static const KpiResult kNoResult;
  out.push_back({"figures", Value::later([&context] {
                   return Value::list(known_figures(context), row_value(context, kNoKpi, kNoResult));
                 })});
}

Value figure_row(const ViewContext& context, const assess::Kpi& definition, const KpiResult& kpi) {
  return row_value(context, definition, kpi);
}

Value entity_kpis(const ViewContext& context, std::string_view entity) {
  Members by_id;
  for (const assess::Kpi& definition : context.definitions().kpis()) {
    if (!definition.for_entities) continue;
    const bool readable = context.role().may_read(definition);
    by_id.push_back({definition.id, Value::later([&context, &definition, readable, id = std::string(entity)] {
                       return kpi_value(
                           context, definition,
                           readable ? context.results(definition.id, model::SubjectKind::entity, id) : Results());
                     })});
  }
  return Value::object(std::move(by_id));
}

}  // namespace qd::report
