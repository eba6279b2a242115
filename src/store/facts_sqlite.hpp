// All facts as a SQLite database, for people who want to ask with SQL. docs/sqlite.md describes the tables.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "model/fact_store.hpp"

namespace qd::store {

/// Replaces `path` as a whole, or leaves it as it was. The caller has shown the gate every text of the store.
[[nodiscard]] Result<void> write_facts_sqlite(const model::FactStore& facts, const std::filesystem::path& path);

}  // namespace qd::store
