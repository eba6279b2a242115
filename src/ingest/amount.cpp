#include "ingest/amount.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ingest/amount_words.hpp"
#include "ingest/glyph.hpp"
#include "ingest/line.hpp"
#include "ingest/value_reader.hpp"

namespace qd::ingest {

namespace {

void apply(Amount& amount, Rhythm rhythm) {
  Quantity& q = amount.quantity;
  q.per = rhythm.per;
  if (__builtin_mul_overflow(q.lo, rhythm.times, &q.lo) || __builtin_mul_overflow(q.hi, rhythm.times, &q.hi)) {
    amount.form = AmountForm::ambiguous;
    amount.reading = "too large to hold";
  }
}

/// Behind the ')' that closes the '(' at `at`; the end of the text when none does.
std::size_t skip_parenthesis(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return at + 1;
  }
  return at;
}

Amount not_a_number(NotNumber word, const AmountContext& context, std::size_t begin, std::size_t end) {
  Amount amount;
  amount.form = word == NotNumber::zero ? AmountForm::zero : AmountForm::unknown;
  amount.quantity.unit = context.bare.value_or(Unit::money);
  amount.quantity.per = context.per;
  if (amount.quantity.unit == Unit::money) amount.quantity.currency = context.currency;
  amount.begin = begin;
  amount.end = end;
  return amount;
}

/// Whether the text is a numeral, with a "$" before it at most: what most cells of money and counts are.
bool is_plain(std::string_view text) {
  constexpr std::size_t kLongestPlain = 16;
  if (text.size() > kLongestPlain) return false;
  if (text.starts_with('$')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
  return std::ranges::all_of(text, [](char c) { return is_digit(c) || c == ',' || c == '.'; });
}

}  // namespace

std::size_t ValueReader::trimmed_end(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0) {
    const Glyph g = glyph_before(text, end);
    const bool footnote = g.c == '*' || g.c == U'†' || g.c == U'‡' || (g.c >= 0x2070 && g.c <= 0x2079) || g.c == 0xB9 ||
                          g.c == 0xB2 || g.c == 0xB3;
    if (!is_space(g.c) && !footnote) break;
    // Folding may change the length: take the bytes of the character as it stands.
    std::size_t begin = end - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    end = begin;
  }
  return end;
}

/// "free (Hobby)", "TBD by Q3", "—". Where nothing says that an amount is wanted, the word must be all there is.
std::optional<Amount> ValueReader::read_words(std::size_t at) const {
  const auto word = match_not_number(text_, at);
  if (!word) return std::nullopt;
  const std::size_t rest = skip_spaces(text_, word->end);
  const Glyph next = glyph(text_, rest);
  if (!context_.bare && (is_letter(next.c) || is_ideograph(next.c)) && !goes_with_not_number(text_, rest))
    return std::nullopt;
  Amount amount = not_a_number(word->what, context_, at, text_.size());
  const auto priced = next_amount(word->end, true);
  if (!priced) return amount;
  const auto price = scanner_.scan(*priced);
  if (!price || !price->currency_stated || price->quantity == amount.quantity) return amount;
  if (word->what == NotNumber::unknown) return price;                       // "custom, from $99/mo"
  if (price->quantity.is_point() && price->quantity.lo == 0) return price;  // "Free: $0/mo"
  amount.form = AmountForm::ambiguous;
  amount.reading = fmt::format("0 or {}", text_.substr(price->begin, price->end - price->begin));
  return amount;
}

std::optional<Amount> ValueReader::read_parenthesis(std::size_t at) const {
  if (glyph(text_, at).c != '(' || skip_parenthesis(text_, at) != text_.size()) return std::nullopt;
  auto amount = read_from(skip_spaces(text_, at + 1));
  if (!amount || amount->form != AmountForm::value || skip_spaces(text_, amount->end) + 1 != text_.size())
    return amount;
  const bool bookkeeping = amount->quantity.unit == Unit::money && amount->quantity.is_point() &&
                           !amount->approximate && amount->quantity.lo > 0 && amount->per_unit.empty();
  amount->begin = at;
  amount->end = text_.size();
  if (!bookkeeping) return amount;
  if (context_.bare == Unit::money) {
    amount->quantity.lo = amount->quantity.hi = -amount->quantity.lo;
    return amount;
  }
  const std::string figure = to_decimal(amount->quantity.lo, Unit::money);
  amount->form = AmountForm::ambiguous;
  amount->reading = fmt::format("{0} or -{0}", figure);
  return amount;
}

/// "3:1", "> 3:1": a ratio to one.
std::optional<Amount> ValueReader::read_to_one(std::size_t at) const {
  const std::size_t end = text_.size();
  if (!text_.ends_with(":1") || end < at + 3) return std::nullopt;
  AmountContext plain = context_;
  plain.bare = Unit::ratio;
  plain.multiplier = 1;
  plain.percent = false;
  const std::string_view number = text_.substr(0, end - 2);
  auto amount = AmountScanner(number, plain).scan(at);
  if (!amount || amount->end != number.size() || amount->quantity.unit != Unit::ratio || !amount->of.empty())
    return std::nullopt;
  amount->of = "x";
  amount->end = end;
  return amount;
}

/// What stands behind the last "=" (or the "≈" of a product) outside parentheses.
std::optional<Amount> ValueReader::read_result(std::size_t at) const {
  std::optional<Amount> result;
  bool product = false;
  while (at < text_.size()) {
    const Glyph g = glyph(text_, at);
    if (g.c == '(') {
      at = skip_parenthesis(text_, at);
      continue;
    }
    if (g.c == ';' && result) break;
    product = product || g.c == U'×' || g.c == '*';
    const std::size_t next = at + g.length;
    const bool equals =
        g.c == '=' && glyph(text_, next).c != '>' && (at == 0 || (text_[at - 1] != '<' && text_[at - 1] != '>'));
    if (equals || (product && g.c == U'≈')) {
      if (auto amount = scanner_.scan(skip_spaces(text_, next))) {
        if (g.c == U'≈') amount->approximate = true;
        result = std::move(amount);
      }
    }
    at = next;
  }
  return result;
}

/// "1 – $400", "2) €90": an index before the amount.
std::size_t ValueReader::skip_list_number(std::size_t at) const {
  std::size_t here = at;
  while (here < at + 2 && is_digit(glyph(text_, here).c)) ++here;
  if (here == at) return at;
  const std::size_t mark = skip_spaces(text_, here);
  const Glyph g = glyph(text_, mark);
  const bool dash = mark > here && (g.c == '-' || g.c == kEnDash || g.c == kEmDash);
  if (!dash && g.c != ')' && g.c != '.' && g.c != ':') return at;
  const std::size_t next = skip_spaces(text_, mark + g.length);
  if (next == mark + g.length || !match_currency(text_, next)) return at;
  return next;
}

/// "monthly $120", "月額 1,000円", "年12万円".
std::optional<Rhythm> ValueReader::leading_rhythm(std::size_t& at) const {
  std::size_t here = at;
  auto rhythm = match_adverb(text_, here);
  if (!rhythm && is_ideograph(glyph(text_, here).c)) {
    if (const auto noun = match_time_noun(text_, here)) rhythm = Rhythm{*noun};
  }
  if (!rhythm) return std::nullopt;
  here = skip_spaces(text_, here);
  if (glyph(text_, here).c == ':') here = skip_spaces(text_, here + 1);
  if (!scanner_.scan(here)) return std::nullopt;
  at = here;
  return rhythm;
}

std::size_t ValueReader::skip_word(std::size_t at) const {
  for (Glyph g = glyph(text_, at);; g = glyph(text_, at)) {
    if (!is_letter(g.c) && !is_ideograph(g.c) && g.c != '-' && g.c != '\'' && g.c != '&') return at;
    at += g.length;
  }
}

/// Where the next amount with a sign of its own begins, outside parentheses.
std::optional<std::size_t> ValueReader::next_amount(std::size_t at, bool after_words) const {
  while (at < text_.size()) {
    const Glyph g = glyph(text_, at);
    if (g.c == '(') {
      at = skip_parenthesis(text_, at);
      continue;
    }
    if (is_digit(g.c) || match_currency(text_, at) || match_lead(text_, at)) {
      if (const auto amount = scanner_.scan(at); amount && amount->currency_stated) return at;
    }
    if (is_letter(g.c) || is_ideograph(g.c)) {
      if (!after_words) return std::nullopt;
      at = std::max(skip_word(at), at + g.length);
      continue;
    }
    if (is_digit(g.c)) {
      if (!after_words) return std::nullopt;
      at = scan_shape(text_, at).end;
      continue;
    }
    at += g.length;
  }
  return std::nullopt;
}

/// "net $289.41", "Flat fee: $250": a few words before an amount that says by itself that it is one.
std::optional<Amount> ValueReader::read_after_words(std::size_t at) const {
  const int most = context_.bare ? 4 : 2;
  std::optional<Rhythm> rhythm;
  for (int words = 0; words < most; ++words) {
    std::size_t adverb = at;
    if (const auto found = match_adverb(text_, adverb)) rhythm = found;
    const std::size_t end = skip_word(at);
    if (end == at) return std::nullopt;
    at = skip_spaces(text_, end);
    if (glyph(text_, at).c == ':' || glyph(text_, at).c == '=') at = skip_spaces(text_, at + 1);
    auto amount = scanner_.scan(at);
    if (!amount) continue;
    const bool says = amount->currency_stated || amount->quantity.unit == Unit::ratio;
    if (!says || amount->form == AmountForm::unknown) return std::nullopt;
    if (rhythm && amount->quantity.per == context_.per && amount->per_unit.empty()) apply(*amount, *rhythm);
    return amount;
  }
  return std::nullopt;
}

/// "- $5": a dash before the amount, or a minus.
std::optional<Amount> ValueReader::read_after_dash(std::size_t at) const {
  const Glyph g = glyph(text_, at);
  if ((g.c != '-' && g.c != kEnDash) || text_.substr(at).starts_with("\u2212")) return std::nullopt;
  const std::size_t next = skip_spaces(text_, at + g.length);
  if (next == at + g.length) return std::nullopt;
  auto amount = scanner_.scan(next);
  if (!amount || amount->form != AmountForm::value || amount->quantity.unit != Unit::money) return std::nullopt;
  const std::string figure(text_.substr(next, amount->end - next));
  amount->form = AmountForm::ambiguous;
  amount->reading = fmt::format("{0} or -{0}", figure);
  amount->quantity.lo = amount->quantity.hi = 0;
  return amount;
}

std::optional<Amount> ValueReader::read_from(std::size_t at) const {
  if (auto dashed = read_after_dash(at)) return dashed;
  std::size_t here = skip_list_number(at);
  const auto rhythm = leading_rhythm(here);
  auto amount = scanner_.scan(here);
  if (!amount) amount = read_after_words(here);
  if (!amount) return std::nullopt;
  if (rhythm && amount->quantity.per == context_.per && amount->per_unit.empty()) apply(*amount, *rhythm);
  if (skip_spaces(text_, amount->end) == text_.size()) return amount;
  follow_change(*amount);
  follow_product(*amount);
  follow_sum(*amount);
  follow_others(*amount);
  return amount;
}

std::optional<Amount> ValueReader::read() {
  std::size_t at = skip_spaces(text_, 0);
  // Decoration: "✅ $120", "• 12".
  for (Glyph g = glyph(text_, at);
       g.c >= 0x2190 && !is_ideograph(g.c) && !is_letter(g.c) && g.c < 0xFF00 && g.length > 2; g = glyph(text_, at)) {
    if (match_currency(text_, at) || match_lead(text_, at)) break;
    at = skip_spaces(text_, at + g.length);
  }
  for (Glyph g = glyph(text_, at); g.c >= 0x1F000; g = glyph(text_, at)) at = skip_spaces(text_, at + g.length);
  if (auto words = read_words(at)) return words;
  if (!has_digit(text_)) return std::nullopt;  // nor can anything else be an amount
  if (text_.find('=') != std::string_view::npos || text_.find("≈") != std::string_view::npos) {
    if (auto result = read_result(at)) return result;
  }
  if (auto inside = read_parenthesis(at)) return inside;
  if (auto ratio = read_to_one(at)) return ratio;
  return read_from(at);
}

model::Kind kind_of(const Amount& amount) {
  const Quantity& q = amount.quantity;
  const bool exact = amount.form != AmountForm::value || (q.is_point() && !amount.approximate);
  return exact ? model::Kind::stated : model::Kind::estimated;
}

std::optional<Amount> read_amount(std::string_view text, const AmountContext& context) {
  if (is_plain(text)) {
    if (auto amount = AmountScanner(text, context).scan_plain()) return amount;
  }
  return ValueReader(text, context).read();
}

}  // namespace qd::ingest
