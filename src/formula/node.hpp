// The tree of a parsed formula. An aggregate keeps its predicate and its `where` as data, because it is evaluated over
// many facts at once and not node by node.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "formula/value.hpp"
#include "model/fact.hpp"

namespace qd::formula {

/// What a condition, `of` and `by` can ask of a fact.
enum class FieldKind : std::uint8_t {
  attribute,
  value,
  basis,
  kind,
  as_of,
  per,
  entity,
  project,
  subject,
  section,
  unit,
  of,
  currency,
  month,     ///< "2026-05", of what is dated within one month
  quarter,   ///< "2026-Q2", likewise
  category,  ///< the account, else the label
  open,      ///< whether it is neither done nor paid nor dropped, as far as it says
};

struct Field {
  FieldKind kind = FieldKind::attribute;
  model::AttributeKey key = model::AttributeKey::label;  ///< of an attribute

  bool operator==(const Field&) const = default;
};

/// An entry of `by`: a field, and where it names one the predicate or KPI ("kpi.x") whose values alone make groups.
struct GroupField {
  Field field;
  std::string leader;
};

/// A day so many days from today.
struct RelativeDay {
  int days = 0;

  bool operator==(const RelativeDay&) const = default;
};

/// What a field is compared with. A number keeps its spelling, because account numbers are text.
struct Constant {
  std::variant<std::string, Amount, Date, RelativeDay, bool> value;
  std::string spelling;
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const Constant& other) const { return value == other.value && spelling == other.spelling; }
};

enum class Comparison : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal, contains };

struct Condition {
  enum class Op : std::uint8_t { compare, missing, both, either, negation };
  Op op = Op::compare;
  Comparison comparison = Comparison::equal;
  Field field;
  std::vector<Constant> constants;  ///< one, or several after `in`
  std::vector<Condition> children;
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const Condition& other) const {
    return op == other.op && comparison == other.comparison && field == other.field && constants == other.constants &&
           children == other.children;
  }
};

enum class Aggregation : std::uint8_t {
  sum,
  count,
  min,
  max,
  avg,
  latest,
  first,
  exists,
  monthly,
  total,
  largest,
  claim
};

struct Aggregate {
  Aggregation how = Aggregation::sum;
  std::string predicate;
  std::optional<Field> field;  ///< `impact of action.item`: the attribute instead of the value
  bool distinct = false;       ///< `count(distinct customer of …)`
  std::optional<Field> by;     ///< of `largest`
  std::optional<Condition> where;
  int months = 0;  ///< of `monthly`
  std::size_t predicate_begin = 0;
  std::size_t predicate_end = 0;

  bool operator==(const Aggregate& other) const {
    return how == other.how && predicate == other.predicate && field == other.field && distinct == other.distinct &&
           by == other.by && where == other.where && months == other.months;
  }
};

enum class Op : std::uint8_t {
  number,
  text,
  date,
  truth,
  today,
  as_of,
  parameter,
  kpi,
  aggregate,
  negate,
  add,
  subtract,
  multiply,
  divide,
  equal,
  unequal,
  less,
  less_equal,
  greater,
  greater_equal,
  both,
  either,
  negation,
  missing,
  choose,
  first_known,
  complete,
  unknown,
  ceil,
  floor,
  abs,
  least,
  greatest,
};

struct Node {
  Op op = Op::number;
  std::size_t begin = 0;  ///< in the text of the formula
  std::size_t end = 0;
  std::vector<Node> children;
  Amount amount;           ///< of a number
  bool plain = false;      ///< a number without unit, which takes the unit of what it meets
  Date day;                ///< of a date
  bool yes = false;        ///< of a truth
  bool portfolio = false;  ///< kpi.<id>@portfolio
  bool every = false;      ///< sum(kpi.<id>): all its groups together
  std::uint8_t atom = 0;   ///< of an aggregate or a KPI: its number in ParsedFormula::atoms
  std::string name;        ///< of a text, a parameter, a KPI
  Aggregate aggregate;
};

/// The most aggregates and KPIs that differ in one formula: sets of them are bits of a word.
inline constexpr std::size_t kMaxAtoms = 64;

/// What an Expression holds. Stays where it is.
struct ParsedFormula {
  std::string text;
  Node root;
  std::vector<const Node*> atoms;  ///< aggregates and KPIs, each different one once
  std::size_t reads = 0;           ///< how many there are with repetition
};

[[nodiscard]] std::optional<Field> parse_field(std::string_view name);
/// "channel", "month of kpi.revenue_target".
[[nodiscard]] std::optional<GroupField> parse_group_field(std::string_view text);
[[nodiscard]] std::string_view to_string(const Field& field);
/// Every name that `parse_field` takes, for "did you mean".
[[nodiscard]] std::vector<std::string> field_names();

/// The word that the whole condition asks of the field, if it asks for exactly one; else nothing.
[[nodiscard]] const std::string* required_word(const std::optional<Condition>& where, FieldKind kind);

/// Calls `visit(node)` for the node and all below it, in the order of the text.
template <class Visit>
void for_each_node(const Node& node, const Visit& visit) {
  visit(node);
  for (const Node& child : node.children) for_each_node(child, visit);
}

}  // namespace qd::formula
