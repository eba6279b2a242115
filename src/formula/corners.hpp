// The dependency between parts of a formula that read the same ranged input: `revenue - 0.2 * revenue` is 0.8 times
// revenue, not a wider range. Such inputs are set to their ends, all combinations of ends are evaluated, and the
// results joined. That is exact where the formula is, in each such input alone, a quotient of straight lines (which is
// monotone); elsewhere, and for open ends, plain interval arithmetic stands, which is wider but holds every result.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "formula/aggregate.hpp"
#include "formula/interval.hpp"
#include "formula/node.hpp"

namespace qd::formula {

/// Ranges that move as one: facts that the same aggregates add, or the whole of another aggregate or KPI.
struct SharedRange {
  std::uint64_t atoms = 0;  ///< that hold it
  Interval range;
};

class SharedRanges {
 public:
  SharedRanges() = default;
  explicit SharedRanges(std::span<const AtomResult> atoms);

  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  /// The ranges that are read more than once under the node, as far as their ends decide; at most eight.
  [[nodiscard]] std::vector<const SharedRange*> repeated_in(const Node& node) const;
  /// The interval of each atom that holds one of the ranges, with range i at its upper end where bit i of `corner` is
  /// set.
  [[nodiscard]] std::vector<std::optional<Interval>> placed(std::span<const SharedRange* const> repeated,
                                                            std::uint32_t corner,
                                                            std::span<const AtomResult> atoms) const;

 private:
  void add_terms(std::span<const AtomResult> atoms);
  void add_rest(std::span<const AtomResult> atoms);

  std::vector<SharedRange> ranges_;
  std::vector<Interval> fixed_;  // of each atom, what is in none of the ranges
};

/// Whether some ranged atom, or two atoms that add ranged facts, stand in the formula.
[[nodiscard]] bool reads_twice(const Node& root, std::span<const AtomResult> atoms);

}  // namespace qd::formula
