#include "app/previous_run.hpp"

#include <algorithm>

#include "text/json.hpp"

namespace qd::app {

namespace {

using text::JsonValue;

std::string string_of(JsonValue value) { return std::string(value.text()); }

model::Subject subject_of(JsonValue value) {
  for (const auto kind : {model::SubjectKind::entity, model::SubjectKind::project, model::SubjectKind::asset}) {
    if (value["kind"].text() == to_string(kind)) return {kind, string_of(value["id"])};
  }
  return {};
}

std::optional<formula::Amount> amount_of(JsonValue value) {
  formula::Amount out;
  bool known = false;
  for (const Unit unit : {Unit::money, Unit::count, Unit::ratio, Unit::days}) {
    if (value["unit"].text() != to_string(unit)) continue;
    out.unit = unit;
    known = true;
  }
  if (!known) return std::nullopt;
  const auto bound = [&](std::string_view name, Rational& to, bool& open) {
    open = value[name].is_null();
    if (open) return true;
    const auto mantissa = parse_decimal(value[name].text(), out.unit);
    if (mantissa) to = Rational::ratio(*mantissa, scale_of(out.unit));
    return mantissa.has_value();
  };
  if (!bound("lo", out.lo, out.open_lo) || !bound("hi", out.hi, out.open_hi)) return std::nullopt;
  out.of = string_of(value["of"]);
  out.currency = Currency(value["currency"].text());
  out.per = parse_cadence(value["per"].text()).value_or(Cadence::unstated);
  return out;
}

assess::PreviousFinding finding_of(JsonValue value) {
  return {.id = string_of(value["id"]),
          .check = string_of(value["check"]),
          .subject = subject_of(value["subject"]),
          .outcome = assess::parse_outcome(value["outcome"].text()).value_or(assess::Outcome::unknown),
          .severity = assess::parse_level(value["severity"].text()).value_or(assess::Level::medium),
          .message = string_of(value["message"]),
          .since = parse_iso_date(value["since"].text()).value_or(Date{}),
          .state = value["state"].text() == to_string(assess::FindingState::resolved)
                       ? assess::FindingState::resolved
                       : assess::FindingState::persisting,
          .evidence =
              static_cast<std::uint32_t>(std::ranges::distance(value["evidence"].begin(), value["evidence"].end()))};
}

assess::PreviousAction action_of(JsonValue value) {
  return {.id = string_of(value["id"]),
          .title = string_of(value["title"]),
          .entity = string_of(value["entity"]),
          .state = string_of(value["state"]),
          .owner = string_of(value["owner"]),
          .source = string_of(value["source"]),
          .done_on = parse_iso_date(value["done_on"].text()),
          .impact = amount_of(value["impact"])};
}

}  // namespace

Result<assess::Previous> read_previous_run(std::string_view assessment_json) {
  Diagnostics diagnostics;
  const text::SourceText source(assessment_json);
  const auto document = text::parse_json(source, "assessment.json", diagnostics);
  if (!document)
    return fail(ErrorKind::invalid, "the assessment of the run before is damaged: " +
                                        (diagnostics.empty() ? std::string("no JSON") : diagnostics.front().message) +
                                        "; remove its folder under .quarterdeck/runs to go on without it");
  const JsonValue root = document->root();
  assess::Previous out;
  out.as_of = parse_instant(root["as_of"].text()).value_or(Instant{});
  for (const JsonValue kpi : root["kpis"])
    out.kpis.push_back(
        {string_of(kpi["id"]), subject_of(kpi["subject"]), string_of(kpi["group"]), amount_of(kpi["value"])});
  for (const JsonValue finding : root["findings"]) out.findings.push_back(finding_of(finding));
  for (const JsonValue action : root["actions"]) out.actions.push_back(action_of(action));
  out.more_actions = assess::parse_short_forms(root["more_actions"].text());
  return out;
}

}  // namespace qd::app
