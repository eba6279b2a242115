// Facts as JSON, CSV and text, one row an occurrence, in the order of files and lines. Written piece by piece, so that
// four million facts take no more memory than four.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact_store.hpp"

namespace qd::render {

/// Takes whole rows, about 64 KB at a time.
using Sink = std::function<void(std::string_view)>;

/// Which facts are wanted; all of them when nothing is named.
struct FactSelection {
  std::vector<std::string> predicates;  ///< "money.expense"; "money.*" is a family
  std::optional<std::string> entity;

  [[nodiscard]] bool wants_predicate(std::string_view predicate) const;
};

/// The rows that a selection wants. Decides about each predicate and entity once, not for each fact.
class SelectedFacts {
 public:
  SelectedFacts(const model::FactStore& facts, const FactSelection& selection);

  template <class Visit>
  void for_each(Visit visit) const {
    for (std::uint32_t i = 0; i < facts_.size(); ++i) {
      const model::Fact& fact = facts_[model::FactIndex{i}];
      if (wanted_[static_cast<std::uint32_t>(fact.predicate)] && (!entity_ || fact.entity == *entity_))
        visit(model::FactIndex{i}, fact);
    }
  }

 private:
  const model::FactStore& facts_;
  std::vector<bool> wanted_;  // by symbol of the predicate
  std::optional<model::Symbol> entity_;
};

/// The array that docs/facts.md describes.
void write_facts_json(const model::FactStore& facts, const FactSelection& selection, const Sink& sink);
/// RFC 4180 with a header line; one column for each part of a value and for each attribute.
void write_facts_csv(const model::FactStore& facts, const FactSelection& selection, const Sink& sink);
/// For people: aligned, under the name of the file.
void write_facts_text(const model::FactStore& facts, const FactSelection& selection, const Sink& sink);

}  // namespace qd::render
