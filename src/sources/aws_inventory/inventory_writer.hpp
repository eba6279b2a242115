// What all parts of the inventory's reader share: where facts go, what is said when something is wrong, and whose a
// resource is.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/document.hpp"
#include "model/fact_table.hpp"
#include "sources/aws_inventory/schema.hpp"
#include "text/json.hpp"

namespace qd::sources {

/// The resource, entity or nobody that a fact is about, and the attributes that all its facts share.
struct InventoryOwner {
  model::Symbol subject = model::Symbol::none;
  model::SubjectKind subject_kind = model::SubjectKind::portfolio;
  model::Symbol entity = model::Symbol::none;
  std::vector<model::NewAttribute> attributes;
};

class InventoryWriter {
 public:
  InventoryWriter(std::string_view path, std::span<const model::Entity> entities, model::FactTable& table,
                  Diagnostics& diagnostics);

  /// Dates the document and its facts; amounts that name no currency are in `currency`.
  void set_head(Date as_of, Currency currency);
  [[nodiscard]] Currency currency() const { return currency_; }

  [[nodiscard]] model::Symbol intern(std::string_view text) { return table_.intern(text); }
  [[nodiscard]] model::Fact start(const InventoryOwner& owner, std::string_view predicate, text::JsonValue where,
                                  std::string_view section);
  void add(const model::Fact& fact, const InventoryOwner& owner) { table_.add(fact, owner.attributes); }

  [[nodiscard]] InventoryOwner nobody() const;
  [[nodiscard]] bool is_unassigned(model::Symbol entity) const { return entity == unassigned_; }
  /// By `entity` or a tag; "unassigned" when neither names one that is known, which is said.
  [[nodiscard]] model::Symbol entity_of(text::JsonValue row);

  /// The file's lines are never shown: who writes an inventory by other means may have left a value in it.
  void say(Severity severity, std::string_view code, text::JsonValue where, std::string message, std::string hint = {});
  void say_wrong_type(text::JsonValue value, std::string_view name, std::string_view wanted);
  /// Says which members of the object nobody reads, and counts both sorts for the coverage.
  void check_members(text::JsonValue object, std::span<const std::string_view> known, std::string_view of);
  /// A value that is an ISO 4217 code; else none, which is said.
  [[nodiscard]] Currency read_currency(text::JsonValue value);

 private:
  [[nodiscard]] model::Document& document() { return table_.document(file_); }

  std::string_view path_;
  std::span<const model::Entity> entities_;
  model::FactTable& table_;
  Diagnostics& diagnostics_;
  model::FileId file_;
  model::Symbol unassigned_;
  Date as_of_;
  Currency currency_;
};

/// What a member must be, for messages.
[[nodiscard]] std::string_view expected(MemberKind kind);

}  // namespace qd::sources
