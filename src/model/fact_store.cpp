#include "model/fact_store.hpp"

#include <algorithm>
#include <numeric>

namespace qd::model {

namespace {

std::uint64_t pair_key(Symbol predicate, Symbol entity) {
  return (static_cast<std::uint64_t>(predicate) << 32) | static_cast<std::uint64_t>(entity);
}

/// FNV-1a, written out because the ids must be the same on every machine and in every build.
class StableHash {
 public:
  void add(std::string_view text) {
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
    add_byte(0xFF);  // no UTF-8 text holds this byte, so "ab"+"c" and "a"+"bc" differ
  }
  void add(std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) add_byte(static_cast<unsigned char>(number >> shift));
  }
  [[nodiscard]] std::uint64_t value() const {
    // FNV leaves its high bits poorly mixed for short input; this finish spreads them.
    std::uint64_t x = value_;
    x ^= x >> 33, x *= 0xFF51AFD7ED558CCDull, x ^= x >> 33;
    return x;
  }

 private:
  void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3ull; }
  std::uint64_t value_ = 0xCBF29CE484222325ull;
};

/// Stable counting sort of `order` by `key_of`, for keys below `keys`.
template <class KeyOf>
void counting_sort(std::vector<FactIndex>& order, std::size_t keys, KeyOf key_of) {
  std::vector<std::uint32_t> next(keys + 1);
  for (const FactIndex i : order) ++next[key_of(i) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<FactIndex> sorted(order.size());
  for (const FactIndex i : order) sorted[next[key_of(i)]++] = i;
  order = std::move(sorted);
}

}  // namespace

FactStore::FactStore(FactTable table, std::vector<Entity> entities)
    : table_(std::move(table)), entities_(std::move(entities)) {
  build_index();
}

void FactStore::build_index() {
  order_.resize(table_.size());
  for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = FactIndex{i};
  const std::size_t symbols = table_.symbols().size();
  // Least important key first, because the sort is stable.
  counting_sort(order_, symbols, [this](FactIndex i) { return static_cast<std::size_t>((*this)[i].subject); });
  counting_sort(order_, symbols, [this](FactIndex i) { return static_cast<std::size_t>((*this)[i].entity); });
  counting_sort(order_, symbols, [this](FactIndex i) { return static_cast<std::size_t>((*this)[i].predicate); });

  entity_of_project_.resize(symbols);
  for (std::uint32_t at = 0; at < order_.size(); ++at) {
    const Fact& fact = (*this)[order_[at]];
    if (fact.subject_kind == SubjectKind::project)
      entity_of_project_[static_cast<std::size_t>(fact.subject)] = fact.entity;
    const auto predicate = static_cast<std::uint32_t>(fact.predicate);
    const auto [whole, fresh] = by_predicate_.try_emplace(predicate, Range{at, at});
    whole->second.end = at + 1;
    if (fresh) predicates_.push_back(fact.predicate);
    by_predicate_and_entity_.try_emplace(pair_key(fact.predicate, fact.entity), Range{at, at}).first->second.end =
        at + 1;
  }
  std::ranges::sort(predicates_, {}, [this](Symbol symbol) { return text(symbol); });
}

const Entity* FactStore::entity(std::string_view id) const {
  const auto found = std::ranges::find(entities_, id, &Entity::id);
  return found == entities_.end() ? nullptr : &*found;
}

std::span<const FactIndex> FactStore::facts(Symbol predicate) const {
  const auto found = by_predicate_.find(static_cast<std::uint32_t>(predicate));
  return found == by_predicate_.end() ? std::span<const FactIndex>() : slice(found->second);
}

std::span<const FactIndex> FactStore::facts(std::string_view predicate, const Subject& subject) const {
  const Symbol predicate_symbol = table_.symbols().find(predicate);
  if (predicate_symbol == Symbol::none) return {};
  if (subject.kind == SubjectKind::portfolio) return facts(predicate_symbol);
  const Symbol id = table_.symbols().find(subject.id);
  if (id == Symbol::none) return {};
  const auto of_entity = [&](Symbol entity) {
    const auto found = by_predicate_and_entity_.find(pair_key(predicate_symbol, entity));
    return found == by_predicate_and_entity_.end() ? std::span<const FactIndex>() : slice(found->second);
  };
  if (subject.kind == SubjectKind::entity) return of_entity(id);
  // A project or asset lies within one entity, so its facts are one run of the entity's.
  const auto within = [&](std::span<const FactIndex> facts) -> std::span<const FactIndex> {
    const auto run = std::ranges::equal_range(facts, id, {}, [this](FactIndex i) { return (*this)[i].subject; });
    return {run.begin(), run.end()};
  };
  if (subject.kind == SubjectKind::project) return within(of_entity(entity_of_project_[static_cast<std::size_t>(id)]));
  for (const Entity& entity : entities_) {
    const auto found = within(of_entity(table_.symbols().find(entity.id)));
    if (!found.empty()) return found;
  }
  return {};
}

bool FactStore::knows(std::string_view entity) const {
  const Symbol id = table_.symbols().find(entity);
  return id != Symbol::none && std::ranges::any_of(predicates_, [&](Symbol predicate) {
           return by_predicate_and_entity_.contains(pair_key(predicate, id));
         });
}

std::string FactStore::fact_id(FactIndex i) const {
  const Fact& fact = (*this)[i];
  StableHash hash;
  hash.add(table_.document(fact.file).path);
  hash.add(fact.line);
  hash.add(fact.ordinal);
  hash.add(text(fact.predicate));
  constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string out = "f";
  std::uint64_t rest = hash.value();
  for (int n = 0; n < 13; ++n, rest >>= 5) out += kDigits[rest & 31];
  return out;
}

std::optional<FactIndex> FactStore::find_fact(std::string_view id) const {
  if (id.size() != 14 || id.front() != 'f') return std::nullopt;
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (fact_id(FactIndex{i}) == id) return FactIndex{i};
  }
  return std::nullopt;
}

}  // namespace qd::model
