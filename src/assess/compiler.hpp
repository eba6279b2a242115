// What compiling KPIs and compiling checks have in common: reading one key and saying what is wrong with it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/definitions.hpp"

namespace qd::assess {

/// Units of the KPIs compiled so far, and why the others are not among them.
struct KnownKpis {
  struct State {
    std::optional<formula::UnitType> unit;  ///< nothing: the KPI exists, but has a mistake
  };
  std::map<std::string, State, std::less<>> by_id;
  std::set<std::string, std::less<>> switched_off;  ///< `disabled`, and what rests on such: left out without complaint

  [[nodiscard]] formula::KpiCatalog catalog() const;
};

class Compiler {
 public:
  Compiler(const RawDefinitions& raw, Diagnostics& diagnostics) : raw_(raw), problems_(raw.locate, diagnostics) {}

  [[nodiscard]] const RawDefinitions& raw() const { return raw_; }
  [[nodiscard]] DefinitionProblems& problems() { return problems_; }
  [[nodiscard]] std::size_t mistakes() const { return problems_.count(); }

  /// Complains at the definition's name when the key is not given.
  void require(const Written& id, std::string_view table, const Written& key, std::string_view name,
               std::string_view example);
  /// Lower-case words joined by underscores, because it is a name in formulas, addresses and files.
  void check_id(const Written& id, std::string_view table);
  [[nodiscard]] std::optional<formula::Expression> parse(const Written& formula);
  /// Whether it names a KPI that is switched off.
  [[nodiscard]] static bool rests_on_switched_off(const Written& formula, const KnownKpis& kpis);
  /// Nothing when units do not go together; complaints point into the formula.
  [[nodiscard]] std::optional<formula::UnitType> check_units(const Written& written,
                                                             const formula::Expression& expression,
                                                             const KnownKpis& kpis,
                                                             std::span<const std::string> parameters = {});
  void complain(const Written& written, const formula::FormulaError& error, std::string_view code);
  [[nodiscard]] std::vector<std::string> roles(const std::vector<Written>& written);
  [[nodiscard]] std::vector<std::string> predicates(const std::vector<Written>& written);
  /// The place of the word among `allowed`; complains when it is none of them.
  [[nodiscard]] std::optional<std::size_t> choice(const Written& written, std::string_view key,
                                                  std::span<const std::string_view> allowed);

 private:
  const RawDefinitions& raw_;
  DefinitionProblems problems_;
};

/// In the order of `raw`, which holds every id once. Fills `known` with all ids.
[[nodiscard]] std::vector<Kpi> compile_kpis(Compiler& compiler, const std::vector<RawKpi>& raw, KnownKpis& known);
[[nodiscard]] std::vector<Check> compile_checks(Compiler& compiler, const std::vector<RawCheck>& raw,
                                                const KnownKpis& known);

}  // namespace qd::assess
