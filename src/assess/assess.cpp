#include "assess/assess.hpp"

#include "assess/actions.hpp"
#include "assess/changes.hpp"
#include "assess/checks.hpp"
#include "assess/kpi_results.hpp"

namespace qd::assess {

Assessment assess(const model::FactStore& facts, const Definitions& definitions, AssessOptions options) {
  Assessment out;
  out.as_of = options.as_of;
  out.today = options.today;
  out.diagnostics = std::move(options.diagnostics);
  KpiResults kpis(facts, definitions, options.today);
  out.findings = run_checks(facts, definitions, kpis, options.today, options.portfolio_name);
  out.kpis = kpis.take();
  out.actions = list_actions(facts, out.findings, options.today);
  for (const model::Document& document : facts.documents()) {
    out.coverage.lines += document.lines;
    out.coverage.understood += document.understood;
  }
  compare_with(options.previous, facts, definitions, out);
  return out;
}

}  // namespace qd::assess
