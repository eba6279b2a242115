// Evaluates the tree of a formula over the values of its aggregates and KPIs.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "formula/aggregate.hpp"
#include "formula/arithmetic.hpp"
#include "formula/corners.hpp"

namespace qd::formula {

class Tree {
 public:
  /// All of these must outlive the tree.
  Tree(std::span<const AtomResult> atoms, const Node& root, const Scope& scope, Session::Shared& shared);

  [[nodiscard]] Reading evaluate(const Node& node);
  /// Is told of every node with what it gave, parts before wholes.
  std::function<void(const Node&, const Reading&)> observer;

 private:
  void tell(const Node& node, const Reading& reading) const;
  [[nodiscard]] Reading exact(const Node& node);
  [[nodiscard]] Reading plain(const Node& node);
  [[nodiscard]] Reading leaf(const Node& node) const;
  [[nodiscard]] Reading atom(const Node& node) const;
  [[nodiscard]] Reading binary(const Node& node);
  [[nodiscard]] Reading comparison(const Node& node);
  [[nodiscard]] Reading logic(const Node& node);
  [[nodiscard]] Reading choose(const Node& node);
  [[nodiscard]] Reading first_known(const Node& node);
  [[nodiscard]] Reading complete(const Node& node);
  [[nodiscard]] Reading function(const Node& node);

  std::span<const AtomResult> atoms_;
  const Scope& scope_;
  Session::Shared& shared_;
  SharedRanges ranges_;
  const std::vector<std::optional<Interval>>* corner_ = nullptr;  // of each atom, while a corner is evaluated
};

}  // namespace qd::formula
