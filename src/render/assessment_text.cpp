#include "render/assessment_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "assess/action_score.hpp"
#include "assess/show.hpp"
#include "assess/trend.hpp"
#include "render/chart_text.hpp"
#include "render/columns.hpp"
#include "render/printable.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kMostFigures = 400;  // one group of a hundred entities must not push all else off the screen
constexpr std::size_t kMostGroups =
    3;  // of one figure of one subject: a grid or a chart of accounts would drown the rest
constexpr std::size_t kMostFindings = 20;
constexpr std::size_t kMostActions = 10;
constexpr std::size_t kMostChanges = 10;

std::string name_of(const model::Subject& subject) {
  return subject.kind == model::SubjectKind::portfolio ? "portfolio" : subject.id;
}

class Writer {
 public:
  Writer(const assess::Assessment& assessment, const assess::Definitions& definitions,
         const AssessmentTextOptions& options)
      : assessment_(assessment), definitions_(definitions), options_(options) {}

  std::string write() {
    line(fmt::format("{}, as of {}", printable(options_.portfolio), to_string(assessment_.today)));
    figures();
    if (options_.kpis.empty()) {
      findings();
      actions();
      changes();
      coverage();
    }
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }
  void heading(std::string_view text) {
    out_ += '\n';
    line(text);
  }
  void more(std::size_t shown, std::size_t of, std::string_view where) {
    if (shown < of) line(fmt::format("  +{} more: {}", of - shown, where));
  }
  void rows(TableText table) {
    for (const std::string& row : table_lines(table, kWidth - 2)) line("  " + row);
  }

  [[nodiscard]] bool wanted(const std::string& kpi) const {
    return options_.kpis.empty() || std::ranges::find(options_.kpis, kpi) != options_.kpis.end();
  }

  void figures() {
    heading(assessment_.history.empty() ? "Figures"
                                        : "Figures, from " + to_string(assessment_.history.front().day) + " on");
    TableText table = head();
    std::vector<const assess::KpiResult*> missing;
    std::size_t of = 0;
    for (std::size_t at = 0; at < assessment_.kpis.size();) {
      const std::size_t end = end_of_groups(at);
      std::size_t shown = 0, known = 0;
      for (; at < end; ++at) {
        const assess::KpiResult& kpi = assessment_.kpis[at];
        if (!wanted(kpi.id)) continue;
        if (std::holds_alternative<formula::Missing>(kpi.result.value)) {
          missing.push_back(&kpi);
        } else if (++known <= kMostGroups || !options_.kpis.empty()) {
          ++shown;
          if (++of <= kMostFigures) table.rows.push_back(figure(kpi));
        }
      }
      if (shown < known) table.rows.push_back(rest_of_groups(known - shown, assessment_.kpis[end - 1].id));
    }
    of == 0 ? line("  none") : rows(std::move(table));
    more(std::min(of, kMostFigures), of, "assess --format json");
    not_known(missing);
  }

  [[nodiscard]] TableText head() const {
    using report::Align;
    if (!assessment_.history.empty())
      return {.aligns = {Align::left, Align::left, Align::right, Align::right, Align::left},
              .rows = {{"Figure", "Of", "From", "Now", "Trend"}}};
    const auto& compared = assessment_.compared_with;
    return {.aligns = {Align::left, Align::left, Align::right, Align::left},
            .rows = {{"Figure", "Of", "Value",
                      compared && compared->run.empty() ? "Since " + to_string(compared->day) : "Since the last run"}}};
  }

  /// "▁▂··█": a dot where nothing is known.
  static std::string bars_of(const assess::Trend& trend) {
    if (!trend.known()) return {};
    std::string out;
    for (const char c : spark_letters(points_text(trend))) out += c == ' ' ? "·" : std::string(1, c);
    return out;
  }

  [[nodiscard]] std::vector<std::string> rest_of_groups(std::size_t more, std::string_view kpi) const {
    std::vector<std::string> out = {"", "", fmt::format("+{} more", more), fmt::format("see --kpi {}", kpi)};
    if (!assessment_.history.empty()) out.emplace_back();
    return out;
  }

  /// Past the last group of the figure and subject that stand at `at`.
  [[nodiscard]] std::size_t end_of_groups(std::size_t at) const {
    const assess::KpiResult& first = assessment_.kpis[at];
    while (at < assessment_.kpis.size() && assessment_.kpis[at].id == first.id &&
           assessment_.kpis[at].subject == first.subject)
      ++at;
    return at;
  }

  [[nodiscard]] std::vector<std::string> figure(const assess::KpiResult& kpi) const {
    const assess::Kpi* const definition = definitions_.kpi(kpi.id);
    std::string title = definition != nullptr ? definition->title : kpi.id;
    if (!kpi.result.group.empty()) title += ", " + kpi.result.group;
    if (!assessment_.history.empty()) {
      const assess::Trend trend = trend_of(assessment_, kpi);
      const assess::ShowStyle brief{.per = false, .noun = false};
      return {printable(title), name_of(kpi.subject),
              trend.known() ? assess::show(*trend.first()->amount, brief) : std::string(), assess::show(kpi.result),
              bars_of(trend)};
    }
    std::string change;
    if (const auto* const now = std::get_if<formula::Amount>(&kpi.result.value); now != nullptr && kpi.previous)
      change = assess::show_change(*kpi.previous, *now).value_or("");
    return {printable(title), name_of(kpi.subject), assess::show(kpi.result), change};
  }

  /// One line for each KPI: where it is not known, and what to write.
  void not_known(const std::vector<const assess::KpiResult*>& missing) {
    if (missing.empty()) return;
    heading("Not known");
    for (auto at = missing.begin(); at != missing.end();) {
      const auto end = std::find_if(at, missing.end(), [&](const auto* kpi) { return kpi->id != (*at)->id; });
      std::vector<std::string> subjects;
      for (auto one = at; one != end; ++one) subjects.push_back(name_of((*one)->subject));
      subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
      const std::size_t all = subjects.size();
      if (all > 8) subjects.resize(8), subjects.push_back(fmt::format("{} more", all - 8));
      const assess::Kpi* const definition = definitions_.kpi((*at)->id);
      const auto& why = std::get<formula::Missing>((*at)->result.value);
      const std::string text =
          fmt::format("{} of {}: {}", definition != nullptr ? definition->title : (*at)->id,
                      assess::join_words(subjects), all == 1 || why.needs.empty() ? why.reason : why.needs);
      paragraph(text);
      at = end;
    }
  }

  void paragraph(std::string_view text) {
    const char* indent = "  ";
    for (const std::string& row : wrapped(printable(text), kWidth - 4)) {
      line(indent + row);
      indent = "    ";
    }
  }

  void findings() {
    std::array<std::size_t, 5> counts{};
    std::vector<const assess::Finding*> failing;
    for (const assess::Finding& finding : assessment_.findings) {
      ++counts[static_cast<std::size_t>(finding.outcome)];
      if (finding.outcome == assess::Outcome::fail) failing.push_back(&finding);
    }
    std::ranges::stable_sort(failing, {}, [](const auto* finding) { return finding->severity; });
    const auto number = [&](assess::Outcome outcome) { return counts[static_cast<std::size_t>(outcome)]; };
    heading(fmt::format("Findings: {} fail, {} pass, {} unknown, {} not configured, {} not applicable",
                        number(assess::Outcome::fail), number(assess::Outcome::pass), number(assess::Outcome::unknown),
                        number(assess::Outcome::not_configured), number(assess::Outcome::not_applicable)));
    for (std::size_t i = 0; i < std::min(failing.size(), kMostFindings); ++i) {
      const assess::Finding& finding = *failing[i];
      std::string where;
      if (!finding.evidence.empty())
        where = fmt::format(" ({}:{})", finding.evidence.front().file, finding.evidence.front().line);
      paragraph(fmt::format("{:<8} {}{}", assess::to_string(finding.severity), finding.message, where));
    }
    more(std::min(failing.size(), kMostFindings), failing.size(), "assess --format json");
  }

  void actions() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < assessment_.actions.size(); ++i) {
      if (assessment_.actions.row(i).state != assess::ActionRow::State::done) open.push_back(i);
    }
    heading(fmt::format("Actions: {} open", open.size()));
    for (std::size_t i = 0; i < std::min(open.size(), kMostActions); ++i) {
      const assess::Action action = assessment_.actions[open[i]];
      std::string text = fmt::format("{:>2}. {} [{}", i + 1, action.title, action.entity);
      if (!action.owner.empty()) text += ", " + action.owner;
      if (action.due) text += (action.state == "overdue" ? ", overdue since " : ", due ") + to_string(*action.due);
      text += fmt::format("] {:.1f}", action.score);
      const std::string reason = assess::reason_of(action, assessment_.today);
      paragraph(text + (reason.empty() ? "" : ": " + reason));
    }
    more(std::min(open.size(), kMostActions), open.size(), "assess --format json");
  }

  void changes() {
    if (assessment_.changes.empty()) return;
    heading(assessment_.compared_with ? "What changed since " + to_string(assessment_.compared_with->day)
                                      : "What changed");
    std::size_t shown = 0;
    for (const assess::Change& change : assessment_.changes) {
      if (!change.material || shown == kMostChanges) continue;
      ++shown;
      paragraph(change.text);
    }
    more(shown, assessment_.changes.size(), "assess --format json");
  }

  void coverage() {
    const assess::Coverage& coverage = assessment_.coverage;
    if (coverage.lines == 0) return;
    heading(fmt::format("Coverage: {} of {} lines under known headings were understood ({} %)", coverage.understood,
                        coverage.lines, coverage.understood * 100 / coverage.lines));
  }

  const assess::Assessment& assessment_;
  const assess::Definitions& definitions_;
  const AssessmentTextOptions& options_;
  std::string out_;
};

}  // namespace

std::string assessment_text(const assess::Assessment& assessment, const assess::Definitions& definitions,
                            const AssessmentTextOptions& options) {
  return Writer(assessment, definitions, options).write();
}

}  // namespace qd::render
