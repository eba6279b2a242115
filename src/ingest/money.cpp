#include "ingest/money.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "ingest/entry.hpp"
#include "model/predicates.hpp"

namespace qd::ingest {

namespace {

bool is_flow(Cadence per) { return per != Cadence::unstated && per != Cadence::once; }

/// Sections that say on which side their amounts are, so that no label moves them to the other.
std::string_view side_of(std::optional<Topic> topic) {
  if (topic == Topic::expenses || topic == Topic::budget) return "money.expense";
  if (topic == Topic::revenue) return "money.revenue";
  return {};
}

bool fits(std::string_view predicate, const Amount& amount) {
  const auto known = model::find_predicate(predicate);
  if (!known) return false;
  const Unit unit = amount.quantity.unit;
  switch (known->shape) {
    case model::Shape::money:
      return unit == Unit::money;
    case model::Shape::count:
      return unit == Unit::count;
    case model::Shape::ratio:
      return unit == Unit::ratio;
    case model::Shape::days:
      return unit == Unit::days;
    case model::Shape::any:
      return true;
    default:
      return false;
  }
}

/// A label that says what it is wherever it stands.
std::string_view by_label(Page& page, const Meaning& meaning, const Amount& amount, std::optional<Topic> topic) {
  if (meaning.label == PredicateId::none) return {};
  std::string_view predicate = page.predicate(meaning.label);
  const bool unit_figure = predicate.starts_with("unit.") || predicate.starts_with("client.");
  const std::string_view side = side_of(topic);
  // "$0.80 per grid" is what one costs, however the line is called.
  if (topic == Topic::capacity && (predicate == "booking.count" || predicate == "unit.sold"))
    predicate = "capacity.used";
  const bool of_one = !amount.per_unit.empty() && amount.quantity.unit == Unit::money;
  if (of_one && predicate == "money.expense") return "unit.cost";
  if (of_one && predicate == "money.revenue") return "unit.price";
  const bool per_one = predicate == "unit.cost" && meaning.words >= 3;  // "cost per session"
  const bool priced = per_one || (predicate == "unit.price" && topic == Topic::revenue && meaning.has(Hint::price));
  if (!side.empty() && unit_figure && !priced && amount.per_unit.empty() && amount.quantity.unit == Unit::money)
    return side;
  // "Port fees: $300/month" is a bill that comes every month, not the fee of one charter.
  const bool bill = predicate == "unit.fee" || predicate == "unit.cost";
  if (bill && is_flow(amount.quantity.per) && topic != Topic::unit_economics && topic != Topic::pricing)
    return "money.expense";
  if (topic == Topic::unit_economics && amount.quantity.unit == Unit::money && !is_flow(amount.quantity.per)) {
    if (predicate == "money.revenue") return "unit.price";
    if (predicate == "money.expense") return "unit.cost";
    if (predicate == "claim.net") return "claim.contribution_per_unit";
  }
  // What one customer brings in a month is neither a price nor what comes in.
  if (topic == Topic::unit_economics && predicate == "money.revenue" && is_flow(amount.quantity.per)) return {};
  if (topic == Topic::pricing && (predicate == "money.revenue" || predicate == "money.expense")) return "unit.price";
  // "Amount of a deposit" in a revenue list is still a deposit; "Retainer" there is revenue.
  if (!fits(predicate, amount)) return {};
  return predicate;
}

}  // namespace

bool is_of_machines(const Amount& amount) {
  return std::string_view(amount.per_unit).find("token") != std::string_view::npos;
}

namespace {

std::string_view by_hint(const Meaning& meaning, const Amount& amount) {
  const bool money = amount.quantity.unit == Unit::money;
  if (meaning.has(Hint::deposit) && money) return "money.deposit";
  if (meaning.has(Hint::channel_spend) && money) return "channel.spend";
  if (meaning.has(Hint::fee) && (!is_flow(amount.quantity.per) || !money) && !meaning.has(Hint::expense))
    return "unit.fee";
  if (!money) return {};
  if (meaning.has(Hint::price) && !is_flow(amount.quantity.per)) return "unit.price";
  if (!amount.per_unit.empty() && (meaning.has(Hint::cost) || meaning.has(Hint::expense))) return "unit.cost";
  if (meaning.has(Hint::expense)) return "money.expense";
  if (meaning.has(Hint::revenue)) return meaning.has(Topic::taxes) ? "" : "money.revenue";  // "Sales tax"
  if (meaning.has(Hint::fee)) return "money.expense";
  return {};
}

std::string_view of_unit(const Meaning& meaning, const Amount& amount) {
  if (meaning.has(Hint::result)) return "claim.contribution_per_unit";
  if (meaning.has(Hint::fee) || amount.quantity.unit == Unit::ratio) return "unit.fee";
  if (amount.quantity.unit != Unit::money) return {};
  return meaning.has(Hint::price) || meaning.has(Hint::revenue) ? "unit.price" : "unit.cost";
}

std::string_view by_topic(Topic topic, const Meaning& meaning, const Amount& amount) {
  const bool money = amount.quantity.unit == Unit::money;
  switch (topic) {
    case Topic::expenses:
    case Topic::budget:
      if (meaning.has(Hint::channel_spend)) return money ? "channel.spend" : "";
      if (money && !amount.per_unit.empty() && !is_flow(amount.quantity.per)) return "unit.cost";
      return money ? "money.expense" : "";
    case Topic::revenue:
      if (!money) return "";
      if (!amount.per_unit.empty() && !is_flow(amount.quantity.per)) return "unit.price";
      // "Pro plan: $49/month" is what one pays.
      if (meaning.field_whole == Field::product && meaning.has(Hint::price)) return "unit.price";
      return meaning.has(Hint::deposit) ? "money.deposit" : "money.revenue";
    case Topic::pricing:
      return money ? "unit.price" : meaning.has(Hint::fee) ? "unit.fee" : "";
    case Topic::unit_economics:
      return of_unit(meaning, amount);
    case Topic::taxes:
      return amount.quantity.unit == Unit::ratio ? "tax.rate" : money ? "tax.due" : "";
    case Topic::accounts:
      return money ? "account.balance" : "";
    case Topic::bookings:
      return money ? "booking.value" : "";
    case Topic::channels:
      return money && !meaning.has(Topic::pricing) && !meaning.has(Hint::price) ? "channel.spend" : "";
    case Topic::financials:
    case Topic::projections:
    case Topic::scenarios:
      return by_hint(meaning, amount);
    default:
      return {};
  }
}

std::string show(const Quantity& q) {
  const std::string lo = to_decimal(q.lo, q.unit), hi = to_decimal(q.hi, q.unit);
  const std::string unit = q.currency.stated() ? " " + q.currency.code() : "";
  return (q.lo == q.hi ? lo : lo + "–" + hi) + unit;
}

}  // namespace

bool is_money_topic(std::optional<Topic> topic) {
  if (!topic) return false;
  switch (*topic) {
    case Topic::financials:
    case Topic::expenses:
    case Topic::revenue:
    case Topic::pricing:
    case Topic::unit_economics:
    case Topic::projections:
    case Topic::scenarios:
    case Topic::budget:
    case Topic::taxes:
    case Topic::accounts:
    case Topic::bookings:
      return true;
    default:
      return false;
  }
}

Choice choose(Page& page, std::string_view label, const Amount& amount, std::optional<Topic> topic) {
  const Meaning& meaning = page.meaning(label);
  if (meaning.has(Mark::homonym) || page.section().weighed) return {};
  if (meaning.fields.has(Field::competitor) && meaning.row == RowSort::item) return {};
  if (meaning.row == RowSort::remark && meaning.words <= 3) return {Part::result, {}};
  if (meaning.fields.has(Field::cumulative) && amount.quantity.unit == Unit::money) return {Part::result, {}};
  const std::string_view named = by_label(page, meaning, amount, topic);
  const bool claim = named.starts_with("claim.");
  if (claim) return {Part::item, named};
  if (meaning.row == RowSort::total || meaning.row == RowSort::subtotal) return {Part::total, named};
  if (meaning.row == RowSort::statistic && !named.starts_with("unit.")) return {Part::result, {}};
  if (!named.empty()) return {Part::item, named};
  if (is_money_topic(topic) && meaning.label_within != PredicateId::none) {
    const std::string_view within = page.predicate(meaning.label_within);
    const bool decides = within.starts_with("claim.") || within == "money.cash" || within == "money.receivable";
    if (decides && side_of(topic).empty() && topic != Topic::unit_economics && topic != Topic::pricing &&
        fits(within, amount))
      return {Part::item, within};
  }
  if (meaning.row == RowSort::result) return {Part::result, {}};
  if (!topic) {
    const bool price = meaning.label_within != PredicateId::none &&
                       page.predicate(meaning.label_within) == "unit.price" && meaning.words <= 4;
    if (price && amount.currency_stated && amount.quantity.unit == Unit::money) return {Part::item, "unit.price"};
    return {};
  }
  const std::string_view predicate = by_topic(*topic, meaning, amount);
  if (predicate.empty() || (predicate == "unit.price" && is_of_machines(amount))) return {};
  return {Part::item, predicate};
}

std::string_view offered(Page& page, std::string_view predicate, std::string_view label, const Amount& amount,
                         std::string_view rest) {
  if (predicate != "money.revenue" || !page.section().offers || page.meaning(label).label != PredicateId::none)
    return predicate;
  const std::int64_t whole = scale_of(Unit::money), price = amount.quantity.hi;
  const std::int64_t cents = price % whole * 100 / whole;
  const bool point =
      price < 1000 * whole && (cents % 10 == 9 || cents == 95 || (cents == 0 && price / whole % 10 == 9));
  return point || !ends_there(rest, 0) ? "unit.price" : predicate;
}

void apply_basis(Page& page, Draft& draft, const Meaning& meaning) {
  if (!meaning.basis || page.historical) return;
  const bool spent = *meaning.basis == model::Basis::actual;  // "Spent" in a budget
  if (spent && draft.fact.basis != model::Basis::budget) return;
  if (draft.fact.basis != model::Basis::historical) draft.fact.basis = *meaning.basis;
}

void keep_item(Page& page, Draft& draft, std::string_view label, const Amount& amount, std::string_view text) {
  model::Fact& fact = draft.fact;
  if (amount.form == AmountForm::unknown) {
    page.set_missing(draft, fmt::format("no figure is given for \"{}\"", label),
                     fmt::format("write an amount for \"{}\"", label));
  } else if (amount.form == AmountForm::ambiguous) {
    page.set_missing(draft, fmt::format("\"{}\" can be read as {}", trim(text), amount.reading),
                     "write the number so that it can be read one way only");
    page.complain(Severity::warning, "amount-ambiguous", fact.line, text,
                  fmt::format("this number can be read as {}", amount.reading),
                  "write the thousands with commas and two decimals, or name the currency");
  } else {
    page.set(draft, amount);
  }
  page.note(draft, model::AttributeKey::label, label);
  const Section& here = page.section();
  if (!here.channel.empty()) page.note(draft, model::AttributeKey::channel, here.channel);
  if (!here.scenario.empty()) page.note(draft, model::AttributeKey::stage, here.scenario);
  if (here.period && !draft.has(model::AttributeKey::period) && !draft.has(model::AttributeKey::date))
    page.note(draft, model::AttributeKey::period, here.period->label);
  const bool future = here.period && here.period->length != Period::Length::relative && here.period->begin > page.as_of;
  const bool relative = here.period && here.period->length == Period::Length::relative;
  if ((future || relative || here.is(Topic::milestones)) && fact.basis == model::Basis::actual)
    fact.basis = model::Basis::planned;
  const std::string_view predicate = page.out->text(fact.predicate);
  const bool flow = predicate == "money.expense" || predicate == "money.revenue";
  const bool held = predicate == "money.cash" || predicate == "money.receivable" || predicate == "account.balance";
  if (held) fact.per = Cadence::unstated;  // "Target for month 12"
  const bool of_period =
      here.period && here.period->length != Period::Length::relative && here.period->length != Period::Length::day;
  // What stands below "May 2026" is what came in that month, not what comes every month.
  if (flow && of_period && fact.per == Cadence::unstated && fact.basis == model::Basis::actual)
    fact.per = Cadence::once;
  if (fact.value == model::ValueKind::quantity && fact.unit == Unit::money) {
    const bool nothing = fact.lo == 0 && fact.hi == 0;
    if (flow && fact.per == Cadence::unstated && !nothing && fact.basis == model::Basis::actual &&
        !draft.has(model::AttributeKey::period) && !draft.has(model::AttributeKey::date))
      page.complain(Severity::warning, "amount-period", fact.line, text, "no period is stated for this amount",
                    "add /month, /year or one-time");
    if (!fact.currency.stated() && !nothing)
      page.complain(Severity::warning, "amount-currency", fact.line, text, "no currency is stated for this amount",
                    "write its sign or code, or state the currency of the document");
  }
  page.list_sum.add(amount);
  page.keep(draft);
}

void check_total(Page& page, const RunningSum& sum, const Amount& total, std::uint32_t line, std::string_view text) {
  if (!sum.valid || sum.items < 2 || total.form != AmountForm::value || total.quantity.unit != Unit::money) return;
  const Quantity& stated = total.quantity;
  if (stated.open_lo || stated.open_hi || (sum.currency.stated() && stated.currency != sum.currency)) return;
  if (stated.per != sum.per && stated.per != Cadence::unstated && sum.per != Cadence::unstated) return;
  const std::int64_t whole = scale_of(Unit::money);
  // Rounded sums differ by a unit or so; approximate ones by a twentieth.
  std::int64_t tolerance = stated.lo % whole == 0 && stated.hi % whole == 0 ? whole : whole / 100;
  if (total.approximate || sum.approximate) tolerance = std::max(tolerance, std::abs(stated.hi / 20));
  if (std::abs(sum.lo - stated.lo) <= tolerance && std::abs(sum.hi - stated.hi) <= tolerance) return;
  const Quantity added{sum.lo, sum.hi, false, false, Unit::money, sum.per, sum.currency};
  page.complain(Severity::warning, "sum-mismatch", line, text,
                fmt::format("the total says {}, the {} items above add up to {}", show(stated), sum.items, show(added)),
                "correct the total or the items; the items are what counts");
}

}  // namespace qd::ingest
