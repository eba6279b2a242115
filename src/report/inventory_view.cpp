#include <fmt/format.h>

#include <algorithm>

#include "assess/show.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using Asset = Inventory::Asset;
using Shelf = Inventory::Shelf;

Value item_value(std::string_view shown, std::string_view purpose, bool named, bool measured) {
  const std::string text = purpose.empty() ? std::string(shown)
                           : named         ? fmt::format("{} ({})", shown, purpose)
                                           : fmt::format("{} ({})", purpose, shown);
  return Value::object({{"name", Value(shown)}, {"purpose", purpose}, {"text", text}, {"measured", measured}});
}

Value asset_value(const ViewContext& context, std::string_view kind, const Asset& asset) {
  const Inventory& inventory = context.input().inventory;
  const std::string_view name = inventory.name(asset);
  const std::string_view purpose = inventory.purpose(asset);
  const bool named = goes_by_name(kind);
  const std::string_view shown = named ? name : context.input().aliases.of(kind, name);
  return item_value(shown, context.without_names(purpose.empty() && asset.described ? name : purpose), named,
                    asset.measured);
}

Value shelf_value(const ViewContext& context, const AssetSort& sort, const Shelf& shelf) {
  std::vector<Value> items;
  std::string text;
  const std::size_t limit = context.limits().assets;
  for (const Asset& asset : shelf.assets) {
    if (items.size() == limit) break;
    items.push_back(asset_value(context, sort.kind, asset));
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
                        {"items", Value::list(std::move(items), item_value("", "", true, false))},
                        {"more", more == 0 ? Value() : Value::number(more)}});
}

}  // namespace

Value assets_value(const ViewContext& context, std::string_view entity) {
  std::vector<Value> out;
  for (std::size_t sort = 0; sort < kAssetSorts.size(); ++sort) {
    if (!context.role().may_read(fmt::format("asset.{}", kAssetSorts[sort].kind))) continue;
    const Shelf& shelf = context.input().inventory.shelf(entity, sort);
    if (!shelf.assets.empty() || !shelf.count.empty()) out.push_back(shelf_value(context, kAssetSorts[sort], shelf));
  }
  return Value::list(std::move(out), shelf_value(context, kAssetSorts[0], {}));
}

}  // namespace qd::report
