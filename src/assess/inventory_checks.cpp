// What documents list against what the machines' inventory shows.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "assess/checks.hpp"
#include "assess/native_checks.hpp"
#include "assess/subjects.hpp"
#include "base/slug.hpp"

namespace qd::assess {

namespace {

using model::FactIndex;

constexpr auto kKinds = std::to_array<std::string_view>({"function", "bucket", "table", "distribution", "zone"});

/// Words instead of a name ("the shared bucket") say that there is one, not which.
bool names_one(const model::FactStore& facts, FactIndex i) {
  const model::Fact& fact = facts[i];
  return fact.value == model::ValueKind::text && fact.basis == model::Basis::actual &&
         facts.text(fact.text).find(' ') == std::string_view::npos;
}

/// Those of one kind: as documents list them, and as the inventory shows them.
class Kind {
 public:
  Kind(const model::FactStore& facts, std::string_view kind)
      : facts_(facts), listed_(fmt::format("asset.{}", kind)), shown_(fmt::format("aws.{}", kind)) {
    for (const FactIndex i : facts.facts(listed_, {})) {
      if (names_one(facts, i)) listed_names_.insert(name(i));
    }
    // A zone holds the names of its domain.
    if (kind == "zone") {
      for (const FactIndex i : facts.facts("asset.domain", {})) listed_names_.insert(name(i));
    }
    for (const FactIndex i : facts.facts(shown_, {})) shown_names_.insert(name(i));
  }

  /// Whether the inventory was asked for this kind, as far as can be seen.
  [[nodiscard]] bool asked() const { return !shown_names_.empty(); }

  void compare(const model::Subject& entity, std::vector<FactIndex>& unseen, std::vector<FactIndex>& unlisted,
               std::size_t& known) const {
    for (const FactIndex i : facts_.facts(listed_, entity)) {
      if (!names_one(facts_, i) || facts_[i].kind == model::Kind::measured) continue;
      ++known;
      if (!shown_names_.contains(name(i))) unseen.push_back(i);
    }
    for (const FactIndex i : facts_.facts(shown_, entity)) {
      ++known;
      if (!listed_names_.contains(name(i))) unlisted.push_back(i);
    }
  }

 private:
  [[nodiscard]] std::string name(FactIndex i) const { return slug(facts_.text(facts_[i].text)); }

  const model::FactStore& facts_;
  std::string listed_;
  std::string shown_;
  std::unordered_set<std::string> listed_names_;
  std::unordered_set<std::string> shown_names_;
};

std::string names_of(const model::FactStore& facts, const std::vector<FactIndex>& indices) {
  std::vector<std::string> names;
  for (const FactIndex i : indices) names.push_back(name_of(facts, i));
  return list_names(std::move(names));
}

Answer compare(const model::FactStore& facts, const std::vector<Kind>& kinds, const model::Subject& entity) {
  Answer out;
  out.subject = entity;
  std::vector<FactIndex> unseen;
  std::vector<FactIndex> unlisted;
  std::size_t known = 0;
  for (const Kind& kind : kinds) kind.compare(out.subject, unseen, unlisted, known);
  out.outcome = known == 0 ? Outcome::not_applicable : Outcome::pass;
  if (unseen.empty() && unlisted.empty()) return out;
  out.outcome = Outcome::fail;
  std::vector<std::string> parts;
  if (!unlisted.empty())
    parts.push_back(fmt::format("in the account and in no document: {}", names_of(facts, unlisted)));
  if (!unseen.empty()) parts.push_back(fmt::format("in documents and not in the account: {}", names_of(facts, unseen)));
  out.values = {{"differences", fmt::format("{}", fmt::join(parts, "; "))}};
  out.evidence = std::move(unlisted);
  out.evidence.insert(out.evidence.end(), unseen.begin(), unseen.end());
  return out;
}

}  // namespace

std::vector<Answer> inventory_against_documents(const NativeContext& context) {
  std::vector<Kind> kinds;
  for (const std::string_view kind : kKinds) {
    Kind one(context.facts, kind);
    if (one.asked()) kinds.push_back(std::move(one));
  }
  std::vector<Answer> out;
  for (const model::Subject& entity : judged_entities(context.facts)) {
    if (!kinds.empty()) {
      out.push_back(compare(context.facts, kinds, entity));
      continue;
    }
    Answer& answer = out.emplace_back();
    answer.subject = entity;
    answer.outcome = Outcome::not_configured;
    answer.reason = "no inventory of the account was read";
  }
  return out;
}

}  // namespace qd::assess
