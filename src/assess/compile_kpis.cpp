#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "assess/compiler.hpp"
#include "assess/native_kpis.hpp"
#include "formula/node.hpp"

namespace qd::assess {

namespace {

constexpr std::array<std::string_view, 2> kSubjects = {"entity", "portfolio"};
constexpr std::array<std::string_view, 3> kBetter = {"neither", "higher", "lower"};

/// One KPI on its way: parsed, and not yet known to have right units.
struct Draft {
  const RawKpi* raw = nullptr;
  Kpi kpi;
  std::vector<std::string> parameters;
  bool good = true;
  enum class Visit : std::uint8_t { waiting, open, done } visit = Visit::waiting;
};

class KpiCompiler {
 public:
  KpiCompiler(Compiler& compiler, const std::vector<RawKpi>& raw, KnownKpis& known)
      : compiler_(compiler), known_(known) {
    drafts_.reserve(raw.size());
    for (const RawKpi& kpi : raw) {
      index_.emplace(kpi.id.text, drafts_.size());
      drafts_.push_back(parsed(kpi));
    }
  }

  std::vector<Kpi> run() {
    for (const auto& [id, at] : index_) known_.by_id[id] = {};
    for (Draft& draft : drafts_) visit(draft);
    std::vector<Kpi> out;
    for (Draft& draft : drafts_) {
      if (draft.good) out.push_back(std::move(draft.kpi));
    }
    return out;
  }

 private:
  Draft parsed(const RawKpi& raw);
  void read_formulas(const RawKpi& raw, Kpi& kpi);
  void read_subjects(const RawKpi& raw, Kpi& kpi);
  void read_attributes(const RawKpi& raw, Kpi& kpi);
  std::vector<GridCell> cells(const std::vector<GridAxis>& axes);
  std::optional<formula::Amount> constant(const Written& written);
  void visit(Draft& draft);
  bool follow(Draft& draft);
  [[nodiscard]] bool switched_off(const RawKpi& raw) const;
  void switch_off(Draft& draft);
  void settle_units(Draft& draft);
  void check_leader(const Written& by, const Kpi& kpi);
  void check_result(const RawKpi& raw, const Written& formula, const formula::UnitType& found,
                    const std::optional<formula::UnitType>& declared);
  [[nodiscard]] static std::vector<std::pair<const Written*, const formula::Expression*>> written_formulas(
      const Draft& draft);
  void report_cycle(const Written& formula, const formula::Expression::KpiReference& back);

  Compiler& compiler_;
  KnownKpis& known_;
  std::vector<Draft> drafts_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<const Draft*> path_;
};

Draft KpiCompiler::parsed(const RawKpi& raw) {
  const std::size_t before = compiler_.mistakes();
  Draft draft{.raw = &raw};
  Kpi& kpi = draft.kpi;
  kpi.id = raw.id.text;
  kpi.title = raw.title.text;
  kpi.group = raw.group.given() ? raw.group.text : "other";
  kpi.needs = raw.needs.text;
  kpi.decimals = raw.decimals;
  kpi.hidden = raw.hidden.value_or(false);
  compiler_.check_id(raw.id, "kpi");
  compiler_.require(raw.id, "kpi", raw.title, "title", "\"What it is called\"");
  if (raw.cases.empty() && !raw.native.given())
    compiler_.require(raw.id, "kpi", raw.formula, "formula", "\"sum(money.revenue)\"");
  read_subjects(raw, kpi);
  read_attributes(raw, kpi);
  read_formulas(raw, kpi);
  if (raw.applies.given()) kpi.applies = compiler_.parse(raw.applies);
  if (raw.mistake.given()) kpi.mistake = compiler_.parse(raw.mistake);
  kpi.grid = cells(raw.grid);
  for (const GridAxis& axis : raw.grid) draft.parameters.push_back(axis.name.text);
  draft.good = compiler_.mistakes() == before;
  return draft;
}

/// One of `formula`, `cases` and `native`.
void KpiCompiler::read_formulas(const RawKpi& raw, Kpi& kpi) {
  const bool cases = !raw.cases.empty();
  const Written& second = cases ? raw.cases.front().name : raw.native;
  if ((cases || raw.native.given()) && (raw.formula.given() || (cases && raw.native.given()) || !raw.grid.empty()))
    compiler_.problems().add("definition-value", second,
                             fmt::format("kpi.{} says in two ways how it is worked out", raw.id.text),
                             "keep one of `formula` (with or without `grid`), `cases` and `native`");
  if (raw.formula.given()) {
    if (auto formula = compiler_.parse(raw.formula)) kpi.formula = std::move(*formula);
  }
  for (const NamedText& one : raw.cases) {
    if (auto formula = compiler_.parse(one.text)) kpi.cases.push_back({one.name.text, std::move(*formula)});
  }
  if (!raw.native.given()) return;
  std::vector<std::string_view> names;
  for (const NativeKpi& one : native_kpis()) names.push_back(one.name);
  if (const auto at = compiler_.choice(raw.native, "native", names)) kpi.native = &native_kpis()[*at];
  compiler_.require(raw.id, "kpi", raw.unit, "unit", "\"ratio\"");
}

void KpiCompiler::read_subjects(const RawKpi& raw, Kpi& kpi) {
  if (raw.subjects.empty())
    compiler_.problems().add("definition-incomplete", raw.id, fmt::format("kpi.{} has no `for`", raw.id.text),
                             "add for = [\"entity\", \"portfolio\"]");
  for (const Written& subject : raw.subjects) {
    const auto at = compiler_.choice(subject, "for", kSubjects);
    if (at) (*at == 0 ? kpi.for_entities : kpi.for_portfolio) = true;
  }
}

void KpiCompiler::read_attributes(const RawKpi& raw, Kpi& kpi) {
  if (raw.better.given()) {
    if (const auto at = compiler_.choice(raw.better, "better", kBetter)) kpi.better = static_cast<Better>(*at);
  }
  if (raw.material.given()) {
    kpi.material = parse_materiality(raw.material.text);
    if (!kpi.material)
      compiler_.problems().add("definition-value", raw.material,
                               fmt::format("`{}` is neither a share nor an amount", raw.material.text),
                               "write how far the figure has to move: \"5%\", \"$100\" or a number");
  }
  kpi.roles = compiler_.roles(raw.roles);
  kpi.forgets = compiler_.predicates(raw.forgets);
  for (const Written& label : raw.claims) kpi.claims.push_back(label.text);
  for (const Written& attribute : raw.by) {
    kpi.by.push_back(attribute.text);
    if (formula::parse_group_field(attribute.text)) continue;
    const std::vector<std::string> names = formula::field_names();
    compiler_.problems().add("definition-value", attribute, fmt::format("there is no attribute `{}`", attribute.text),
                             did_you_mean(attribute.text, names));
  }
}

std::vector<GridCell> KpiCompiler::cells(const std::vector<GridAxis>& axes) {
  std::vector<GridCell> out;
  for (const GridAxis& axis : axes) {
    std::vector<GridCell> wider;
    for (const Written& value : axis.values) {
      const auto amount = constant(value);
      if (!amount) return {};
      const std::vector<GridCell> rest = out.empty() ? std::vector<GridCell>(1) : out;
      for (GridCell cell : rest) {
        cell.name += (cell.name.empty() ? "" : " · ") + axis.name.text + " " + value.text;
        cell.parameters.emplace_back(axis.name.text, *amount);
        wider.push_back(std::move(cell));
      }
    }
    out = std::move(wider);
  }
  return out;
}

std::optional<formula::Amount> KpiCompiler::constant(const Written& written) {
  const auto expression = compiler_.parse(written);
  if (!expression) return std::nullopt;
  static const model::FactStore kNothing{model::FactTable(), {}};
  const auto results = formula::evaluate(*expression, {.facts = kNothing, .subject = {}, .today = {}});
  if (const auto* amount = std::get_if<formula::Amount>(&results.front().value)) return *amount;
  compiler_.problems().add("definition-value", written, fmt::format("`{}` is no amount", written.text),
                           "write a number, a percentage or an amount such as '1560 USD'");
  return std::nullopt;
}

/// Depth first, so that what a KPI refers to has its unit before its own is checked.
void KpiCompiler::visit(Draft& draft) {
  if (draft.visit != Draft::Visit::waiting) return;
  draft.visit = Draft::Visit::open;
  path_.push_back(&draft);
  if (draft.good && follow(draft)) switched_off(*draft.raw) ? switch_off(draft) : settle_units(draft);
  path_.pop_back();
  draft.visit = Draft::Visit::done;
}

bool KpiCompiler::follow(Draft& draft) {
  for (const auto& [written, formula] : written_formulas(draft)) {
    for (const auto& reference : formula->kpis()) {
      const auto found = index_.find(reference.id);
      if (found == index_.end()) continue;  // check_units says so, with what may have been meant
      Draft& other = drafts_[found->second];
      if (other.visit == Draft::Visit::open) {
        report_cycle(*written, reference);
        draft.good = false;
        return false;
      }
      visit(other);
    }
  }
  return true;
}

/// Each formula of a draft without mistakes, with where it is written.
std::vector<std::pair<const Written*, const formula::Expression*>> KpiCompiler::written_formulas(const Draft& draft) {
  std::vector<std::pair<const Written*, const formula::Expression*>> out;
  if (draft.kpi.formula) out.emplace_back(&draft.raw->formula, &draft.kpi.formula);
  for (std::size_t i = 0; i < draft.kpi.cases.size(); ++i)
    out.emplace_back(&draft.raw->cases[i].text, &draft.kpi.cases[i].expression);
  return out;
}

void KpiCompiler::report_cycle(const Written& formula, const formula::Expression::KpiReference& back) {
  std::string path;
  bool inside = false;
  for (const Draft* draft : path_) {
    inside = inside || draft->kpi.id == back.id;
    if (inside) path += "kpi." + draft->kpi.id + " → ";
  }
  compiler_.problems().add("formula-cycle", formula, back.begin, back.end,
                           fmt::format("kpi.{} is worked out from itself: {}kpi.{}", back.id, path, back.id),
                           "one of them has to be worked out from facts");
}

/// Whether a formula that gives `found` can be declared as `declared`: a bare number may be called a count or a ratio.
bool fits(const formula::UnitType& declared, const formula::UnitType& found) {
  if (found.sort == formula::Sort::any) return true;
  if (found.sort != declared.sort) return false;
  if (found.sort != formula::Sort::amount) return true;
  const auto bare = [](Unit unit) { return unit == Unit::count || unit == Unit::ratio; };
  return (declared.unit == found.unit || (bare(declared.unit) && bare(found.unit))) && declared.per == found.per;
}

bool KpiCompiler::switched_off(const RawKpi& raw) const {
  const auto rests = [this](const Written& formula) { return Compiler::rests_on_switched_off(formula, known_); };
  return rests(raw.formula) || rests(raw.applies) || rests(raw.mistake) ||
         std::ranges::any_of(raw.cases, [&](const NamedText& one) { return rests(one.text); });
}

void KpiCompiler::switch_off(Draft& draft) {
  draft.good = false;
  known_.by_id.erase(draft.kpi.id);
  known_.switched_off.insert(draft.kpi.id);
}

void KpiCompiler::settle_units(Draft& draft) {
  const RawKpi& raw = *draft.raw;
  const std::size_t before = compiler_.mistakes();
  auto& known = known_.by_id[draft.kpi.id].unit;
  if (raw.unit.given()) {
    const auto declared = formula::parse_unit(raw.unit.text);
    if (declared)
      known = *declared;  // already now, because a formula may fall back on the KPI's own claim
    else
      compiler_.complain(raw.unit, declared.error(), "definition-unit");
  }
  for (const auto& [written, formula] : written_formulas(draft)) {
    const auto found = compiler_.check_units(*written, *formula, known_, draft.parameters);
    if (found) check_result(raw, *written, *found, known);
    if (found && !known) known = *found;  // and the other cases have to be alike
  }
  if (known) draft.kpi.unit = *known;
  for (const Written& by : raw.by) check_leader(by, draft.kpi);
  if (draft.kpi.applies) std::ignore = compiler_.check_units(raw.applies, *draft.kpi.applies, known_);
  if (draft.kpi.mistake) std::ignore = compiler_.check_units(raw.mistake, *draft.kpi.mistake, known_);
  draft.good = compiler_.mistakes() == before;
  if (!draft.good) known.reset();
}

/// "month of kpi.target": the groups can only come from what the formula reads.
void KpiCompiler::check_leader(const Written& by, const Kpi& kpi) {
  const std::string leader = formula::parse_group_field(by.text)->leader;
  const auto reads = [&](const formula::Expression* formula) {
    return std::ranges::count(formula->predicates(), leader) > 0 ||
           std::ranges::any_of(formula->kpis(), [&](const auto& one) { return "kpi." + one.id == leader; });
  };
  if (!leader.empty() && std::ranges::none_of(kpi.formulas(), reads))
    compiler_.problems().add("definition-value", by, fmt::format("`{}` is not in the formula", leader),
                             "groups come from a predicate or a KPI that the formula reads");
}

/// What the formula gives has to be something that a KPI can be, and what the definition says it is.
void KpiCompiler::check_result(const RawKpi& raw, const Written& formula, const formula::UnitType& found,
                               const std::optional<formula::UnitType>& declared) {
  if (found.sort == formula::Sort::truth || found.sort == formula::Sort::text)
    compiler_.problems().add("formula-units", formula,
                             fmt::format("the formula gives a {}, and a KPI is an amount or a date", to_string(found)));
  else if (declared && !fits(*declared, found))
    compiler_.problems().add(
        "formula-units", formula,
        fmt::format("the formula gives {}, and {} {}", to_string(found),
                    raw.unit.given() ? "`unit` says" : "the first case gives", to_string(*declared)));
}

}  // namespace

std::vector<Kpi> compile_kpis(Compiler& compiler, const std::vector<RawKpi>& raw, KnownKpis& known) {
  return KpiCompiler(compiler, raw, known).run();
}

}  // namespace qd::assess
