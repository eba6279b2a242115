// SQLite as far as the store needs it: a database, prepared statements that close themselves, and transactions that are
// undone unless they were committed.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace qd::store {

class Statement;

/// How SQLite's refusals become ours: locked → conflict, read-only or no right → denied, damaged or no database →
/// invalid, everything else (a full disk, a failing one) → io.
class Database {
 public:
  enum class Mode : std::uint8_t {
    create,     ///< opens or creates
    write,      ///< not_found when there is none
    read,       ///< not_found when there is none; other processes may write
    read_still  ///< on a disk where nothing can be written, not even SQLite's own locks: nobody may be writing
  };
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, Mode mode = Mode::create);

  /// How long a statement waits for the lock of another connection before it is a conflict; at once by default.
  void wait_for_locks(std::chrono::milliseconds longest);

  /// One or more statements without parameters.
  [[nodiscard]] Result<void> run(const char* sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// The first column of the first row; 0 when there is none.
  [[nodiscard]] Result<std::int64_t> number(std::string_view sql);
  [[nodiscard]] Result<std::string> text(std::string_view sql);

  /// Rows that the last INSERT, UPDATE or DELETE touched.
  [[nodiscard]] std::int64_t changed_rows() const;
  [[nodiscard]] std::int64_t last_row() const;

  /// Writes what is left and says whether that worked; the destructor can't say it.
  [[nodiscard]] Result<void> close();

 private:
  friend class Statement;
  friend class Transaction;
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;
  explicit Database(sqlite3* handle) : handle_(handle) {}
  [[nodiscard]] Result<void> run_kept(Prepared& kept, const char* sql);

  std::unique_ptr<sqlite3, Close> handle_;
  Prepared begin_;  // of transactions, which come by the thousand
  Prepared commit_;
};

/// Must die before its database is closed. Text that is bound must live until `step`.
class Statement {
 public:
  /// Parameters are numbered from 1. An empty text is bound as it is; `null` binds NULL.
  void bind(int parameter, std::int64_t number);
  void bind(int parameter, std::string_view text);
  void null(int parameter);
  void text_or_null(int parameter, std::string_view text) {
    if (text.empty()) {
      null(parameter);
    } else {
      bind(parameter, text);
    }
  }

  /// Runs to the next row: true, or to the end: false; then the statement is ready for new parameters.
  [[nodiscard]] Result<bool> step();
  /// For a statement that gives no rows.
  [[nodiscard]] Result<void> run();
  /// Back to the start, for who does not step to the end. A statement in mid-way keeps the database locked.
  void reset();
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  ///< valid until the next step
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  Database::Prepared statement_;
};

/// Undone when it dies without `commit`. Takes the lock for writing at once, so that what is read inside still holds
/// when it writes. One that begins inside another is part of it.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// On disk when it returns, if the database is synchronous.
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database* database) : database_(database) {}
  Database* database_;  // null: part of another one, or over
};

}  // namespace qd::store
