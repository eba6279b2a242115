#include "app/history_facts.hpp"

#include <fmt/format.h>

#include <limits>
#include <unordered_set>
#include <utility>

#include "sources/aws_inventory/inventory.hpp"
#include "sources/books/books.hpp"

namespace qd::app {

namespace {

using model::FactTable;
using model::FileId;
using model::Symbol;
using sources::FileRole;
using sources::PastFile;
using sources::PastState;

std::string version_key(std::string_view path, const sources::ObjectId& blob, Date committed) {
  std::string out(path);
  out += '\n';
  out.append(reinterpret_cast<const char*>(blob.data()), blob.size());
  return out + to_string(committed);
}

/// Copies documents from one table to another and gives them symbols of the other.
class Copier {
 public:
  Copier(const FactTable& from, FactTable& to) : from_(from), to_(to), mine_(from.symbols().size(), kNotYet) {}

  void copy(FileId file) {
    const model::Document& document = from_.document(file);
    model::Document& mine = to_.document(to_.begin_document(document.path));
    mine.project = symbol(document.project);
    mine.entity = symbol(document.entity);
    mine.title = symbol(document.title);
    mine.as_of = document.as_of;
    mine.as_of_source = document.as_of_source;
    mine.lines = document.lines;
    mine.understood = document.understood;
    for (std::uint32_t i = 0; i < document.fact_count; ++i) copy_fact(from_[document.first_fact + i]);
  }

 private:
  static constexpr Symbol kNotYet{std::numeric_limits<std::uint32_t>::max()};

  void copy_fact(model::Fact fact) {
    attributes_.clear();
    for (std::size_t n = 0; n < fact.attribute_count; ++n) {
      const model::Attribute attribute = from_.attribute(fact, n);
      model::NewAttribute& copy = attributes_.emplace_back(attribute.key, attribute.kind, attribute.payload);
      if (attribute.kind == model::AttributeKind::text)
        copy.payload = static_cast<std::uint32_t>(symbol(attribute.text()));
      else if (attribute.kind == model::AttributeKind::quantity)
        copy.quantity = from_.quantity(attribute);
    }
    for (Symbol* one : {&fact.text, &fact.needs, &fact.subject, &fact.entity, &fact.predicate, &fact.section})
      *one = symbol(*one);
    to_.add(fact, attributes_);
  }

  Symbol symbol(Symbol theirs) {
    Symbol& mine = mine_[static_cast<std::size_t>(theirs)];
    if (mine == kNotYet) mine = to_.intern(from_.text(theirs));
    return mine;
  }

  const FactTable& from_;
  FactTable& to_;
  std::vector<Symbol> mine_;  // by symbol of the other table
  std::vector<model::NewAttribute> attributes_;
};

}  // namespace

HistoryFacts::HistoryFacts(const Session& session, const Reading& reading, const sources::PastStates& past)
    : session_(session), reading_(reading), past_(past) {
  add_present();
}

std::string HistoryFacts::key_of(const PastFile& file) const {
  return version_key(file.file.path, file.blob, session_.workspace.zone.day_of(file.committed));
}

/// Documents whose file is what git has, and that were read as if each stood alone.
void HistoryFacts::add_present() {
  if (!reading_.git) return;
  std::unordered_set<std::string_view> committed;
  for (const InputFile& input : reading_.inputs) {
    if (!input.commit.empty()) committed.insert(input.path);
  }
  std::unordered_map<std::string_view, const std::string*> real;
  for (const sources::FoundFile& file : session_.workspace.files) real.emplace(file.path, &file.real());
  const auto documents = reading_.facts.documents();
  for (std::uint32_t i = 0; i < reading_.assigned_late.size(); ++i) {
    const std::string& path = documents[i].path;
    if (reading_.assigned_late[i] || !committed.contains(path)) continue;
    const sources::CommittedFile& file = reading_.git->files.at(*real.at(path));
    const Date day = session_.workspace.zone.day_of(reading_.git->commits[file.commit].when);
    versions_.emplace(version_key(path, file.blob, day), Place{Place::Where::present, FileId{i}});
  }
}

std::size_t HistoryFacts::unread(std::span<const PastState* const> states) const {
  std::unordered_set<std::string> keys;
  for (const PastState* state : states) {
    for (const PastFile& file : state->files) {
      if (file.file.role != FileRole::handoff) continue;
      std::string key = key_of(file);
      if (!versions_.contains(key)) keys.insert(std::move(key));
    }
  }
  return keys.size();
}

void HistoryFacts::read(std::span<const PastState* const> states) {
  const WorkspaceConfig& config = session_.workspace.config;
  const ingest::HandoffContext context{session_.vocabulary, config.entities, config.currency};
  ingest::HandoffReader reader(context);
  for (const PastState* state : states) {
    for (const PastFile& file : state->files) {
      if (file.file.role == FileRole::handoff) read_version(file, reader);
    }
  }
}

/// What is too large is no document, as on disk.
void HistoryFacts::read_version(const PastFile& file, ingest::HandoffReader& reader) {
  std::string key = key_of(file);
  if (versions_.contains(key)) return;
  const auto bytes = past_.bytes(file.blob);
  if (!bytes) {
    const bool too_large = bytes.error().kind == ErrorKind::invalid;
    versions_.emplace(std::move(key), Place{too_large ? Place::Where::nowhere : Place::Where::lost, {}});
    return;
  }
  const Date day = session_.workspace.zone.day_of(file.committed);
  const FileId next{static_cast<std::uint32_t>(pool_.documents().size())};
  Diagnostics unused;
  reader.read({.path = file.file.path, .bytes = *bytes, .modified = day, .committed = day}, pool_, unused);
  versions_.emplace(std::move(key), Place{Place::Where::pool, next});
}

std::optional<model::FactStore> HistoryFacts::of(const PastState& state) {
  FactTable table;
  Copier present(reading_.facts.table(), table);
  Copier pool(pool_, table);
  for (const PastFile& file : state.files) {
    if (file.file.role != FileRole::handoff) continue;
    const Place& place = versions_.at(key_of(file));
    if (place.where == Place::Where::lost) return std::nullopt;
    if (place.where != Place::Where::nowhere) (place.where == Place::Where::present ? present : pool).copy(place.file);
  }
  std::vector<model::Entity> entities = session_.workspace.config.entities;
  Diagnostics unused;
  ingest::assign_entities(table, entities, unused);
  for (const PastFile& file : state.files) {
    if (file.file.role != FileRole::handoff && !add_machine_file(file, entities, table)) return std::nullopt;
  }
  return model::FactStore(std::move(table), std::move(entities));
}

bool HistoryFacts::add_machine_file(const PastFile& file, const std::vector<model::Entity>& entities,
                                    FactTable& table) {
  std::string key = key_of(file);
  for (const model::Entity& entity : entities) key += '\n' + entity.id;
  std::shared_ptr<const FactTable> read;
  {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const FactTable>& known = machine_files_[key];
    if (known == nullptr) {
      auto fresh = std::make_shared<FactTable>();
      Diagnostics unused;
      const Date day = session_.workspace.zone.day_of(file.committed);
      const auto bytes = past_.bytes(file.blob);
      if (!bytes && bytes.error().kind != ErrorKind::invalid) return false;
      if (bytes && file.file.role == FileRole::inventory)
        sources::read_inventory(*bytes, file.file.path, entities, *fresh, unused);
      if (bytes && file.file.role == FileRole::books)
        sources::read_books({file.file.path, *bytes, day}, {entities, session_.workspace.config.currency}, *fresh,
                            unused);
      known = std::move(fresh);
    }
    read = known;
  }
  table.append(*read);
  return true;
}

}  // namespace qd::app
