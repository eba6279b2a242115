// Splits the facts of a formula into the groups of `by`, so that each aggregate knows what is its own in each group.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "formula/field_reading.hpp"
#include "formula/node.hpp"
#include "formula/selection.hpp"
#include "formula/session.hpp"

namespace qd::formula {

/// Joins the values of several attributes in the name of a group: "sailo · 3 h".
inline constexpr std::string_view kGroupJoin = " · ";

class Grouping {
 public:
  Grouping(std::vector<GroupField> by, Session::Shared& shared) : by_(std::move(by)), shared_(shared) {}

  /// First every aggregate's selection with its predicate, then the names of groups that KPIs bring, then `finish`.
  void add(const Selection& selection, std::string_view predicate);
  void add_name(const std::string& name, std::string_view kpi);
  void finish();

  /// The groups' names in their order; a single empty one where nothing tells groups apart.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// The facts of aggregate `n` (in the order of adding) that belong to group `g`.
  [[nodiscard]] Selection part(std::size_t n, std::size_t g) const;

 private:
  /// For each attribute the number of a value, or kAny.
  using Tuple = std::vector<std::uint32_t>;
  static constexpr std::uint32_t kAny = UINT32_MAX;

  struct Member {
    const Selection* selection = nullptr;
    std::string predicate;
    std::vector<std::uint32_t> tuple_of_fact;  // index into tuples_, in the order of the selection
    std::vector<std::uint32_t> tuple_of_open;
    std::vector<std::vector<std::uint32_t>> places;  // of facts in the store's order, by tuple
  };

  [[nodiscard]] std::uint32_t number_of(const std::string& value);
  [[nodiscard]] std::uint32_t value_of(const FieldValue& value);
  [[nodiscard]] std::uint32_t tuple_of(const model::Fact& fact);
  [[nodiscard]] std::uint32_t number_of_tuple(Tuple tuple);
  /// Whether values of the predicate or KPI make groups, and do not only belong to those of another.
  [[nodiscard]] bool leads(std::string_view name) const;
  [[nodiscard]] bool shared(const Member& member, std::size_t attribute) const;
  [[nodiscard]] std::string name_of(const Tuple& tuple) const;
  [[nodiscard]] static bool compatible(const Tuple& a, const Tuple& b);
  [[nodiscard]] static std::string key_of(const Tuple& tuple);
  void settle(Member& member);
  void sort_by_tuple(Member& member) const;
  [[nodiscard]] std::vector<std::uint32_t> tuples_in(const Tuple& group) const;

  std::vector<GroupField> by_;
  Session::Shared& shared_;
  std::vector<Member> members_;
  std::vector<std::string> values_;                               // as first written
  std::unordered_map<std::string, std::uint32_t> value_numbers_;  // by folded text
  std::unordered_map<std::uint32_t, std::uint32_t> symbol_numbers_;
  Tuple last_tuple_;  // of the fact last asked for, and its number
  std::uint32_t last_number_ = 0;
  std::vector<Tuple> tuples_;
  std::unordered_map<std::string, std::uint32_t> tuple_numbers_;
  std::vector<Tuple> named_;  // groups that KPIs bring
  bool kpi_groups_ = false;
  std::vector<std::string> names_;
  std::vector<Tuple> groups_;
};

}  // namespace qd::formula
