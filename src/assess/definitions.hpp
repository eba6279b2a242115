// KPIs and checks, declared in TOML (definitions/*.toml and a workspace's own) and compiled once before use.
//
// Reading the files is app/definitions_file; here they are raw tables of strings with their places, and `compile` turns
// them into something that can be evaluated. A definition with a mistake is left out and said to be so; the run goes
// on. docs/definitions.md is the description for those who write them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definition_text.hpp"
#include "assess/materiality.hpp"
#include "assess/message.hpp"
#include "base/diagnostic.hpp"
#include "formula/formula.hpp"

namespace qd::assess {

[[nodiscard]] std::vector<std::string> built_in_roles();

/// name = "formula", or name = 45
struct NamedText {
  Written name;
  Written text;
};

struct GridAxis {
  Written name;
  std::vector<Written> values;  ///< quantities in the formula language: "1560 USD", "18%"
};

struct RawKpi {
  Written id;
  Written title, formula, unit, better, group, needs, applies, material;
  std::vector<Written> subjects;  ///< `for`
  std::vector<Written> by, roles, claims;
  std::vector<GridAxis> grid;
  std::vector<NamedText> cases;  ///< "name" = "formula", instead of `formula`
  Written native;                ///< likewise instead of `formula`: the name of one of native_kpis()
  Written mistake;               ///< the formula that people use by mistake, and `forgets`, what it leaves out
  std::vector<Written> forgets;
  std::optional<int> decimals;
  std::optional<bool> hidden;
  bool disabled = false;
};

struct RawCheck {
  Written id;
  Written question, applies, passes, native, severity, says, remedy, needs, group;
  std::vector<Written> subjects;
  std::vector<Written> roles, evidence;
  std::vector<NamedText> values, settings;
  bool disabled = false;
};

/// In the order of files and of appearance; the same id may come more than once.
struct RawDefinitions {
  std::vector<std::string> files;  ///< relative to the workspace, or "definitions/kpis.toml" of those built in
  std::vector<std::string> roles = built_in_roles();  ///< those that `roles` may name
  std::vector<RawKpi> kpis;
  std::vector<RawCheck> checks;
  Locator locate;
};

enum class Better : std::uint8_t { neither, higher, lower };

/// Parameters of one cell of a grid, and its name: "price 1560 · commission 18%".
struct GridCell {
  std::string name;
  std::vector<std::pair<std::string, formula::Amount>> parameters;
};

struct NamedExpression {
  std::string name;
  formula::Expression expression;
};

struct NativeKpi;

struct Kpi {
  std::string id;
  std::string title;
  std::string group;  ///< "money", "sales"…: what a role's `reads` may name
  std::string needs;  ///< what to write where
  bool for_entities = false;
  bool for_portfolio = false;
  formula::Expression formula;         ///< or `cases`, or `native`
  std::vector<NamedExpression> cases;  ///< one result (or one for each group) of each, named by it
  const NativeKpi* native = nullptr;
  formula::UnitType unit;
  std::optional<formula::Expression> applies;
  std::vector<std::string> by;
  std::vector<GridCell> grid;
  Better better = Better::neither;
  std::vector<std::string> roles;
  std::vector<std::string> claims;
  std::optional<formula::Expression> mistake;
  std::vector<std::string> forgets;  ///< predicates
  std::optional<int> decimals;
  std::optional<Materiality> material;  ///< else the workspace's own, else the usual one
  bool hidden = false;                  ///< only for others to refer to: in no assessment and no report

  /// The formula, or those of all cases in their order.
  [[nodiscard]] std::vector<const formula::Expression*> formulas() const;
  /// What is shown as its formula: of several cases a line for each.
  [[nodiscard]] std::string formula_text() const;
};

struct NativeCheck;

struct Check {
  std::string id;
  std::string question;
  std::string group;
  bool for_entities = false;
  bool for_projects = false;
  bool for_portfolio = false;
  std::optional<formula::Expression> applies;
  std::optional<formula::Expression> passes;  ///< or `native`
  const NativeCheck* native = nullptr;
  std::string native_name;
  std::vector<std::pair<std::string, std::int64_t>> settings;  ///< of a native check
  std::vector<NamedExpression> values;
  std::vector<std::string> evidence;  ///< predicates
  Level severity = Level::medium;
  std::vector<std::string> roles;
  Message says;
  Message remedy;
  std::string needs;
};

class Definitions {
 public:
  [[nodiscard]] std::span<const Kpi> kpis() const { return kpis_; }
  [[nodiscard]] std::span<const Check> checks() const { return checks_; }
  [[nodiscard]] const Kpi* kpi(std::string_view id) const;
  [[nodiscard]] const Check* check(std::string_view id) const;

 private:
  friend Definitions compile(const RawDefinitions& raw, Diagnostics& diagnostics);
  std::vector<Kpi> kpis_;      // in the order of first appearance, without cycles
  std::vector<Check> checks_;  // likewise
};

/// A later definition of an id that has a formula (`formula`, `passes`, `native`) of its own replaces the earlier one;
/// one without changes only the keys it gives; `disabled = true` removes it.
[[nodiscard]] Definitions compile(const RawDefinitions& raw, Diagnostics& diagnostics);

}  // namespace qd::assess
