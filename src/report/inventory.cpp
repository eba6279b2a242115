#include "report/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "assess/show.hpp"
#include "base/slug.hpp"
#include "base/text_hash.hpp"

namespace qd::report {

namespace {

using model::AttributeKey;
using model::Fact;
using model::FactIndex;
using model::FactStore;
using model::Symbol;

/// Kinds that go by aliases, in the order of the alphabet. Machines know some that hand-offs do not list.
constexpr auto kAliasedKinds = std::to_array<std::string_view>(
    {"address", "api", "bucket", "certificate", "distribution", "function", "log_group", "queue", "rule", "table"});

/// Of each kind of each business; more than reports show of them.
constexpr std::size_t kFirstAliases = 24;

constexpr std::string_view kSources[] = {"asset", "aws"};

std::string predicate_of(std::string_view source, std::string_view kind) { return fmt::format("{}.{}", source, kind); }

/// Facts that list assets of the kind, hand-offs' and machines', in the order in which they were read.
std::vector<FactIndex> facts_of_kind(const FactStore& facts, std::string_view kind, const model::Subject& subject) {
  std::vector<FactIndex> out;
  for (const std::string_view source : kSources) {
    const auto found = facts.facts(predicate_of(source, kind), subject);
    out.insert(out.end(), found.begin(), found.end());
  }
  if (!std::ranges::is_sorted(out)) std::ranges::sort(out);
  return out;
}

/// Symbol::none where the fact names nothing.
Symbol name_symbol(const FactStore& facts, const Fact& fact) {
  if (fact.value == model::ValueKind::text) return fact.text;
  const auto label = facts.table().attribute(fact, AttributeKey::label);
  return label && label->kind == model::AttributeKind::text ? label->text() : Symbol::none;
}

std::string_view purpose_of(const FactStore& facts, const Fact& fact) {
  const auto purpose = facts.table().attribute(fact, AttributeKey::purpose);
  return purpose && purpose->kind == model::AttributeKind::text ? facts.text(purpose->text()) : std::string_view();
}

/// Names of resources mostly are their own slugs.
bool is_slug(std::string_view text) {
  bool after_dash = true;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && (c != '-' || after_dash)) return false;
    after_dash = !plain;
  }
  return !after_dash;
}

struct TextHash {
  std::size_t operator()(std::string_view text) const { return text_hash(text); }
};

/// A hand-off speaks of "job tracking", the inventory of "qdn-track", whose purpose is job tracking: one asset.
void merge_described(const Inventory& inventory, Inventory::Shelf& shelf) {
  if (std::ranges::none_of(shelf.assets, &Inventory::Asset::described)) return;
  std::unordered_set<std::string> purposes;
  for (const Inventory::Asset& asset : shelf.assets) {
    if (!asset.described && asset.has_purpose) purposes.insert(slug(inventory.purpose(asset)));
  }
  std::erase_if(shelf.assets, [&](const Inventory::Asset& asset) {
    if (!asset.described) return false;
    const std::string words = slug(inventory.name(asset));
    if (purposes.contains(words)) return true;
    // "job tracking for captains" too, but a purpose of one word says too little.
    for (std::size_t end = words.find('-'); end != std::string::npos; end = words.find('-', end + 1)) {
      const std::string_view start = std::string_view(words).substr(0, end);
      if (start.find('-') != std::string_view::npos && purposes.contains(std::string(start))) return true;
    }
    return false;
  });
}

}  // namespace

Inventory::Inventory(const FactStore& facts)
    : facts_(facts), shelves_(facts.entities().size()), aliased_kind_(facts.table().symbols().size()) {
  for (std::size_t sort = 0; sort < kAssetSorts.size(); ++sort) shelve(sort);
  for (std::size_t i = 0; i < kAliasedKinds.size(); ++i) note_names(kAliasedKinds[i], static_cast<std::uint8_t>(i + 1));
  for (Shelves& shelves : shelves_) {
    for (Shelf& shelf : shelves) merge_described(*this, shelf);
  }
}

void Inventory::shelve(std::size_t sort) {
  const bool aliased = !goes_by_name(kAssetSorts[sort].kind);
  std::deque<std::string> slugs;  // of names that are none
  for (std::size_t entity = 0; entity < shelves_.size(); ++entity) {
    Shelf& shelf = shelves_[entity][sort];
    std::unordered_map<std::string_view, std::uint32_t, TextHash> by_slug;
    const auto listed =
        facts_of_kind(facts_, kAssetSorts[sort].kind, {model::SubjectKind::entity, facts_.entities()[entity].id});
    by_slug.reserve(listed.size());
    for (const FactIndex i : listed) {
      const Fact& fact = facts_[i];
      if (fact.basis != model::Basis::actual || fact.value == model::ValueKind::missing) continue;
      const std::string_view name = facts_.text(name_symbol(facts_, fact));
      if (name.empty()) {
        if (fact.value == model::ValueKind::quantity)
          shelf.count = assess::show(assess::amount_of(fact.quantity()), {.noun = false});
        continue;
      }
      const std::string_view key = is_slug(name) ? name : std::string_view(slugs.emplace_back(slug(name)));
      const auto [place, fresh] = by_slug.try_emplace(key, static_cast<std::uint32_t>(shelf.assets.size()));
      if (fresh) shelf.assets.push_back({.first = i, .described = aliased && name.find(' ') != std::string_view::npos});
      Asset& asset = shelf.assets[place->second];
      asset.measured = asset.measured || fact.kind == model::Kind::measured;
      if (!asset.has_purpose && !purpose_of(facts_, fact).empty()) asset.purpose = i, asset.has_purpose = true;
    }
  }
}

void Inventory::note_names(std::string_view kind, std::uint8_t rank) {
  for (const std::string_view source : kSources) {
    for (const FactIndex i : facts_.facts(predicate_of(source, kind), model::Subject{})) {
      const Symbol name = name_symbol(facts_, facts_[i]);
      std::uint8_t& known = aliased_kind_[static_cast<std::size_t>(name)];
      if (known == 0) known = rank;
    }
  }
  aliased_kind_.front() = 0;  // Symbol::none
}

const Inventory::Shelf& Inventory::shelf(std::string_view entity, std::size_t sort) const {
  static const Shelf kEmpty;
  const auto entities = facts_.entities();
  const auto found = std::ranges::find(entities, entity, &model::Entity::id);
  return found == entities.end() ? kEmpty : shelves_[static_cast<std::size_t>(found - entities.begin())][sort];
}

std::string_view Inventory::name(const Asset& asset) const {
  return facts_.text(name_symbol(facts_, facts_[asset.first]));
}

std::string_view Inventory::purpose(const Asset& asset) const {
  return asset.has_purpose ? purpose_of(facts_, facts_[asset.purpose]) : std::string_view();
}

std::string_view Inventory::aliased_kind(std::string_view word) const {
  const std::uint8_t rank = aliased_kind_[static_cast<std::size_t>(facts_.table().symbols().find(word))];
  return rank == 0 ? std::string_view() : kAliasedKinds[rank - 1];
}

void Inventory::assign_first(Aliases& aliases) const {
  for (const std::string_view kind : kAliasedKinds) {
    std::vector<FactIndex> first;
    for (const model::Entity& entity : facts_.entities()) {
      const auto all = facts_of_kind(facts_, kind, {model::SubjectKind::entity, entity.id});
      first.insert(first.end(), all.begin(), all.begin() + static_cast<long>(std::min(all.size(), kFirstAliases)));
    }
    std::ranges::sort(first);
    for (const FactIndex i : first) {
      const std::string_view name = facts_.text(name_symbol(facts_, facts_[i]));
      if (!name.empty()) aliases.of(kind, name);
    }
  }
}

}  // namespace qd::report
