#include <fmt/format.h>

#include <algorithm>

#include "formula/aggregate.hpp"
#include "formula/arithmetic.hpp"
#include "formula/fold.hpp"
#include "formula/formula.hpp"
#include "formula/grouping.hpp"
#include "formula/node.hpp"
#include "formula/slot_sum.hpp"
#include "formula/sum_of_groups.hpp"
#include "formula/tree.hpp"

namespace qd::formula {

namespace {

constexpr std::string_view kNoCurrency = "no currency";

std::string currency_name(Currency currency) { return currency.stated() ? currency.code() : std::string(kNoCurrency); }

/// The group of a KPI's result, taken apart: a currency only where there is one result for each.
struct KpiGroup {
  std::string name;
  std::optional<Currency> currency;
};

KpiGroup group_of(const Evaluated& result) {
  const std::string currency = currency_name(result.currency);
  const std::string ending = std::string(kGroupJoin) + currency;
  if (result.group == currency) return {{}, result.currency};
  if (!result.group.ends_with(ending)) return {result.group, std::nullopt};
  return {result.group.substr(0, result.group.size() - ending.size()), result.currency};
}

class Evaluation {
 public:
  Evaluation(const Expression& expression, const Scope& scope, Session& session)
      : formula_(expression.parsed()),
        scope_(scope),
        shared_(session.shared()),
        around_{shared_, scope_.subject, scope_.today, scope_.needs, formula_.reads > 1} {
    std::vector<GroupField> by;
    for (const std::string& name : scope.by) {
      if (auto field = parse_group_field(name)) by.push_back(*std::move(field));
    }
    around_.ungrouped = by.empty();
    if (by.size() == 1 && by.front().field.kind == FieldKind::month) around_.span = 1;
    if (by.size() == 1 && by.front().field.kind == FieldKind::quarter) around_.span = 3;
    grouping_.emplace(std::move(by), shared_);
    read_atoms();
  }

  /// Calls `take(evaluated, steps)` for each result. Steps are made only if wanted.
  template <class Take>
  void run(bool with_steps, const Take& take) {
    for (std::size_t g = 0; g < grouping_->names().size(); ++g) {
      aggregates_.clear();
      aggregates_.reserve(selections_.size());
      for (std::size_t n = 0; n < selections_.size(); ++n)
        aggregates_.emplace_back(formula_.atoms[aggregate_atoms_[n]]->aggregate, part(n, g), around_);
      const std::vector<Currency> currencies = currencies_of(g);
      if (currencies.size() < 2) {
        one(g, std::nullopt, with_steps, take);
      } else {
        for (GroupAggregate& aggregate : aggregates_) aggregate.split_by_currency();
        for (const Currency currency : currencies) one(g, currency, with_steps, take);
      }
    }
  }

 private:
  void read_atoms() {
    selections_.reserve(formula_.atoms.size());
    for (std::size_t i = 0; i < formula_.atoms.size(); ++i) {
      const Node& atom = *formula_.atoms[i];
      if (atom.op != Op::aggregate) continue;
      selections_.push_back(select(atom.aggregate, scope_.subject, scope_.today, shared_));
      grouping_->add(selections_.back(), atom.aggregate.predicate);
      aggregate_atoms_.push_back(i);
    }
    for (const Node* atom : formula_.atoms) {
      if (atom->op != Op::kpi || atom->every) continue;
      for (const Evaluated& result : kpi(*atom)) grouping_->add_name(group_of(result).name, "kpi." + atom->name);
    }
    grouping_->finish();
  }

  /// The last group takes the facts with it, if it is the only one.
  Selection part(std::size_t n, std::size_t g) {
    if (grouping_->names().size() == 1 && scope_.by.empty()) return std::move(selections_[n]);
    return grouping_->part(n, g);
  }

  [[nodiscard]] std::span<const Evaluated> kpi(const Node& atom) const {
    return scope_.kpi ? scope_.kpi(atom.name, atom.portfolio) : std::span<const Evaluated>();
  }

  [[nodiscard]] std::vector<Currency> currencies_of(std::size_t g) const {
    std::vector<Currency> out;
    for (const GroupAggregate& aggregate : aggregates_) {
      const auto more = aggregate.currencies();
      out.insert(out.end(), more.begin(), more.end());
    }
    for (const Node* atom : formula_.atoms) {
      if (atom->op != Op::kpi) continue;
      for (const Evaluated& result : kpi(*atom)) {
        const auto [group, currency] = group_of(result);
        if (!atom->every && !group.empty() && fold(group) != fold(grouping_->names()[g])) continue;
        const auto* amount = std::get_if<Amount>(&result.value);
        if (currency) {
          out.push_back(*currency);
        } else if (amount != nullptr && amount->currency.stated()) {
          out.push_back(amount->currency);
        }
      }
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  template <class Take>
  void one(std::size_t g, std::optional<Currency> currency, bool with_steps, const Take& take) {
    std::vector<AtomResult> atoms(formula_.atoms.size());
    for (std::size_t n = 0; n < aggregates_.size(); ++n) atoms[aggregate_atoms_[n]] = aggregates_[n].evaluate(currency);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      const Node& atom = *formula_.atoms[i];
      if (atom.op == Op::kpi)
        atoms[i] = atom.every ? sum_of_groups(kpi(atom), currency, scope_.needs)
                              : kpi_result(atom, grouping_->names()[g], currency);
    }
    Tree tree(atoms, formula_.root, scope_, shared_);
    std::vector<std::pair<const Node*, Reading>> told;
    if (with_steps)
      tree.observer = [&told](const Node& node, const Reading& reading) { told.emplace_back(&node, reading); };
    const Reading reading = tree.evaluate(formula_.root);
    std::vector<Evaluated> steps;
    for (const auto& [node, step] : told) steps.push_back(evaluated(step, atoms, g, currency));
    std::vector<const Node*> nodes;
    for (const auto& entry : told) nodes.push_back(entry.first);
    take(evaluated(reading, atoms, g, currency), nodes, steps);
  }

  /// Of an ungrouped KPI its only result, else the one of the same name and currency.
  [[nodiscard]] AtomResult kpi_result(const Node& atom, const std::string& group,
                                      std::optional<Currency> currency) const {
    AtomResult out;
    const Evaluated* found = nullptr;
    for (const Evaluated& result : kpi(atom)) {
      const auto [name, its_currency] = group_of(result);
      const bool same_currency = !currency || !its_currency || *its_currency == *currency;
      if ((name.empty() || fold(name) == fold(group)) && same_currency) found = &result;
    }
    if (found == nullptr) {
      out.value = Missing{group.empty() ? fmt::format("{} is not known", atom.name)
                                        : fmt::format("{} is not known for {}", atom.name, group),
                          scope_.needs};
      return out;
    }
    out.value = found->value;
    if (const auto* amount = std::get_if<Amount>(&found->value)) out.value = per_month(*amount);
    out.why = found->why;
    out.kind = found->kind;
    out.weakest = found->weakest;
    out.inputs = found->inputs;
    out.partial = found->partial;
    return out;
  }

  [[nodiscard]] Evaluated evaluated(const Reading& reading, std::span<AtomResult> atoms, std::size_t g,
                                    std::optional<Currency> currency) const {
    Evaluated out{.group = grouping_->names()[g], .value = reading.value, .kind = reading.kind, .why = reading.why};
    if (currency) {
      out.currency = *currency;
      const std::string code = currency_name(*currency);
      out.group = out.group.empty() ? code : out.group + std::string(kGroupJoin) + code;
    }
    for (Missing* missing : {std::get_if<Missing>(&out.value), out.why ? &*out.why : nullptr}) {
      if (missing != nullptr && missing->needs.empty()) missing->needs = scope_.needs;
    }
    gather(out, atoms, reading.atoms);
    return out;
  }

  /// Inputs, certainty and gaps of the atoms that went into a result.
  static void gather(Evaluated& out, std::span<AtomResult> atoms, std::uint64_t which) {
    model::FactSet valued;
    std::size_t of_kpis = 0;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      if ((which >> i & 1) == 0) continue;
      const AtomResult& atom = atoms[i];
      out.weakest = weaker(out.weakest, atom.weakest);
      out.inputs.unite(atom.inputs);
      if (!atom.partial || std::holds_alternative<Missing>(out.value)) continue;
      if (!out.partial) out.partial.emplace();
      valued.unite(atom.valued);
      if (atom.valued.empty()) of_kpis += atom.partial->known;
      out.partial->missing.unite(atom.partial->missing);
      out.partial->unknown_parts = std::max(out.partial->unknown_parts, atom.partial->unknown_parts);
      if (out.partial->unknown_entities.empty()) out.partial->unknown_entities = atom.partial->unknown_entities;
    }
    if (out.partial) out.partial->count(valued.size() + of_kpis);
  }

  const ParsedFormula& formula_;
  const Scope& scope_;
  Session::Shared& shared_;
  Surroundings around_;
  std::optional<Grouping> grouping_;
  std::vector<Selection> selections_;
  std::vector<std::size_t> aggregate_atoms_;  // the atom of each selection
  std::vector<GroupAggregate> aggregates_;    // of the group that is evaluated
};

/// How deep each node lies, for those that are no constants.
void collect_depths(const Node& node, std::size_t depth, std::vector<std::pair<const Node*, std::size_t>>& out) {
  const bool constant = node.op == Op::number || node.op == Op::text || node.op == Op::date || node.op == Op::truth;
  if (!constant) out.emplace_back(&node, depth);
  for (const Node& child : node.children) collect_depths(child, depth + 1, out);
}

}  // namespace

std::vector<Evaluated> evaluate(const Expression& expression, const Scope& scope) {
  std::optional<Session> own;
  Session& session = scope.session != nullptr ? *scope.session : own.emplace(scope.facts);
  std::vector<Evaluated> out;
  Evaluation(expression, scope, session).run(false, [&out](Evaluated result, auto&, auto&) {
    out.push_back(std::move(result));
  });
  return out;
}

std::vector<std::vector<Step>> trace(const Expression& expression, const Scope& scope) {
  std::optional<Session> own;
  Session& session = scope.session != nullptr ? *scope.session : own.emplace(scope.facts);
  std::vector<std::pair<const Node*, std::size_t>> order;
  collect_depths(expression.root(), 0, order);
  std::vector<std::vector<Step>> out;
  Evaluation(expression, scope, session).run(true, [&](const Evaluated&, const auto& nodes, auto& results) {
    std::vector<Step>& steps = out.emplace_back();
    for (const auto& [node, depth] : order) {
      const auto found = std::ranges::find(nodes, node);
      if (found == nodes.end()) continue;  // a branch that was not taken
      steps.push_back(
          {node->begin, node->end, depth, std::move(results[static_cast<std::size_t>(found - nodes.begin())])});
    }
  });
  return out;
}

void conform(Evaluated& result, const UnitType& declared, const std::string& needs) {
  auto* amount = std::get_if<Amount>(&result.value);
  if (amount == nullptr || declared.sort != Sort::amount) return;
  const auto missing = [&](std::string reason) {
    result.value = Missing{std::move(reason), needs};
    result.partial.reset();
  };
  const bool flow = months_factor(amount->per).has_value();
  const auto declared_factor = months_factor(declared.per);
  if (!flow && declared_factor && amount->lo.is_zero() && amount->hi.is_zero() && !amount->open_lo &&
      !amount->open_hi) {
    amount->per = declared.per;  // nothing is nothing in every period
  } else if (flow != declared_factor.has_value()) {
    return missing(flow ? "the amounts are per month, and no period is wanted"
                        : "the period of the amounts is not stated");
  } else if (flow && amount->per != declared.per) {
    const auto share = Rational::divide(*months_factor(amount->per), *declared_factor);
    const auto scaled = share ? scale_interval(interval_of(*amount), *share) : std::nullopt;
    if (!scaled) return missing("the result is too large to compute");
    *amount = with_interval(*amount, *scaled);
    amount->per = declared.per;
  }
  const bool number = amount->unit == Unit::count || amount->unit == Unit::ratio;
  const bool wants_number = declared.unit == Unit::count || declared.unit == Unit::ratio;
  const bool nothing = amount->lo.is_zero() && amount->hi.is_zero() && !amount->open_lo && !amount->open_hi;
  if (amount->unit != declared.unit && !(number && wants_number) && !nothing)
    return missing(
        fmt::format("the amounts are {}, and {} is wanted", to_string(amount->unit), to_string(declared.unit)));
  amount->unit = declared.unit;
  if (declared.unit != Unit::count) amount->of.clear();
  if (!declared.of.empty()) amount->of = declared.of;
}

}  // namespace qd::formula
