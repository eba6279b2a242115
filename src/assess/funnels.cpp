#include "assess/funnels.hpp"

#include <algorithm>
#include <unordered_map>

namespace qd::assess {

std::vector<std::vector<FunnelStage>> funnels(const model::FactStore& facts, const model::Subject& subject) {
  std::vector<std::vector<FunnelStage>> out;
  std::unordered_map<std::uint64_t, std::size_t> index;
  for (const model::FactIndex& i : facts.facts("funnel.stage", subject)) {
    const model::Fact& fact = facts[i];
    if (fact.basis != model::Basis::actual) continue;
    const std::uint64_t key = (static_cast<std::uint64_t>(fact.file) << 32) | static_cast<std::uint64_t>(fact.section);
    const auto [found, fresh] = index.try_emplace(key, out.size());
    if (fresh) out.emplace_back();
    const auto order = facts.table().attribute(fact, model::AttributeKey::order);
    const auto place = static_cast<std::uint32_t>(out[found->second].size() + 1);
    out[found->second].push_back({&i, order && order->kind == model::AttributeKind::number ? order->payload : place});
  }
  for (auto& funnel : out) std::ranges::stable_sort(funnel, {}, &FunnelStage::order);
  return out;
}

}  // namespace qd::assess
