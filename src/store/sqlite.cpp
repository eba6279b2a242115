#include "store/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace qd::store {

namespace {

ErrorKind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::conflict;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return ErrorKind::denied;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_SCHEMA:
      return ErrorKind::invalid;
    default:
      return ErrorKind::io;
  }
}

Error failure(sqlite3* handle, std::string_view doing) {
  return {kind_of(sqlite3_errcode(handle)), fmt::format("{}: {}", doing, sqlite3_errmsg(handle))};
}

int flags_of(Database::Mode mode) {
  switch (mode) {
    case Database::Mode::create:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Database::Mode::write:
      return SQLITE_OPEN_READWRITE;
    case Database::Mode::read:
      return SQLITE_OPEN_READONLY;
    case Database::Mode::read_still:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  std::unreachable();
}

/// `path` as a URI that promises SQLite a file which does not change.
std::string still_uri(const std::filesystem::path& path) {
  std::string out = "file:";
  for (const char c : path.string()) {
    if (c == '%' || c == '?' || c == '#') {
      out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "?immutable=1";
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Database::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<Database> Database::open(const std::filesystem::path& path, Mode mode) {
  std::error_code ignored;
  if (mode != Mode::create && !std::filesystem::exists(path, ignored))
    return fail(ErrorKind::not_found, fmt::format("there is no database {}", path.string()));
  sqlite3* raw = nullptr;
  const std::string name = mode == Mode::read_still ? still_uri(path) : path.string();
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags_of(mode), nullptr);
  Database database(raw);
  if (code != SQLITE_OK)
    return std::unexpected(failure(raw, fmt::format("cannot open the database {}", path.string())));
  // SQLite opens what it may not write for reading, without a word.
  if ((mode == Mode::create || mode == Mode::write) && sqlite3_db_readonly(raw, "main") == 1)
    return fail(ErrorKind::denied, fmt::format("the database {} may only be read", path.string()));
  return database;
}

void Database::wait_for_locks(std::chrono::milliseconds longest) {
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(longest.count()));
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

Result<std::int64_t> Database::number(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  return *row ? statement->number(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  return std::string(*row ? statement->text(0) : std::string_view());
}

std::int64_t Database::changed_rows() const { return sqlite3_changes64(handle_.get()); }
std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }

Result<void> Database::run_kept(Prepared& kept, const char* sql) {
  if (!kept) {
    auto statement = prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    kept = std::move(statement->statement_);
  }
  const bool done = sqlite3_step(kept.get()) == SQLITE_DONE;
  Result<void> out;
  if (!done) out = std::unexpected(failure(handle_.get(), "the database refused"));
  sqlite3_reset(kept.get());
  return out;
}

Result<void> Database::close() {
  begin_.reset();
  commit_.reset();
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

Result<void> Statement::run() {
  const auto row = step();
  if (!row) return std::unexpected(row.error());
  if (*row) reset();
  return {};
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes == nullptr
             ? std::string_view()
             : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

Result<Transaction> Transaction::begin(Database& database) {
  if (sqlite3_get_autocommit(database.handle_.get()) == 0) return Transaction(nullptr);
  if (auto begun = database.run_kept(database.begin_, "BEGIN IMMEDIATE"); !begun) return std::unexpected(begun.error());
  return Transaction(&database);
}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself, after a full disk for one.
  if (database_ != nullptr && sqlite3_get_autocommit(database_->handle_.get()) == 0)
    sqlite3_exec(database_->handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
  if (database_ == nullptr) return {};
  auto done = database_->run_kept(database_->commit_, "COMMIT");
  // A commit that failed is still open: the destructor undoes it.
  if (done) database_ = nullptr;
  return done;
}

}  // namespace qd::store
