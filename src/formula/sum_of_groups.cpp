#include "formula/sum_of_groups.hpp"

#include "formula/arithmetic.hpp"

namespace qd::formula {

namespace {

bool in_currency(const Evaluated& group, std::optional<Currency> currency) {
  if (!currency) return true;
  const auto* amount = std::get_if<Amount>(&group.value);
  const Currency its = amount != nullptr ? amount->currency : group.currency;
  return !its.stated() || its == *currency;
}

}  // namespace

AtomResult sum_of_groups(std::span<const Evaluated> groups, std::optional<Currency> currency,
                         const std::string& needs) {
  AtomResult out{.value = Missing{"it has no groups", needs}};
  Partial partial;
  std::size_t known = 0;
  bool any = false, whole = true;
  for (const Evaluated& group : groups) {
    if (!in_currency(group, currency)) continue;
    const auto* amount = std::get_if<Amount>(&group.value);
    if (amount == nullptr) {
      ++partial.unknown_parts;
      whole = false;
      if (!any && partial.unknown_parts == 1) out.value = group.value;
      continue;
    }
    out.value = any ? arithmetic(Op::add, {.value = out.value}, {.value = per_month(*amount)}) : per_month(*amount);
    any = true;
    out.weakest = weaker(out.weakest, group.weakest);
    out.inputs.unite(group.inputs);
    known += group.partial ? group.partial->known : group.inputs.size();
    if (!group.partial) continue;
    whole = false;
    partial.missing.unite(group.partial->missing);
    partial.unknown_entities = group.partial->unknown_entities;
    partial.unknown_parts += group.partial->unknown_parts;
  }
  if (whole || std::holds_alternative<Missing>(out.value)) return out;
  partial.count(known);
  out.partial = std::move(partial);
  return out;
}

}  // namespace qd::formula
