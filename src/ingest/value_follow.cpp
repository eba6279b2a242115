#include "ingest/phrase.hpp"
#include "ingest/value_reader.hpp"

namespace qd::ingest {

namespace {

bool is_arrow(std::string_view text, std::size_t at, std::size_t& end) {
  const Glyph g = glyph(text, at);
  end = at + g.length;
  if (g.c == U'→' || g.c == U'⇒' || g.c == U'➜' || g.c == U'➔') return true;
  if ((g.c == '-' || g.c == '=') && glyph(text, end).c == '>') return ++end, true;
  return false;
}

}  // namespace

void ValueReader::follow_change(Amount& amount) const {
  for (int i = 0; i < 4; ++i) {
    std::size_t end = 0;
    if (!is_arrow(text_, skip_spaces(text_, amount.end), end)) return;
    auto next = scanner_.scan(skip_spaces(text_, end));
    if (!next || next->quantity.unit != amount.quantity.unit) return;
    if (next->quantity.per == Cadence::unstated) next->quantity.per = amount.quantity.per;
    next->begin = amount.begin;
    amount = std::move(*next);
  }
}

/// A product whose result nobody wrote: "12 × $70", "2 seats at $29/mo".
void ValueReader::follow_product(Amount& amount) const {
  if (amount.form != AmountForm::value) return;
  const std::size_t at = skip_spaces(text_, amount.end);
  const Glyph g = glyph(text_, at);
  std::size_t next = at + g.length;
  const bool times = g.c == U'×' || g.c == '*' || ((g.c == 'x' || g.c == 'X') && at > amount.end) || g.c == '@';
  if (!times) {
    if (amount.quantity.unit != Unit::count) return;
    const Phrase phrase(text_, at, 1);
    if (phrase.words() == 0 || phrase.first(1) != "at") return;
    next = phrase.end(1);
  }
  next = skip_spaces(text_, next);
  const auto other = scanner_.scan(next);
  const bool number = is_digit(glyph(text_, next).c);
  if (!number && !other) return;
  const bool priced = other && other->currency_stated;
  if (amount.quantity.unit == Unit::money || (priced && context_.bare == Unit::money)) {
    amount.form = AmountForm::ambiguous;
    amount.quantity.unit = Unit::money;
    amount.quantity.lo = amount.quantity.hi = 0;
    amount.reading = "one of several, or all of them together";
    amount.end = other ? other->end : next;
  } else if (priced) {
    amount.more = true;
  }
}

void ValueReader::follow_sum(Amount& amount) const {
  Amount total = amount;
  bool alike = true;
  bool any = false;
  for (std::size_t at = skip_spaces(text_, total.end); glyph(text_, at).c == '+'; at = skip_spaces(text_, total.end)) {
    const auto next = scanner_.scan(skip_spaces(text_, at + 1));
    if (!next || next->quantity.unit != amount.quantity.unit) break;
    any = true;
    const Quantity& q = next->quantity;
    alike = alike && q.unit == Unit::money && q.currency == total.quantity.currency && q.per == total.quantity.per &&
            next->form == AmountForm::value && total.form == AmountForm::value && next->per_unit == total.per_unit &&
            !q.open_lo && !q.open_hi && !total.quantity.open_lo && !total.quantity.open_hi &&
            !__builtin_add_overflow(total.quantity.lo, q.lo, &total.quantity.lo) &&
            !__builtin_add_overflow(total.quantity.hi, q.hi, &total.quantity.hi);
    total.approximate = total.approximate || next->approximate;
    total.end = next->end;
  }
  if (!any) return;
  const Glyph rest = glyph(text_, skip_spaces(text_, total.end));
  if (alike && !is_letter(rest.c) && !is_ideograph(rest.c)) {
    amount = std::move(total);
  } else {
    amount.more = true;
  }
}

/// Another amount of money behind a separator: "$7/mo or $70/yr", "€900/yr; €700 setup".
void ValueReader::follow_others(Amount& amount) const {
  if (amount.more || amount.quantity.unit != Unit::money) return;
  const std::size_t at = skip_spaces(text_, amount.end);
  const Glyph g = glyph(text_, at);
  const Phrase phrase(text_, at, 1);
  const bool word =
      phrase.words() == 1 &&
      (phrase.first(1) == "or" || phrase.first(1) == "and" || phrase.first(1) == "then" || phrase.first(1) == "plus" ||
       phrase.first(1) == "oder" || phrase.first(1) == "ou" || phrase.first(1) == "o");
  if (!word && g.c != '/' && g.c != ',' && g.c != ';' && g.c != '|' && g.c != '+' && g.c != '&') {
    // "+$420 ARR + $3K lump": words between the first amount and the sign.
    const std::size_t plus = text_.find(" + ", amount.end);
    if (plus == std::string_view::npos ||
        text_.substr(amount.end, plus - amount.end).find('(') != std::string_view::npos)
      return;
    const auto next = scanner_.scan(skip_spaces(text_, plus + 3));
    amount.more = next && next->currency_stated;
    return;
  }
  const auto next = next_amount(word ? phrase.end(1) : at + g.length, false);
  if (!next) return;
  const auto other = scanner_.scan(*next);
  // "CHF 6'000, about ¥1'200'000" is one amount in two currencies.
  const bool converted = other && other->approximate && other->quantity.currency != amount.quantity.currency;
  amount.more = !converted;
}

}  // namespace qd::ingest
