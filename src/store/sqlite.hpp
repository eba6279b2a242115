// SQLite as far as the store needs it: a database and prepared statements that close themselves.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace qd::store {

class Statement;

class Database {
 public:
  /// Opens or creates.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path);

  /// One or more statements without parameters.
  [[nodiscard]] Result<void> run(const char* sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// Writes what is left and says whether that worked; the destructor can't say it.
  [[nodiscard]] Result<void> close();

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}

  std::unique_ptr<sqlite3, Close> handle_;
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
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  ///< valid until the next step

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace qd::store
