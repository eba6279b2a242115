// Checks that the formula language cannot say: they compare facts with each other, or ask about documents.
//
// A definition names one with `native = "…"`; severity, texts, roles and settings still come from TOML. One function
// answers for all subjects of the check in one pass over the facts.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/kpi_results.hpp"

namespace qd::assess {

/// The answer for one subject. `values` fill the holes of the check's texts; without them, `reason` is the message.
struct Answer {
  model::Subject subject;
  Outcome outcome = Outcome::unknown;
  std::map<std::string, std::string, std::less<>> values;
  std::string reason;
  std::vector<model::FactIndex> evidence;
  std::vector<Evidence> places;  ///< evidence that is no fact
};

struct NativeContext {
  const model::FactStore& facts;
  const Definitions& definitions;
  KpiResults& kpis;
  Date today;
  const Check& check;

  [[nodiscard]] std::int64_t setting(std::string_view name) const;
};

struct NativeCheck {
  std::string_view name;
  std::vector<std::string_view> subjects;  ///< "entity", "project", "portfolio": those it can answer for
  std::vector<std::pair<std::string_view, std::int64_t>> settings;  ///< with what holds where a definition says nothing
  std::vector<std::string_view> variables;                          ///< names its texts may use
  std::vector<Answer> (*run)(const NativeContext& context);
};

[[nodiscard]] std::span<const NativeCheck> native_checks();

[[nodiscard]] std::vector<Answer> stale_documents(const NativeContext& context);
[[nodiscard]] std::vector<Answer> duplicate_expenses(const NativeContext& context);
[[nodiscard]] std::vector<Answer> outlier_expenses(const NativeContext& context);
[[nodiscard]] std::vector<Answer> undated_documents(const NativeContext& context);
[[nodiscard]] std::vector<Answer> contradicted_claims(const NativeContext& context);
[[nodiscard]] std::vector<Answer> disagreeing_documents(const NativeContext& context);
[[nodiscard]] std::vector<Answer> duplicated_items(const NativeContext& context);
[[nodiscard]] std::vector<Answer> books_against_documents(const NativeContext& context);
[[nodiscard]] std::vector<Answer> funnel_cliffs(const NativeContext& context);
[[nodiscard]] std::vector<Answer> inventory_against_documents(const NativeContext& context);
[[nodiscard]] std::vector<Answer> done_and_open_actions(const NativeContext& context);

}  // namespace qd::assess
