#include <algorithm>

#include "formula/formula.hpp"
#include "formula/node.hpp"

namespace qd::formula {

namespace {

void add_once(std::vector<std::string>& list, const std::string& name) {
  if (std::ranges::find(list, name) == list.end()) list.push_back(name);
}

}  // namespace

std::string_view Expression::text() const { return parsed_->text; }
const Node& Expression::root() const { return parsed_->root; }

std::vector<std::string> Expression::predicates() const {
  std::vector<std::string> out;
  for (const Node* atom : parsed_->atoms) {
    if (atom->op == Op::aggregate) add_once(out, atom->aggregate.predicate);
  }
  return out;
}

std::vector<Expression::KpiReference> Expression::kpis() const {
  std::vector<KpiReference> out;
  for (const Node* atom : parsed_->atoms) {
    if (atom->op == Op::kpi) out.push_back({atom->name, atom->portfolio, atom->begin, atom->end});
  }
  return out;
}

std::vector<std::string> Expression::parameters() const {
  std::vector<std::string> out;
  for_each_node(parsed_->root, [&](const Node& node) {
    if (node.op == Op::parameter) add_once(out, node.name);
  });
  return out;
}

}  // namespace qd::formula
