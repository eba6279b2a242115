#include "sources/aws_inventory/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "base/slug.hpp"
#include "sources/aws_inventory/amounts.hpp"
#include "sources/aws_inventory/costs.hpp"
#include "sources/aws_inventory/inventory_writer.hpp"
#include "text/source_text.hpp"

namespace qd::sources {

namespace {

using model::AttributeKey;
using model::Fact;
using model::NewAttribute;
using text::JsonKind;
using text::JsonValue;

constexpr std::string_view kFormat = "quarterdeck-aws-inventory/1";
constexpr std::string_view kOtherMembers[] = {"format",  "collected_at", "currency", "account",
                                              "regions", "costs",        "savings",  "unread"};

std::optional<Date> date_of(std::string_view text) {
  if (const auto date = parse_iso_date(text)) return date;
  if (const auto instant = parse_instant(text)) {
    constexpr std::int64_t kDay = 86'400;
    return Date{static_cast<std::int32_t>((instant->seconds - (instant->seconds % kDay + kDay) % kDay) / kDay)};
  }
  return std::nullopt;
}

class InventoryReader {
 public:
  explicit InventoryReader(InventoryWriter& out) : out_(out) {}

  void read(JsonValue root) {
    if (!read_head(root)) return;
    for (const InventoryKind& kind : inventory_kinds()) {
      for_each_row(root, kind.array, [&](JsonValue row) { read_resource(kind, row); });
    }
    for_each_row(root, "costs", [&](JsonValue row) { read_cost(out_, row, listed_); });
    for_each_row(root, "savings", [&](JsonValue row) { read_saving(out_, row, listed_); });
    for_each_row(root, "unread", [&](JsonValue row) { read_unread(row); });
    out_.check_members(root, top_names(), "an inventory");
  }

 private:
  static std::vector<std::string_view> top_names() {
    std::vector<std::string_view> names(std::begin(kOtherMembers), std::end(kOtherMembers));
    for (const InventoryKind& kind : inventory_kinds()) names.push_back(kind.array);
    return names;
  }

  bool read_head(JsonValue root) {
    if (root["format"].text() != kFormat) {
      out_.say(Severity::error, "inventory-format", root["format"].exists() ? root["format"] : root,
               fmt::format("this is no inventory that can be read: `format` must be \"{}\"", kFormat),
               "docs/inventory.md describes the file");
      return false;
    }
    const auto collected = date_of(root["collected_at"].text());
    if (!collected) {
      out_.say(Severity::error, "inventory-undated", root["collected_at"].exists() ? root["collected_at"] : root,
               "`collected_at` must say when the inventory was taken",
               "write \"collected_at\": \"2026-05-18T06:00:00Z\"");
      return false;
    }
    const JsonValue currency = root["currency"];
    out_.set_head(*collected, currency.exists() ? out_.read_currency(currency) : Currency("USD"));
    return true;
  }

  template <class Read>
  void for_each_row(JsonValue root, std::string_view array, Read read) {
    const JsonValue rows = root[array];
    if (!rows.exists()) return;
    if (rows.is_null()) {
      const auto kind = std::ranges::find(inventory_kinds(), array, &InventoryKind::array);
      if (kind != inventory_kinds().end()) add_unread(*kind, rows, "the inventory could not list them", out_.nobody());
      return;
    }
    if (rows.kind() != JsonKind::array) return out_.say_wrong_type(rows, array, "an array of objects");
    for (const JsonValue row : rows) {
      if (row.kind() == JsonKind::object) {
        read(row);
      } else {
        out_.say_wrong_type(row, array, "an array of objects");
      }
    }
  }

  void read_resource(const InventoryKind& kind, JsonValue row) {
    const std::string_view name = row["name"].text();
    if (name.empty()) {
      return out_.say(Severity::error, "inventory-nameless", row,
                      fmt::format("a row of `{}` has no `name`", kind.array),
                      "each resource needs a name; it gives no fact without one");
    }
    if (!seen_.emplace(kind.kind, std::string(name), std::string(row["region"].text())).second) {
      return out_.say(Severity::error, "inventory-repeated", row["name"],
                      fmt::format("the {} `{}` is listed twice; the first counts", kind.kind, name));
    }
    InventoryOwner owner = out_.nobody();
    owner.subject_kind = model::SubjectKind::asset;
    owner.subject = out_.intern(slug(name));
    owner.entity = out_.entity_of(row);
    const auto describe = [&](AttributeKey key, std::string_view member) {
      const JsonValue value = row[member];
      if (value.kind() == JsonKind::string) {
        owner.attributes.push_back(NewAttribute::of(key, out_.intern(value.text())));
      } else if (value.exists() && !value.is_null()) {
        out_.say_wrong_type(value, member, "a text");
      }
    };
    describe(AttributeKey::purpose, "purpose");
    describe(AttributeKey::region, "region");
    describe(AttributeKey::state, "state");

    const std::string predicate = fmt::format("aws.{}", kind.kind);
    Fact fact = out_.start(owner, predicate, row["name"], kind.array);
    fact.set_text(out_.intern(name));
    out_.add(fact, owner);

    std::vector<std::string_view> known(std::begin(kDescribingMembers), std::end(kDescribingMembers));
    for (const auto& members : {common_members(), kind.members}) {
      for (const InventoryMember& member : members) {
        known.push_back(member.name);
        if (const JsonValue value = row[member.name]; value.exists()) read_member(owner, kind, member, value);
      }
    }
    out_.check_members(row, known, fmt::format("a {}", kind.kind));
    listed_.insert_or_assign({std::string(kind.kind), std::string(name)}, std::move(owner));
  }

  void read_member(const InventoryOwner& owner, const InventoryKind& kind, const InventoryMember& member,
                   JsonValue value) {
    const std::string predicate = fmt::format("aws.{}.{}", kind.kind, member.name);
    Fact fact = out_.start(owner, predicate, value, fmt::format("{} > {}", kind.array, member.name));
    if (value.is_null()) {
      fact.set_missing(out_.intern(fmt::format("the inventory could not read {} of this {}", member.name, kind.kind)),
                       out_.intern("let the account that collects the inventory read it, and collect again"));
      return out_.add(fact, owner);
    }
    if (member.kind == MemberKind::names) return read_names(owner, kind, member, value, fact);
    if (set_value(fact, member.kind, value)) return out_.add(fact, owner);
    out_.say_wrong_type(value, member.name, expected(member.kind));
  }

  bool set_value(Fact& fact, MemberKind kind, JsonValue value) {
    std::optional<Quantity> quantity;
    switch (kind) {
      case MemberKind::text:
        if (value.kind() != JsonKind::string) return false;
        fact.set_text(out_.intern(value.text()));
        return true;
      case MemberKind::truth:
        if (value.kind() != JsonKind::boolean) return false;
        fact.set_boolean(*value.boolean());
        return true;
      case MemberKind::date: {
        const auto date = value.kind() == JsonKind::string ? date_of(value.text()) : std::nullopt;
        if (date) fact.set_date(*date);
        return date.has_value();
      }
      case MemberKind::count:
        quantity = inventory_count(value, Unit::count);
        break;
      case MemberKind::days:
        quantity = inventory_count(value, Unit::days);
        break;
      case MemberKind::amount:
        quantity = inventory_amount(value, out_.currency());
        break;
      case MemberKind::names:
        return false;
    }
    if (quantity) fact.set(*quantity);
    return quantity.has_value();
  }

  /// How many there are is a fact too, so that "none" can be told from "not asked".
  void read_names(const InventoryOwner& owner, const InventoryKind& kind, const InventoryMember& member,
                  JsonValue value, Fact count) {
    std::int64_t n = 0;
    for (const JsonValue name : value) n += name.kind() == JsonKind::string ? 1 : 0;
    if (value.kind() != JsonKind::array || n != std::distance(value.begin(), value.end()))
      return out_.say_wrong_type(value, member.name, expected(member.kind));
    const std::int64_t units = n * scale_of(Unit::count);
    count.set({.lo = units, .hi = units, .unit = Unit::count}, out_.intern(member.one));
    out_.add(count, owner);
    for (const JsonValue name : value) {
      Fact one = count;
      one.predicate = out_.intern(fmt::format("aws.{}.{}", kind.kind, member.one));
      one.line = name.line();
      one.lo = one.hi = 0;
      one.set_text(out_.intern(name.text()));
      out_.add(one, owner);
    }
  }

  void read_unread(JsonValue row) {
    constexpr std::array<std::string_view, 4> kMembers = {"kind", "region", "call", "reason"};
    out_.check_members(row, kMembers, "an unread row");
    const InventoryKind* kind = find_inventory_kind(row["kind"].text());
    if (kind == nullptr) {
      std::vector<std::string_view> kinds;
      for (const InventoryKind& one : inventory_kinds()) kinds.push_back(one.kind);
      return out_.say(Severity::error, "inventory-unknown", row["kind"].exists() ? row["kind"] : row,
                      fmt::format("there is no kind of resource `{}`", row["kind"].text()),
                      did_you_mean(row["kind"].text(), kinds));
    }
    InventoryOwner owner = out_.nobody();
    if (const std::string_view region = row["region"].text(); !region.empty())
      owner.attributes.push_back(NewAttribute::of(AttributeKey::region, out_.intern(region)));
    const std::string_view call = row["call"].text();
    const std::string_view reason = row["reason"].text();
    add_unread(*kind, row,
               fmt::format("{} answered {}", call.empty() ? "the call" : call, reason.empty() ? "nothing" : reason),
               owner);
  }

  void add_unread(const InventoryKind& kind, JsonValue where, std::string_view reason, const InventoryOwner& owner) {
    Fact fact = out_.start(owner, fmt::format("aws.{}", kind.kind), where, "unread");
    fact.set_missing(out_.intern(reason),
                     out_.intern("let the account that collects the inventory list them, and collect again"));
    out_.add(fact, owner);
  }

  InventoryWriter& out_;
  std::set<std::tuple<std::string_view, std::string, std::string>> seen_;
  ListedResources listed_;
};

}  // namespace

void read_inventory(std::string_view bytes, std::string_view path, std::span<const model::Entity> entities,
                    model::FactTable& out, Diagnostics& diagnostics) {
  const text::SourceText source(bytes);
  const auto document = text::parse_json(source, path, diagnostics);
  if (!document) return;
  InventoryWriter writer(path, entities, out, diagnostics);
  InventoryReader(writer).read(document->root());
}

}  // namespace qd::sources
