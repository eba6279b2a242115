// Where books cover an entity, they decide; what its documents state is held against them line by line.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "assess/checks.hpp"
#include "assess/fact_keys.hpp"
#include "assess/native_checks.hpp"
#include "assess/precision.hpp"
#include "assess/show.hpp"

namespace qd::assess {

namespace {

using formula::Amount;
using model::AttributeKey;
using model::Fact;
using model::FactIndex;
using model::Subject;
using model::SubjectKind;

/// One line of expense in the books: what each month came to.
struct BookedLine {
  std::map<Date, Amount> months;  ///< by first day
  std::vector<FactIndex> facts;
};

class BookCheck {
 public:
  explicit BookCheck(const NativeContext& context) : context_(context), facts_(context.facts), keys_(context.facts) {}

  Answer ask(const model::Entity& entity) {
    Answer answer{.subject = {SubjectKind::entity, entity.id}, .outcome = Outcome::not_applicable};
    if (facts_.facts("books.covered", answer.subject).empty()) return answer;
    lines_.clear();
    const auto expenses = facts_.facts("money.expense", answer.subject);
    for (const FactIndex i : expenses) book(i);
    answer.outcome = Outcome::pass;
    std::string text;
    std::size_t differing = 0;
    for (const FactIndex i : expenses) {
      const auto difference = compare(i, answer.evidence);
      if (!difference) continue;
      answer.outcome = Outcome::fail;
      answer.places.push_back(places_of(facts_, {i}).front());
      if (++differing <= kShown) text += (text.empty() ? "" : "; ") + *difference;
    }
    if (differing > kShown) text += fmt::format("; and {} more", differing - kShown);
    answer.values["figures"] = std::move(text);
    return answer;
  }

 private:
  static constexpr std::size_t kShown = 3;

  /// The name under which a line is found: what it is for, or its account's last part.
  std::vector<std::uint64_t> names(const Fact& fact) {
    std::vector<std::uint64_t> out;
    for (const AttributeKey key : {AttributeKey::label, AttributeKey::account}) {
      const auto attribute = facts_.table().attribute(fact, key);
      if (attribute && attribute->kind == model::AttributeKind::text) out.push_back(keys_.words(attribute->text()));
    }
    return out;
  }

  void book(FactIndex i) {
    const Fact& fact = facts_[i];
    const auto date = facts_.table().attribute(fact, AttributeKey::date);
    const auto amount = amount_of(facts_, i);
    if (fact.kind != model::Kind::measured || !date || date->kind != model::AttributeKind::date || !amount) return;
    const Date month = first_of_month(date->date());
    for (const std::uint64_t name : names(fact)) {
      BookedLine& line = lines_[name];
      line.facts.push_back(i);
      const auto [found, fresh] = line.months.try_emplace(month, *amount);
      if (fresh) continue;
      found->second.lo = Rational::add(found->second.lo, amount->lo).value_or(found->second.lo);
      found->second.hi = Rational::add(found->second.hi, amount->hi).value_or(found->second.hi);
    }
  }

  /// What is wrong with a stated item, if anything is.
  std::optional<std::string> compare(FactIndex i, std::vector<FactIndex>& evidence) {
    const Fact& fact = facts_[i];
    const auto stated = amount_of(facts_, i);
    if (fact.kind == model::Kind::measured || fact.basis != model::Basis::actual || !stated) return std::nullopt;
    if (!months_factor(stated->per)) return std::nullopt;
    for (const std::uint64_t name : names(fact)) {
      const auto line = lines_.find(name);
      if (line == lines_.end()) continue;
      const Amount latest = latest_full_month(line->second);
      const auto monthly = comparable(*stated, latest);
      if (!monthly || !disjoint(*monthly, latest)) return std::nullopt;
      evidence.insert(evidence.end(), line->second.facts.begin(), line->second.facts.end());
      return fmt::format("{}: the document says {}, the books {}", name_of(facts_, i),
                         show(*stated, {.digits = ShowStyle::Digits::exact}),
                         show(latest, {.digits = ShowStyle::Digits::exact}));
    }
    return fmt::format("{}: the document says {}, the books have no such line", name_of(facts_, i),
                       show(*stated, {.digits = ShowStyle::Digits::exact}));
  }

  [[nodiscard]] Amount latest_full_month(const BookedLine& line) const {
    const Date this_month = first_of_month(context_.today);
    auto latest = line.months.lower_bound(this_month);
    if (latest != line.months.begin()) --latest;
    Amount out = latest->second;
    out.per = Cadence::month;
    return out;
  }

  const NativeContext& context_;
  const model::FactStore& facts_;
  FactKeys keys_;
  std::unordered_map<std::uint64_t, BookedLine> lines_;
};

}  // namespace

std::vector<Answer> books_against_documents(const NativeContext& context) {
  BookCheck check(context);
  std::vector<Answer> out;
  for (const model::Entity& entity : context.facts.entities()) out.push_back(check.ask(entity));
  return out;
}

}  // namespace qd::assess
