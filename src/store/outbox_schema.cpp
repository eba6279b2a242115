#include "store/outbox_schema.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "store/durable_file.hpp"
#include "store/frozen_mail.hpp"
#include "store/outbox_tables.hpp"

namespace qd::store {

namespace {

namespace fs = std::filesystem;

constexpr std::array kSteps{kOutboxTables};
constexpr std::chrono::seconds kPatience{5};
/// Up to this size a ledger is looked through whenever it is opened: some milliseconds.
constexpr std::uintmax_t kCheckedAlways = 4'000'000;
constexpr std::int64_t kApplicationId = 0x51446C67;  // "QDlg"

/// Size of the file, or nothing.
std::optional<std::uintmax_t> size_of(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return std::nullopt;
  return size;
}

fs::path log_of(const fs::path& path) { return path.string() + "-wal"; }

Error damaged(const fs::path& path, std::string_view how) {
  return {
      ErrorKind::invalid,
      fmt::format("the ledger {} {}; nothing was sent or changed. Put back a copy of it, or move it away together "
                  "with {}-wal and {}-shm and run again with --adopt: what was sent before is then no longer known, "
                  "so look into the mailboxes first",
                  path.string(), how, path.filename().string(), path.filename().string())};
}

/// What holds for each connection, and changes nothing in the file. It reads it, so what cannot be read is found here.
Result<void> set_up(Database& database) {
  database.wait_for_locks(kPatience);
  return database.run(
      "SELECT count(*) FROM sqlite_schema; "
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; "
      "PRAGMA cache_size = -16000; PRAGMA synchronous = FULL");
}

/// Where a disk cannot do WAL, SQLite's older journal is as durable, only slower.
Result<void> write_ahead(Database& database) {
  const auto mode = database.text("PRAGMA journal_mode");
  if (!mode) return std::unexpected(mode.error());
  return *mode == "wal" ? Result<void>{} : database.run("PRAGMA journal_mode = WAL");
}

/// An empty file that only its owner may read; SQLite gives its other files the same rights. errno, or 0.
int make_private_file(const fs::path& path) {
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kPrivateFile);
  if (handle < 0) return errno;
  close(handle);
  return 0;
}

Result<void> take_steps(Database& database, Migrations steps) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  // Another process may have been faster.
  const auto version = database.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  for (std::size_t i = static_cast<std::size_t>(*version); i < steps.size(); ++i) {
    if (auto done = database.run(steps[i]); !done) return done;
  }
  const std::string stamp =
      fmt::format("PRAGMA user_version = {}; PRAGMA application_id = {}", steps.size(), kApplicationId);
  if (auto done = database.run(stamp.c_str()); !done) return done;
  return transaction->commit();
}

/// The new file appears with all its tables or not at all; one that is there already stays.
Result<void> make_ledger(const fs::path& path, Migrations steps) {
  const fs::path temporary = temporary_beside(path);
  std::error_code ignored;
  fs::remove(temporary, ignored);
  if (const int error = make_private_file(temporary); error != 0)
    return fail(error == EACCES || error == EPERM || error == EROFS ? ErrorKind::denied : ErrorKind::io,
                fmt::format("cannot create {}: {}", path.string(), std::generic_category().message(error)));
  const auto fill = [&]() -> Result<void> {
    auto database = Database::open(temporary, Database::Mode::write);
    if (!database) return std::unexpected(database.error());
    if (auto done = database->run("PRAGMA synchronous = FULL"); !done) return done;
    if (auto done = take_steps(*database, steps); !done) return done;
    if (holds_frozen_mail(path.parent_path().parent_path())) {
      const std::string lost = fmt::format("INSERT INTO instances (instance, at) VALUES ('{}', 0)", kLostInstance);
      if (auto done = database->run(lost.c_str()); !done) return done;
    }
    return database->close();
  };
  auto filled = fill();
  const int error = filled && link(temporary.c_str(), path.c_str()) != 0 ? errno : 0;
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(temporary.string() + suffix, ignored);
  if (!filled) return filled;
  if (error != 0 && error != EEXIST)
    return fail(ErrorKind::io,
                fmt::format("cannot create {}: {}", path.string(), std::generic_category().message(error)));
  return sync_folder(path.parent_path());
}

Result<void> keep_copy(Database& database, const fs::path& path, std::int64_t version) {
  const fs::path temporary = temporary_beside(path);
  if (const int error = make_private_file(temporary); error != 0)
    return fail(ErrorKind::io,
                fmt::format("cannot create {}: {}", temporary.string(), std::generic_category().message(error)));
  auto copy = database.prepare("VACUUM INTO ?1");
  if (!copy) return std::unexpected(copy.error());
  const std::string name = temporary.string();
  copy->bind(1, name);
  if (auto done = copy->run(); !done) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    return done;
  }
  return move_into_place(temporary, fmt::format("{}.v{}", path.string(), version));
}

/// Whether it is ours, and brings it up to date.
Result<void> bring_up_to_date(Database& database, const fs::path& path, bool read_only, Migrations steps) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  const auto application = database.number("PRAGMA application_id");
  if (!application) return std::unexpected(application.error());
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());

  const auto newest = static_cast<std::int64_t>(steps.size());
  if (*tables == 0 && (read_only || holds_frozen_mail(path.parent_path().parent_path())))
    return std::unexpected(damaged(path, "is empty, though it should not be"));
  if (*tables != 0 && *application != kApplicationId)
    return fail(ErrorKind::invalid,
                fmt::format("the ledger {} is a database of another program; move it away", path.string()));
  if (*version > newest)
    return fail(ErrorKind::invalid,
                fmt::format("the ledger {} was written by a newer Quarterdeck (version {} of the file, this program "
                            "knows {}); use that one, nothing was changed",
                            path.string(), *version, newest));
  if (*version == newest) return {};
  if (read_only)
    return fail(ErrorKind::invalid, fmt::format("the ledger {} is of an older Quarterdeck; a command that sends, such "
                                                "as send --dry-run, brings it up to date",
                                                path.string()));
  if (*tables != 0) {
    if (auto kept = keep_copy(database, path, *version); !kept) return kept;
  }
  return take_steps(database, steps);
}

Result<Database> open_for_reading(const fs::path& path) {
  auto database = Database::open(path, Database::Mode::read);
  if (!database) return database;
  const auto done = set_up(*database);
  if (done) return database;
  // On a disk that is read-only SQLite cannot make its lock file; without a log no other process is writing either.
  if (done.error().kind == ErrorKind::conflict || done.error().kind == ErrorKind::invalid ||
      size_of(log_of(path)).value_or(0) > 0)
    return std::unexpected(done.error());
  return Database::open(path, Database::Mode::read_still);
}

Result<Database> open_file(const fs::path& path, bool read_only) {
  if (read_only) return open_for_reading(path);
  auto database = Database::open(path, Database::Mode::write);
  if (!database) return database;
  if (auto done = set_up(*database); !done) return std::unexpected(done.error());
  return database;
}

}  // namespace

Migrations outbox_migrations() { return kSteps; }

Error explain_refusal(const Error& error, const fs::path& path) {
  if (error.what.starts_with("the ledger ")) return error;  // explained already
  switch (error.kind) {
    case ErrorKind::conflict:
      return {error.kind, fmt::format("the ledger {} is locked by another program; close what has it open (a database "
                                      "browser, a backup) and run again",
                                      path.string())};
    case ErrorKind::denied:
      return {error.kind, fmt::format("the ledger {} cannot be written ({}); make it and its folder writable, and run "
                                      "again",
                                      path.string(), error.what)};
    case ErrorKind::invalid:
      return damaged(path, fmt::format("is damaged ({})", error.what));
    case ErrorKind::not_found:
      return error;
    default:
      return {error.kind, fmt::format("the ledger {} could not be read or written ({}); look at the disk's free space "
                                      "and health, and run again: nothing is lost",
                                      path.string(), error.what)};
  }
}

Result<void> check_ledger(Database& database, const fs::path& path) {
  const auto found = database.text("PRAGMA quick_check(1)");
  if (!found) return std::unexpected(explain_refusal(found.error(), path));
  if (*found != "ok") return std::unexpected(damaged(path, fmt::format("is damaged ({})", *found)));
  return {};
}

Result<Database> open_ledger(const fs::path& folder, bool read_only, Migrations migrations) {
  const fs::path path = folder / kLedgerName;
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    if (size_of(log_of(path)).value_or(0) > 0)
      return std::unexpected(damaged(path, fmt::format("is missing, but {} is there", log_of(path).string())));
    if (read_only)
      return fail(ErrorKind::not_found,
                  fmt::format("there is no ledger {} yet: nothing has been sent from here", path.string()));
    if (auto made = make_folders(folder); !made) return std::unexpected(made.error());
    if (auto made = make_ledger(path, migrations); !made) return std::unexpected(explain_refusal(made.error(), path));
  }
  auto database = open_file(path, read_only);
  if (!database) return std::unexpected(explain_refusal(database.error(), path));
  if (auto done = bring_up_to_date(*database, path, read_only, migrations); !done)
    return std::unexpected(explain_refusal(done.error(), path));
  if (auto done = read_only ? Result<void>{} : write_ahead(*database); !done)
    return std::unexpected(explain_refusal(done.error(), path));
  if (size_of(path).value_or(0) <= kCheckedAlways) {
    if (auto sound = check_ledger(*database, path); !sound) return std::unexpected(sound.error());
  }
  return database;
}

}  // namespace qd::store
