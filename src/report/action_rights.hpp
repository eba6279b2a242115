// Which actions a report may show: those of the businesses it is about, and of checks only what the role may read,
// since a remedy may hold a figure.
#pragma once

#include <string_view>
#include <unordered_map>

#include "report/view_parts.hpp"

namespace qd::report {

/// Whether an action is the reader's own: by one of its owners, or because a check asks for it that nobody was given.
[[nodiscard]] bool is_readers(const Role& role, std::string_view owners, std::string_view check);

/// Remembers what it was asked: actions come by the hundred thousand, entities and checks do not.
class ActionRights {
 public:
  explicit ActionRights(const ViewContext& context)
      : context_(context), readable_(context.role().may_read("action.item")) {}

  [[nodiscard]] bool sees(std::size_t i);
  /// Whether the owner, or one of the owners, is the role's id or its title without "report".
  [[nodiscard]] bool names_reader(std::size_t i);

 private:
  [[nodiscard]] bool sees_entity(std::string_view entity);
  [[nodiscard]] bool sees_check(std::string_view check);

  const ViewContext& context_;
  bool readable_;
  std::unordered_map<std::string_view, bool> entities_;
  std::unordered_map<std::string_view, bool> checks_;
  std::unordered_map<std::string_view, bool> owners_;
};

}  // namespace qd::report
