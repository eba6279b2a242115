#include "assess/explain_action.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "assess/action_score.hpp"
#include "assess/checks.hpp"
#include "assess/show.hpp"

namespace qd::assess {

namespace {

constexpr std::size_t kSourcesShown = 20;

/// The parts of the score, each with what it is made of.
void add_score_parts(const Action& action, Date today, Explanation& out) {
  const auto add = [&](std::string_view label, std::int32_t tenths, const std::string& why) {
    out.details.emplace_back(label, fmt::format("{:+.1f} {}", tenths / 10.0, why));
  };
  const ScoreParts& parts = action.because;
  add("  severity", parts.severity, action.severity ? std::string(to_string(*action.severity)) : "not said");
  add("  impact", parts.impact, action.impact ? show(*action.impact) : "not estimated");
  add("  due", parts.due, action.due ? due_in_words(*action.due, today) : "no date");
  add("  effort", parts.effort, action.effort ? show_effort(*action.effort) : "not estimated");
}

/// The finding behind "check:<id>"; none for a place in a document. An action of a check has the finding's id; one that
/// a check was merged into has its entity, or else the check is one of the portfolio.
const Finding* finding_of_source(const Assessment& assessment, const Action& action, std::string_view source) {
  constexpr std::string_view kPrefix = "check:";
  if (!source.starts_with(kPrefix)) return nullptr;
  const std::string_view check = source.substr(kPrefix.size());
  const bool own = action.id.starts_with(kPrefix);
  for (const std::string& id :
       {own ? action.id.substr(kPrefix.size()) : finding_id(check, {model::SubjectKind::entity, action.entity}),
        finding_id(check, {})}) {
    const auto found = std::ranges::find(assessment.findings, id, &Finding::id);
    if (found != assessment.findings.end() && found->outcome == Outcome::fail) return &*found;
  }
  return nullptr;
}

}  // namespace

Explanation explain_action(const Action& action, const model::FactStore& facts, const Assessment& assessment) {
  Explanation out;
  out.reference = action.id;
  out.what = "action";
  out.title = action.title;
  const auto add = [&](std::string_view label, std::string text) {
    if (!text.empty()) out.details.emplace_back(label, std::move(text));
  };
  const model::Entity* const entity = facts.entity(action.entity);
  add("entity", entity != nullptr ? entity->name : action.entity);
  add("state", action.state);
  add("owner", action.owner.empty() ? "nobody" : action.owner);
  add("due", action.due ? to_string(*action.due) : "");
  add("impact", action.impact ? show(*action.impact) : "");
  add("effort", action.effort ? show_effort(*action.effort) : "");
  add("severity", action.severity ? std::string(to_string(*action.severity)) : "");
  add("done on", action.done_on ? to_string(*action.done_on) : "");
  add("score", fmt::format("{:.1f}", action.score));
  if (action.state != "done") add_score_parts(action, assessment.today, out);
  for (std::size_t n = 0; n < std::min(action.sources.size(), kSourcesShown); ++n) {
    add(n == 0 ? "source" : "also in", action.sources[n]);
    const Finding* const found = finding_of_source(assessment, action, action.sources[n]);
    if (found == nullptr) continue;
    add("because", found->message);
    out.evidence.insert(out.evidence.end(), found->evidence.begin(), found->evidence.end());
  }
  if (action.sources.size() > kSourcesShown)
    add("also in", fmt::format("{} more places", action.sources.size() - kSourcesShown));
  return out;
}

}  // namespace qd::assess
