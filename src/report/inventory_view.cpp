#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "assess/show.hpp"
#include "base/slug.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using model::AttributeKey;
using model::Fact;
using model::FactIndex;

struct Sort {
  std::string_view kind;
  std::string_view title;
  std::string_view noun;
};

/// In the order in which a report lists them.
constexpr auto kSorts = std::to_array<Sort>({{"domain", "Domains", "domain"},
                                             {"site", "Sites", "site"},
                                             {"function", "Functions", "function"},
                                             {"bucket", "Buckets", "bucket"},
                                             {"table", "Tables", "table"},
                                             {"distribution", "Distributions", "distribution"},
                                             {"zone", "DNS zones", "DNS zone"},
                                             {"other", "Other", "other asset"}});

/// Kinds that machines know beside those that hand-offs list.
constexpr auto kAliasedKinds = std::to_array<std::string_view>(
    {"function", "bucket", "table", "distribution", "certificate", "api", "rule", "queue", "log_group", "address"});

/// Facts that list assets of the kind, hand-offs' and machines', in the order in which they were read.
std::vector<FactIndex> facts_of_kind(const model::FactStore& facts, std::string_view kind) {
  std::vector<FactIndex> out;
  for (const std::string_view source : {"asset", "aws"}) {
    const auto found = facts.facts(fmt::format("{}.{}", source, kind), model::Subject{});
    out.insert(out.end(), found.begin(), found.end());
  }
  std::ranges::sort(out);
  return out;
}

std::string_view name_of(const model::FactStore& facts, const Fact& fact) {
  if (fact.value == model::ValueKind::text) return facts.text(fact.text);
  return text_attribute(facts, fact, AttributeKey::label);
}

struct Asset {
  std::string_view name;
  std::string_view alias;  ///< empty where it goes by its name
  std::string_view purpose;
  bool measured = false;

  /// Words instead of a name: they say what it is for.
  [[nodiscard]] bool is_described() const { return !alias.empty() && name.find(' ') != std::string_view::npos; }
};

struct Shelf {
  std::vector<Asset> assets;
  std::map<std::string, std::size_t, std::less<>> by_slug;
  std::string count;  ///< where a document gives only a number
};

}  // namespace

void assign_aliases(const model::FactStore& facts, Aliases& aliases) {
  for (const std::string_view kind : kAliasedKinds) {
    for (const FactIndex i : facts_of_kind(facts, kind)) {
      const std::string_view name = name_of(facts, facts[i]);
      if (!name.empty()) aliases.of(kind, name);
    }
  }
}

struct Inventory::Implementation {
  const ViewContext& context;
  std::map<std::string_view, std::array<Shelf, kSorts.size()>> by_entity;

  explicit Implementation(const ViewContext& view) : context(view) {
    for (std::size_t sort = 0; sort < kSorts.size(); ++sort) {
      const std::string_view kind = kSorts[sort].kind;
      if (!context.role().may_read(fmt::format("asset.{}", kind))) continue;
      for (const FactIndex i : facts_of_kind(context.facts(), kind)) add(sort, context.facts()[i]);
    }
    for (auto& [entity, shelves] : by_entity) {
      for (Shelf& shelf : shelves) merge_described(shelf);
    }
  }

  void add(std::size_t sort, const Fact& fact) {
    if (fact.basis != model::Basis::actual || fact.value == model::ValueKind::missing) return;
    const model::FactStore& facts = context.facts();
    Shelf& shelf = by_entity[facts.text(fact.entity)][sort];
    const std::string_view name = name_of(facts, fact);
    if (name.empty()) {
      if (fact.value == model::ValueKind::quantity)
        shelf.count = assess::show(assess::amount_of(fact.quantity()), {.noun = false});
      return;
    }
    const auto [place, fresh] = shelf.by_slug.try_emplace(slug(name), shelf.assets.size());
    if (fresh) {
      const bool named = goes_by_name(kSorts[sort].kind);
      const std::string_view alias = named ? std::string_view() : context.input().aliases.find(kSorts[sort].kind, name);
      shelf.assets.push_back({name, alias, {}, false});
    }
    Asset& asset = shelf.assets[place->second];
    asset.measured = asset.measured || fact.kind == model::Kind::measured;
    const std::string_view purpose = text_attribute(facts, fact, AttributeKey::purpose);
    if (asset.purpose.empty()) asset.purpose = purpose;
  }

  /// A hand-off speaks of "job tracking", the inventory of "qdn-track", whose purpose is job tracking: one asset.
  static void merge_described(Shelf& shelf) {
    const std::vector<Asset> all = shelf.assets;
    std::erase_if(shelf.assets, [&all](const Asset& described) {
      if (!described.is_described()) return false;
      const std::string words = slug(described.name);
      return std::ranges::any_of(all, [&words](const Asset& other) {
        if (other.is_described() || other.purpose.empty()) return false;
        const std::string purpose = slug(other.purpose);
        const bool inside = purpose.find('-') != std::string::npos && words.starts_with(purpose + "-");
        return words == purpose || inside;
      });
    });
  }

  [[nodiscard]] static Value item_value(const ViewContext& context, const Asset& asset, bool named) {
    // An alias that was never given must not let the name out.
    const std::string_view shown = named ? asset.name : asset.alias.empty() ? "unnamed" : asset.alias;
    const std::string purpose =
        context.without_names(asset.purpose.empty() && asset.is_described() ? asset.name : asset.purpose);
    const std::string text = purpose.empty() ? std::string(shown)
                             : named         ? fmt::format("{} ({})", shown, purpose)
                                             : fmt::format("{} ({})", purpose, shown);
    return Value::object({{"name", Value(shown)}, {"purpose", purpose}, {"text", text}, {"measured", asset.measured}});
  }

  [[nodiscard]] static Value shelf_value(const ViewContext& context, const Sort& sort, const Shelf& shelf) {
    std::vector<Value> items;
    std::string text;
    const std::size_t limit = context.limits().assets;
    for (const Asset& asset : shelf.assets) {
      if (items.size() == limit) break;
      items.push_back(item_value(context, asset, goes_by_name(sort.kind)));
      text += (text.empty() ? "" : ", ") + items.back().find("text")->text();
    }
    const std::size_t more = shelf.assets.size() - items.size();
    if (more > 0) text += fmt::format(" and {} more", more);
    if (shelf.assets.empty()) text = fmt::format("{} (only a number is stated)", shelf.count);
    const std::string count = shelf.assets.empty() ? fmt::format("{} {}", shelf.count, assess::plural(sort.noun))
                                                   : counted(shelf.assets.size(), sort.noun);
    return Value::object({{"kind", Value(sort.kind)},
                          {"title", Value(sort.title)},
                          {"count", count},
                          {"text", text},
                          {"items", Value::list(std::move(items), item_value(context, {}, true))},
                          {"more", more == 0 ? Value() : Value::number(more)}});
  }
};

Inventory::Inventory(const ViewContext& context) : implementation_(std::make_unique<Implementation>(context)) {}
Inventory::~Inventory() = default;

Value Inventory::of(std::string_view entity) const {
  const ViewContext& context = implementation_->context;
  std::vector<Value> out;
  const auto found = implementation_->by_entity.find(entity);
  for (std::size_t sort = 0; found != implementation_->by_entity.end() && sort < kSorts.size(); ++sort) {
    const Shelf& shelf = found->second[sort];
    if (!shelf.assets.empty() || !shelf.count.empty())
      out.push_back(Implementation::shelf_value(context, kSorts[sort], shelf));
  }
  return Value::list(std::move(out), Implementation::shelf_value(context, kSorts[0], {}));
}

}  // namespace qd::report
