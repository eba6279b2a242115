// Asks every check of every subject it is for: one answer each, whatever is known.
#pragma once

#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "assess/kpi_results.hpp"

namespace qd::assess {

struct CheckInput {
  const model::FactStore& facts;
  const Definitions& definitions;
  Date today;
  std::string_view portfolio_name;
};

/// The checks that are formulas, and those that compare documents (native_checks.hpp). `since` and `state` are left to
/// the comparison with the last run.
[[nodiscard]] std::vector<Finding> ask_formulas(const CheckInput& input, KpiResults& kpis);
[[nodiscard]] std::vector<Finding> ask_documents(const CheckInput& input, KpiResults& kpis);

/// "no_live_listing@jada", "concentration@portfolio".
[[nodiscard]] std::string finding_id(std::string_view check, const model::Subject& subject);

/// What a reader calls the fact: its text, else its label, channel, customer or product, else its subject.
[[nodiscard]] std::string name_of(const model::FactStore& facts, model::FactIndex i);

/// "Insurance, Slip and 3 more". Names that repeat are said once.
[[nodiscard]] std::string list_names(std::vector<std::string> names, std::size_t most = 3);

/// Places of the facts in the order of file and line, each once; at most as many as a reader would follow.
[[nodiscard]] std::vector<Evidence> places_of(const model::FactStore& facts, std::vector<model::FactIndex> indices);
[[nodiscard]] std::vector<Evidence> places_of(const model::FactStore& facts, const model::FactSet& set);

}  // namespace qd::assess
