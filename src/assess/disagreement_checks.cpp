// Documents against each other: figures that cannot both be right, items that are there twice, and actions that one
// document has finished and another still plans.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <unordered_map>

#include "assess/action_items.hpp"
#include "assess/action_keys.hpp"
#include "assess/checks.hpp"
#include "assess/fact_keys.hpp"
#include "assess/native_checks.hpp"
#include "assess/precision.hpp"
#include "assess/show.hpp"
#include "assess/subjects.hpp"

namespace qd::assess {

namespace {

using model::AttributeKey;
using model::Fact;
using model::FactIndex;
using model::Subject;
using model::Symbol;

using Pair = std::pair<FactIndex, FactIndex>;
using PairsByEntity = std::unordered_map<Symbol, std::vector<Pair>>;

/// Figures of which an entity has one at a time. Items of money are not among them: two documents may well list two
/// insurances.
constexpr std::array<std::string_view, 12> kSingleFigures = {
    "audience.contacts", "capacity.available", "client.contract_end", "customer.active", "person.share",
    "response.time",     "tax.rate",           "unit.cost",           "unit.fee",        "unit.price",
    "money.cash",        "money.receivable"};

/// Balances move from day to day: only those of the same day can disagree.
bool moves(std::string_view predicate) { return predicate == "money.cash" || predicate == "money.receivable"; }

bool has_value(const Fact& fact) {
  return fact.value == model::ValueKind::quantity || fact.value == model::ValueKind::date;
}

bool disagree(const model::FactStore& facts, FactIndex a, FactIndex b) {
  if (facts[a].value == model::ValueKind::date) return facts[a].lo != facts[b].lo;
  const auto left = amount_of(facts, a);
  const auto right = amount_of(facts, b);
  if (!left || !right) return false;
  return disjoint(at_own_precision(*left, facts[a].kind), at_own_precision(*right, facts[b].kind));
}

/// Calls `each(other, i)` for facts of other documents with the same key as a fact before; only the first fact of a key
/// is compared with, so that this stays linear.
template <class KeyOf, class Each>
void compare_with_first(std::span<const FactIndex> indices, const model::FactStore& facts, KeyOf key_of, Each each) {
  boost::unordered_flat_map<std::uint64_t, FactIndex> first;
  first.reserve(indices.size() / 2);
  for (const FactIndex i : indices) {
    const std::uint64_t key = key_of(facts[i]);
    if (key == 0) continue;
    const auto [found, fresh] = first.try_emplace(key, i);
    if (!fresh && facts[found->second].file != facts[i].file) each(found->second, i);
  }
}

std::vector<Answer> answers_for(const NativeContext& context, const std::unordered_map<Symbol, bool>& looked_at,
                                const PairsByEntity& pairs) {
  std::vector<Answer> out;
  for (Subject& entity : judged_entities(context.facts)) {
    Answer& answer = out.emplace_back();
    answer.subject = std::move(entity);
    const Symbol symbol = context.facts.table().symbols().find(answer.subject.id);
    const auto found = pairs.find(symbol);
    answer.outcome = found != pairs.end()         ? Outcome::fail
                     : looked_at.contains(symbol) ? Outcome::pass
                                                  : Outcome::not_applicable;
    if (found == pairs.end()) continue;
    std::vector<std::string> names;
    for (const auto& [first, second] : found->second) {
      names.push_back(name_of(context.facts, second));
      if (answer.evidence.size() < 20) answer.evidence.insert(answer.evidence.end(), {first, second});
    }
    answer.values["count"] = std::to_string(found->second.size());
    answer.values["items"] = list_names(std::move(names));
  }
  return out;
}

std::string figure_at(const model::FactStore& facts, FactIndex i) {
  const Fact& fact = facts[i];
  return fmt::format("{} in {} of {}", show(facts, i), facts.table().document(fact.file).path, to_string(fact.as_of));
}

std::string describe(const model::FactStore& facts, const Pair& pair) {
  return fmt::format("{}: {} and {}", name_of(facts, pair.first), figure_at(facts, pair.first),
                     figure_at(facts, pair.second));
}

constexpr std::uint32_t kNoLimit = 0xFFFFFFFF;
/// A key of their own that many documents have ("Version") is a figure of each document and not of the entity.
constexpr std::uint32_t kSharedByFew = 3;

class Disagreements {
 public:
  explicit Disagreements(const model::FactStore& facts) : facts_(facts), keys_(facts) {}

  void look_at(std::string_view predicate, std::uint32_t most_files) {
    boost::unordered_flat_map<std::uint64_t, Figure> figures;
    std::vector<std::uint64_t> order;
    for (const FactIndex i : facts_.facts(predicate, Subject{})) {
      const Fact& fact = facts_[i];
      if (fact.basis != model::Basis::actual || fact.kind == model::Kind::measured || !has_value(fact)) continue;
      looked_at_.try_emplace(fact.entity, true);
      const std::uint64_t key = key_of(fact, moves(predicate));
      const auto [found, fresh] = figures.try_emplace(key, Figure{.first = i, .last_file = fact.file, .other = i});
      if (fresh) continue;
      Figure& figure = found->second;
      if (figure.last_file != fact.file) ++figure.files;
      figure.last_file = fact.file;
      if (figure.other != figure.first || facts_[figure.first].file == fact.file) continue;
      if (!disagree(facts_, figure.first, i)) continue;
      figure.other = i;
      order.push_back(key);
    }
    for (const std::uint64_t key : order) {
      const Figure& figure = figures.at(key);
      if (figure.files <= most_files) pairs_[facts_[figure.other].entity].emplace_back(figure.first, figure.other);
    }
  }

  [[nodiscard]] std::vector<Answer> answers(const NativeContext& context) const {
    std::vector<Answer> out = answers_for(context, looked_at_, pairs_);
    for (Answer& answer : out) {
      const auto found = pairs_.find(facts_.table().symbols().find(answer.subject.id));
      if (found == pairs_.end()) continue;
      std::string& text = answer.values["figures"];
      for (std::size_t n = 0; n < std::min<std::size_t>(found->second.size(), 3); ++n)
        text += (n == 0 ? "" : "; ") + describe(facts_, found->second[n]);
      if (found->second.size() > 3) text += fmt::format("; and {} more", found->second.size() - 3);
    }
    return out;
  }

 private:
  /// Everything that documents say under one key.
  struct Figure {
    FactIndex first{};
    model::FileId last_file{};
    std::uint32_t files = 1;
    FactIndex other{};  ///< the first that disagrees; `first` while there is none
  };

  std::uint64_t key_of(const Fact& fact, bool of_the_day) {
    std::uint64_t key =
        keys_.of(fact, {AttributeKey::label, AttributeKey::channel, AttributeKey::product, AttributeKey::customer,
                        AttributeKey::period, AttributeKey::date, AttributeKey::account, AttributeKey::source});
    if (of_the_day) key ^= static_cast<std::uint64_t>(fact.as_of.days) * 0x9E3779B97F4A7C15ull;
    return key;
  }

  const model::FactStore& facts_;
  FactKeys keys_;
  PairsByEntity pairs_;
  std::unordered_map<Symbol, bool> looked_at_;
};

}  // namespace

std::vector<Answer> disagreeing_documents(const NativeContext& context) {
  Disagreements disagreements(context.facts);
  for (const std::string_view predicate : kSingleFigures) disagreements.look_at(predicate, kNoLimit);
  for (const Symbol predicate : context.facts.predicates()) {
    const std::string_view name = context.facts.text(predicate);
    if (name.starts_with("other.")) disagreements.look_at(name, kSharedByFew);
  }
  return disagreements.answers(context);
}

std::vector<Answer> duplicated_items(const NativeContext& context) {
  const model::FactStore& facts = context.facts;
  FactKeys keys(facts);
  PairsByEntity pairs;
  std::unordered_map<Symbol, bool> looked_at;
  Symbol entity = Symbol::none;  // looked at last: those of one stand together
  for (const std::string_view predicate : {"money.expense", "money.revenue"}) {
    const auto key_of = [&](const Fact& fact) -> std::uint64_t {
      const bool item = fact.basis == model::Basis::actual && fact.kind != model::Kind::measured &&
                        fact.value == model::ValueKind::quantity && fact.lo != 0 &&
                        facts.table().attribute(fact, AttributeKey::label).has_value();
      if (!item) return 0;
      if (fact.entity != entity) looked_at.try_emplace(entity = fact.entity, true);
      const std::uint64_t key = keys.of(fact, {AttributeKey::label, AttributeKey::customer, AttributeKey::channel,
                                               AttributeKey::product, AttributeKey::period, AttributeKey::date});
      return (key ^ (static_cast<std::uint64_t>(fact.lo) * 0xD6E8FEB86659FD93ull) ^
              static_cast<std::uint64_t>(fact.hi)) |
             1;
    };
    compare_with_first(facts.facts(predicate, Subject{}), facts, key_of, [&](FactIndex first, FactIndex second) {
      pairs[facts[second].entity].emplace_back(first, second);
    });
  }
  return answers_for(context, looked_at, pairs);
}

std::vector<Answer> done_and_open_actions(const NativeContext& context) {
  const model::FactStore& facts = context.facts;
  ActionKeys keys(facts);
  const auto actions = facts.facts("action.item", Subject{});
  boost::unordered_flat_map<std::uint64_t, FactIndex> done;
  std::unordered_map<Symbol, bool> looked_at;
  Symbol entity = Symbol::none;  // looked at last: those of one stand together
  for (const FactIndex i : actions) {
    if (facts[i].entity != entity) looked_at.try_emplace(entity = facts[i].entity, true);
    if (!is_done(facts, facts[i])) continue;
    if (const std::uint64_t key = keys.of(facts[i]); key != 0) done.try_emplace(key, i);
  }
  PairsByEntity pairs;
  for (const FactIndex i : actions) {
    if (done.empty() || !is_open(facts, facts[i])) continue;
    const auto found = done.find(keys.of(facts[i]));
    if (found != done.end() && facts[found->second].file != facts[i].file)
      pairs[facts[i].entity].emplace_back(found->second, i);
  }
  return answers_for(context, looked_at, pairs);
}

}  // namespace qd::assess
