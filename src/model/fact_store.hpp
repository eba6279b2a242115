// All facts of a moment, immutable and indexed by what formulas ask for: predicate, then entity, then subject.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/document.hpp"
#include "model/fact_table.hpp"

namespace qd::model {

/// A fact by its row in the store.
enum class FactIndex : std::uint32_t {};

/// What a KPI, check or finding is about. `id` is empty for the portfolio.
struct Subject {
  SubjectKind kind = SubjectKind::portfolio;
  std::string id;

  auto operator<=>(const Subject&) const = default;
};

class FactStore {
 public:
  /// `entities` in the order in which reports list them. An entity that only documents name must be among them.
  FactStore(FactTable table, std::vector<Entity> entities);

  [[nodiscard]] std::size_t size() const { return table_.size(); }
  [[nodiscard]] const Fact& operator[](FactIndex i) const { return table_[static_cast<std::uint32_t>(i)]; }
  [[nodiscard]] const FactTable& table() const { return table_; }
  [[nodiscard]] std::string_view text(Symbol symbol) const { return table_.text(symbol); }
  [[nodiscard]] std::span<const Entity> entities() const { return entities_; }
  [[nodiscard]] const Entity* entity(std::string_view id) const;
  [[nodiscard]] std::span<const Document> documents() const { return table_.documents(); }

  /// The facts of one predicate, in the order of entity (as first met), subject, row. Portfolio: all of them; entity:
  /// those of the entity, whatever their subject; project and asset: those of that subject. Spans live as long as this.
  [[nodiscard]] std::span<const FactIndex> facts(std::string_view predicate, const Subject& subject) const;
  [[nodiscard]] std::span<const FactIndex> facts(Symbol predicate) const;
  /// All facts, by predicate and within it as `facts` gives them: the spans of `facts` are parts of this one.
  [[nodiscard]] std::span<const FactIndex> order() const { return order_; }
  /// Every predicate that occurs, sorted by text.
  [[nodiscard]] std::span<const Symbol> predicates() const { return predicates_; }
  /// Whether anything at all is known of the entity.
  [[nodiscard]] bool knows(std::string_view entity) const;

  /// A name for the fact that depends on file, line, position in the line and predicate only: "f" and 13 characters.
  [[nodiscard]] std::string fact_id(FactIndex i) const;
  /// By that name; nothing when no fact has it. Looks at every fact.
  [[nodiscard]] std::optional<FactIndex> find_fact(std::string_view id) const;

 private:
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  void build_index();
  [[nodiscard]] std::span<const FactIndex> slice(Range range) const {
    return std::span(order_).subspan(range.begin, range.end - range.begin);
  }

  FactTable table_;
  std::vector<Entity> entities_;
  std::vector<FactIndex> order_;
  std::unordered_map<std::uint32_t, Range> by_predicate_;
  std::unordered_map<std::uint64_t, Range> by_predicate_and_entity_;
  std::vector<Symbol> entity_of_project_;  // by symbol of the project's id
  std::vector<Symbol> predicates_;
};

}  // namespace qd::model
