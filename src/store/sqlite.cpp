#include "store/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace qd::store {

namespace {

Error failure(sqlite3* handle, std::string_view doing) {
  const int code = sqlite3_errcode(handle) & 0xFF;
  ErrorKind kind = ErrorKind::io;
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) kind = ErrorKind::conflict;
  if (code == SQLITE_PERM || code == SQLITE_READONLY || code == SQLITE_AUTH) kind = ErrorKind::denied;
  return {kind, fmt::format("{}: {}", doing, sqlite3_errmsg(handle))};
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<Database> Database::open(const std::filesystem::path& path) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(raw);
  if (code != SQLITE_OK)
    return std::unexpected(failure(raw, fmt::format("cannot open the database {}", path.string())));
  return database;
}

Result<void> Database::run(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return std::unexpected(failure(handle_.get(), "the database refused"));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK)
    return std::unexpected(failure(handle_.get(), "the database refused a statement"));
  return Statement(statement);
}

Result<void> Database::close() {
  if (sqlite3_close(handle_.get()) != SQLITE_OK)
    return std::unexpected(failure(handle_.get(), "the database cannot be closed"));
  static_cast<void>(handle_.release());
  return {};
}

void Statement::bind(int parameter, std::int64_t number) { sqlite3_bind_int64(statement_.get(), parameter, number); }
void Statement::bind(int parameter, std::string_view text) {
  // A null pointer would bind NULL.
  sqlite3_bind_text(statement_.get(), parameter, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                    SQLITE_STATIC);
}
void Statement::null(int parameter) { sqlite3_bind_null(statement_.get(), parameter); }

Result<bool> Statement::step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      sqlite3_reset(statement_.get());
      return false;
    default: {
      Error error = failure(sqlite3_db_handle(statement_.get()), "the database failed");
      sqlite3_reset(statement_.get());
      return std::unexpected(std::move(error));
    }
  }
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes == nullptr
             ? std::string_view()
             : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

}  // namespace qd::store
