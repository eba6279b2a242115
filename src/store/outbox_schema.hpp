// The ledger's file: its tables, how an older file becomes a present one, and what may be wrong with it.
#pragma once

#include <filesystem>
#include <span>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace qd::store {

/// Step number i (from 0) leads from version i to version i + 1. Steps that were once released never change.
using Migrations = std::span<const char* const>;
[[nodiscard]] Migrations outbox_migrations();

inline constexpr const char* kLedgerName = "quarterdeck.db";
/// Stands in the place of an instance when this ledger was made where an earlier one is missing.
inline constexpr const char* kLostInstance = "lost";

/// Opens `folder`/quarterdeck.db, or makes it as a whole, and leads it to the version of the last migration. Of an
/// older file a copy stays beside it, quarterdeck.db.v<version>. Errors as of Outbox::open.
[[nodiscard]] Result<Database> open_ledger(const std::filesystem::path& folder, bool read_only,
                                           Migrations migrations = outbox_migrations());

/// What SQLite said about the ledger at `path`, with what to do about it.
[[nodiscard]] Error explain_refusal(const Error& error, const std::filesystem::path& path);

/// Every page and every row (1 s for a million rows). ErrorKind::invalid with the first thing found.
[[nodiscard]] Result<void> check_ledger(Database& database, const std::filesystem::path& path);

}  // namespace qd::store
