#include "assess/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "assess/action_changes.hpp"
#include "assess/show.hpp"

namespace qd::assess {

namespace {

using formula::Amount;
using model::SubjectKind;

struct Weighed {
  double weight = 0;
  Change change;
};

double level_weight(Level level) {
  switch (level) {
    case Level::critical:
      return 100;
    case Level::high:
      return 80;
    case Level::medium:
      return 50;
    case Level::low:
      return 20;
  }
  return 0;
}

double middle(const Amount& amount) {
  if (amount.open_lo) return amount.hi.approximate();
  if (amount.open_hi) return amount.lo.approximate();
  return (amount.lo.approximate() + amount.hi.approximate()) / 2;
}

/// A failure that cannot be seen any more is still open: only a pass closes it.
bool was_open(const PreviousFinding& before) {
  return before.outcome == Outcome::fail ||
         (before.outcome == Outcome::unknown && before.state != FindingState::fresh &&
          before.state != FindingState::resolved);
}

/// Of the hand-offs and lists themselves, not of the business.
bool is_upkeep(std::string_view group) { return group == "work" || group == "documents"; }

std::string kpi_key(std::string_view id, const model::Subject& subject, std::string_view group) {
  return fmt::format("{}\n{}\n{}\n{}", id, static_cast<int>(subject.kind), subject.id, group);
}

/// "is", or "are" behind a name such as "Overdue actions" or "Deposits not yet earned".
std::string_view verb_after(std::string_view title) {
  std::string_view name = title;
  for (const std::string_view joint :
       {" by ", " of ", " per ", " to ", " in ", " for ", " not ", " on ", " with ", " without "})
    name = name.substr(0, name.find(joint));
  const auto ends = [name](std::string_view end) { return name.ends_with(end); };
  return ends("s") && !ends("ss") && !ends("us") && !ends("is") ? "are" : "is";
}

class Comparer {
 public:
  Comparer(const Previous& previous, const model::FactStore& facts, const Definitions& definitions,
           Assessment& assessment, const Materiality& usual)
      : previous_(previous), facts_(facts), definitions_(definitions), assessment_(assessment), usual_(usual) {}

  void run() {
    compare_kpis();
    if (!previous_.figures_only) {
      compare_findings();
      assess::compare_actions(previous_, assessment_, [this](double weight, Change change) {
        changes_.push_back({weight, std::move(change)});
      });
    }
    std::ranges::stable_sort(changes_, std::ranges::greater(), &Weighed::weight);
    for (Weighed& one : changes_) assessment_.changes.push_back(std::move(one.change));
  }

 private:
  void compare_kpis();
  void compare_kpi(KpiResult& kpi, const PreviousKpi* before);
  void compare_amounts(const KpiResult& kpi, const Amount& before, const Amount& now);
  void compare_findings();
  void compare_finding(Finding& finding, const PreviousFinding* before);
  void say_gone(const PreviousFinding& before);
  [[nodiscard]] std::string title_of(const KpiResult& kpi) const;
  [[nodiscard]] std::string_view verb_of(const KpiResult& kpi) const;
  Change& add(double weight, std::string_view what, std::string_view id, std::string_view state);

  const Previous& previous_;
  const model::FactStore& facts_;
  const Definitions& definitions_;
  Assessment& assessment_;
  const Materiality& usual_;
  std::vector<Weighed> changes_;
};

Change& Comparer::add(double weight, std::string_view what, std::string_view id, std::string_view state) {
  Weighed& out = changes_.emplace_back();
  out.weight = weight;
  out.change.what = what;
  out.change.id = id;
  out.change.state = state;
  return out.change;
}

/// "Burn rate", "Break-even of JADA (direct)".
std::string Comparer::title_of(const KpiResult& kpi) const {
  const Kpi* definition = definitions_.kpi(kpi.id);
  std::string out = definition ? definition->title : kpi.id;
  if (kpi.subject.kind == SubjectKind::entity) {
    const model::Entity* entity = facts_.entity(kpi.subject.id);
    out += " of " + (entity ? entity->name : kpi.subject.id);
  }
  if (!kpi.result.group.empty()) out += fmt::format(" ({})", kpi.result.group);
  return out;
}

std::string_view Comparer::verb_of(const KpiResult& kpi) const {
  const Kpi* definition = definitions_.kpi(kpi.id);
  return verb_after(definition ? definition->title : kpi.id);
}

void Comparer::compare_kpis() {
  std::unordered_map<std::string, const PreviousKpi*> index;
  for (const PreviousKpi& kpi : previous_.kpis) index.emplace(kpi_key(kpi.id, kpi.subject, kpi.group), &kpi);
  for (KpiResult& kpi : assessment_.kpis) {
    const auto found = index.find(kpi_key(kpi.id, kpi.subject, kpi.result.group));
    compare_kpi(kpi, found == index.end() ? nullptr : found->second);
  }
}

void Comparer::compare_kpi(KpiResult& kpi, const PreviousKpi* before) {
  const auto* now = std::get_if<Amount>(&kpi.result.value);
  if (before && before->value) kpi.previous = before->value;
  const double weight = kpi.subject.kind == SubjectKind::portfolio ? 45 : 30;
  if (now && before && before->value) return compare_amounts(kpi, *before->value, *now);
  if (!now && before && before->value) {
    const auto* missing = std::get_if<formula::Missing>(&kpi.result.value);
    if (!missing) return;
    Change& change = add(weight, "kpi", kpi.id, "unknown");
    change.from = show(*before->value);
    change.text = fmt::format("{} {} no longer known: {}.", title_of(kpi), verb_of(kpi), missing->reason);
    change.subject = kpi.subject;
    change.group = kpi.result.group;
  } else if (now && (!before || !before->value)) {
    Change& change = add(weight, "kpi", kpi.id, "known");
    change.to = show(kpi.result);
    change.text = fmt::format("{} {} now known: {}.", title_of(kpi), verb_of(kpi), change.to);
    change.subject = kpi.subject;
    change.group = kpi.result.group;
  }
}

/// Of a figure that moved by `share` of what it was, at most 1. Money comes before counts, the group before its
/// businesses, and what only counts things to do comes last: each of these is told as an action or a finding too.
double weight_of(const Kpi* definition, const KpiResult& kpi, double share) {
  const bool portfolio = kpi.subject.kind == SubjectKind::portfolio;
  constexpr double kCell = -30;  // of a grid: what would be, not what is
  if (definition && !definition->grid.empty()) return kCell + 40 * share;
  if (definition && (!definition->by.empty() || !definition->cases.empty())) return 5 + 40 * share;
  if (definition && is_upkeep(definition->group)) return (portfolio ? 10 : 0) + 15 * share;
  const auto* amount = std::get_if<Amount>(&kpi.result.value);
  const double money = amount && amount->unit == Unit::money ? 10 : 0;
  return (portfolio ? 25 : 15) + money + 40 * share;
}

void Comparer::compare_amounts(const KpiResult& kpi, const Amount& before, const Amount& now) {
  // What a reader would not see is no change: figures are compared as the archive rounds them.
  Amount same_noun = before;
  same_noun.of = now.of;
  Amount from = before;
  Amount to = now;
  from.of = to.of = "";  // the noun is said once, behind what it is now
  const auto difference = show_change(from, to);
  if (!difference || *difference == "unchanged") return;
  if (show(same_noun) == show(now) &&
      show(same_noun, {.digits = ShowStyle::Digits::exact}) == show(now, {.digits = ShowStyle::Digits::exact}))
    return;
  const double was = middle(before);
  const double is = middle(now);
  const double share = was == 0 ? 1 : std::min(1.0, std::abs(is - was) / std::abs(was));
  const Kpi* definition = definitions_.kpi(kpi.id);
  const bool material = is_material(definition && definition->material ? *definition->material : usual_, before, now);
  Change& change = add(material ? weight_of(definition, kpi, share) : share, "kpi", kpi.id, is < was ? "down" : "up");
  change.material = material;
  change.subject = kpi.subject;
  change.group = kpi.result.group;
  change.from = show(same_noun);
  change.to = show(kpi.result);
  const bool moved = difference->starts_with("up ") || difference->starts_with("down ");
  if (moved && was == 0) {
    change.text =
        fmt::format("{} {} now {}, {} from {}.", title_of(kpi), verb_of(kpi), change.to, change.state, change.from);
    return;
  }
  change.text = moved ? fmt::format("{} {} {} to {}.", title_of(kpi), verb_of(kpi), *difference, change.to)
                      : fmt::format("{} {} now {}, {} than {}.", title_of(kpi), verb_of(kpi), change.to, *difference,
                                    change.from);
}

void Comparer::compare_findings() {
  std::unordered_map<std::string_view, const PreviousFinding*> index;
  index.reserve(previous_.findings.size());
  for (const PreviousFinding& finding : previous_.findings) index.emplace(finding.id, &finding);
  for (Finding& finding : assessment_.findings) {
    const auto found = index.find(finding.id);
    const bool known = found != index.end();
    compare_finding(finding, known ? found->second : nullptr);
    if (known) index.erase(found);
  }
  for (const PreviousFinding& before : previous_.findings) {
    if (index.contains(before.id) && was_open(before)) say_gone(before);
  }
}

/// Its subject is no more, such as the project of a hand-off that was removed. A question that is no longer asked is
/// no change of what it was about.
void Comparer::say_gone(const PreviousFinding& before) {
  if (definitions_.check(before.check) == nullptr) return;
  Change& change = add(level_weight(before.severity) / 2, "finding", before.id, to_string(FindingState::resolved));
  change.subject = before.subject;
  change.check = before.check;
  change.from = to_string(before.outcome);
  change.text = fmt::format("No longer applies: {}", before.message);
}

void Comparer::compare_finding(Finding& finding, const PreviousFinding* before) {
  const bool open = before && was_open(*before);
  const auto report = [&](double weight, std::string text) {
    const Check* check = definitions_.check(finding.check);
    const double share = check && is_upkeep(check->group) ? 0.5 : 1;
    Change& change = add(weight * share, "finding", finding.id, to_string(finding.state));
    change.subject = finding.subject;
    change.check = finding.check;
    if (before) change.from = to_string(before->outcome);
    change.to = to_string(finding.outcome);
    change.text = std::move(text);
  };
  if (finding.outcome == Outcome::fail && !open) {
    finding.since = assessment_.today;
    return report(level_weight(finding.severity), finding.message);
  }
  if (!open) return;
  finding.since = before->since;
  finding.state = FindingState::persisting;
  if (finding.outcome == Outcome::pass || finding.outcome == Outcome::not_applicable) {
    finding.state = FindingState::resolved;
    const Check* check = definitions_.check(finding.check);
    const std::string what = before->message.empty() && check ? check->question : before->message;
    return report(level_weight(before->severity) / 2, fmt::format("Resolved: {}", what));
  }
  const bool worse = finding.outcome == Outcome::fail && before->outcome == Outcome::fail &&
                     (finding.severity < before->severity || finding.evidence.size() > before->evidence);
  if (!worse) return;
  finding.state = FindingState::worse;
  report(level_weight(finding.severity) * 0.9, fmt::format("Worse: {}", finding.message));
}

}  // namespace

bool is_tracked(const Finding& finding) {
  return finding.outcome == Outcome::fail || finding.state != FindingState::fresh;
}

void compare_with(const Previous* previous, const model::FactStore& facts, const Definitions& definitions,
                  Assessment& assessment, const Materiality& usual) {
  if (previous) Comparer(*previous, facts, definitions, assessment, usual).run();
  if (previous && !previous->figures_only) return;
  for (Finding& finding : assessment.findings) {
    if (finding.outcome == Outcome::fail) finding.since = assessment.today;
  }
}

}  // namespace qd::assess
