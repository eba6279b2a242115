#include "assess/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/predicates.hpp"

namespace qd::assess {

formula::KpiCatalog KnownKpis::catalog() const {
  formula::KpiCatalog out;
  out.unit_of = [this](std::string_view id) -> std::optional<formula::UnitType> {
    const auto found = by_id.find(id);
    return found == by_id.end() ? std::nullopt : found->second.unit;
  };
  for (const auto& [id, state] : by_id) out.candidates.push_back(id);
  return out;
}

void Compiler::require(const Written& id, std::string_view table, const Written& key, std::string_view name,
                       std::string_view example) {
  if (key.given() && !key.text.empty()) return;
  problems_.add("definition-incomplete", key.given() ? key : id, fmt::format("{}.{} has no `{}`", table, id.text, name),
                fmt::format("add {} = {}", name, example));
}

void Compiler::check_id(const Written& id, std::string_view table) {
  const bool plain = !id.text.empty() && std::ranges::all_of(id.text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!plain)
    problems_.add("definition-name", id, fmt::format("`{}` cannot be the name of a {}", id.text, table),
                  "use lower-case letters, digits and underscores");
}

std::optional<formula::Expression> Compiler::parse(const Written& written) {
  auto parsed = formula::parse(written.text);
  if (parsed) return std::move(*parsed);
  complain(written, parsed.error(), "formula-syntax");
  return std::nullopt;
}

bool Compiler::rests_on_switched_off(const Written& formula, const KnownKpis& kpis) {
  if (!formula.given() || kpis.switched_off.empty()) return false;
  const auto parsed = formula::parse(formula.text);
  return parsed && std::ranges::any_of(parsed->kpis(), [&](const formula::Expression::KpiReference& reference) {
           return kpis.switched_off.contains(reference.id);
         });
}

std::optional<formula::UnitType> Compiler::check_units(const Written& written, const formula::Expression& expression,
                                                       const KnownKpis& kpis, std::span<const std::string> parameters) {
  for (const auto& reference : expression.kpis()) {
    const auto found = kpis.by_id.find(reference.id);
    if (found == kpis.by_id.end() || found->second.unit) continue;
    problems_.add("formula-kpi", written, reference.begin, reference.end,
                  fmt::format("kpi.{} is left out because of a mistake of its own", reference.id));
    return std::nullopt;
  }
  const auto type = formula::check_units(expression, kpis.catalog(), parameters);
  if (type) return *type;
  complain(written, type.error(), "formula-units");
  return std::nullopt;
}

void Compiler::complain(const Written& written, const formula::FormulaError& error, std::string_view code) {
  problems_.add(code, written, error.begin, error.end, error.message, error.hint);
}

std::vector<std::string> Compiler::roles(const std::vector<Written>& written) {
  std::vector<std::string> out;
  for (const Written& role : written) {
    if (std::ranges::find(raw_.roles, role.text) == raw_.roles.end())
      problems_.add("definition-role", role, fmt::format("there is no role `{}`", role.text),
                    did_you_mean(role.text, raw_.roles));
    else
      out.push_back(role.text);
  }
  return out;
}

std::vector<std::string> Compiler::predicates(const std::vector<Written>& written) {
  std::vector<std::string> out;
  for (const Written& name : written) {
    if (model::find_predicate(name.text)) {
      out.push_back(name.text);
      continue;
    }
    std::vector<std::string> candidates;
    for (const model::Predicate& predicate : model::predicates()) candidates.emplace_back(predicate.name);
    problems_.add("definition-predicate", name, fmt::format("there is no predicate `{}`", name.text),
                  did_you_mean(name.text, candidates));
  }
  return out;
}

std::optional<std::size_t> Compiler::choice(const Written& written, std::string_view key,
                                            std::span<const std::string_view> allowed) {
  const auto found = std::ranges::find(allowed, std::string_view(written.text));
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  const std::vector<std::string> names(allowed.begin(), allowed.end());
  std::string hint = did_you_mean(written.text, names);
  if (hint.empty()) hint = fmt::format("one of: {}", fmt::join(names, ", "));
  problems_.add("definition-value", written, fmt::format("`{}` is no value of `{}`", written.text, key),
                std::move(hint));
  return std::nullopt;
}

}  // namespace qd::assess
