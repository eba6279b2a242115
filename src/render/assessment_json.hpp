// An assessment as JSON: what `assess --format json` prints, and what a run keeps for the next one to compare with.
// docs/definitions.md describes the shape.
#pragma once

#include <cstddef>
#include <cstdint>

#include "assess/assessment.hpp"
#include "assess/explanation.hpp"
#include "base/json_writer.hpp"
#include "render/facts_output.hpp"

namespace qd::render {

/// How much is written. The archive of a large run is cut, for the next run compares with it and explains nothing.
struct AssessmentJsonOptions {
  std::size_t most_inputs = SIZE_MAX;  ///< some of each figure; likewise of what is missing
  /// The best ones; of the others "more_actions" keeps in 9 or 12 characters each whether there was one, and its state.
  std::size_t most_actions = SIZE_MAX;
  std::size_t most_done = SIZE_MAX;     ///< beyond these, what was done last
  std::size_t most_sources = SIZE_MAX;  ///< the first of each action
  /// Where there are more, those of projects that neither fail nor failed in the run before are left out.
  std::size_t most_findings = SIZE_MAX;
  std::size_t most_diagnostics = SIZE_MAX;  ///< the first
  /// Every figure at every point; or one line for each figure of which at least two points are known.
  enum class History : std::uint8_t { none, whole, trends } history = History::none;
  std::size_t most_trends = SIZE_MAX;  ///< the first
};

void write_assessment_json(const assess::Assessment& assessment, const model::FactStore& facts, const Sink& sink,
                           const AssessmentJsonOptions& options = {});

/// {"lo","hi","unit","of","currency","per"}: decimals as strings, null for an open end and for what is not stated.
/// Money is rounded half-even to 4 places, all else to 6.
void write_amount(JsonWriter& json, const formula::Amount& amount);
/// The same for whatever a formula gave, except Missing: {"date"}, {"text"}, {"bool"}.
void write_formula_value(JsonWriter& json, const formula::Value& value);
/// "value", or "missing" with reason and needs, as a member of the object that is open.
void write_value_or_missing(JsonWriter& json, const formula::Value& value);
/// {"kind","id"}; the portfolio's id is "portfolio".
void write_subject(JsonWriter& json, const model::Subject& subject);

}  // namespace qd::render
