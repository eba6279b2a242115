// Visits facts that lie apart in memory: a million of them wait for memory most of the time unless it is asked ahead.
#pragma once

#include <cstddef>
#include <span>

#include "model/fact_store.hpp"

namespace qd::formula {

/// Calls `visit(position, index, fact)` for each until it returns false.
template <class Visit>
void walk_facts(const model::FactStore& facts, std::span<const model::FactIndex> indices, const Visit& visit) {
  constexpr std::size_t kAhead = 24;
  for (std::size_t at = 0; at < indices.size(); ++at) {
    if (at + kAhead < indices.size()) {
      const auto* ahead = reinterpret_cast<const char*>(&facts[indices[at + kAhead]]);
      __builtin_prefetch(ahead);
      __builtin_prefetch(ahead + sizeof(model::Fact) - 1);
    }
    if (!visit(at, indices[at], facts[indices[at]])) return;
  }
}

}  // namespace qd::formula
