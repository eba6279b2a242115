#include "assess/definitions.hpp"

#include <algorithm>

#include "assess/compiler.hpp"
#include "assess/native_kpis.hpp"

namespace qd::assess {

namespace {

void take(Written& to, const Written& from) {
  if (from.given()) to = from;
}

template <class T>
void take(std::vector<T>& to, const std::vector<T>& from) {
  if (!from.empty()) to = from;
}

void change(RawKpi& to, const RawKpi& from) {
  for (const auto key : {&RawKpi::title, &RawKpi::unit, &RawKpi::better, &RawKpi::group, &RawKpi::needs,
                         &RawKpi::applies, &RawKpi::mistake, &RawKpi::material})
    take(to.*key, from.*key);
  for (const auto key : {&RawKpi::subjects, &RawKpi::by, &RawKpi::roles, &RawKpi::claims, &RawKpi::forgets})
    take(to.*key, from.*key);
  take(to.grid, from.grid);
  take(to.cases, from.cases);
  if (from.decimals) to.decimals = from.decimals;
  if (from.hidden) to.hidden = from.hidden;
}

void change(RawCheck& to, const RawCheck& from) {
  for (const auto key : {&RawCheck::question, &RawCheck::applies, &RawCheck::severity, &RawCheck::says,
                         &RawCheck::remedy, &RawCheck::needs, &RawCheck::group})
    take(to.*key, from.*key);
  for (const auto key : {&RawCheck::subjects, &RawCheck::roles, &RawCheck::evidence}) take(to.*key, from.*key);
  take(to.values, from.values);
  take(to.settings, from.settings);
}

bool whole(const RawKpi& kpi) { return kpi.formula.given() || kpi.native.given() || !kpi.cases.empty(); }
bool whole(const RawCheck& check) { return check.passes.given() || check.native.given(); }

/// One definition for each id, in the order of first appearance; the ids of those that are disabled.
template <class Raw>
std::vector<Raw> merged(const std::vector<Raw>& definitions, std::set<std::string, std::less<>>& switched_off) {
  std::vector<Raw> out;
  std::map<std::string_view, std::size_t> index;
  for (const Raw& definition : definitions) {
    const auto [found, fresh] = index.try_emplace(definition.id.text, out.size());
    if (fresh)
      out.push_back(definition);
    else if (definition.disabled)
      out[found->second].disabled = true;
    else if (whole(definition))
      out[found->second] = definition;
    else
      change(out[found->second], definition);
  }
  std::erase_if(out, [&](const Raw& definition) {
    if (definition.disabled) switched_off.insert(definition.id.text);
    return definition.disabled;
  });
  return out;
}

template <class T>
const T* find(const std::vector<T>& definitions, std::string_view id) {
  const auto found = std::ranges::find(definitions, id, &T::id);
  return found == definitions.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> built_in_roles() {
  return {"ceo", "cto", "cfo", "cmo", "cao", "auxiliary", "rental", "yacht-delivery", "clients"};
}

std::vector<const formula::Expression*> Kpi::formulas() const {
  std::vector<const formula::Expression*> out;
  if (formula) out.push_back(&formula);
  for (const NamedExpression& one : cases) out.push_back(&one.expression);
  return out;
}

std::string Kpi::formula_text() const {
  if (native) return "native " + std::string(native->name);
  if (formula) return std::string(formula.text());
  std::string out;
  for (const NamedExpression& one : cases)
    out += (out.empty() ? "" : "\n") + one.name + ": " + std::string(one.expression.text());
  return out;
}

const Kpi* Definitions::kpi(std::string_view id) const { return find(kpis_, id); }
const Check* Definitions::check(std::string_view id) const { return find(checks_, id); }

Definitions compile(const RawDefinitions& raw, Diagnostics& diagnostics) {
  Compiler compiler(raw, diagnostics);
  KnownKpis known;
  Definitions out;
  out.kpis_ = compile_kpis(compiler, merged(raw.kpis, known.switched_off), known);
  std::set<std::string, std::less<>> checks;
  out.checks_ = compile_checks(compiler, merged(raw.checks, checks), known);
  return out;
}

}  // namespace qd::assess
