#include "render/explain_json.hpp"

#include "base/json_writer.hpp"
#include "render/assessment_json.hpp"

namespace qd::render {

namespace {

using assess::Explanation;

void write_inputs(JsonWriter& json, const std::vector<assess::ExplainedInput>& inputs) {
  json.key("inputs").begin_array();
  for (const assess::ExplainedInput& input : inputs) {
    json.begin_object();
    json.member("fact", input.fact);
    json.member("predicate", input.predicate);
    json.member("file", input.file);
    json.member("line", input.line);
    json.member("label", input.label);
    json.member("value", input.value);
    json.member("kind", to_string(input.kind));
    json.end_object();
  }
  json.end_array();
}

void write_result(JsonWriter& json, const assess::ExplainedResult& result) {
  json.begin_object();
  json.key("subject");
  write_subject(json, result.subject);
  json.key("group");
  if (result.group.empty())
    json.null();
  else
    json.value(result.group);
  if (const auto* missing = std::get_if<formula::Missing>(&result.value)) {
    json.key("missing").begin_object();
    json.member("reason", missing->reason);
    json.member("needs", missing->needs);
    json.end_object();
  } else {
    json.key("value");
    write_formula_value(json, result.value);
  }
  json.member("shown", result.shown);
  json.member("remark", result.remark);
  json.member("kind", to_string(result.kind));
  json.member("weakest", to_string(result.weakest));
  json.key("parts").begin_array();
  for (const assess::ExplainedPart& part : result.parts) {
    json.begin_object();
    json.member("text", part.text);
    json.member("depth", static_cast<std::uint64_t>(part.depth));
    json.member("value", part.value);
    json.end_object();
  }
  json.end_array();
  write_inputs(json, result.inputs);
  json.end_object();
}

}  // namespace

std::string explain_json(const Explanation& explanation) {
  std::string out;
  JsonWriter json(out, true);
  json.begin_object();
  json.member("reference", explanation.reference);
  json.member("what", explanation.what);
  json.member("title", explanation.title);
  json.key("formula");
  if (explanation.formula.empty())
    json.null();
  else
    json.value(explanation.formula);
  json.key("details").begin_object();
  for (const auto& [label, text] : explanation.details) json.member(label, text);
  json.end_object();
  json.key("results").begin_array();
  for (const assess::ExplainedResult& result : explanation.results) write_result(json, result);
  json.end_array();
  json.key("references").begin_array();
  for (const assess::ExplainedReference& reference : explanation.references) {
    json.begin_object();
    json.member("kpi", reference.id);
    json.member("title", reference.title);
    json.member("formula", reference.formula);
    json.end_object();
  }
  json.end_array();
  write_inputs(json, explanation.inputs);
  json.key("evidence").begin_array();
  for (const assess::Evidence& place : explanation.evidence) {
    json.begin_object();
    json.member("file", place.file);
    json.member("line", place.line);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}

}  // namespace qd::render
