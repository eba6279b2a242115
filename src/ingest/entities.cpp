// The second pass over documents: who the unassigned ones belong to, and projects with names of their own.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/slug.hpp"
#include "ingest/handoff.hpp"
#include "ingest/head.hpp"

namespace qd::ingest {

namespace {

using model::Document;
using model::FactTable;
using model::FileId;
using model::Symbol;

/// Gives the document's facts another entity or project.
void move_facts(FactTable& table, const Document& document, Symbol entity, Symbol project) {
  for (std::uint32_t i = 0; i < document.fact_count; ++i) {
    model::Fact& fact = table.mutable_fact(document.first_fact + i);
    if (fact.entity == document.entity) fact.entity = entity;
    if (fact.subject_kind == model::SubjectKind::project && fact.subject == document.project) fact.subject = project;
  }
}

/// Entities that documents name and nobody declared, sorted by id.
void add_named(const FactTable& table, std::vector<model::Entity>& entities) {
  std::unordered_set<std::string_view> known;
  for (const model::Entity& entity : entities) known.insert(entity.id);
  std::vector<model::Entity> named;
  std::unordered_set<Symbol> seen;
  for (const Document& document : table.documents()) {
    if (!seen.insert(document.entity).second) continue;
    const std::string_view id = table.text(document.entity);
    if (id.empty() || id == model::kUnassigned || id == kPortfolio || known.contains(id)) continue;
    named.push_back({.id = std::string(id), .name = std::string(id)});
  }
  std::ranges::sort(named, {}, &model::Entity::id);
  entities.insert(entities.end(), named.begin(), named.end());
}

std::string_view entity_of_folders(const EntityNames& names, std::string_view path) {
  std::string_view rest = project_path(path);
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
    if (const std::string_view id = names.find(rest.substr(0, slash)); !id.empty()) return id;
    rest.remove_prefix(slash + 1);
  }
  return {};
}

void assign(FactTable& table, FileId file, const EntityNames& names, Diagnostics& diagnostics) {
  Document& document = table.document(file);
  std::string_view id = names.find_within(table.text(document.title));
  if (id.empty()) id = entity_of_folders(names, document.path);
  if (id.empty()) {
    diagnostics.push_back({Severity::warning,
                           "entity-unassigned",
                           "nothing says which entity this hand-off belongs to",
                           document.path,
                           {},
                           {},
                           "write `entity: <id>` in its front matter"});
    return;
  }
  const Symbol entity = table.intern(id);
  // A project that is named after its path loses the folder that turned out to be the entity.
  const bool by_path = table.text(document.project) == project_id(document.path, model::kUnassigned);
  const Symbol project = by_path ? table.intern(project_id(document.path, id)) : document.project;
  move_facts(table, document, entity, project);
  document.entity = entity;
  document.project = project;
}

/// Two documents may not be one project: the later one gets its folder, then a number.
void make_projects_unique(FactTable& table) {
  std::unordered_set<Symbol> taken;
  for (std::uint32_t i = 0; i < table.documents().size(); ++i) {
    Document& document = table.document(static_cast<FileId>(i));
    if (taken.insert(document.project).second) continue;
    const std::string base(table.text(document.project));
    std::string name = fmt::format("{}-{}", table.text(document.entity), base);
    for (int n = 2; taken.contains(table.intern(name)); ++n) name = fmt::format("{}-{}", base, n);
    const Symbol project = table.intern(name);
    taken.insert(project);
    move_facts(table, document, document.entity, project);
    document.project = project;
  }
}

}  // namespace

void assign_entities(FactTable& table, std::vector<model::Entity>& entities, Diagnostics& diagnostics) {
  add_named(table, entities);
  const EntityNames names(entities);
  const Symbol unassigned = table.intern(model::kUnassigned);
  for (std::uint32_t i = 0; i < table.documents().size(); ++i) {
    const auto file = static_cast<FileId>(i);
    if (table.document(file).entity == unassigned) assign(table, file, names, diagnostics);
  }
  make_projects_unique(table);
}

}  // namespace qd::ingest
