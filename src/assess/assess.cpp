#include "assess/assess.hpp"

#include <algorithm>
#include <iterator>

#include "assess/actions.hpp"
#include "assess/changes.hpp"
#include "assess/checks.hpp"
#include "assess/kpi_results.hpp"
#include "assess/trend.hpp"

namespace qd::assess {

Assessment assess(const model::FactStore& facts, const Definitions& definitions, AssessOptions options) {
  Assessment out;
  out.as_of = options.as_of;
  out.today = options.today;
  out.diagnostics = std::move(options.diagnostics);
  const CheckInput checks{facts, definitions, options.today, options.portfolio_name};
  std::vector<Finding> of_documents;
  ActionList actions;
  // Figures that both need are worked out by both: each is quick, and so neither waits for the other.
  const auto judge_figures = [&] {
    KpiResults kpis(facts, definitions, options.today);
    out.findings = ask_formulas(checks, kpis);
  };
  const auto compare_documents = [&] {
    KpiResults kpis(facts, definitions, options.today);
    of_documents = ask_documents(checks, kpis);
    out.kpis = kpis.take();
    actions = with_remembered(stated_actions(facts, options.today), options.previous, options.today);
  };
  options.side_by_side(judge_figures, compare_documents);
  std::ranges::move(of_documents, std::back_inserter(out.findings));
  std::ranges::sort(out.findings, {}, &Finding::id);
  out.actions = with_findings(std::move(actions), facts, out.findings, options.today);
  for (const model::Document& document : facts.documents()) {
    out.coverage.lines += document.lines;
    out.coverage.understood += document.understood;
  }
  compare_with(options.previous, facts, definitions, out, options.material);
  out.compared_with = std::move(options.compared_with);
  add_history(std::move(options.history), out);
  return out;
}

}  // namespace qd::assess
