#include "ingest/entry.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/byte_scan.hpp"
#include "base/slug.hpp"
#include "ingest/attribute.hpp"
#include "ingest/money.hpp"
#include "ingest/section_stack.hpp"
#include "model/predicates.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;
using model::Shape;

constexpr std::size_t kLongestOther = 200;  // bytes of the value of an unknown key; longer ones are prose
constexpr std::size_t kLongestAmount = 160;

/// The period that the key or its qualifier states: "Monthly rent", "Rent (yearly)".
void apply_key(Page& page, const Pair& pair, AmountContext& context) {
  const Meaning& meaning = page.meaning(pair.key);
  // "Cost per session" has no period, whatever the section says of its own.
  const bool of_one = meaning.words >= 3 && page.predicate(meaning.label) == "unit.cost";
  if (meaning.per != Cadence::unstated || of_one) context.per = meaning.per;
  if (meaning.has(Hint::once)) context.per = Cadence::once;
  if (pair.qualifier.empty()) return;
  // "Insurance (1,200 €/year): 100 €" states another amount, and its period.
  if (has_digit(pair.qualifier) && !find_amounts(pair.qualifier, context).empty()) return;
  const Meaning& more = page.meaning(pair.qualifier);
  if (more.per != Cadence::unstated) context.per = more.per;
  if (more.has(Hint::once)) context.per = Cadence::once;
  if (const auto currency = read_currency(pair.qualifier, context.signs)) context.currency = *currency;
}

std::optional<Amount> amount_of(Page& page, const Pair& pair, std::string_view value, std::optional<Unit> bare) {
  if (value.size() > kLongestAmount && !has_digit(value.substr(0, kLongestAmount))) return std::nullopt;
  AmountContext context = page.amount_context(bare);
  apply_key(page, pair, context);
  return read_amount(value, context);
}

/// "6200 Repairs", "5010": a number of the chart of accounts.
bool is_account(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const bool year = digits == 4 && (text.starts_with("19") || text.starts_with("20"));
  return digits == 4 && (digits == text.size() ? !year : text[digits] == ' ');
}

void complete(Page& page, Draft& draft, const Pair& pair, std::string_view rest) {
  apply_basis(page, draft, page.meaning(pair.key));
  if (!pair.qualifier.empty()) {
    apply_basis(page, draft, page.meaning(pair.qualifier));
    page.note(draft, is_account(pair.qualifier) ? AttributeKey::account : AttributeKey::note, pair.qualifier);
  }
  while (!rest.empty() && (rest.front() == '(' || rest.front() == ',' || rest.front() == ';' || rest.front() == ')' ||
                           rest.front() == ' '))
    rest.remove_prefix(1);
  for (const std::string_view dash : {"— ", "– ", "- "}) {
    if (rest.starts_with(dash)) rest.remove_prefix(dash.size());
  }
  if (rest.ends_with(')') && rest.find('(') == std::string_view::npos) rest.remove_suffix(1);
  if (rest.size() > 2) page.note(draft, is_account(rest) ? AttributeKey::account : AttributeKey::note, rest);
}

/// The one amount of money in a value of words: "Starter ($7/mo), always on".
std::optional<Amount> only_money_in(Page& page, const Pair& pair, std::string_view value) {
  if (!has_digit(value)) return std::nullopt;
  AmountContext context = page.amount_context(std::nullopt);
  apply_key(page, pair, context);
  constexpr std::ptrdiff_t kMostWords = 5;  // more of them before the amount make a sentence
  std::optional<Amount> only;
  for (Amount& amount : find_amounts(value, context)) {
    if (amount.quantity.unit != Unit::money) continue;
    if (only || std::ranges::count(trim(value.substr(0, amount.begin)), ' ') >= kMostWords) return std::nullopt;
    only = std::move(amount);
  }
  return only;
}

/// "$247/$397/mo", "$12/year + $0.50/month": behind the first amount stands one that belongs to it, so that neither is
/// the value. "Free, or Pro ($19/mo)" is a list of offers.
bool goes_on(Page& page, const Amount& first, std::string_view value) {
  const bool nothing = first.form == AmountForm::zero;
  const std::string_view rest = nothing ? value : value.substr(std::min(first.end, value.size()));
  if (!has_digit(rest)) return false;
  for (const Amount& next : find_amounts(rest, page.amount_context(std::nullopt))) {
    if (next.quantity.unit != Unit::money || !next.currency_stated) continue;
    const std::string_view between = trim(rest.substr(0, next.begin));
    if (nothing || between == "/" || between.ends_with('+')) return true;
    if (!first.per_unit.empty() && between.ends_with(',')) return true;  // "$0.10/1M in, $0.40/1M out"
  }
  return false;
}

/// "At 10K users: $2,495/month".
bool is_supposed(std::string_view key) { return (key.starts_with("At ") || key.starts_with("@")) && has_digit(key); }

/// "Repeat customers: not counted": the figure is named and not known.
bool read_unvalued(Page& page, const Pair& pair, std::uint32_t line) {
  const Meaning& meaning = page.meaning(pair.key);
  if (meaning.label == PredicateId::none || !pair.firm || has_digit(pair.value)) return false;
  const bool refused = pair.value.starts_with("not ") || pair.value.starts_with("Not ");
  if (!refused || pair.value.size() > 80) return false;
  Draft& draft = page.start(page.predicate(meaning.label), line);
  page.note(draft, AttributeKey::label, pair.key);
  page.set_missing(draft, fmt::format("\"{}\" is {}", pair.key, pair.value),
                   fmt::format("write a figure for `{}:`", pair.key));
  page.keep(draft);
  return true;
}

/// Money, and what stands beside it: counts, ratios, claims.
bool read_amount_pair(Page& page, const Pair& pair, std::uint32_t line) {
  const Meaning& meaning = page.meaning(pair.key);
  std::optional<Unit> bare;
  const std::optional<Topic> topic = page.section().topic;
  if (meaning.label != PredicateId::none) {
    const auto known = model::find_predicate(page.predicate(meaning.label));
    if (known->shape == Shape::text || known->shape == Shape::date) return false;
    if (known->shape == Shape::money) bare = Unit::money;
    if (known->shape == Shape::count || known->name.starts_with("claim.") || known->name.starts_with("other."))
      bare = Unit::count;
    if (known->shape == Shape::ratio) bare = Unit::ratio;
    if (known->shape == Shape::days) bare = Unit::days;
  } else if (topic == Topic::expenses || topic == Topic::revenue || topic == Topic::budget || topic == Topic::pricing) {
    bare = Unit::money;
  } else if (is_money_topic(topic) && (meaning.has(Hint::expense) || meaning.has(Hint::revenue))) {
    bare = Unit::money;
  }
  const bool expected = bare.has_value() || is_money_topic(topic);
  if (!expected && meaning.label_within == PredicateId::none && !meaning.fields.has(Field::target)) return false;
  const TrailingAttributes trailing = split_trailing_attributes(pair.value);
  const bool attributes = !trailing.inside.empty() && has_known_keys(page, trailing.inside);
  const std::string_view value = attributes ? trailing.before : pair.value;
  auto amount = amount_of(page, pair, value, bare);
  if (!amount && pair.firm && value.size() <= kLongestAmount) amount = only_money_in(page, pair, value);
  if (!amount) return read_unvalued(page, pair, line);
  // "Charters: TBD" below Revenue asks for money, whatever else charters are counted for.
  const bool sided = topic == Topic::expenses || topic == Topic::revenue || topic == Topic::budget;
  if (sided && amount->form == AmountForm::unknown && bare == Unit::count) {
    bare = Unit::money;
    amount = amount_of(page, pair, value, bare);
  }
  if (bare == Unit::money && !amount->currency_stated && amount->form == AmountForm::value &&
      (!ends_there(value, amount->end) || amount->quantity.per == Cadence::day ||
       (!page.bare_money && !page.section().currency.stated() && amount->quantity.hi != 0)))
    return false;  // "256 MB", "10,000/day" are not money
  if (amount->form == AmountForm::unknown && meaning.label == PredicateId::none && !bare) return false;
  Choice choice = choose(page, pair.key, *amount);
  const std::string_view rest = value.substr(std::min(amount->end, value.size()));
  const bool money = amount->quantity.unit == Unit::money;
  const bool quotient = value.find("÷") != std::string_view::npos;  // a figure about others
  if (money && choice.part == Part::item && (quotient || is_supposed(pair.key) || goes_on(page, *amount, value)))
    return false;
  if (choice.part == Part::item && money && page.section().totals) return choice.predicate.starts_with("money.");
  // "Cost: $8" of a thing that is described: nobody says that it is bought.
  const bool bare_cost =
      meaning.label != PredicateId::none && meaning.words == 1 && choice.predicate == "money.expense";
  if (bare_cost && !is_money_topic(topic) && !page.section().period && amount->quantity.per == Cadence::unstated)
    return false;
  if (choice.predicate == "money.expense" && trim(rest).starts_with("in revenue")) return false;
  choice.predicate = offered(page, choice.predicate, pair.key, *amount, rest);
  if (choice.part == Part::other && amount->quantity.unit == Unit::money && meaning.fields.has(Field::target)) {
    // "Target: $10,000/month MRR" says behind the figure what it is.
    const Meaning& behind = page.meaning(rest);
    if (behind.label != PredicateId::none && behind.words <= 3) choice = {Part::item, page.predicate(behind.label)};
  }
  if (choice.part == Part::total) {
    check_total(page, page.list_sum, *amount, line, pair.value);
    return true;
  }
  if (choice.part == Part::result) return true;
  if (choice.part == Part::other) return false;
  if (bare == Unit::money && amount->quantity.unit != Unit::money && choice.predicate.starts_with("money."))
    return false;
  Draft& draft = page.start(choice.predicate, line);
  if (attributes) take_attributes(page, draft, pair.value);
  complete(page, draft, pair, rest);
  if (trim(rest).starts_with("by ") && draft.fact.basis == model::Basis::actual)
    draft.fact.basis = model::Basis::target;
  keep_item(page, draft, pair.key, *amount, pair.value);
  return true;
}

/// Predicates whose values are words or dates.
bool read_word_pair(Page& page, const Pair& pair, std::uint32_t line) {
  const Meaning& meaning = page.meaning(pair.key);
  if (meaning.label == PredicateId::none || !pair.firm) return false;
  const std::string_view predicate = page.predicate(meaning.label);
  // "Status: paid" below an expense is not the project's.
  if (page.depth > 1 && is_money_topic(page.section().topic) && predicate.starts_with("project.")) return false;
  const auto known = model::find_predicate(predicate);
  const bool words = known->shape == Shape::text || known->shape == Shape::any;
  const bool nothing = says_nothing(pair.value);
  if (known->shape != Shape::date && !words && !nothing) return false;
  Draft& draft = page.start(predicate, line);
  if (predicate.starts_with("project.") && draft.fact.basis != model::Basis::historical)
    draft.fact.basis = model::Basis::actual;
  const std::string_view value = take_attributes(page, draft, pair.value);
  page.note(draft, AttributeKey::label, pair.key);
  // Of words only the shortest say that there is none: "custom" is no amount and yet a status.
  const bool could_be_unknown = known->shape != Shape::text || value.size() <= 3 || value == "unknown";
  if (nothing || (could_be_unknown && read_amount(value, page.amount_context(std::nullopt)).value_or(Amount{}).form ==
                                          AmountForm::unknown)) {
    page.set_missing(draft, fmt::format("\"{}\" is named and not answered", pair.key),
                     fmt::format("write a value for `{}:`", pair.key));
    page.keep(draft);
    return true;
  }
  const auto date = find_date(value, page.date_context());
  if (known->shape == Shape::date || (date && known->shape == Shape::any && date->begin == 0)) {
    if (!date) return false;
    draft.fact.set_date(date->date);
  } else if (predicate == "project.status") {
    const Meaning& word = page.meaning(main_part(strip_decoration(value)));
    const State state = word.state != State::none ? word.state : emoji_state(value);
    page.set_text(draft, strip_decoration(value));
    std::string lower(page.out->text(draft.fact.text));
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    draft.fact.set_text(page.out->intern(lower));
    if (state != State::none) page.note(draft, AttributeKey::state, to_string(state));
  } else {
    page.set_text(draft, value);
    if (predicate == "action.item") draft.add(model::NewAttribute::of(AttributeKey::done, page.section().done));
  }
  apply_basis(page, draft, page.meaning(pair.key));
  page.keep(draft);
  return true;
}

/// "20 users × 12 months", "1,000 requests = upgrade", "3 clients at": steps of a calculation and conditions name no
/// item.
bool is_calculation(std::string_view label) {
  if (label.ends_with(" at") || label.ends_with('@')) return true;
  return std::ranges::any_of(std::to_array<std::string_view>(
                                 {" would", " could", " might", "=", "×", " x ", "→", "->", " * ", ">", "<", "÷", "≈"}),
                             [&](std::string_view sign) { return label.find(sign) != std::string_view::npos; });
}

}  // namespace

bool ends_there(std::string_view text, std::size_t end) {
  const std::string_view rest = trim(text.substr(std::min(end, text.size())));
  if (rest.empty()) return true;
  const char c = rest.front();
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return !letter;
}

bool is_placeholder(std::string_view text) {
  if (!holds_any<'$', '{', '<', 'X', 'Y', '['>(text)) return false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char c = text[i], next = text[i + 1];
    const bool upper = next >= 'A' && next <= 'Z';
    if (c == '$' && (next == '{' || ((next == 'X' || next == 'Y' || next == 'N') &&
                                     (i + 2 == text.size() || text[i + 2] < 'A' || text[i + 2] == next))))
      return true;
    if (c == '{' && next != '}' && text.find('}', i) != std::string_view::npos) return true;
    if (c == '<' && upper && text.find('>', i) != std::string_view::npos) return true;
    if (c == 'X' && text.substr(i).starts_with("XXX")) return true;
    if (c == 'Y' && text.substr(i).starts_with("YOUR_")) return true;
    if (c == '[' && (text.substr(i).starts_with("[Your ") || text.substr(i).starts_with("[your ") ||
                     text.substr(i).starts_with("[insert") || text.substr(i).starts_with("[Insert")))
      return true;
  }
  return false;
}

bool read_other(Page& page, std::string_view key, std::string_view prefix, std::string_view value, std::uint32_t line) {
  const Meaning& meaning = page.meaning(key);
  if (meaning.words == 0 || meaning.words > 8 || value.size() > kLongestOther) return false;
  if (meaning.row == RowSort::remark || meaning.row == RowSort::total || meaning.row == RowSort::subtotal) return true;
  std::string name = "other.";
  if (!prefix.empty()) name += slug(prefix) + "-";
  name += slug(key);
  if (name.size() > 120 || name == "other.") return false;
  Draft& draft = page.start(name, line);
  page.note(draft, AttributeKey::label, key);
  if (meaning.has(Mark::secret) || meaning.has(Mark::personal)) {
    page.set_missing(draft, "kept out: its name says that it is a secret or personal",
                     "keep it in a vault, not in a document");
    page.keep(draft);
    return true;
  }
  const std::string_view text = take_attributes(page, draft, value);
  apply_basis(page, draft, meaning);
  AmountContext context = page.amount_context(Unit::count);
  if (meaning.per != Cadence::unstated) context.per = meaning.per;
  const auto date = find_date(text, page.date_context());
  if (date && date->begin == 0 && date->end + 3 >= text.size()) {
    draft.fact.set_date(date->date);
  } else if (const auto amount = read_amount(text, context);
             amount && amount->form == AmountForm::value && ends_there(text, amount->end)) {
    page.set(draft, *amount);
  } else if (says_nothing(text) || (amount && amount->form == AmountForm::unknown)) {
    page.set_missing(draft, fmt::format("\"{}\" is named and not answered", key),
                     fmt::format("write a value for `{}:`", key));
  } else {
    page.set_text(draft, text);
  }
  page.keep(draft);
  return true;
}

bool read_pair(Page& page, const Pair& pair, std::uint32_t line, std::string_view prefix) {
  if (pair.key.empty()) return false;
  const Meaning& meaning = page.meaning(pair.key);
  if (meaning.has(Mark::evaluation) && meaning.words <= 2 && pair.firm) {
    note_evaluation(page);
    return false;
  }
  if (is_placeholder(pair.value) || is_placeholder(pair.key) || pair.key.starts_with('/')) return false;
  // "$58,500 - $117,000 for 28 jobs" has no key.
  if (const auto figure = has_digit(pair.key) ? read_amount(pair.key, page.amounts) : std::nullopt;
      figure && figure->currency_stated && figure->end == pair.key.size())
    return false;
  if (meaning.has(Mark::secret) || meaning.has(Mark::personal)) {
    // "Phone: €20/month" is a bill.
    const auto bill = read_amount(pair.value, page.amount_context(std::nullopt));
    if (!bill || bill->quantity.unit != Unit::money)
      return pair.firm && read_other(page, pair.key, prefix, pair.value, line);
  }
  if (const auto dated = find_date(pair.key, page.date_context());
      dated && dated->begin <= 2 && dated->end + 2 >= pair.key.size())
    return false;
  if (meaning.document_field == Field::as_of || meaning.document_field == Field::entity) return true;
  if (!pair.value.empty() || pair.firm) {
    if (read_amount_pair(page, pair, line)) return true;
    if (read_word_pair(page, pair, line)) return true;
  }
  if (!pair.firm || pair.value.empty()) return false;
  return read_other(page, pair.key, prefix, pair.value, line);
}

bool read_statement(Page& page, std::string_view text, std::uint32_t line) {
  if (!is_money_topic(page.section().topic) || !has_digit(text) || is_placeholder(text)) return false;
  const AmountContext context = page.amount_context(std::nullopt);
  const std::vector<Amount> amounts = find_amounts(text, context);
  const auto money = [](const Amount& a) { return a.quantity.unit == Unit::money; };
  const auto first = std::ranges::find_if(amounts, money);
  if (first == amounts.end()) return false;
  if (std::count_if(amounts.begin(), amounts.end(), money) > 1) {
    page.complain(Severity::note, "list-skipped", line, text, "this line holds several amounts and no key",
                  "give each amount a line of its own: \"- Key: amount\"");
    return false;
  }
  std::string_view label = trim(text.substr(0, first->begin));
  if (label.empty()) label = trim(text.substr(first->end));
  for (const std::string_view start : {"for ", "on ", "— ", "– ", "- ", "("}) {
    if (label.starts_with(start)) label.remove_prefix(start.size());
  }
  while (!label.empty() && (label.back() == '(' || label.back() == ':' || label.back() == ' ' || label.back() == '='))
    label.remove_suffix(1);
  for (const std::string_view dash : {"—", "–", "-"}) {
    if (label.ends_with(dash)) label = trim(label.substr(0, label.size() - dash.size()));
  }
  if (label.empty() || page.meaning(label).words > 8 || is_calculation(label)) return false;
  const Choice choice = choose(page, label, *first);
  if (choice.part != Part::item) return choice.part != Part::other;
  Amount amount = *first;
  const Meaning& meaning = page.meaning(label);
  if (amount.quantity.per == Cadence::unstated && meaning.per != Cadence::unstated) amount.quantity.per = meaning.per;
  Draft& draft = page.start(choice.predicate, line);
  take_attributes(page, draft, text);
  apply_basis(page, draft, meaning);
  keep_item(page, draft, label, amount, text);
  return true;
}

}  // namespace qd::ingest
