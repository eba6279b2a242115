#include "render/facts_output.hpp"

#include <algorithm>

namespace qd::render {

bool FactSelection::wants_predicate(std::string_view predicate) const {
  return predicates.empty() || std::ranges::any_of(predicates, [&](std::string_view wanted) {
           if (!wanted.ends_with(".*")) return wanted == predicate;
           return predicate.starts_with(wanted.substr(0, wanted.size() - 1));
         });
}

SelectedFacts::SelectedFacts(const model::FactStore& facts, const FactSelection& selection)
    : facts_(facts), wanted_(facts.table().symbols().size()) {
  for (const model::Symbol predicate : facts.predicates())
    wanted_[static_cast<std::uint32_t>(predicate)] = selection.wants_predicate(facts.text(predicate));
  if (!selection.entity) return;
  entity_ = facts.table().symbols().find(*selection.entity);
  if (*entity_ == model::Symbol::none) wanted_.assign(wanted_.size(), false);
}

}  // namespace qd::render
