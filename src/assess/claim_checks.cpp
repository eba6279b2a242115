// What documents assert against what their own figures give.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "assess/checks.hpp"
#include "assess/native_checks.hpp"
#include "assess/precision.hpp"
#include "assess/show.hpp"
#include "assess/subjects.hpp"
#include "base/slug.hpp"

namespace qd::assess {

namespace {

using formula::Amount;
using formula::Evaluated;
using model::FactIndex;
using model::Subject;
using model::SubjectKind;

constexpr std::string_view kClaim = "claim.";

/// How a claim stands to the groups of its KPI.
struct Comparison {
  bool known = false;         ///< at least one group has a comparable value
  bool contradicted = false;  ///< disjoint from every such group
  std::string reason;
};

Comparison compare(const Amount& claim, model::Kind kind, std::span<const Evaluated> groups) {
  Comparison out;
  bool all_disjoint = true;
  for (const Evaluated& group : groups) {
    const auto* figure = std::get_if<Amount>(&group.value);
    if (const auto* missing = std::get_if<formula::Missing>(&group.value)) out.reason = missing->reason;
    if (!figure) continue;
    // A figure made of only a part of its inputs is a lower bound, so nothing above it contradicts it.
    Amount bounded = *figure;
    if (group.partial) bounded.open_hi = true;
    const auto stated = comparable(at_own_precision(claim, kind), bounded);
    if (!stated) continue;
    out.known = true;
    all_disjoint = all_disjoint && disjoint(*stated, bounded);
  }
  out.contradicted = out.known && all_disjoint;
  if (!out.known && out.reason.empty()) out.reason = "the figure worked out is in another unit, currency or period";
  return out;
}

bool speaks_of_group(const model::FactStore& facts, FactIndex i) {
  const model::Fact& fact = facts[i];
  if (facts.text(fact.entity) == kGroupEntity) return true;
  std::string words = slug(facts.text(fact.section));
  const auto label = facts.table().attribute(fact, model::AttributeKey::label);
  if (label && label->kind == model::AttributeKind::text) words += "-" + slug(facts.text(label->text()));
  words = "-" + words + "-";
  for (const std::string_view word :
       {"group", "portfolio", "consolidated", "combined", "company-wide", "all-entities"}) {
    if (words.find(fmt::format("-{}-", word)) != std::string::npos) return true;
  }
  return false;
}

class ClaimCheck {
 public:
  explicit ClaimCheck(const NativeContext& context) : context_(context), facts_(context.facts) {}

  std::vector<Answer> run() {
    if (context_.check.for_portfolio) add({});
    if (context_.check.for_entities) {
      for (Subject& entity : judged_entities(facts_)) add(std::move(entity));
    }
    for (const Kpi& kpi : context_.definitions.kpis()) {
      for (const FactIndex i : facts_.facts(std::string(kClaim) + kpi.id, Subject{})) test(kpi, i);
    }
    for (std::size_t at = 0; at < answers_.size(); ++at) {
      std::string& text = sentences_[at];
      if (contradicted_[at] > kSentences) text += fmt::format(" So do {} more claims.", contradicted_[at] - kSentences);
      answers_[at].values["claims"] = std::move(text);
    }
    return std::move(answers_);
  }

 private:
  static constexpr std::size_t kSentences = 4;  // for each subject; a reader who has seen four goes to the documents

  void add(Subject subject) {
    index_.emplace(subject, answers_.size());
    answers_.push_back({.subject = std::move(subject), .outcome = Outcome::not_applicable});
    sentences_.emplace_back();
    contradicted_.push_back(0);
  }

  void test(const Kpi& kpi, FactIndex i) {
    const model::Fact& fact = facts_[i];
    const auto claim = amount_of(facts_, i);
    if (!claim || fact.basis != model::Basis::actual) return;
    const Subject entity{SubjectKind::entity, std::string(facts_.text(fact.entity))};
    const bool group = kpi.for_portfolio && (!kpi.for_entities || speaks_of_group(facts_, i));
    auto at = index_.find(group ? Subject{} : entity);
    if (at == index_.end()) at = index_.find(group ? entity : Subject{});
    if (at == index_.end()) return;
    const Subject about = group ? Subject{} : entity;
    const auto figures = context_.kpis.of(kpi.id, about);
    Comparison comparison = compare(*claim, fact.kind, figures);
    if (comparison.contradicted && !group && kpi.for_portfolio && kpi.by.empty()) {
      // "Burn: $7–9K" in one company's document may well be the group's.
      const Comparison whole = compare(*claim, fact.kind, context_.kpis.of(kpi.id, Subject{}));
      comparison.contradicted = !whole.known || whole.contradicted;
    }
    settle(at->second, kpi, i, *claim, about, comparison);
  }

  void settle(std::size_t at, const Kpi& kpi, FactIndex i, const Amount& claim, const Subject& about,
              const Comparison& comparison) {
    Answer& answer = answers_[at];
    const Outcome outcome = comparison.contradicted ? Outcome::fail
                            : comparison.known      ? Outcome::pass
                                                    : Outcome::unknown;
    // A contradiction outweighs what cannot be known, and that outweighs what holds.
    const auto weight = [](Outcome one) {
      return one == Outcome::fail ? 3 : one == Outcome::unknown ? 2 : one == Outcome::pass;
    };
    if (weight(outcome) > weight(answer.outcome)) answer.outcome = outcome;
    if (outcome == Outcome::unknown && answer.reason.empty())
      answer.reason = fmt::format("{} cannot be compared with the claim: {}", kpi.title, comparison.reason);
    if (outcome != Outcome::fail || ++contradicted_[at] > kSentences) return;
    std::string& text = sentences_[at];
    if (!text.empty()) text += ' ';
    text += sentence(kpi, i, claim, about);
    const std::vector<Evidence> place = places_of(facts_, {i});
    answer.places.insert(answer.places.end(), place.begin(), place.end());
    for (const Evaluated& group : context_.kpis.of(kpi.id, about)) {
      // Of an entity, what its own documents say: the rest of the group's figures are one `explain` away.
      std::ranges::copy_if(group.inputs.first_in_files(), std::back_inserter(answer.evidence), [&](FactIndex input) {
        return about.kind == SubjectKind::portfolio || facts_[input].entity == facts_[i].entity;
      });
    }
  }

  std::string sentence(const Kpi& kpi, FactIndex i, const Amount& claim, const Subject& about) {
    std::vector<std::string> figures;
    for (const Evaluated& group : context_.kpis.of(kpi.id, about)) {
      if (!std::holds_alternative<Amount>(group.value)) continue;
      figures.push_back(show(group) + (group.group.empty() ? "" : fmt::format(" ({})", group.group)));
    }
    const model::Entity* entity = facts_.entity(about.id);
    std::string out =
        fmt::format("{}{}: the hand-off says {}, and the figures give {}.", entity ? entity->name + ", " : "",
                    entity ? lowered(kpi.title) : kpi.title, show(claim), join_words(figures));
    const std::vector<std::string> forgotten = left_out(kpi, claim, facts_[i].kind, about);
    if (!forgotten.empty()) out += fmt::format(" It leaves out {}.", list_names(forgotten, 4));
    return out;
  }

  /// A title in the middle of a sentence; abbreviations stay.
  static std::string lowered(std::string title) {
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (title.size() > 1 && upper(title[0]) && !upper(title[1])) title[0] = static_cast<char>(title[0] + 32);
    return title;
  }

  /// "Port fee (18 %)" is a port fee.
  static std::string short_name(std::string name) {
    const std::size_t remark = name.find(" (");
    if (remark != std::string::npos && remark != 0) name.resize(remark);
    return lowered(std::move(name));
  }

  /// The facts that a known mistake forgets, if that mistake gives the claim.
  std::vector<std::string> left_out(const Kpi& kpi, const Amount& claim, model::Kind kind, const Subject& about) {
    if (!kpi.mistake) return {};
    auto mistaken = context_.kpis.evaluate(*kpi.mistake, about, kpi.needs, kpi.by);
    for (Evaluated& one : mistaken) formula::conform(one, kpi.unit);
    const bool explains = std::ranges::any_of(mistaken, [&](const Evaluated& one) {
      const Comparison found = compare(claim, kind, std::span(&one, 1));
      return found.known && !found.contradicted;
    });
    std::vector<std::string> out;
    if (!explains) return out;
    for (const std::string& predicate : kpi.forgets) {
      for (const FactIndex i : facts_.facts(predicate, about)) out.push_back(short_name(name_of(facts_, i)));
    }
    return out;
  }

  const NativeContext& context_;
  const model::FactStore& facts_;
  std::map<Subject, std::size_t> index_;
  std::vector<Answer> answers_;
  std::vector<std::string> sentences_;
  std::vector<std::size_t> contradicted_;
};

}  // namespace

std::vector<Answer> contradicted_claims(const NativeContext& context) { return ClaimCheck(context).run(); }

}  // namespace qd::assess
