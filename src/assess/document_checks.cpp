// Checks of the documents themselves: how old they are, and whether they say so.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "assess/checks.hpp"
#include "assess/native_checks.hpp"
#include "assess/subjects.hpp"

namespace qd::assess {

namespace {

using model::AsOfSource;
using model::Document;
using model::Subject;
using model::SubjectKind;
using model::Symbol;

/// Books and inventories are dated by their rows.
bool is_handoff(const Document& document) {
  return document.project != Symbol::none && !document.path.starts_with("books/") &&
         !document.path.starts_with("inventory/");
}

/// Projects that say themselves that nothing is to be expected any more.
std::unordered_set<Symbol> finished_projects(const model::FactStore& facts) {
  std::unordered_set<Symbol> out;
  for (const model::FactIndex i : facts.facts("project.status", Subject{})) {
    const model::Fact& fact = facts[i];
    const auto state = facts.table().attribute(fact, model::AttributeKey::state);
    if (!state || state->kind != model::AttributeKind::text) continue;
    const std::string_view word = facts.text(state->text());
    if (word == "done" || word == "dropped") out.insert(fact.subject);
  }
  return out;
}

/// The newest hand-off of each project, in the order of the files.
std::vector<const Document*> newest_handoffs(const model::FactStore& facts) {
  std::vector<const Document*> out;
  std::unordered_map<Symbol, std::size_t> index;
  for (const Document& document : facts.documents()) {
    if (!is_handoff(document)) continue;
    const auto [found, fresh] = index.try_emplace(document.project, out.size());
    if (fresh)
      out.push_back(&document);
    else if (out[found->second]->as_of < document.as_of)
      out[found->second] = &document;
  }
  return out;
}

}  // namespace

std::vector<Answer> stale_documents(const NativeContext& context) {
  const model::FactStore& facts = context.facts;
  const std::int64_t limit = context.setting("days");
  const auto finished = finished_projects(facts);
  std::vector<Answer> out;
  for (const Document* document : newest_handoffs(facts)) {
    Answer& answer = out.emplace_back();
    answer.subject = {SubjectKind::project, std::string(facts.text(document->project))};
    const int age = context.today - document->as_of;
    answer.outcome = age <= limit ? Outcome::pass : Outcome::fail;
    if (finished.contains(document->project)) answer.outcome = Outcome::not_applicable;
    if (answer.outcome != Outcome::fail) continue;
    const std::string_view title = facts.text(document->title);
    const std::string name = title.empty() ? answer.subject.id : std::string(title);
    answer.values = {{"project", name},
                     {"subject.name", name},
                     {"days", std::to_string(age)},
                     {"limit", std::to_string(limit)},
                     {"as_of", to_string(document->as_of)}};
    if (const auto* entity = facts.entity(facts.text(document->entity))) answer.values["entity.name"] = entity->name;
    answer.places.push_back({document->path, 1});
  }
  return out;
}

std::vector<Answer> undated_documents(const NativeContext& context) {
  const model::FactStore& facts = context.facts;
  struct Tally {
    std::size_t documents = 0;
    std::vector<const Document*> undated;
  };
  std::unordered_map<std::string_view, Tally> tallies;
  for (const Document& document : facts.documents()) {
    if (!is_handoff(document)) continue;
    Tally& tally = tallies[facts.text(document.entity)];
    ++tally.documents;
    if (document.as_of_source == AsOfSource::modified) tally.undated.push_back(&document);
  }
  std::vector<Answer> out;
  for (Subject& entity : judged_entities(facts)) {
    Answer& answer = out.emplace_back();
    answer.subject = std::move(entity);
    const auto found = tallies.find(answer.subject.id);
    if (found == tallies.end()) {
      answer.outcome = Outcome::not_applicable;
      continue;
    }
    const auto& undated = found->second.undated;
    answer.outcome = undated.empty() ? Outcome::pass : Outcome::fail;
    std::vector<std::string> names;
    for (const Document* document : undated) {
      names.push_back(document->path);
      if (answer.places.size() < 20) answer.places.push_back({document->path, 1});
    }
    answer.values = {{"items", list_names(std::move(names))}, {"count", std::to_string(undated.size())}};
  }
  return out;
}

}  // namespace qd::assess
