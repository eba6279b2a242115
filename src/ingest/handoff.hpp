// A hand-off in Markdown becomes facts and diagnostics. docs/handoff-format.md says what is read and how.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "ingest/vocabulary.hpp"
#include "model/fact_table.hpp"

namespace qd::ingest {

struct HandoffInput {
  std::string_view path;          ///< relative to the workspace, with '/'
  std::string_view bytes;         ///< as they lie on disk
  Date modified;                  ///< of the file, in the portfolio's zone
  std::optional<Date> committed;  ///< of the last commit that changed it
};

/// What all hand-offs of a workspace have in common. Must outlive the readers.
struct HandoffContext {
  const Vocabulary& vocabulary;
  std::span<const model::Entity> entities;  ///< those that quarterdeck.toml declares
  Currency currency;                        ///< of the portfolio; for amounts whose document states none
};

/// Keeps its memory from one document to the next: one for each thread.
class HandoffReader {
 public:
  explicit HandoffReader(const HandoffContext& context);
  ~HandoffReader();

  /// Adds one document and its facts to `out`. Never fails because of content: what could not be understood is said in
  /// `diagnostics`.
  void read(const HandoffInput& input, model::FactTable& out, Diagnostics& diagnostics);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Gives the documents that are still "unassigned" to the entity whose id, name or alias their folder or title holds,
/// now that all documents were read and the entities that only documents name are known. Adds those entities to
/// `entities` (sorted by id after the declared ones). What stays unassigned gets a diagnostic.
void assign_entities(model::FactTable& table, std::vector<model::Entity>& entities, Diagnostics& diagnostics);

}  // namespace qd::ingest
