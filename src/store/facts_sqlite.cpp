#include "store/facts_sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "store/durable_file.hpp"
#include "store/sqlite.hpp"

namespace qd::store {

namespace {

constexpr const char* kTables = R"sql(
PRAGMA journal_mode = OFF;      -- the file is thrown away when writing it fails
PRAGMA synchronous = OFF;       -- it is synced once, before it takes its place
PRAGMA user_version = 1;
BEGIN;
CREATE TABLE entities (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, auxiliary INTEGER NOT NULL, report TEXT, position INTEGER NOT NULL
) STRICT;
CREATE TABLE entity_aliases (entity TEXT NOT NULL REFERENCES entities (id), alias TEXT NOT NULL) STRICT;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, project TEXT, entity TEXT, title TEXT,
  as_of TEXT NOT NULL, as_of_source TEXT NOT NULL, lines INTEGER NOT NULL, understood INTEGER NOT NULL
) STRICT;
CREATE TABLE facts (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents (id), line INTEGER NOT NULL,
  section TEXT, entity TEXT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, predicate TEXT NOT NULL,
  kind TEXT NOT NULL, basis TEXT NOT NULL, as_of TEXT NOT NULL, value_kind TEXT NOT NULL,
  lo_units INTEGER, hi_units INTEGER, scale INTEGER, unit TEXT, of TEXT, currency TEXT, per TEXT,
  text TEXT, date TEXT, bool INTEGER, missing TEXT, needs TEXT
) STRICT;
CREATE TABLE attributes (
  fact INTEGER NOT NULL REFERENCES facts (row), key TEXT NOT NULL, text TEXT, number INTEGER,
  lo_units INTEGER, hi_units INTEGER, scale INTEGER, unit TEXT, currency TEXT, per TEXT,
  PRIMARY KEY (fact, key)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kIndexes = R"sql(
CREATE INDEX facts_by_predicate ON facts (predicate, entity);
CREATE INDEX facts_by_entity ON facts (entity);
CREATE INDEX facts_by_document ON facts (document, line);
CREATE INDEX facts_by_id ON facts (id);
CREATE INDEX attributes_by_key ON attributes (key, text);
CREATE VIEW fact_list AS
  SELECT facts.row, facts.id, documents.path AS file, facts.line, facts.section, facts.entity, facts.subject_kind,
         facts.subject, facts.predicate, facts.kind, facts.basis, facts.as_of, facts.value_kind,
         facts.lo_units * 1.0 / facts.scale AS lo, facts.hi_units * 1.0 / facts.scale AS hi, facts.unit, facts.of,
         facts.currency, facts.per, facts.text, facts.date, facts.bool, facts.missing, facts.needs, label.text AS label
  FROM facts JOIN documents ON documents.id = facts.document
  LEFT JOIN attributes AS label ON label.fact = facts.row AND label.key = 'label';
CREATE VIEW money_per_month AS
  SELECT row, id, file, line, entity, subject, predicate, basis, kind, label, currency, per, lo * factor AS lo,
         hi * factor AS hi
  FROM fact_list JOIN (SELECT 'month' AS cadence, 1.0 AS factor UNION ALL SELECT 'year', 1.0 / 12
                       UNION ALL SELECT 'quarter', 1.0 / 3 UNION ALL SELECT 'week', 52.0 / 12
                       UNION ALL SELECT 'day', 365.0 / 12) ON cadence = per
  WHERE unit = 'money';
COMMIT;
PRAGMA optimize;
)sql";

std::string_view kind_of(model::ValueKind kind) {
  switch (kind) {
    case model::ValueKind::quantity:
      return "quantity";
    case model::ValueKind::text:
      return "text";
    case model::ValueKind::date:
      return "date";
    case model::ValueKind::boolean:
      return "bool";
    case model::ValueKind::missing:
      return "missing";
  }
  return "missing";
}

/// Binds NULL to parameters that no value was bound to, because a statement keeps those of the last row.
void clear(Statement& statement, int first, int last) {
  for (int parameter = first; parameter <= last; ++parameter) statement.null(parameter);
}

Result<void> insert(Statement& statement) {
  const Result<bool> done = statement.step();
  if (!done) return std::unexpected(done.error());
  return {};
}

class Writer {
 public:
  Writer(const model::FactStore& facts, Database& database) : facts_(facts), database_(database) {}

  Result<void> write() {
    if (auto done = database_.run(kTables); !done) return done;
    if (auto done = write_entities(); !done) return done;
    if (auto done = write_documents(); !done) return done;
    if (auto done = write_facts(); !done) return done;
    return database_.run(kIndexes);
  }

 private:
  Result<void> write_entities() {
    Result<Statement> entities = database_.prepare("INSERT INTO entities VALUES (?, ?, ?, ?, ?)");
    if (!entities) return std::unexpected(entities.error());
    Result<Statement> aliases = database_.prepare("INSERT INTO entity_aliases VALUES (?, ?)");
    if (!aliases) return std::unexpected(aliases.error());
    std::int64_t position = 0;
    for (const model::Entity& entity : facts_.entities()) {
      entities->bind(1, entity.id);
      entities->bind(2, entity.name);
      entities->bind(3, std::int64_t{entity.auxiliary});
      entities->text_or_null(4, entity.report);
      entities->bind(5, ++position);
      if (auto done = insert(*entities); !done) return done;
      for (const std::string& alias : entity.aliases) {
        aliases->bind(1, entity.id);
        aliases->bind(2, alias);
        if (auto done = insert(*aliases); !done) return done;
      }
    }
    return {};
  }

  Result<void> write_documents() {
    Result<Statement> row = database_.prepare("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!row) return std::unexpected(row.error());
    std::int64_t number = 0;
    for (const model::Document& document : facts_.documents()) {
      const std::string as_of = to_string(document.as_of);
      row->bind(1, ++number);
      row->bind(2, document.path);
      row->text_or_null(3, facts_.text(document.project));
      row->text_or_null(4, facts_.text(document.entity));
      row->text_or_null(5, facts_.text(document.title));
      row->bind(6, as_of);
      row->bind(7, model::to_string(document.as_of_source));
      row->bind(8, std::int64_t{document.lines});
      row->bind(9, std::int64_t{document.understood});
      if (auto done = insert(*row); !done) return done;
    }
    return {};
  }

  Result<void> write_facts() {
    Result<Statement> row = database_.prepare(
        "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!row) return std::unexpected(row.error());
    Result<Statement> attribute =
        database_.prepare("INSERT OR IGNORE INTO attributes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!attribute) return std::unexpected(attribute.error());
    for (std::uint32_t i = 0; i < facts_.size(); ++i) {
      const model::Fact& fact = facts_[model::FactIndex{i}];
      if (auto done = write_fact(*row, i, fact); !done) return done;
      for (std::size_t n = 0; n < fact.attribute_count; ++n) {
        if (auto done = write_attribute(*attribute, i, facts_.table().attribute(fact, n)); !done) return done;
      }
    }
    return {};
  }

  Result<void> write_fact(Statement& row, std::uint32_t i, const model::Fact& fact) {
    const std::string id = facts_.fact_id(model::FactIndex{i});
    const std::string as_of = to_string(fact.as_of);
    row.bind(1, std::int64_t{i} + 1);
    row.bind(2, id);
    row.bind(3, static_cast<std::int64_t>(fact.file) + 1);
    row.bind(4, std::int64_t{fact.line});
    row.text_or_null(5, facts_.text(fact.section));
    row.bind(6, facts_.text(fact.entity));
    row.bind(7, model::to_string(fact.subject_kind));
    row.bind(8, facts_.text(fact.subject));
    row.bind(9, facts_.text(fact.predicate));
    row.bind(10, model::to_string(fact.kind));
    row.bind(11, model::to_string(fact.basis));
    row.bind(12, as_of);
    row.bind(13, kind_of(fact.value));
    clear(row, 14, 25);
    std::string date;
    std::string currency;
    switch (fact.value) {
      case model::ValueKind::quantity:
        currency = fact.currency.code();
        bind_quantity(row, 14, fact.quantity());
        row.text_or_null(18, facts_.text(fact.text));
        row.text_or_null(19, currency);
        if (fact.per != Cadence::unstated) row.bind(20, to_string(fact.per));
        break;
      case model::ValueKind::text:
        row.bind(21, facts_.text(fact.text));
        break;
      case model::ValueKind::date:
        date = to_string(Date{static_cast<std::int32_t>(fact.lo)});
        row.bind(22, date);
        break;
      case model::ValueKind::boolean:
        row.bind(23, fact.lo);
        break;
      case model::ValueKind::missing:
        row.bind(24, facts_.text(fact.text));
        row.text_or_null(25, facts_.text(fact.needs));
        break;
    }
    return insert(row);
  }

  /// lo, hi, scale, unit from parameter `first`.
  static void bind_quantity(Statement& row, int first, const Quantity& quantity) {
    if (!quantity.open_lo) row.bind(first, quantity.lo);
    if (!quantity.open_hi) row.bind(first + 1, quantity.hi);
    row.bind(first + 2, scale_of(quantity.unit));
    row.bind(first + 3, to_string(quantity.unit));
  }

  Result<void> write_attribute(Statement& row, std::uint32_t i, const model::Attribute& attribute) {
    row.bind(1, std::int64_t{i} + 1);
    row.bind(2, model::to_string(attribute.key));
    clear(row, 3, 10);
    std::string date;
    std::string currency;
    switch (attribute.kind) {
      case model::AttributeKind::text:
        row.bind(3, facts_.text(attribute.text()));
        break;
      case model::AttributeKind::date:
        date = to_string(attribute.date());
        row.bind(3, date);
        break;
      case model::AttributeKind::number:
      case model::AttributeKind::boolean:
        row.bind(4, std::int64_t{attribute.payload});
        break;
      case model::AttributeKind::quantity: {
        const Quantity& quantity = facts_.table().quantity(attribute);
        currency = quantity.currency.code();
        bind_quantity(row, 5, quantity);
        row.text_or_null(9, currency);
        if (quantity.per != Cadence::unstated) row.bind(10, to_string(quantity.per));
        break;
      }
    }
    return insert(row);
  }

  const model::FactStore& facts_;
  Database& database_;
};

Result<void> write_new(const model::FactStore& facts, const std::filesystem::path& path) {
  Result<Database> database = Database::open(path);
  if (!database) return std::unexpected(database.error());
  if (auto done = Writer(facts, *database).write(); !done) return done;
  return database->close();
}

}  // namespace

Result<void> write_facts_sqlite(const model::FactStore& facts, const std::filesystem::path& path) {
  const std::filesystem::path temporary = temporary_beside(path);
  // SQLite would create it readable by everybody.
  const int handle = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivateFile);
  if (handle < 0) {
    return fail(errno == EACCES ? ErrorKind::denied : ErrorKind::io,
                fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(errno)));
  }
  ::close(handle);
  if (auto done = write_new(facts, temporary); !done) {
    ::unlink(temporary.c_str());
    return done;
  }
  return move_into_place(temporary, path);
}

}  // namespace qd::store
