// The outbox against bare SQLite, and its queries with a million rows.
//
//   outbox FOLDER [ROWS]
//
// Durable commits: Outbox::apply and a bare transaction of the same two statements on the same tables, with the same
// pragmas, take turns; the ratio is the median over the rounds. Queries: median and slowest of a hundred each.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/outbox.hpp"
#include "store/outbox_tables.hpp"
#include "store/sqlite.hpp"

namespace {

namespace fs = std::filesystem;
using namespace qd;
using namespace qd::store;
using Clock = std::chrono::steady_clock;

constexpr Moment kNow{1'779'300'000'000};
constexpr int kRounds = 9;
constexpr int kCommits = 500;

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().what);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double seconds_of(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// One report a week to fifty readers, twenty of them.
std::vector<PlannedContent> small_plan() {
  std::vector<PlannedContent> out;
  for (int week = 0; week < 20; ++week) {
    PlannedContent one{.report = "ceo", .role = "ceo", .period = {20'000 + 7 * week}};
    one.fingerprint = std::string(64, 'f');
    one.subject = "Report";
    one.useful_until = kNow + std::chrono::hours(12);
    for (int i = 0; i < 50; ++i)
      one.messages.push_back({.readers = {fmt::format("reader-{}@example.com", i)}, .archive = {}});
    out.push_back(std::move(one));
  }
  return out;
}

/// Sends the rows one after the other, each move a commit of its own: half of them to `sending`, half to `accepted`.
class OurCommits {
 public:
  explicit OurCommits(const fs::path& folder) : outbox_(must(Outbox::open(folder))) {
    must(outbox_.plan(small_plan(), kNow));
  }
  void run(int commits) {
    for (int i = 0; i < commits; ++i, ++next_) {
      const bool answered = next_ % 2 == 1;
      Move move{.delivery = 1 + next_ / 2 % 1000,
                .from = answered       ? mail::State::sending
                        : next_ < 2000 ? mail::State::planned
                                       : mail::State::accepted,
                .step = {.next = answered ? mail::State::accepted : mail::State::sending, .counts_attempt = !answered},
                .at = kNow + std::chrono::milliseconds(next_),
                .not_before = {},
                .what = answered ? "answer" : "sending",
                .detail = {},
                .answer = std::nullopt,
                .useful_until = std::nullopt};
      if (answered)
        move.answer = mail::Answer{mail::AnswerKind::accepted, 200, {}, "OK", fmt::format("0100018f-{:016x}", next_)};
      if (must(outbox_.apply({&move, 1})) != 0) std::abort();
    }
  }

 private:
  Outbox outbox_;
  int next_ = 0;
};

class BareCommits {
 public:
  BareCommits(const fs::path& folder, bool same_tables) {
    fs::create_directories(folder);
    check(sqlite3_open((folder / "bare.db").c_str(), &handle_));
    check(run(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000"));
    check(run(same_tables ? kOutboxTables : kSmallTables));
    check(run(same_tables ? kFillSame : kFillSmall));
    prepare("BEGIN IMMEDIATE", &begin_);
    prepare("UPDATE deliveries SET state = ?2, changed_at = ?3, attempts = attempts + 1 WHERE id = ?1 AND state = ?4",
            &update_);
    prepare("INSERT INTO timeline (delivery, entry, at, what, state, detail) VALUES (?1, ?2, ?3, ?4, ?4, '')",
            &insert_);
    prepare("COMMIT", &commit_);
  }
  BareCommits(const BareCommits&) = delete;
  BareCommits& operator=(const BareCommits&) = delete;
  ~BareCommits() {
    for (sqlite3_stmt* one : {begin_, update_, insert_, commit_}) sqlite3_finalize(one);
    sqlite3_close(handle_);
  }

  void run(int commits) {
    for (int i = 0; i < commits; ++i, ++next_) {
      const bool answered = next_ % 2 == 1;
      const char* const state = answered ? "accepted" : "sending";
      sqlite3_bind_int64(update_, 1, 1 + next_ / 2 % 1000);
      sqlite3_bind_text(update_, 2, state, -1, SQLITE_STATIC);
      sqlite3_bind_int64(update_, 3, next_);
      sqlite3_bind_text(update_, 4, answered ? "sending" : next_ < 2000 ? "planned" : "accepted", -1, SQLITE_STATIC);
      sqlite3_bind_int64(insert_, 1, 1 + next_ / 2 % 1000);
      sqlite3_bind_int64(insert_, 2, next_);
      sqlite3_bind_int64(insert_, 3, next_);
      sqlite3_bind_text(insert_, 4, state, -1, SQLITE_STATIC);
      for (sqlite3_stmt* one : {begin_, update_, insert_, commit_}) {
        if (sqlite3_step(one) != SQLITE_DONE) std::abort();
        sqlite3_reset(one);
      }
      if (sqlite3_changes(handle_) != 1) std::abort();
    }
  }

 private:
  static constexpr const char* kSmallTables =
      "CREATE TABLE deliveries (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, state TEXT NOT NULL, changed_at "
      "INTEGER "
      "NOT NULL, attempts INTEGER NOT NULL) STRICT; CREATE INDEX by_state ON deliveries (state);"
      "CREATE TABLE timeline (delivery INTEGER NOT NULL REFERENCES deliveries (id), entry INTEGER NOT NULL, at INTEGER "
      "NOT "
      "NULL, what TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (delivery, entry)) STRICT, "
      "WITHOUT "
      "ROWID";
  static constexpr const char* kFillSmall =
      "INSERT INTO deliveries WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
      "SELECT i, printf('%064x', i * 2654435761), 'planned', 0, 0 FROM n";
  static constexpr const char* kFillSame =
      "INSERT INTO contents VALUES (1, 'ceo', 'ceo', '2026-05-21', 1, 'mail', 0, 'f', NULL, 's', 'r');"
      "INSERT INTO messages WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
      "SELECT i, 1, printf('%064x', i) FROM n;"
      "INSERT INTO deliveries WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
      "SELECT i, printf('%064x', i * 2654435761), 1, i, NULL, printf('reader-%d@example.com', i), 'planned', NULL, 0, "
      "0, 0, "
      "NULL, NULL, 0, 0, 0, '', 0 FROM n";

  static void check(int code) {
    if (code != SQLITE_OK) std::abort();
  }
  int run(const char* sql) { return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }
  void prepare(const char* sql, sqlite3_stmt** out) { check(sqlite3_prepare_v2(handle_, sql, -1, out, nullptr)); }

  sqlite3* handle_ = nullptr;
  sqlite3_stmt *begin_ = nullptr, *update_ = nullptr, *insert_ = nullptr, *commit_ = nullptr;
  int next_ = 0;
};

void measure_commits(const fs::path& folder) {
  OurCommits ours(folder / "ours");
  BareCommits same(folder / "same", true);
  BareCommits small(folder / "small", false);
  std::vector<double> our_rates, same_rates, to_same, to_small;
  for (int round = 0; round <= kRounds; ++round) {
    const double our = kCommits / seconds_of([&] { ours.run(kCommits); });
    const double with_same = kCommits / seconds_of([&] { same.run(kCommits); });
    const double with_small = kCommits / seconds_of([&] { small.run(kCommits); });
    if (round == 0) continue;  // warms up
    our_rates.push_back(our);
    same_rates.push_back(with_same);
    to_same.push_back(our / with_same);
    to_small.push_back(our / with_small);
  }
  fmt::print(
      "durable commits a second: outbox {:.0f}, bare SQLite {:.0f}; ratio {:.2f} with the same tables, {:.2f} with "
      "two small ones\n",
      median(our_rates), median(same_rates), median(to_same), median(to_small));
}

/// Five readers a report, all accepted within the last day: the worst case of the window.
void fill(const fs::path& workspace, std::int64_t rows) {
  {
    must(Outbox::open(workspace));
  }
  Database database = must(Database::open(workspace / ".quarterdeck" / "quarterdeck.db", Database::Mode::write));
  const std::string sql = fmt::format(
      R"sql(
PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;
BEGIN;
CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
INSERT INTO n WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < {0}) SELECT i FROM r;
INSERT INTO contents SELECT i, CASE i % 10 WHEN 0 THEN 'ceo' ELSE 'report-' || (i % 10) END, 'ceo',
  date('1970-01-01', (i / 10) || ' days'), 1, 'mail', 0, printf('%064x', i), printf('%064x', i), 'Report', 'run-' || (i / 10)
  FROM n WHERE i <= {0} / 5;
INSERT INTO messages SELECT i, i, printf('%064x', i * 2654435761) FROM n WHERE i <= {0} / 5;
INSERT INTO deliveries SELECT i, printf('%016x%048x', i * 1099511627791, i), (i + 4) / 5, (i + 4) / 5, NULL,
  printf('reader-%d@example.com', i % 5000),
  CASE WHEN i % 5000 = 0 THEN 'unknown' WHEN i % 50 = 0 THEN 'accepted' ELSE 'delivered' END, printf('0100-%x', i), 1,
  {1}, {1}, {1} - i % 86400000, {1}, {1}, 0, 200, 'OK', 0 FROM n;
INSERT INTO timeline SELECT i, e, {1}, 'answer', 'accepted', '' FROM n, (SELECT 1 AS e UNION ALL SELECT 2);
INSERT INTO provider_ids SELECT printf('0100-%x', i), i FROM n;
INSERT INTO acceptances SELECT 'mail', {1} / 60000 - m.i, {0} / 1440 FROM n AS m WHERE m.i <= 1440;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
)sql",
      rows, kNow.ms);
  must(database.run(sql.c_str()));
}

void measure(const char* what, const std::function<std::size_t()>& query) {
  constexpr int kTimes = 100;
  std::vector<double> times;
  std::size_t rows = 0;
  for (int i = 0; i < kTimes; ++i) times.push_back(1000 * seconds_of([&] { rows = query(); }));
  fmt::print("{:<44} median {:6.3f} ms, slowest {:6.3f} ms, {} rows\n", what, median(times),
             *std::ranges::max_element(times), rows);
}

void measure_queries(const fs::path& workspace, std::int64_t rows) {
  const double took = seconds_of([&] { fill(workspace, rows); });
  const auto size = fs::file_size(workspace / ".quarterdeck" / "quarterdeck.db");
  fmt::print("a ledger of {} rows, {} MB, filled in {:.0f} s\n", rows, size / 1'000'000, took);
  const Outbox outbox = must(Outbox::open(workspace));
  std::int64_t turn = 0;
  const auto next = [&] { return ++turn * 7919 % (rows / 5) + 1; };
  const auto count = [](auto rows_or_error) { return must(std::move(rows_or_error)).size(); };
  measure("open", [&] { return must(Outbox::open(workspace)).deliveries({.most = 1})->size(); });
  measure("accepted_since, 24 hours", [&] {
    return static_cast<std::size_t>(must(outbox.accepted_since(kNow - std::chrono::hours(24), KeySpace::mail)));
  });
  measure("window_frees, half of them",
          [&] { return must(outbox.window_frees(rows / 2, KeySpace::mail, kNow)).has_value() ? 1u : 0u; });
  measure("deliveries of a report and period", [&] {
    return count(outbox.deliveries({.report = "ceo", .period = Date{static_cast<std::int32_t>(next() / 10)}}));
  });
  measure("deliveries of a period",
          [&] { return count(outbox.deliveries({.period = Date{static_cast<std::int32_t>(next() / 10)}})); });
  measure("deliveries of a run", [&] { return count(outbox.deliveries({.run = fmt::format("run-{}", next() / 10)})); });
  measure("deliveries of a recipient",
          [&] { return count(outbox.deliveries({.recipient = fmt::format("Reader-{}@example.com", next() % 5000)})); });
  measure("deliveries, the newest 100", [&] { return count(outbox.deliveries({.most = 100})); });
  measure("deliveries, the newest 100 delivered",
          [&] { return count(outbox.deliveries({.states = {mail::State::delivered}, .most = 100})); });
  measure("deliveries, the newest 100 of a report",
          [&] { return count(outbox.deliveries({.report = "report-3", .most = 100})); });
  measure("deliveries in sending", [&] { return count(outbox.deliveries({.states = {mail::State::sending}})); });
  measure("deliveries unknown", [&] { return count(outbox.deliveries({.states = {mail::State::unknown}})); });
  measure("find by number", [&] { return must(outbox.find(std::to_string(next()))).id > 0 ? 1u : 0u; });
  measure("find by the beginning of a key", [&] {
    return must(outbox.find(fmt::format("{:016x}", next() * 1099511627791).substr(0, 16))).id > 0 ? 1u : 0u;
  });
  measure("timeline", [&] { return count(outbox.timeline(next())); });
  measure("rows_of, by key and recipient", [&] {
    const std::int64_t message = next();
    mail::ServiceEvent event{.key = fmt::format("{:064x}", message * 2654435761)};
    event.recipients = {{.address = fmt::format("reader-{}@example.com", (message * 5 - 2) % 5000), .answer = {}}};
    return count(outbox.rows_of(event));
  });
  measure("rows_of, by the service's id", [&] {
    return count(outbox.rows_of({.message_id = fmt::format("<0100-{:x}@email.amazonses.com>", next())}));
  });
  measure("overdue, none of the space",
          [&] { return count(outbox.overdue(kNow - std::chrono::hours(23), KeySpace::maildir)); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: outbox FOLDER [ROWS]\n");
    return 2;
  }
  const fs::path folder = argv[1];
  measure_commits(folder / "commits");
  measure_queries(folder / "large", argc > 2 ? std::atoll(argv[2]) : 1'000'000);
  return 0;
}
