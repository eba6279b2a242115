#include "sources/aws_inventory/costs.hpp"

#include <fmt/format.h>

#include <array>

#include "base/slug.hpp"
#include "sources/aws_inventory/amounts.hpp"

namespace qd::sources {

namespace {

using model::AttributeKey;
using model::NewAttribute;
using text::JsonValue;

/// Of a cost or saving: the resource's, unless the row names another; the entity; or nobody's.
InventoryOwner owner_of(InventoryWriter& out, JsonValue row, const ListedResources& listed) {
  InventoryOwner owner = out.nobody();
  if (const std::string_view name = row["name"].text(); !name.empty()) {
    const auto resource = listed.find({std::string(row["kind"].text()), std::string(name)});
    if (resource != listed.end()) owner = resource->second;
    owner.subject_kind = model::SubjectKind::asset;
    owner.subject = out.intern(slug(name));
  }
  if (row["entity"].exists()) owner.entity = out.entity_of(row);
  if (owner.subject_kind == model::SubjectKind::portfolio && !out.is_unassigned(owner.entity)) {
    owner.subject_kind = model::SubjectKind::entity;
    owner.subject = owner.entity;
  }
  return owner;
}

void add_amount(InventoryWriter& out, const InventoryOwner& owner, std::string_view predicate, JsonValue row,
                std::string_view section, model::Kind kind) {
  const JsonValue value = row["amount"];
  const JsonValue place = value.exists() ? value : row;
  const Currency currency = row["currency"].exists() ? out.read_currency(row["currency"]) : out.currency();
  model::Fact fact = out.start(owner, predicate, place, section);
  fact.kind = kind;
  if (value.exists() && value.is_null()) {
    fact.set_missing(out.intern("the inventory could not read this cost"),
                     out.intern("let the account that collects the inventory read costs, and collect again"));
  } else if (const auto amount = inventory_amount(value, currency)) {
    fact.set(*amount);
  } else {
    return out.say_wrong_type(place, "amount", expected(MemberKind::amount));
  }
  out.add(fact, owner);
}

}  // namespace

void read_cost(InventoryWriter& out, JsonValue row, const ListedResources& listed) {
  constexpr std::array<std::string_view, 7> kMembers = {"period", "service", "kind",    "name",
                                                        "entity", "amount",  "currency"};
  out.check_members(row, kMembers, "a cost");
  const std::string_view period = row["period"].text();
  const auto first = parse_iso_date(fmt::format("{}-01", period));
  if (!first)
    return out.say_wrong_type(row["period"].exists() ? row["period"] : row, "period", "a month such as \"2026-04\"");
  const std::string_view service = row["service"].text();
  if (service.empty())
    return out.say_wrong_type(row["service"].exists() ? row["service"] : row, "service", "the name of a service");
  InventoryOwner owner = owner_of(out, row, listed);
  owner.attributes.push_back(NewAttribute::of(AttributeKey::label, out.intern(service)));
  owner.attributes.push_back(NewAttribute::of(AttributeKey::period, out.intern(period)));
  owner.attributes.push_back(NewAttribute::of(AttributeKey::date, *first));
  add_amount(out, owner, "aws.cost", row, "costs", model::Kind::measured);
}

void read_saving(InventoryWriter& out, JsonValue row, const ListedResources& listed) {
  constexpr std::array<std::string_view, 6> kMembers = {"kind", "name", "entity", "amount", "currency", "reason"};
  out.check_members(row, kMembers, "a saving");
  InventoryOwner owner = owner_of(out, row, listed);
  if (const std::string_view name = row["name"].text(); !name.empty())
    owner.attributes.push_back(NewAttribute::of(AttributeKey::label, out.intern(name)));
  if (const std::string_view reason = row["reason"].text(); !reason.empty())
    owner.attributes.push_back(NewAttribute::of(AttributeKey::note, out.intern(reason)));
  add_amount(out, owner, "aws.saving", row, "savings", model::Kind::estimated);
}

}  // namespace qd::sources
