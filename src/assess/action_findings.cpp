// Failed checks as actions.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "assess/action_items.hpp"
#include "assess/action_keys.hpp"
#include "assess/action_score.hpp"
#include "assess/actions.hpp"
#include "assess/checks.hpp"

namespace qd::assess {

namespace {

using model::Fact;
using model::FactIndex;

/// An action of a check, and the finding whose evidence may be what a document asks for.
struct CheckAction {
  Action action;
  const Finding* finding = nullptr;  // nothing where it stands for several
};

Action from_finding(const Finding& finding, std::string entity, Date today) {
  Action action;
  action.id = "check:" + finding.id;
  action.title = finding.remedy;
  action.entity = std::move(entity);
  action.severity = finding.severity;
  action.impact = finding.impact;
  action.state = "open";
  action.source = "check:" + finding.check;
  action.because = score_parts(action, today);
  action.score = action.because.total() / 10.0;
  return action;
}

/// Failed findings of the same check and entity, where the check is asked of projects.
struct ProjectFindings {
  const Finding* first = nullptr;
  std::size_t count = 0;
};

/// By id.
std::vector<CheckAction> actions_of(const model::FactStore& facts, const std::vector<Finding>& findings, Date today) {
  std::vector<CheckAction> out;
  std::unordered_map<std::string_view, std::string_view> entity_of_project;
  for (const model::Document& document : facts.documents())
    entity_of_project.emplace(facts.text(document.project), facts.text(document.entity));
  std::map<std::pair<std::string_view, std::string_view>, ProjectFindings> by_project;
  for (const Finding& finding : findings) {
    if (finding.outcome != Outcome::fail) continue;
    if (finding.subject.kind != model::SubjectKind::project) {
      out.push_back({from_finding(finding, finding.subject.id, today), &finding});
      continue;
    }
    const auto entity = entity_of_project.find(finding.subject.id);
    auto& group = by_project[{finding.check, entity == entity_of_project.end() ? model::kUnassigned : entity->second}];
    if (group.count++ == 0) group.first = &finding;
  }
  for (const auto& [key, group] : by_project) {
    Action& action = out.emplace_back(from_finding(*group.first, std::string(key.second), today)).action;
    action.id = fmt::format("check:{}@{}", key.first, key.second);
    if (group.count > 1) action.title += fmt::format(" And {} more like it.", group.count - 1);
  }
  std::ranges::sort(out, {}, [](const CheckAction& one) -> const std::string& { return one.action.id; });
  return out;
}

/// Finds the open action of documents that the evidence of a finding is about, if it is one.
class EvidenceActions {
 public:
  EvidenceActions(const model::FactStore& facts, const ActionList& actions, const std::vector<CheckAction>& of_checks)
      : facts_(facts), actions_(actions), keys_(facts), wanted_(facts.documents().size()) {
    want(of_checks);
    if (lines_.empty()) return;
    find_items();
    find_words();
  }

  /// Its row.
  [[nodiscard]] std::optional<std::size_t> of(const Finding& finding) const {
    std::size_t out = kNone;
    for (const Evidence& place : finding.evidence) {
      const auto file = files_.find(place.file);
      const auto line = file == files_.end() ? lines_.end() : lines_.find(key_of(file->second, place.line));
      if (line == lines_.end() || line->second >= kSeveral) return std::nullopt;
      if (out != kNone && out != line->second) return std::nullopt;
      out = line->second;
    }
    return out == kNone ? std::nullopt : std::optional(out);
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;
  static constexpr std::size_t kSeveral = SIZE_MAX - 1;

  static std::uint64_t key_of(model::FileId file, std::uint32_t line) {
    return static_cast<std::uint64_t>(file) << 32 | line;
  }
  static void take(std::size_t& row, std::size_t found) { row = row == kNone || row == found ? found : kSeveral; }

  void want(const std::vector<CheckAction>& of_checks) {
    for (const CheckAction& one : of_checks) {
      if (one.finding == nullptr) continue;
      for (const Evidence& place : one.finding->evidence) files_.try_emplace(place.file, model::FileId{});
    }
    for (std::size_t file = 0; !files_.empty() && file < wanted_.size(); ++file) {
      const auto found = files_.find(facts_.documents()[file].path);
      wanted_[file] = found != files_.end();
      if (wanted_[file]) found->second = model::FileId{static_cast<std::uint32_t>(file)};
    }
    for (const CheckAction& one : of_checks) {
      if (one.finding == nullptr) continue;
      for (const Evidence& place : one.finding->evidence)
        lines_.try_emplace(key_of(files_.at(place.file), place.line), kNone);
    }
  }

  /// The line of the evidence that an item stands in.
  [[nodiscard]] std::size_t* line_of(FactIndex i) {
    const Fact& item = facts_[i];
    if (!wanted_[static_cast<std::size_t>(item.file)]) return nullptr;
    const auto found = lines_.find(key_of(item.file, item.line));
    return found == lines_.end() ? nullptr : &found->second;
  }

  template <class Visit>
  void visit_open_rows(Visit visit) const {
    for (std::size_t row = 0; row < actions_.size(); ++row) {
      if (actions_.row(row).stated && actions_.row(row).state != ActionRow::State::done) visit(row);
    }
  }

  void find_items() {
    visit_open_rows([&](std::size_t row) {
      actions_.for_each_item(row, [&](FactIndex i) {
        std::size_t* const line = line_of(i);
        if (line != nullptr && is_open(facts_, facts_[i])) take(*line, row);
      });
    });
  }

  /// Items of debt that an action names with the same words.
  void find_words() {
    std::unordered_map<std::uint64_t, std::vector<std::size_t*>> lines;  // by key of the words
    for (const FactIndex i : facts_.facts("debt.item", model::Subject{})) {
      if (std::size_t* const line = line_of(i); line != nullptr) lines[keys_.of(facts_[i])].push_back(line);
    }
    if (lines.empty()) return;
    visit_open_rows([&](std::size_t row) {
      const auto found = lines.find(keys_.of(facts_[FactIndex{actions_.row(row).source}]));
      if (found == lines.end()) return;
      for (std::size_t* line : found->second) take(*line, row);
    });
  }

  const model::FactStore& facts_;
  const ActionList& actions_;
  ActionKeys keys_;
  std::vector<bool> wanted_;  // by file
  std::unordered_map<std::string_view, model::FileId> files_;
  std::unordered_map<std::uint64_t, std::size_t> lines_;  // of evidence: the row of the action there
};

/// Where a check fails for the group because of what fails for its businesses, the action of the group says nothing
/// more: those of the businesses hold all of its evidence. Gives the place of the first of them.
std::optional<std::size_t> covering(const std::vector<CheckAction>& of_checks, const CheckAction& of_portfolio) {
  const auto place = [](const Evidence& one) { return std::pair(std::string_view(one.file), one.line); };
  std::optional<std::size_t> first;
  std::set<std::pair<std::string_view, std::uint32_t>> covered;
  for (std::size_t n = 0; n < of_checks.size(); ++n) {
    const Finding* const other = of_checks[n].finding;
    if (other == nullptr || other->subject.kind != model::SubjectKind::entity) continue;
    if (other->check != of_portfolio.finding->check) continue;
    if (!first) first = n;
    for (const Evidence& one : other->evidence) covered.insert(place(one));
  }
  const auto& all = of_portfolio.finding->evidence;
  const bool covers =
      !all.empty() && std::ranges::all_of(all, [&](const Evidence& one) { return covered.contains(place(one)); });
  return covers ? first : std::nullopt;
}

/// Done things behind the others, those done last first.
std::vector<std::uint32_t> best_first(const ActionList& actions) {
  std::vector<std::uint32_t> order(actions.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const ActionRow& left = actions.row(a);
    const ActionRow& right = actions.row(b);
    if (left.score != right.score) return left.score > right.score;
    if (left.done_on != right.done_on) return left.done_on > right.done_on;
    if (left.due != right.due) return left.due && (!right.due || *left.due < *right.due);
    if (left.stated != right.stated) return left.stated;
    return left.source < right.source;
  });
  return order;
}

}  // namespace

ActionList with_findings(ActionList out, const model::FactStore& facts, const std::vector<Finding>& findings,
                         Date today) {
  std::vector<CheckAction> of_checks = actions_of(facts, findings, today);
  const EvidenceActions evidence(facts, out, of_checks);
  std::vector<std::optional<std::size_t>> rows;  // of each, the one that it is a source of
  std::vector<std::optional<std::size_t>> covered;
  for (const CheckAction& one : of_checks) {
    rows.push_back(one.finding ? evidence.of(*one.finding) : std::nullopt);
    const bool of_portfolio = one.finding && one.finding->subject.kind == model::SubjectKind::portfolio;
    covered.push_back(of_portfolio && !rows.back() ? covering(of_checks, one) : std::nullopt);
  }
  for (std::size_t n = 0; n < of_checks.size(); ++n) {
    if (rows[n]) {
      out.merge(*rows[n], std::move(of_checks[n].action));
    } else if (!covered[n]) {
      rows[n] = out.size();
      out.add(std::move(of_checks[n].action));
    }
  }
  for (std::size_t n = 0; n < of_checks.size(); ++n) {
    if (covered[n]) out.merge(*rows[*covered[n]], std::move(of_checks[n].action));
  }
  out.arrange(best_first(out));
  return out;
}

}  // namespace qd::assess
