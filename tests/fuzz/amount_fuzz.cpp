// Any bytes are survived by the readers of amounts, dates and periods, and what they find lies in the text and keeps
// its promises. The first byte chooses the context.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "ingest/amount.hpp"
#include "ingest/when.hpp"

namespace {

using namespace qd;
using namespace qd::ingest;

AmountContext context_of(std::uint8_t choice) {
  AmountContext context;
  if (choice & 1) context.bare = static_cast<Unit>((choice >> 1) & 3);
  if (choice & 8) context.format = {NumberFormat::Dot::thousands, NumberFormat::Comma::decimal};
  if (choice & 16) context.currency = Currency("DKK");
  if (choice & 32) context.multiplier = 1'000'000;
  if (choice & 64) context.per = Cadence::month;
  context.percent = (choice & 128) != 0;
  return context;
}

void check(const Amount& amount, std::string_view text) {
  ensure(amount.begin <= amount.end && amount.end <= text.size(), "an amount lies in its text");
  const Quantity& q = amount.quantity;
  ensure(!(q.open_lo && q.open_hi), "an interval has an end");
  ensure(q.open_lo || q.open_hi || q.lo <= q.hi, "ends are in order");
  ensure((amount.form == AmountForm::ambiguous) == !amount.reading.empty(), "an ambiguous amount says how it reads");
  ensure(q.unit == Unit::money || !q.currency.stated(), "only money has a currency");
}

void check_amounts(std::string_view text, const AmountContext& context) {
  if (const auto amount = read_amount(text, context)) check(*amount, text);
  std::size_t last = 0;
  for (const Amount& amount : find_amounts(text, context)) {
    check(amount, text);
    ensure(amount.begin >= last && amount.begin < amount.end, "amounts do not overlap");
    ensure(amount.form == AmountForm::value || amount.form == AmountForm::ambiguous, "words are not found");
    last = amount.end;
  }
  if (const auto fraction = read_fraction(text, context)) ensure(fraction->whole > 0, "a fraction has a whole");
  if (const auto effort = read_effort(text)) ensure(effort->unit == Unit::days, "effort is in days");
  ensure(read_multiplier(text) >= 1, "a multiplier multiplies");
  (void)read_currency(text, context.signs);
  (void)read_cadence(text);
  NumberFormatEvidence numbers;
  numbers.add(text);
  (void)numbers.decide();
  CurrencyEvidence currencies;
  currencies.add(text);
  (void)currencies.decide(context.currency);
}

void check_dates(std::string_view text, const DateContext& context) {
  if (const auto found = find_date(text, context)) {
    ensure(found->begin < found->end && found->end <= text.size(), "a date lies in its text");
    ensure(parse_iso_date(to_string(found->date)).has_value(), "a date is a day");
  }
  if (const auto period = read_period(text, context)) {
    const bool relative = period->length == Period::Length::relative;
    ensure(relative || period->begin < period->end, "a period has a length");
    ensure(!period->label.empty(), "a period has a label");
    if (!relative) {
      const auto again = read_period(period->label, {});
      ensure(again && (again->begin == period->begin || period->length == Period::Length::week),
             "the label of a period names it");
    }
  }
  (void)read_due(text, context);
  DateEvidence evidence;
  evidence.add(text);
  (void)evidence.order();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  check_amounts(text, context_of(data[0]));
  DateContext dates;
  if (data[0] & 1) dates.year = 2026;
  if (data[0] & 2) dates.order = DateContext::Order::day_first;
  check_dates(text, dates);
  return 0;
}
