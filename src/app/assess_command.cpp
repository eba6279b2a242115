#include "app/assess_command.hpp"

#include <fmt/format.h>

#include <string_view>

#include "app/history.hpp"
#include "base/slug.hpp"
#include "render/assessment_json.hpp"
#include "render/assessment_text.hpp"

namespace qd::app {

namespace {

/// The first --kpi that no definition has.
std::optional<std::string> unknown_kpi(const assess::Definitions& definitions, const AssessOptions& options) {
  for (const std::string& id : options.kpis) {
    if (definitions.kpi(id) == nullptr) return id;
  }
  return std::nullopt;
}

std::string near(const assess::Definitions& definitions, std::string_view id) {
  for (const assess::Kpi& kpi : definitions.kpis()) {
    if (edit_distance(id, kpi.id, 3) <= 3) return fmt::format("; did you mean {}?", kpi.id);
  }
  return {};
}

}  // namespace

Exit assess_command(const Session& session, const CommonOptions& common, const AssessOptions& options,
                    Console& console) {
  if (const auto unknown = unknown_kpi(session.definitions, options)) {
    console.error(fmt::format("there is no figure {}{}", *unknown, near(session.definitions, *unknown)));
    return Exit::usage;
  }
  const Reading reading = read(session, common, console);
  const HistorySpan span = options.history.value_or(HistorySpan{});
  const auto assessed = assess_session(session, reading, look_back(session, reading, common, span, false, console));
  if (!assessed) {
    console.error(assessed.error().what);
    return exit_of(assessed.error());
  }
  if (common.format == "json") {
    render::write_assessment_json(assessed->assessment, reading.facts,
                                  [&console](std::string_view text) { console.out(text); },
                                  {.history = span.count != 0 ? render::AssessmentJsonOptions::History::whole
                                                              : render::AssessmentJsonOptions::History::none});
  } else {
    console.out(render::assessment_text(assessed->assessment, session.definitions,
                                        {.portfolio = session.workspace.config.name, .kpis = options.kpis}));
  }
  return Exit::done;
}

}  // namespace qd::app
