// One thing known about a subject, as a row of numbers and interned text: millions of them fit in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "base/quantity.hpp"
#include "model/symbols.hpp"

namespace qd::model {

/// How we know.
enum class Kind : std::uint8_t { measured, stated, estimated, computed };
/// What it is about.
enum class Basis : std::uint8_t { actual, planned, target, budget, historical };
enum class ValueKind : std::uint8_t { quantity, text, date, boolean, missing };
enum class SubjectKind : std::uint8_t { portfolio, entity, project, asset };

[[nodiscard]] std::string_view to_string(Kind kind);
[[nodiscard]] std::string_view to_string(Basis basis);
[[nodiscard]] std::string_view to_string(SubjectKind kind);
[[nodiscard]] std::optional<Basis> parse_basis(std::string_view text);

/// What else a line says. The list is closed so that a row stays small; to_string gives the name that documents use.
enum class AttributeKey : std::uint8_t {
  label,
  account,
  date,
  period,
  customer,
  channel,
  product,  // of money and counts
  done,
  severity,
  impact,
  effort,
  owner,
  due,    // of actions and debt
  order,  // of funnel stages and milestones
  state,  // the class of a status word
  note,
  id,
  role,
  source,
  purpose,
  region,
  count,
  total,
  currency,
  contact,
  stage,
  start,
  end,
  alias,
};
inline constexpr std::size_t kAttributeKeys = static_cast<std::size_t>(AttributeKey::alias) + 1;
[[nodiscard]] std::string_view to_string(AttributeKey key);
[[nodiscard]] std::optional<AttributeKey> parse_attribute_key(std::string_view text);

enum class AttributeKind : std::uint8_t { text, date, number, boolean, quantity };

struct Attribute {
  AttributeKey key = AttributeKey::label;
  AttributeKind kind = AttributeKind::text;
  /// By kind: a Symbol · Date::days · a whole number · 0 or 1 · an index into FactTable::quantity().
  std::uint32_t payload = 0;

  [[nodiscard]] Symbol text() const { return static_cast<Symbol>(payload); }
  [[nodiscard]] Date date() const { return {static_cast<std::int32_t>(payload)}; }
};

enum class FileId : std::uint32_t {};

/// Symbols belong to the table that holds the fact.
struct Fact {
  // The value. For a quantity: mantissas in 1/scale_of(unit), `text` is what is counted ("charter"), or none.
  // For text: `text`. For a date: `lo` = Date::days. For a boolean: `lo`. For missing: `text` is the reason, `needs`
  // the remedy ("add `Cash on hand:` under Financials").
  std::int64_t lo = 0;
  std::int64_t hi = 0;
  Symbol text = Symbol::none;
  Symbol needs = Symbol::none;

  Symbol subject = Symbol::none;    ///< slug; with subject_kind
  Symbol entity = Symbol::none;     ///< id; "unassigned" where nobody says whose it is
  Symbol predicate = Symbol::none;  ///< "money.expense", "other.boat-length"
  Symbol section = Symbol::none;    ///< heading path, "Financials > Monthly costs"
  std::uint32_t first_attribute = 0;
  Date as_of;
  FileId file = FileId{0};
  std::uint32_t line = 0;  ///< from 1 in the file as it lies on disk
  Currency currency;
  std::uint16_t ordinal = 0;  ///< among the facts of the same line, from 0
  std::uint8_t attribute_count = 0;
  ValueKind value = ValueKind::missing;
  Unit unit = Unit::count;
  Cadence per = Cadence::unstated;
  Kind kind = Kind::stated;
  Basis basis = Basis::actual;
  SubjectKind subject_kind = SubjectKind::project;
  bool open_lo = false;
  bool open_hi = false;
  bool timed = false;  ///< has the attribute `date` or `period`; set by FactTable::add

  [[nodiscard]] Quantity quantity() const { return {lo, hi, open_lo, open_hi, unit, per, currency}; }
  void set(const Quantity& q, Symbol of = Symbol::none);
  void set_text(Symbol content) { value = ValueKind::text, text = content; }
  void set_date(Date date) { value = ValueKind::date, lo = date.days; }
  void set_boolean(bool truth) { value = ValueKind::boolean, lo = truth; }
  void set_missing(Symbol reason, Symbol remedy) { value = ValueKind::missing, text = reason, needs = remedy; }
};
static_assert(sizeof(Fact) <= 72, "four million facts of a hundred thousand files have to fit beside their index");

}  // namespace qd::model
