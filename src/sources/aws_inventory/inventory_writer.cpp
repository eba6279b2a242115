#include "sources/aws_inventory/inventory_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/slug.hpp"

namespace qd::sources {

namespace {

using text::JsonValue;

constexpr std::string_view kEntityTags[] = {"entity", "Entity", "business", "project"};

}  // namespace

std::string_view expected(MemberKind kind) {
  switch (kind) {
    case MemberKind::text:
      return "a text";
    case MemberKind::truth:
      return "true or false";
    case MemberKind::count:
    case MemberKind::days:
      return "a whole number from 0";
    case MemberKind::date:
      return "a date, 2026-05-18 or 2026-05-18T06:00:00Z";
    case MemberKind::amount:
      return "an amount: 12.40, \"12.40\" or [12, 15]";
    case MemberKind::names:
      return "an array of texts";
  }
  return "";
}

InventoryWriter::InventoryWriter(std::string_view path, std::span<const model::Entity> entities,
                                 model::FactTable& table, Diagnostics& diagnostics)
    : path_(path),
      entities_(entities),
      table_(table),
      diagnostics_(diagnostics),
      file_(table.begin_document(path)),
      unassigned_(table.intern(model::kUnassigned)) {
  document().title = table.intern("AWS inventory");
  document().as_of_source = model::AsOfSource::document;
}

void InventoryWriter::set_head(Date as_of, Currency currency) {
  document().as_of = as_of_ = as_of;
  currency_ = currency;
}

model::Fact InventoryWriter::start(const InventoryOwner& owner, std::string_view predicate, JsonValue where,
                                   std::string_view section) {
  model::Fact fact;
  fact.subject = owner.subject;
  fact.subject_kind = owner.subject_kind;
  fact.entity = owner.entity;
  fact.predicate = table_.intern(predicate);
  fact.section = table_.intern(section);
  fact.as_of = as_of_;
  fact.line = where.line();
  fact.kind = model::Kind::measured;
  return fact;
}

InventoryOwner InventoryWriter::nobody() const { return {.entity = unassigned_, .attributes = {}}; }

model::Symbol InventoryWriter::entity_of(JsonValue row) {
  JsonValue named = row["entity"];
  for (const std::string_view tag : kEntityTags) {
    if (!named.exists() || named.text().empty()) named = row["tags"][tag];
  }
  if (!named.exists() || named.text().empty()) return unassigned_;
  const std::string wanted = slug(named.text());
  std::vector<std::string_view> ids;
  for (const model::Entity& entity : entities_) {
    ids.push_back(entity.id);
    if (entity.id == wanted || slug(entity.name) == wanted ||
        std::ranges::any_of(entity.aliases, [&](const std::string& alias) { return slug(alias) == wanted; }))
      return table_.intern(entity.id);
  }
  say(Severity::warning, "inventory-entity", named, fmt::format("no entity is called `{}`", named.text()),
      did_you_mean(wanted, ids));
  return unassigned_;
}

void InventoryWriter::say(Severity severity, std::string_view code, JsonValue where, std::string message,
                          std::string hint) {
  diagnostics_.push_back({.severity = severity,
                          .code = code,
                          .message = std::move(message),
                          .file = std::string(path_),
                          .at = {.line = where.line()},
                          .line = {},
                          .hint = std::move(hint)});
}

void InventoryWriter::say_wrong_type(JsonValue value, std::string_view name, std::string_view wanted) {
  say(Severity::error, "inventory-type", value, fmt::format("`{}` must be {}", name, wanted),
      "docs/inventory.md lists the members");
}

void InventoryWriter::check_members(JsonValue object, std::span<const std::string_view> known, std::string_view of) {
  std::set<std::string_view> seen;
  for (const JsonValue member : object) {
    ++document().lines;
    if (!seen.insert(member.key()).second)
      say(Severity::warning, "inventory-repeated", member,
          fmt::format("`{}` stands here twice; the last counts", member.key()));
    if (std::ranges::find(known, member.key()) != known.end()) {
      ++document().understood;
      continue;
    }
    say(Severity::warning, "inventory-unknown", member, fmt::format("{} has no member `{}`", of, member.key()),
        did_you_mean(member.key(), known));
  }
}

Currency InventoryWriter::read_currency(JsonValue value) {
  const Currency currency(value.text());
  if (!currency.stated()) say_wrong_type(value, "currency", "an ISO 4217 code such as \"USD\"");
  return currency;
}

}  // namespace qd::sources
