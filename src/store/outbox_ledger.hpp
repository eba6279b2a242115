// What the functions of Outbox share: the open database, its statements once prepared, and how a row is read.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "store/outbox.hpp"
#include "store/outbox_schema.hpp"
#include "store/sqlite.hpp"

namespace qd::store {

struct Ledger {
  Ledger(std::filesystem::path file, Database opened) : path(std::move(file)), database(std::move(opened)) {}

  std::filesystem::path path;
  Database database;
  // After the database, so that they die first. By address: each statement is one literal.
  std::unordered_map<const char*, Statement> statements;

  /// Prepared once and kept, free of old parameters' rows.
  [[nodiscard]] Result<Statement*> use(const char* sql);
  /// With the file's name and what to do.
  [[nodiscard]] std::unexpected<Error> refused(const Error& error) const {
    return std::unexpected(explain_refusal(error, path));
  }
  [[nodiscard]] Error damaged(std::string_view what) const;
};

/// One line, at most 500 bytes, no control characters. `room` holds the result where it is not a part of `text`.
[[nodiscard]] std::string_view one_line(std::string_view text, std::string& room);

/// Minutes since 1970, rounded down.
[[nodiscard]] inline std::int64_t minute_of(Moment moment) {
  return (moment.ms >= 0 ? moment.ms : moment.ms - 59'999) / 60'000;
}

/// What `read_delivery` reads, in its order; for "SELECT … FROM deliveries AS d JOIN contents AS c … JOIN messages AS
/// m".
inline constexpr std::string_view kDeliveryColumns =
    "d.id, d.key, d.content, d.message, d.copy_of, c.report, c.role, c.period, c.revision, c.space, c.lean, "
    "d.recipient, "
    "d.state, m.key, d.provider_id, d.attempts, d.planned_at, d.changed_at, d.accepted_at, d.settled_at, "
    "d.useful_until, "
    "d.not_before, d.last_status, d.last_answer, d.resent_lean";
/// ErrorKind::invalid for what no Quarterdeck wrote.
[[nodiscard]] Result<Delivery> read_delivery(const Statement& row);

/// All rows of a statement, each read by `read`.
template <class Read>
[[nodiscard]] auto all_rows(Statement& statement, Read read) -> Result<std::vector<decltype(read(statement))>> {
  std::vector<decltype(read(statement))> out;
  while (true) {
    const auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return out;
    out.push_back(read(statement));
  }
}
/// The same for deliveries, which may be damaged.
[[nodiscard]] Result<std::vector<Delivery>> deliveries_of(Statement& statement);

}  // namespace qd::store
