// How a figure, a finding or an action was made, down to the lines of the files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assess.hpp"
#include "base/result.hpp"

namespace qd::assess {

/// A fact that went in.
struct ExplainedInput {
  std::string fact;  ///< id
  std::string predicate;
  std::string file;
  std::uint32_t line = 0;
  std::string label;
  std::string value;  ///< as shown
  model::Kind kind = model::Kind::stated;
};

/// A part of a formula and what it gave.
struct ExplainedPart {
  std::string text;
  std::size_t depth = 0;
  std::string value;
};

/// One result of a formula: a group of a KPI, or the one answer of a check.
struct ExplainedResult {
  model::Subject subject;
  std::string group;
  formula::Value value;
  std::string shown;
  std::string remark;  ///< "at least: 3 of 4 are known", or why nothing is known
  std::string needs;
  model::Kind kind = model::Kind::computed;
  model::Kind weakest = model::Kind::measured;
  std::vector<ExplainedPart> parts;
  std::vector<ExplainedInput> inputs;  ///< in the order of file and line; maybe only the first
  std::size_t input_count = 0;         ///< how many there are
};

/// A KPI that the formula refers to, directly or through others.
struct ExplainedReference {
  std::string id;
  std::string title;
  std::string formula;
};

struct Explanation {
  std::string reference;  ///< in full: "break_even_units@jada"
  std::string what;       ///< "kpi", "check", "finding", "action", "fact"
  std::string title;
  std::string formula;                                       ///< empty where there is none
  std::vector<std::pair<std::string, std::string>> details;  ///< label and text, in the order to be shown
  std::vector<ExplainedResult> results;                      ///< maybe only some
  std::size_t result_count = 0;                              ///< how many there are
  std::vector<ExplainedReference> references;
  std::vector<ExplainedInput> inputs;  ///< of findings, actions and facts
  std::vector<Evidence> evidence;      ///< of findings and actions
};

/// `reference` is a KPI's id with or without "@entity" or "@portfolio", or the id of a check, a finding, an action or a
/// fact. not_found with "did you mean" for anything else.
[[nodiscard]] Result<Explanation> explain(std::string_view reference, const model::FactStore& facts,
                                          const Definitions& definitions, const Assessment& assessment);

/// How much is said of one reference; by default everything.
struct ExplainLimits {
  std::size_t inputs = SIZE_MAX;   ///< about so many in all
  std::size_t results = SIZE_MAX;  ///< those that are known before others
};

/// Several of the same assessment: what they share is worked out once. Hands on each reference that names something.
void explain_each(std::span<const std::string> references, const model::FactStore& facts,
                  const Definitions& definitions, const Assessment& assessment, const ExplainLimits& limits,
                  const std::function<void(const std::string& reference, const Explanation& explanation)>& take);

}  // namespace qd::assess
