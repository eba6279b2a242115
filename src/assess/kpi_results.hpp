// All KPIs of a moment, each worked out once for each subject and only when somebody asks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"

namespace qd::assess {

/// How one result of a KPI was made, and the formula that made it.
struct KpiTrace {
  const formula::Expression* formula = nullptr;
  std::vector<formula::Step> steps;
};

/// Facts and definitions must outlive it.
class KpiResults {
 public:
  KpiResults(const model::FactStore& facts, const Definitions& definitions, Date today);
  /// What an assessment of the same facts and definitions has found already is not worked out again; it must outlive
  /// this too.
  KpiResults(const model::FactStore& facts, const Definitions& definitions, const Assessment& assessment);

  /// One for each group, at least one. Empty for an unknown KPI, and for a subject that is neither the portfolio nor an
  /// entity. The span lives until `take`.
  [[nodiscard]] std::span<const formula::Evaluated> of(std::string_view id, const model::Subject& subject);

  /// Of a formula that is no KPI, such as the condition of a check.
  [[nodiscard]] std::vector<formula::Evaluated> evaluate(const formula::Expression& expression,
                                                         const model::Subject& subject, std::string_view needs,
                                                         std::vector<std::string> by = {});

  /// How each result of `of` or `evaluate` was made.
  [[nodiscard]] std::vector<KpiTrace> trace(const Kpi& kpi, const model::Subject& subject);
  [[nodiscard]] std::vector<std::vector<formula::Step>> trace(const formula::Expression& expression,
                                                              const model::Subject& subject, std::string_view needs);

  /// Every KPI for every subject that it applies to, in the order that Assessment wants. Empties this.
  [[nodiscard]] std::vector<KpiResult> take();

 private:
  using Results = std::vector<formula::Evaluated>;

  [[nodiscard]] std::span<const formula::Evaluated> referred(std::string_view id, const model::Subject& subject,
                                                             bool portfolio);
  [[nodiscard]] const Results& computed(std::size_t kpi, const model::Subject& subject, std::size_t position);
  [[nodiscard]] std::size_t slot_of(std::size_t kpi, std::size_t position) const {
    return kpi * (facts_.entities().size() + 1) + position;
  }
  [[nodiscard]] Results compute(const Kpi& kpi, const model::Subject& subject);
  [[nodiscard]] formula::Scope scope(const model::Subject& subject, std::string_view needs);
  [[nodiscard]] bool applies(const Kpi& kpi, const model::Subject& subject);
  void take_subject(std::size_t kpi, const model::Subject& subject, std::size_t position, std::vector<KpiResult>& out);

  const model::FactStore& facts_;
  const Definitions& definitions_;
  Date today_;
  formula::Session session_;
  std::unordered_map<std::string_view, std::size_t> kpi_index_;
  std::unordered_map<std::string_view, std::size_t> entity_index_;
  std::unordered_map<std::string, Results> borrowed_;  // of the portfolio, with fewer inputs, for figures of entities
  std::vector<std::optional<Results>> results_;        // by KPI, then portfolio and entities
  std::vector<std::span<const KpiResult>> found_;      // likewise, by an assessment; empty without one
};

}  // namespace qd::assess
