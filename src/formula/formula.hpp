// The expression language of KPIs and checks: parse, check units, evaluate. docs/formulas.md is its description.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "formula/value.hpp"
#include "model/fact_store.hpp"

namespace qd::formula {

/// What is wrong with a formula, with the place in its text (byte offsets).
struct FormulaError {
  std::string message;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string hint;
};

/// What an expression gives, as far as it can be said before any fact is known.
enum class Sort : std::uint8_t { amount, truth, date, text, any };

/// The unit of an amount. Written in definitions as "money", "money/month", "count", "count/month", "count of charter",
/// "ratio", "days", "months" is count.
struct UnitType {
  Sort sort = Sort::amount;
  Unit unit = Unit::count;
  std::string of;                   ///< what is counted; empty when any
  Cadence per = Cadence::unstated;  ///< a flow per …; unstated: no flow
};

[[nodiscard]] std::expected<UnitType, FormulaError> parse_unit(std::string_view text);
[[nodiscard]] std::string to_string(const UnitType& type);

struct Node;
struct ParsedFormula;

/// A parsed formula; immutable, cheap to copy, may be shared by threads.
class Expression {
 public:
  /// False for one that was never parsed; nothing else may be asked of it.
  [[nodiscard]] explicit operator bool() const { return parsed_ != nullptr; }
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] const Node& root() const;
  [[nodiscard]] const ParsedFormula& parsed() const { return *parsed_; }

  /// What the formula refers to, in order of appearance, without repetition.
  [[nodiscard]] std::vector<std::string> predicates() const;
  struct KpiReference {
    std::string id;
    bool portfolio = false;  ///< kpi.<id>@portfolio
    std::size_t begin = 0;   ///< in text()
    std::size_t end = 0;
  };
  [[nodiscard]] std::vector<KpiReference> kpis() const;
  [[nodiscard]] std::vector<std::string> parameters()
      const;  ///< names that are neither keyword nor function: grid cells

 private:
  friend std::expected<Expression, FormulaError> parse(std::string_view text);
  std::shared_ptr<const ParsedFormula> parsed_;
};

/// Depth and length are capped, so that a definition from elsewhere cannot take the stack or the day.
[[nodiscard]] std::expected<Expression, FormulaError> parse(std::string_view text);

/// Units of the KPIs that a formula may name; nothing for an unknown one. `candidates` serve "did you mean".
struct KpiCatalog {
  std::function<std::optional<UnitType>(std::string_view id)> unit_of;
  std::vector<std::string> candidates;
};

/// Finds unknown predicates, attributes, KPIs and parameters, and units that do not go together (money + count, a flow
/// compared with a stock, a truth where an amount is wanted). Returns what the formula gives.
[[nodiscard]] std::expected<UnitType, FormulaError> check_units(const Expression& expression, const KpiCatalog& kpis,
                                                                std::span<const std::string> parameters = {});

/// What evaluations over the same facts share: matches of words, documents by subject, entities without facts. Makes
/// checks over many subjects fast; changes no result. For one thread at a time; must not outlive the facts.
class Session {
 public:
  explicit Session(const model::FactStore& facts);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  struct Shared;
  [[nodiscard]] Shared& shared() { return *shared_; }

 private:
  std::unique_ptr<Shared> shared_;
};

/// What evaluation needs to know. Everything referred to must outlive the call.
struct Scope {
  const model::FactStore& facts;
  model::Subject subject;
  Date today;
  /// The results of another KPI, for the same subject or the portfolio, one for each group; never empty.
  std::function<std::span<const Evaluated>(std::string_view id, bool portfolio)> kpi;
  /// "by": one result for each value of these attributes that occurs among the facts used; facts without the attribute
  /// belong to every group when some other predicate of the formula has it, else to a group of their own. With
  /// "month of kpi.revenue_target" only the values that this predicate or KPI has make groups.
  std::vector<std::string> by;
  /// The cell of a grid: parameter and its value.
  std::vector<std::pair<std::string, Amount>> parameters;
  /// What a person can do about missing input, from the definition.
  std::string needs;
  Session* session = nullptr;  ///< optional; of the same facts
};

/// At least one result. More than one with `by`, and where facts are in several currencies.
[[nodiscard]] std::vector<Evaluated> evaluate(const Expression& expression, const Scope& scope);

/// A part of a formula and what it gave: text()[begin, end).
struct Step {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t depth = 0;  ///< 0 is the whole formula
  Evaluated result;
};

/// How each result of `evaluate` was made: for each group, the whole formula first, then its parts as they stand in
/// the text, whether or not they counted in the end. Constants are left out.
[[nodiscard]] std::vector<std::vector<Step>> trace(const Expression& expression, const Scope& scope);

/// Fits a result to the unit that a definition declares: a flow to the declared period, a ratio per month to a count
/// per month. What does not fit becomes Missing with the reason (amounts whose period is not stated).
void conform(Evaluated& result, const UnitType& declared, const std::string& needs = {});

}  // namespace qd::formula
