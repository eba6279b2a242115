#include "sources/books/posting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/slug.hpp"

namespace qd::sources {

namespace {

using model::AttributeKey;
using model::Fact;
using model::NewAttribute;
using model::Symbol;

/// What is kept of an account until all rows are read.
struct Balance {
  AccountClass account_class = AccountClass::unknown;
  std::int64_t units = 0;
  std::uint32_t line = 0;
  bool overflow = false;
  bool opened = false;  // a row says that it is the opening balance
};

struct Coverage {
  Date first;
  Date last;
  std::uint32_t line = 0;
  bool flows = false;  // has income or expenses
};

bool is_opening(std::string_view label) {
  const std::string words = slug(label);
  return words.find("opening") != std::string::npos || words.find("initial-balance") != std::string::npos ||
         words.find("brought-forward") != std::string::npos || words.find("anfangsbestand") != std::string::npos ||
         words.find("saldo-inicial") != std::string::npos;
}

class BooksFacts {
 public:
  BooksFacts(std::span<const Posting> postings, Dialect dialect, Symbol project, Date as_of, model::FactTable& out)
      : postings_(postings),
        dialect_(dialect),
        project_(project),
        as_of_(as_of),
        out_(out),
        section_(out.intern("Books")) {
    decide_signs();
  }

  void add_flows();
  void add_balances();
  void add_coverage();

 private:
  void decide_signs();
  void add_balance(Symbol entity, Symbol account, Currency currency, const Balance& balance);
  [[nodiscard]] Fact start(std::string_view predicate, Symbol entity, std::uint32_t line, Date as_of);

  std::span<const Posting> postings_;
  Dialect dialect_;
  Symbol project_;
  Date as_of_;
  model::FactTable& out_;
  Symbol section_;
  bool turn_credits_ = false;
  bool turn_expenses_ = false;
};

void BooksFacts::decide_signs() {
  std::size_t income_up = 0, income_down = 0, deposits_down = 0, deposits_up = 0, expenses_up = 0, expenses_down = 0;
  for (const Posting& posting : postings_) {
    const bool down = posting.units < 0;
    if (posting.account_class == AccountClass::revenue) ++(down ? income_down : income_up);
    if (posting.account_class == AccountClass::deposit) ++(down ? deposits_down : deposits_up);
    if (posting.account_class == AccountClass::expense) ++(down ? expenses_down : expenses_up);
  }
  if (dialect_ != Dialect::plain) {
    turn_credits_ = income_down > 0 || income_up < 2;
    return;
  }
  turn_credits_ = income_down > income_up || (income_down + income_up == 0 && deposits_down > deposits_up);
  turn_expenses_ = !turn_credits_ && expenses_down >= 2 && expenses_down > 4 * expenses_up;
}

Fact BooksFacts::start(std::string_view predicate, Symbol entity, std::uint32_t line, Date as_of) {
  Fact fact;
  fact.subject = project_;
  fact.entity = entity;
  fact.predicate = out_.intern(predicate);
  fact.section = section_;
  fact.as_of = as_of;
  fact.line = line;
  fact.kind = model::Kind::measured;
  return fact;
}

void BooksFacts::add_flows() {
  for (const Posting& posting : postings_) {
    const bool revenue = posting.account_class == AccountClass::revenue;
    if (!revenue && posting.account_class != AccountClass::expense) continue;
    const bool turned = revenue ? turn_credits_ : turn_expenses_;
    const std::int64_t units = turned ? -posting.units : posting.units;
    Fact fact = start(revenue ? "money.revenue" : "money.expense", posting.entity, posting.line, posting.date);
    fact.set({.lo = units, .hi = units, .unit = Unit::money, .per = Cadence::once, .currency = posting.currency});
    std::vector<NewAttribute> attributes;
    if (posting.label != Symbol::none) attributes.push_back(NewAttribute::of(AttributeKey::label, posting.label));
    attributes.push_back(NewAttribute::of(AttributeKey::account, posting.account));
    attributes.push_back(NewAttribute::of(AttributeKey::date, posting.date));
    const std::string day = to_string(posting.date);
    attributes.push_back(NewAttribute::of(AttributeKey::period, out_.intern(std::string_view(day).substr(0, 7))));
    out_.add(fact, attributes);
  }
}

void BooksFacts::add_balance(Symbol entity, Symbol account, Currency currency, const Balance& balance) {
  const bool turned = is_credit(balance.account_class) && turn_credits_;
  const std::int64_t units = turned ? -balance.units : balance.units;
  std::string_view money;
  if (balance.account_class == AccountClass::cash) money = "money.cash";
  if (balance.account_class == AccountClass::receivable) money = "money.receivable";
  if (balance.account_class == AccountClass::deposit) money = "money.deposit";
  // Nobody has less than no cash: the rows begin in the middle, so they do not add up to a balance.
  const bool unopened = balance.account_class == AccountClass::cash && units < 0 && !balance.opened;
  for (const std::string_view predicate : {std::string_view("account.balance"), money}) {
    if (predicate.empty()) continue;
    Fact fact = start(predicate, entity, balance.line, as_of_);
    if (balance.overflow || unopened) {
      fact.set_missing(out_.intern(balance.overflow ? "the rows add up to more than can be held"
                                                    : "the books have no opening balance"),
                       out_.intern("Add a row with the opening balance of the account"));
      fact.unit = Unit::money;
      fact.currency = currency;
    } else {
      fact.set({.lo = units, .hi = units, .unit = Unit::money, .currency = currency});
    }
    const NewAttribute attributes[] = {NewAttribute::of(AttributeKey::label, account),
                                       NewAttribute::of(AttributeKey::account, account)};
    out_.add(fact, attributes);
  }
}

void BooksFacts::add_balances() {
  using Key = std::tuple<Symbol, Symbol, Currency>;
  std::map<Key, std::size_t> index;
  std::vector<std::pair<Key, Balance>> balances;  // in the order in which the accounts first occur
  for (const Posting& posting : postings_) {
    const bool flow = posting.account_class == AccountClass::revenue || posting.account_class == AccountClass::expense;
    if (flow) continue;
    const Key key{posting.entity, posting.account, posting.currency};
    const auto [entry, fresh] = index.try_emplace(key, balances.size());
    if (fresh) balances.emplace_back(key, Balance{.account_class = posting.account_class});
    Balance& balance = balances[entry->second].second;
    balance.overflow = balance.overflow || __builtin_add_overflow(balance.units, posting.units, &balance.units);
    balance.line = posting.line;
    balance.opened = balance.opened || is_opening(out_.text(posting.label));
  }
  for (const auto& [key, balance] : balances) {
    const auto& [entity, account, currency] = key;
    add_balance(entity, account, currency, balance);
  }
}

void BooksFacts::add_coverage() {
  std::vector<std::pair<Symbol, Coverage>> coverages;
  for (const Posting& posting : postings_) {
    auto found = std::ranges::find(coverages, posting.entity, &std::pair<Symbol, Coverage>::first);
    if (found == coverages.end())
      found = coverages.insert(found, {posting.entity, {posting.date, posting.date, posting.line, false}});
    Coverage& coverage = found->second;
    coverage.first = std::min(coverage.first, posting.date);
    coverage.last = std::max(coverage.last, posting.date);
    coverage.flows = coverage.flows || posting.account_class == AccountClass::revenue ||
                     posting.account_class == AccountClass::expense;
  }
  for (const auto& [entity, coverage] : coverages) {
    if (!coverage.flows) continue;
    const Date begin = first_of_month(coverage.first);
    Fact fact = start("books.covered", entity, coverage.line, coverage.last);
    fact.set_text(out_.intern(fmt::format("{:.7} to {:.7}", to_string(begin), to_string(coverage.last))));
    const NewAttribute attributes[] = {NewAttribute::of(AttributeKey::start, begin),
                                       NewAttribute::of(AttributeKey::end, coverage.last)};
    out_.add(fact, attributes);
  }
}

}  // namespace

void add_facts(std::span<const Posting> postings, Dialect dialect, Symbol project, Date as_of, model::FactTable& out) {
  BooksFacts facts(postings, dialect, project, as_of, out);
  facts.add_flows();
  facts.add_balances();
  facts.add_coverage();
}

}  // namespace qd::sources
