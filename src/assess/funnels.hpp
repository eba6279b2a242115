// The stages of sales funnels in their order. A funnel is a section of a document.
#pragma once

#include <vector>

#include "model/fact_store.hpp"

namespace qd::assess {

struct FunnelStage {
  const model::FactIndex* place = nullptr;  ///< in FactStore::order()
  std::uint32_t order = 0;

  [[nodiscard]] model::FactIndex fact() const { return *place; }
};

[[nodiscard]] std::vector<std::vector<FunnelStage>> funnels(const model::FactStore& facts,
                                                            const model::Subject& subject);

}  // namespace qd::assess
