// What the parts of the view model share: the reader's rights, names, figures as links, lists cut to their limit.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "report/value.hpp"
#include "report/view_model.hpp"

namespace qd::report {

using Members = std::vector<Value::Member>;

class ViewContext {
 public:
  ViewContext(const Role& role, const ReportInput& input);

  [[nodiscard]] const Role& role() const { return role_; }
  [[nodiscard]] const Limits& limits() const { return role_.limits; }
  [[nodiscard]] const model::FactStore& facts() const { return input_.facts; }
  [[nodiscard]] const assess::Assessment& assessment() const { return input_.assessment; }
  [[nodiscard]] const assess::Definitions& definitions() const { return input_.definitions; }
  [[nodiscard]] const ReportInput& input() const { return input_; }

  /// The text with aliases in place of the exact names of functions, buckets and the like. Gives aliases to those that
  /// have none yet.
  [[nodiscard]] std::string without_names(std::string_view text) const;
  [[nodiscard]] std::string entity_name(std::string_view id) const;
  /// "JADA", the portfolio's name, "booking-log (JADA)".
  [[nodiscard]] std::string subject_name(const model::Subject& subject) const;
  [[nodiscard]] std::string_view entity_of(const model::Subject& subject) const;
  /// Says that a list is shown in part; the whole of it goes along as a table, made when the report is. Once is enough.
  void attach(std::string name, std::function<std::string()> csv) const {
    attachments_.try_emplace(std::move(name), std::move(csv));
  }
  using Attachments = std::map<std::string, std::function<std::string()>>;
  [[nodiscard]] const Attachments& attachments() const { return attachments_; }

  /// Whether the report is about the whole group.
  [[nodiscard]] bool whole() const { return role_.about == About::portfolio; }
  /// Whether the report speaks of an entity, by id; for what concerns the group as such ("" or "portfolio") it does
  /// only if it is about the whole group.
  [[nodiscard]] bool in_scope(std::string_view entity) const;
  [[nodiscard]] bool in_scope(const model::Subject& subject) const { return in_scope(entity_of(subject)); }

  /// What the report calls `kpi.<id>`: the results for the group, or for the one business that it is about.
  [[nodiscard]] std::span<const assess::KpiResult> results(std::string_view kpi) const;
  /// The results of a KPI for one subject, one for each group; empty where it does not apply.
  [[nodiscard]] std::span<const assess::KpiResult> results(std::string_view kpi, model::SubjectKind kind,
                                                           std::string_view subject) const;

 private:
  const Role& role_;
  const ReportInput& input_;
  mutable Attachments attachments_;                                 // grows while the template is filled in
  std::unordered_map<std::string_view, std::string_view> aliases_;  // of earlier runs
  std::vector<model::Symbol> entity_of_project_;                    // by symbol of the project's id
  std::set<std::string_view> in_scope_;                             // ids of entities, unless about the whole group
  std::map<std::tuple<std::string_view, model::SubjectKind, std::string_view>, std::span<const assess::KpiResult>>
      results_;
};

/// A figure that leads to its explanation, as Markdown.
[[nodiscard]] Value figure(std::string_view text, std::string_view ref);

/// Text in which words between backticks are code, as our own advice has them.
[[nodiscard]] Value with_code(std::string_view text);

/// Adds `name`, the elements, which are the first of `of`, and `name`_more, how many there are beyond them (absent when
/// none).
void add_shown(Members& out, std::string_view name, std::vector<Value> elements, std::size_t of, Value shape);

/// "1 action", "12 actions".
[[nodiscard]] std::string counted(std::size_t n, std::string_view noun);

/// The names joined as a sentence has them; "a, b and 3 more" where they are the first two of five.
[[nodiscard]] std::string enumerated(const std::vector<std::string>& names, std::size_t total);
/// The same of the first three.
[[nodiscard]] std::string first_names(std::vector<std::string> names);

/// "handoff.md:12" with the folder that all hand-offs share left out.
[[nodiscard]] std::string short_source(std::string_view file, std::uint32_t line);

/// Empty where the fact has no such attribute.
[[nodiscard]] std::string_view text_attribute(const model::FactStore& facts, const model::Fact& fact,
                                              model::AttributeKey key);

/// "21 May 2026".
[[nodiscard]] std::string long_date(Date date);

/// Lists as comma-separated values: all figures that the role may read, and of the others the first kMostRows, since
/// nobody goes through more, and a mail has to carry them.
inline constexpr std::size_t kMostFigures = 20'000;
inline constexpr std::size_t kMostRows = 1'000;
/// "findings", "findings-first-1000" where the list is longer than that.
[[nodiscard]] std::string table_name(std::string_view name, std::size_t rows);
[[nodiscard]] std::string figures_csv(const ViewContext& context);
[[nodiscard]] std::string findings_csv(const ViewContext& context, const std::vector<const assess::Finding*>& findings);
[[nodiscard]] std::string changes_csv(const ViewContext& context, const std::vector<const assess::Change*>& changes);
[[nodiscard]] std::string actions_csv(const ViewContext& context, const std::vector<std::uint32_t>& places);
[[nodiscard]] std::string items_csv(const ViewContext& context, const std::vector<model::FactIndex>& items);

/// As a reader sees it: words, an amount, a day, yes or no.
[[nodiscard]] std::string attribute_text(const model::FactStore& facts, const model::Fact& fact,
                                         model::AttributeKey key);

/// Parts of the view model, one file each. What is costly is made later, so the context must outlive what they add.
void add_kpis(const ViewContext& context, Members& out);
void add_gaps(const ViewContext& context, Members& out);
[[nodiscard]] Value entity_kpis(const ViewContext& context, std::string_view entity);
void add_findings(const ViewContext& context, Members& out);
void add_actions(const ViewContext& context, Members& out);
void add_changes(const ViewContext& context, Members& out);
void add_entities(const ViewContext& context, Members& out);
void add_market(const ViewContext& context, Members& out);
void add_coverage(const ViewContext& context, Members& out);
void add_items(const ViewContext& context, Members& out);

/// Whether findings and actions were compared with those of an earlier run; a commit tells of figures only.
[[nodiscard]] bool compared_with_run(const ViewContext& context);

/// How one figure got where it is: `points first last since change known`. For what has no history all are empty.
[[nodiscard]] Value trend_value(const ViewContext& context, const assess::KpiResult& kpi);
/// A figure that stands for others of its kind: `id title group entity value figure` and more.
[[nodiscard]] Value figure_row(const ViewContext& context, const assess::Kpi& definition, const assess::KpiResult& kpi);
void add_trends(const ViewContext& context, Members& out);

/// The inventory of one entity: its kinds of assets, each with its items.
[[nodiscard]] Value assets_value(const ViewContext& context, std::string_view entity);

}  // namespace qd::report
