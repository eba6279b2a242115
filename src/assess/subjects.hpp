// Of whom figures are worked out and questions asked.
#pragma once

#include <string_view>
#include <vector>

#include "model/fact_store.hpp"

namespace qd::assess {

/// Documents about the whole group stand under this entity. Its facts belong to the portfolio, and it is not judged
/// beside it.
inline constexpr std::string_view kGroupEntity = "portfolio";

/// The entities that are judged each for itself, in the order of reports.
[[nodiscard]] inline std::vector<model::Subject> judged_entities(const model::FactStore& facts) {
  std::vector<model::Subject> out;
  for (const model::Entity& entity : facts.entities()) {
    if (entity.id != kGroupEntity) out.push_back({model::SubjectKind::entity, entity.id});
  }
  return out;
}

}  // namespace qd::assess
