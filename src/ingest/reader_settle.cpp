#include "ingest/reader_settle.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/slug.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;
using model::Fact;
using model::Symbol;

Symbol text_of(const Page& page, const Fact& fact, AttributeKey key) {
  for (const model::NewAttribute& one : page.attributes(fact)) {
    if (one.key == key && one.kind == model::AttributeKind::text) return static_cast<Symbol>(one.payload);
  }
  return Symbol::none;
}

bool is_money(const Fact& fact) { return fact.value == model::ValueKind::quantity && fact.unit == Unit::money; }

struct Sum {
  std::int64_t lo = 0, hi = 0;
  std::uint32_t items = 0;
  Symbol predicate = Symbol::none;
  bool valid = true;
};

Sum sum_of(const Group& group, const std::vector<Fact>& facts) {
  Sum sum;
  for (std::uint32_t i = group.begin; i < group.end; ++i) {
    const Fact& fact = facts[i];
    if (!is_money(fact) || fact.line == 0) continue;
    if (sum.items > 0 && fact.predicate != sum.predicate) sum.valid = false;
    sum.predicate = fact.predicate;
    ++sum.items;
    if (__builtin_add_overflow(sum.lo, fact.lo, &sum.lo) || __builtin_add_overflow(sum.hi, fact.hi, &sum.hi))
      sum.valid = false;
  }
  return sum;
}

/// Whether a word of the label stands in the title: "Cloud" of "Cloud services".
bool shares_word(std::string_view label, std::string_view title) {
  const std::string in = "-" + slug(title) + "-";
  std::string_view rest = label;
  const std::string words = slug(rest);
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = std::min(words.find('-', begin), words.size());
    if (end - begin > 2 && in.find("-" + words.substr(begin, end - begin) + "-") != std::string::npos) return true;
    begin = end + 1;
  }
  return false;
}

/// A table each row of which is what another table or list adds up to says nothing new.
void drop_recaps(Page& page) {
  constexpr std::size_t kMostGroups = 64;  // the comparison is quadratic
  if (page.groups.size() < 3 || page.groups.size() > kMostGroups) return;
  std::vector<Fact>& facts = page.facts();
  std::vector<Sum> sums;
  for (const Group& group : page.groups) sums.push_back(sum_of(group, facts));
  for (std::size_t g = 0; g < page.groups.size(); ++g) {
    const Group& group = page.groups[g];
    if (sums[g].items < 2 || sums[g].items > 100) continue;
    std::uint32_t repeated = 0;
    for (std::uint32_t i = group.begin; i < group.end; ++i) {
      if (!is_money(facts[i])) continue;
      const std::string_view label = page.out->text(text_of(page, facts[i], AttributeKey::label));
      for (std::size_t h = 0; h < page.groups.size(); ++h) {
        const bool same =
            h != g && sums[h].valid && sums[h].items > 1 && sums[h].lo == facts[i].lo && sums[h].hi == facts[i].hi;
        if (same && shares_word(label, page.groups[h].title)) {
          ++repeated;
          break;
        }
      }
    }
    if (repeated * 5 < sums[g].items * 4) continue;
    for (std::uint32_t i = group.begin; i < group.end; ++i) page.drop(i);
    sums[g].valid = false;
  }
}

/// The amounts of a group in order of size; none for a group that holds more than one sort of money.
std::vector<std::int64_t> amounts_of(const Group& group, const std::vector<Fact>& facts) {
  std::vector<std::int64_t> amounts;
  for (std::uint32_t i = group.begin; i < group.end; ++i) {
    if (is_money(facts[i]) && facts[i].line != 0) amounts.push_back(facts[i].hi);
  }
  std::ranges::sort(amounts);
  return amounts;
}

/// A budget that is broken down a second time, amount by amount, below another heading of money.
void drop_second_breakdowns(Page& page) {
  constexpr std::size_t kFewest = 3;
  constexpr std::size_t kMostGroups = 64;
  if (page.groups.size() < 2 || page.groups.size() > kMostGroups) return;
  std::vector<Fact>& facts = page.facts();
  const auto of_money = [&](std::string_view title) {
    return page.meaning(title).topics.has_any({Topic::expenses, Topic::budget, Topic::financials});
  };
  struct Known {
    Symbol predicate;
    std::uint32_t end;
    std::vector<std::int64_t> amounts;
  };
  std::vector<Known> known;
  for (const Group& group : page.groups) {
    const Sum sum = sum_of(group, facts);
    if (!sum.valid || sum.items < kFewest || !of_money(group.title)) continue;
    std::vector<std::int64_t> amounts = amounts_of(group, facts);
    const bool again = std::ranges::any_of(known, [&](const Known& one) {  // a list in a list is no second one
      return one.predicate == sum.predicate && one.end <= group.begin && one.amounts == amounts;
    });
    if (!again) {
      known.push_back({sum.predicate, group.end, std::move(amounts)});
      continue;
    }
    for (std::uint32_t i = group.begin; i < group.end; ++i) page.drop(i);
  }
}

/// "Monthly costs: $7,000" below the table that adds up to it.
void drop_repeated_totals(Page& page) {
  if (page.groups.empty() || page.groups.size() > 64) return;
  std::vector<Fact>& facts = page.facts();
  for (std::size_t g = 0; g < page.groups.size(); ++g) {
    const Sum sum = sum_of(page.groups[g], facts);
    if (!sum.valid || sum.items < 2) continue;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      const Fact& fact = facts[i];
      const bool inside = i >= page.groups[g].begin && i < page.groups[g].end;
      if (inside || !is_money(fact) || fact.predicate != sum.predicate || fact.lo != sum.lo || fact.hi != sum.hi)
        continue;
      const Meaning& label = page.meaning(page.out->text(text_of(page, fact, AttributeKey::label)));
      if (label.label != PredicateId::none && page.predicate(label.label) == page.out->text(fact.predicate))
        page.drop(i);
    }
  }
}

bool has_entries(const Page& page, const std::vector<Fact>& facts) {
  return std::ranges::any_of(facts, [&](const Fact& fact) { return fact.as_of != page.as_of; });
}

/// Under dated entries, and under corrections, the newest statement of a key counts; the older ones were true once.
void demote_older(Page& page) {
  std::vector<Fact>& facts = page.facts();
  bool corrected = false;
  for (std::size_t i = 0; i < facts.size() && !corrected; ++i) corrected = page.corrects(i);
  if (!corrected && !has_entries(page, facts)) return;
  std::map<std::tuple<Symbol, Symbol, Symbol, Symbol>, std::size_t> newest;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    Fact& fact = facts[i];
    const std::string_view predicate = page.out->text(fact.predicate);
    const bool statement = fact.line != 0 && fact.basis == model::Basis::actual && !predicate.ends_with(".item") &&
                           !predicate.starts_with("asset.");
    if (!statement || text_of(page, fact, AttributeKey::period) != Symbol::none) continue;
    const Symbol label = page.out->intern(slug(page.out->text(text_of(page, fact, AttributeKey::label))));
    const auto [at, fresh] = newest.try_emplace({fact.predicate, label, text_of(page, fact, AttributeKey::channel),
                                                 text_of(page, fact, AttributeKey::customer)},
                                                i);
    if (fresh) continue;
    Fact& other = facts[at->second];
    const bool dated = other.as_of != fact.as_of;
    const bool correction = page.corrects(i) && !page.corrects(at->second);
    if (!dated && !correction) continue;  // rows of a table are no versions of each other
    const bool newer = correction || (dated && fact.as_of > other.as_of);
    (newer ? other : fact).basis = model::Basis::historical;
    if (newer) at->second = i;
  }
}

}  // namespace

void settle(Page& page) {
  drop_recaps(page);
  drop_second_breakdowns(page);
  drop_repeated_totals(page);
  demote_older(page);
}

}  // namespace qd::ingest
