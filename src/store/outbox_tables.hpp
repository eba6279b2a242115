// The tables of the ledger, version 1. docs/outbox.md describes them for people. Times are milliseconds since 1970.
#pragma once

namespace qd::store {

inline constexpr const char* kOutboxTables = R"sql(
CREATE TABLE contents (
  id INTEGER PRIMARY KEY, report TEXT NOT NULL, role TEXT NOT NULL, period TEXT NOT NULL, revision INTEGER NOT NULL,
  space TEXT NOT NULL CHECK (space IN ('mail', 'maildir', 'simulator')), lean INTEGER NOT NULL CHECK (lean IN (0, 1)),
  fingerprint TEXT NOT NULL, file TEXT, subject TEXT NOT NULL, run TEXT NOT NULL,
  UNIQUE (report, period, revision, space, lean)
) STRICT;
CREATE INDEX contents_by_period ON contents (period DESC, report);
CREATE INDEX contents_by_run ON contents (run);
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, content INTEGER NOT NULL REFERENCES contents (id), key TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, content INTEGER NOT NULL REFERENCES contents (id),
  message INTEGER NOT NULL REFERENCES messages (id), copy_of INTEGER REFERENCES messages (id), recipient TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'rendered', 'sending', 'accepted', 'delivered', 'delayed', 'bounced',
                                       'complained', 'suppressed', 'failed', 'held', 'skipped_stale', 'unknown')),
  provider_id TEXT, attempts INTEGER NOT NULL, planned_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  accepted_at INTEGER, settled_at INTEGER, useful_until INTEGER NOT NULL, not_before INTEGER NOT NULL,
  last_status INTEGER NOT NULL, last_answer TEXT NOT NULL, resent_lean INTEGER NOT NULL CHECK (resent_lean IN (0, 1))
) STRICT;
CREATE INDEX deliveries_by_content ON deliveries (content);
CREATE INDEX deliveries_by_message ON deliveries (message);
CREATE INDEX deliveries_by_state ON deliveries (state, accepted_at);
CREATE INDEX deliveries_by_recipient ON deliveries (recipient COLLATE NOCASE);
CREATE TABLE timeline (
  delivery INTEGER NOT NULL REFERENCES deliveries (id), entry INTEGER NOT NULL, at INTEGER NOT NULL,
  what TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (delivery, entry)
) STRICT, WITHOUT ROWID;
-- Every name that the service gave to a row, also that of an earlier attempt.
CREATE TABLE provider_ids (
  provider_id TEXT NOT NULL, delivery INTEGER NOT NULL REFERENCES deliveries (id), PRIMARY KEY (provider_id, delivery)
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
  delivery INTEGER NOT NULL REFERENCES deliveries (id), message_id TEXT NOT NULL, type TEXT NOT NULL,
  mark TEXT NOT NULL, at INTEGER NOT NULL, seen_at INTEGER NOT NULL, PRIMARY KEY (delivery, message_id, type, mark)
) STRICT, WITHOUT ROWID;
-- The 24-hour window as sums, so that asking for it costs the same however much is sent.
CREATE TABLE acceptances (
  space TEXT NOT NULL, minute INTEGER NOT NULL, recipients INTEGER NOT NULL, PRIMARY KEY (space, minute)
) STRICT, WITHOUT ROWID;
CREATE TABLE suppressions (address TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Where this ledger has lived; the last one counts.
CREATE TABLE instances (id INTEGER PRIMARY KEY, instance TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE VIEW ledger AS
  SELECT d.id, c.report, c.role, c.period, c.revision, c.space, c.lean, d.recipient,
         d.copy_of IS NOT NULL AS archive_copy, d.state, d.attempts, d.last_status, d.last_answer, d.provider_id,
         strftime('%Y-%m-%dT%H:%M:%fZ', d.planned_at / 1000.0, 'unixepoch') AS planned_at,
         strftime('%Y-%m-%dT%H:%M:%fZ', d.changed_at / 1000.0, 'unixepoch') AS changed_at,
         strftime('%Y-%m-%dT%H:%M:%fZ', d.accepted_at / 1000.0, 'unixepoch') AS accepted_at,
         strftime('%Y-%m-%dT%H:%M:%fZ', d.settled_at / 1000.0, 'unixepoch') AS settled_at,
         strftime('%Y-%m-%dT%H:%M:%fZ', d.useful_until / 1000.0, 'unixepoch') AS useful_until,
         c.subject, c.run, c.file, d.message, m.key AS message_key, d.key
  FROM deliveries AS d JOIN contents AS c ON c.id = d.content JOIN messages AS m ON m.id = d.message;
CREATE VIEW ledger_timeline AS
  SELECT t.delivery, t.entry, strftime('%Y-%m-%dT%H:%M:%fZ', t.at / 1000.0, 'unixepoch') AS at, c.report, c.period,
         d.recipient, t.what, t.state, t.detail
  FROM timeline AS t JOIN deliveries AS d ON d.id = t.delivery JOIN contents AS c ON c.id = d.content;
)sql";

}  // namespace qd::store
