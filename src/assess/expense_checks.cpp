// The audit of expenses: what stands twice in one file, and what is far above the rest of its account.
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <unordered_map>

#include "assess/checks.hpp"
#include "assess/fact_keys.hpp"
#include "assess/native_checks.hpp"
#include "assess/show.hpp"
#include "assess/subjects.hpp"
#include "formula/field_reading.hpp"

namespace qd::assess {

namespace {

using model::AttributeKey;
using model::Fact;
using model::FactIndex;
using model::Subject;
using model::Symbol;

constexpr std::size_t kMaxNamed = 20;

/// What was found of one entity.
struct Findings {
  std::vector<FactIndex> suspects;
  std::vector<FactIndex> evidence;
};

std::vector<Answer> answers(const NativeContext& context, const std::unordered_map<Symbol, Findings>& by_entity) {
  std::vector<Answer> out;
  for (Subject& entity : judged_entities(context.facts)) {
    Answer& answer = out.emplace_back();
    answer.subject = std::move(entity);
    const auto found = by_entity.find(context.facts.table().symbols().find(answer.subject.id));
    answer.outcome = found == by_entity.end()         ? Outcome::not_applicable
                     : found->second.suspects.empty() ? Outcome::pass
                                                      : Outcome::fail;
    if (answer.outcome != Outcome::fail) continue;
    std::vector<std::string> names;
    for (const FactIndex i : found->second.suspects)
      names.push_back(name_of(context.facts, i) + " (" + show(context.facts, i) + ")");
    answer.values = {{"items", list_names(std::move(names))}, {"count", std::to_string(found->second.suspects.size())}};
    answer.evidence = found->second.evidence;
  }
  return out;
}

bool is_expense(const Fact& fact) {
  return fact.basis == model::Basis::actual && fact.value == model::ValueKind::quantity && fact.lo != 0;
}

/// Of one entity, account and currency.
struct AccountKey {
  Symbol entity;
  Symbol account;
  Currency currency;
  bool operator==(const AccountKey&) const = default;
};
struct HashAccountKey {
  std::size_t operator()(const AccountKey& key) const {
    return static_cast<std::size_t>(key.entity) * 0x9E3779B97F4A7C15ull ^ static_cast<std::size_t>(key.account);
  }
};

}  // namespace

std::vector<Answer> duplicate_expenses(const NativeContext& context) {
  const model::FactStore& facts = context.facts;
  FactKeys keys(facts);
  std::unordered_map<Symbol, Findings> by_entity;
  boost::unordered_flat_map<std::uint64_t, FactIndex> first;
  for (const FactIndex i : facts.facts("money.expense", Subject{})) {
    const Fact& fact = facts[i];
    if (!is_expense(fact) || !facts.table().attribute(fact, AttributeKey::label)) continue;
    Findings& findings = by_entity[fact.entity];
    std::uint64_t key =
        keys.of(fact, {AttributeKey::label, AttributeKey::customer, AttributeKey::channel, AttributeKey::product,
                       AttributeKey::period, AttributeKey::date, AttributeKey::account, AttributeKey::id});
    key ^= static_cast<std::uint64_t>(fact.lo) * 0xD6E8FEB86659FD93ull ^ static_cast<std::uint64_t>(fact.hi);
    key ^= static_cast<std::uint64_t>(fact.file) * 0x9E3779B97F4A7C15ull;
    const auto [found, fresh] = first.try_emplace(key, i);
    if (fresh || facts[found->second].line == fact.line || findings.suspects.size() >= kMaxNamed) continue;
    findings.suspects.push_back(i);
    findings.evidence.insert(findings.evidence.end(), {found->second, i});
  }
  return answers(context, by_entity);
}

std::vector<Answer> outlier_expenses(const NativeContext& context) {
  const model::FactStore& facts = context.facts;
  std::unordered_map<Symbol, Findings> by_entity;
  std::unordered_map<AccountKey, std::vector<FactIndex>, HashAccountKey> accounts;
  std::vector<const std::vector<FactIndex>*> order;
  for (const FactIndex i : facts.facts("money.expense", Subject{})) {
    const Fact& fact = facts[i];
    const auto account = facts.table().attribute(fact, AttributeKey::account);
    const bool comparable = is_expense(fact) && !fact.open_hi && account &&
                            account->kind == model::AttributeKind::text && formula::dated(facts, fact);
    if (!comparable) continue;
    auto& list = accounts[{fact.entity, account->text(), fact.currency}];
    if (list.empty()) order.push_back(&list);
    list.push_back(i);
  }
  const auto least = static_cast<std::size_t>(std::max<std::int64_t>(context.setting("least"), 1));
  const std::int64_t floor = context.setting("floor") * scale_of(Unit::money);
  for (const auto* list : order) {
    if (list->size() < least) continue;
    Findings& findings = by_entity[facts[list->front()].entity];
    std::vector<std::int64_t> values;
    for (const FactIndex i : *list) values.push_back(facts[i].hi);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::ranges::nth_element(values, middle);
    for (const FactIndex i : *list) {
      const bool far = static_cast<Int128>(facts[i].lo) > static_cast<Int128>(*middle) * context.setting("times");
      if (!far || facts[i].lo <= floor || findings.suspects.size() >= kMaxNamed) continue;
      findings.suspects.push_back(i);
      findings.evidence.push_back(i);
    }
  }
  return answers(context, by_entity);
}

}  // namespace qd::assess
