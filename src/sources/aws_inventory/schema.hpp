// What an inventory may say of each kind of resource: docs/inventory.md as a table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace qd::sources {

enum class MemberKind : std::uint8_t { text, truth, count, days, date, amount, names };

struct InventoryMember {
  std::string_view name;
  MemberKind kind;
  std::string_view one = {};  ///< names: the last part of the predicate of each single one
};

struct InventoryKind {
  std::string_view array;  ///< "functions"
  std::string_view kind;   ///< "function"; the predicate is "aws." and this
  std::span<const InventoryMember> members;
};

[[nodiscard]] std::span<const InventoryKind> inventory_kinds();
/// By "function"; null when there is none.
[[nodiscard]] const InventoryKind* find_inventory_kind(std::string_view kind);

/// Those that every kind has beside its own: facts, and names of attributes or of the entity.
[[nodiscard]] std::span<const InventoryMember> common_members();
inline constexpr std::string_view kDescribingMembers[] = {"name", "entity", "purpose", "region", "state", "tags"};

}  // namespace qd::sources
