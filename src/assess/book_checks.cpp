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
#include "assess/subjects.hpp"

namespace qd::assess {

namespace {

using formula::Amount;
using model::AttributeKey;
using model::Fact;
using model::FactIndex;
using model::Subject;

/// One line of the books: what each month came to.
struct BookedLine {
  std::map<Date, Amount> months;  ///< by first day
  std::vector<FactIndex> facts;
};

class BookCheck {
 public:
  explicit BookCheck(const NativeContext& context) : context_(context), facts_(context.facts), keys_(context.facts) {}

  Answer ask(const Subject& entity) {
    Answer answer{.subject = entity, .outcome = Outcome::not_applicable};
    if (facts_.facts("books.covered", answer.subject).empty()) return answer;
    answer.outcome = Outcome::pass;
    std::vector<std::string> differences;
    for (const std::string_view predicate : {"money.expense", "money.revenue"}) {
      const auto items = facts_.facts(predicate, answer.subject);
      lines_.clear();
      for (const FactIndex i : items) book(i);
      for (const FactIndex i : items) {
        auto difference = compare(i, answer.evidence);
        if (!difference) continue;
        differences.push_back(*std::move(difference));
        answer.places.push_back(places_of(facts_, {i}).front());
      }
    }
    if (!differences.empty()) answer.outcome = Outcome::fail;
    std::string& text = answer.values["figures"];
    for (std::size_t n = 0; n < std::min(differences.size(), kShown); ++n)
      text += (n == 0 ? "" : "; ") + differences[n];
    if (differences.size() > kShown) text += fmt::format("; and {} more", differences.size() - kShown);
    return answer;
  }

 private:
  static constexpr std::size_t kShown = 3;

  /// The names under which a line is found: what it is for, then its account.
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
    for (const std::uint64_t name : names(fact)) add(lines_[name], i, first_of_month(date->date()), *amount);
    add(lines_[kWhole], i, first_of_month(date->date()), *amount);
  }

  static void add(BookedLine& line, FactIndex i, Date month, const Amount& amount) {
    line.facts.push_back(i);
    const auto [found, fresh] = line.months.try_emplace(month, amount);
    if (fresh) return;
    found->second.lo = Rational::add(found->second.lo, amount.lo).value_or(found->second.lo);
    found->second.hi = Rational::add(found->second.hi, amount.hi).value_or(found->second.hi);
  }

  /// What is wrong with a stated item, if anything is.
  std::optional<std::string> compare(FactIndex i, std::vector<FactIndex>& evidence) {
    const Fact& fact = facts_[i];
    auto stated = amount_of(facts_, i);
    if (fact.kind == model::Kind::measured || fact.basis != model::Basis::actual || !stated) return std::nullopt;
    const std::optional<Date> month = month_of(fact);
    if (!month && !months_factor(stated->per)) return std::nullopt;
    if (month) stated->per = Cadence::month;
    const BookedLine* line = line_of(fact, month.has_value());
    if (!line) {
      if (month) return std::nullopt;
      return fmt::format("{}: the document says {}, the books have no such line", name_of(facts_, i), exact(*stated));
    }
    const std::optional<Amount> booked = month ? amount_in(*line, *month) : latest_full_month(*line);
    if (!booked) return std::nullopt;
    const auto monthly = comparable(*stated, *booked);
    if (!monthly || !disjoint(*monthly, *booked)) return std::nullopt;
    evidence.insert(evidence.end(), line->facts.begin(), line->facts.end());
    const std::string when = month ? fmt::format(" of {}", to_string(*month).substr(0, 7)) : "";
    return fmt::format("{}{}: the document says {}, the books {}", name_of(facts_, i), when, exact(*stated),
                       exact(*booked));
  }

  static std::string exact(const Amount& amount) { return show(amount, {.digits = ShowStyle::Digits::exact}); }

  /// The month that a row of a table of months speaks of.
  [[nodiscard]] std::optional<Date> month_of(const Fact& fact) const {
    if (fact.per == Cadence::year || fact.per == Cadence::quarter) return std::nullopt;
    const auto period = facts_.table().attribute(fact, AttributeKey::period);
    if (!period || period->kind != model::AttributeKind::text) return std::nullopt;
    return parse_iso_date(std::string(facts_.text(period->text())) + "-01");
  }

  /// A month's total is held against its account, or else against everything; an item against its own line only.
  const BookedLine* line_of(const Fact& fact, bool month) {
    for (const std::uint64_t name : names(fact)) {
      const auto found = lines_.find(name);
      if (found != lines_.end()) return &found->second;
    }
    const auto whole = lines_.find(kWhole);
    return month && whole != lines_.end() ? &whole->second : nullptr;
  }

  static std::optional<Amount> amount_in(const BookedLine& line, Date month) {
    const auto found = line.months.find(month);
    if (found == line.months.end()) return std::nullopt;
    Amount out = found->second;
    out.per = Cadence::month;
    return out;
  }

  [[nodiscard]] Amount latest_full_month(const BookedLine& line) const {
    auto latest = line.months.lower_bound(first_of_month(context_.today));
    if (latest != line.months.begin()) --latest;
    return *amount_in(line, latest->first);
  }

  static constexpr std::uint64_t kWhole = 0;  // no name hashes to it: FactKeys::words is odd

  const NativeContext& context_;
  const model::FactStore& facts_;
  FactKeys keys_;
  std::unordered_map<std::uint64_t, BookedLine> lines_;
};

}  // namespace

std::vector<Answer> books_against_documents(const NativeContext& context) {
  BookCheck check(context);
  std::vector<Answer> out;
  for (const Subject& entity : judged_entities(context.facts)) out.push_back(check.ask(entity));
  return out;
}

}  // namespace qd::assess
