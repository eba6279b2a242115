#include <algorithm>
#include <array>

#include "ingest/currency.hpp"
#include "ingest/glyph.hpp"
#include "ingest/line.hpp"
#include "ingest/number.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

// A number with a currency or a percent sign beside it is surely an amount; any other may be a version or a chapter.
constexpr std::uint32_t kSure = 4;

enum class Groups : std::uint8_t { none, dots, commas };

Groups groups_of(Currency currency) {
  // The euro is left out: its countries write both ways, and the language decides.
  constexpr auto kDots =
      std::to_array<Currency>({Currency("ARS"), Currency("BRL"), Currency("CLP"), Currency("COP"), Currency("CRC"),
                               Currency("DKK"), Currency("IDR"), Currency("ISK"), Currency("PYG"), Currency("RON"),
                               Currency("RSD"), Currency("TRY"), Currency("UYU"), Currency("VES"), Currency("VND")});
  constexpr auto kCommas = std::to_array<Currency>(
      {Currency("AED"), Currency("AUD"), Currency("BDT"), Currency("CAD"), Currency("CNY"), Currency("EGP"),
       Currency("GBP"), Currency("GHS"), Currency("HKD"), Currency("ILS"), Currency("INR"), Currency("JPY"),
       Currency("KES"), Currency("KRW"), Currency("LKR"), Currency("MXN"), Currency("MYR"), Currency("NGN"),
       Currency("NPR"), Currency("NZD"), Currency("PEN"), Currency("PHP"), Currency("PKR"), Currency("SGD"),
       Currency("THB"), Currency("TWD"), Currency("TZS"), Currency("UGX"), Currency("USD")});
  if (std::ranges::find(kDots, currency) != kDots.end()) return Groups::dots;
  if (std::ranges::find(kCommas, currency) != kCommas.end()) return Groups::commas;
  return Groups::none;
}

// Small words that stand in every text of their language and in no other's.
constexpr Entry<Groups> kLanguageWordRows[] = {
    {"the|and|of|with|for", Groups::commas},
    {"und|der|für|das|nicht|el|los|las|del|para|della|gli|che|per il|het|een|voor|og|af", Groups::dots},
    {"uma|não|dos|alle", Groups::dots},
};
constexpr auto kLanguageWords = word_table<kLanguageWordRows>();

bool beside_a_sign(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t before = begin;
  while (before > 0 && (text[before - 1] == ' ')) --before;
  const Glyph left = glyph_before(text, before);
  const bool symbol = left.c == '$' || left.c == U'€' || left.c == U'£' || left.c == U'¥' || left.c == U'₹';
  const std::size_t after = skip_spaces(text, end);
  return symbol || glyph(text, after).c == '%' || match_currency(text, after).has_value() ||
         (before >= 3 && begin > before && match_currency(text, before - 3).value_or(CurrencyMark{}).end == before);
}

}  // namespace

void NumberFormatEvidence::add_number(std::string_view text, std::size_t begin, std::size_t end) {
  const NumeralShape shape = scan_shape(text, begin);
  const std::uint32_t marks = shape.dots + shape.commas;
  if (marks == 0 || shape.end != end) return;
  const bool groups = shape.first >= 1 && shape.first <= 3 && !shape.leading_zero && shape.threes;
  if (shape.dots > 0 && shape.commas > 0) {
    const bool dot_last = shape.last_mark == '.';
    if (!groups || (dot_last ? shape.dots : shape.commas) != 1) return;
    (dot_last ? dot_decimal_ : comma_decimal_) += kSure;
    (dot_last ? comma_thousands_ : dot_thousands_) += kSure;
    return;
  }
  if (marks > 1) {
    if (shape.dots > 1 && groups) dot_thousands_ += kSure;
    if (shape.commas > 1 && (groups || shape.indian)) comma_thousands_ += kSure;
    return;
  }
  const bool either = groups && shape.last == 3 && shape.spaces == 0;
  const bool sure = beside_a_sign(text, begin, end);
  // "3.2 Costs" at the start of a line is a chapter, "1,2" in a sentence a list.
  const bool line_start = begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '#';
  if (shape.dots == 1) {
    if (!either) dot_decimal_ += sure ? kSure : (line_start ? 0u : 1u);
  } else if (either) {
    comma_thousands_ += sure ? 2u : 1u;
  } else if (shape.last <= 2 || shape.leading_zero) {
    comma_decimal_ += sure ? kSure : 0u;
  }
}

void NumberFormatEvidence::add_numbers(std::string_view text) {
  if (!has_digit(text)) return;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    const std::size_t end = scan_shape(text, at).end;
    const Glyph before = glyph_before(text, at);
    const bool part = is_letter(before.c) || before.c == '-' || before.c == '/' || before.c == ':' || before.c == '_';
    const Glyph after = glyph(text, end);
    const bool runs_on = (after.c == '-' || after.c == '/' || after.c == ':') && is_digit(glyph(text, end + 1).c);
    if (!(part && before.c != '-') && !(runs_on && after.c != '-')) add_number(text, at, end);
    at = std::max(end, at + 1);
  }
}

void NumberFormatEvidence::add_words(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!is_ascii_letter(byte) && byte < 0xC3) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    at = skip_letters(text, at);
    if (at == begin) at += glyph(text, at).length;
    if (at - begin < 2 || at - begin > 5) continue;
    // Most words of a text are in no table; the few that are decide.
    if (!kLanguageWords.may_start(text, begin)) continue;
    const Phrase word(text, begin, 1);
    const Groups* groups = word.words() == 1 ? kLanguageWords.find(word.first(1)) : nullptr;
    if (groups != nullptr) (*groups == Groups::dots ? dot_words_ : comma_words_) += 1;
  }
}

void NumberFormatEvidence::add_currency(Currency currency) {
  const Groups groups = groups_of(currency);
  if (groups == Groups::dots) ++dot_currencies_;
  if (groups == Groups::commas) ++comma_currencies_;
}

namespace {

constexpr NumberFormat kPoint{NumberFormat::Dot::decimal, NumberFormat::Comma::thousands};
constexpr NumberFormat kDotGroups{NumberFormat::Dot::thousands, NumberFormat::Comma::decimal};

}  // namespace

/// The digit groups themselves decide; where they say nothing, or contradict each other, the currency.
std::optional<NumberFormat> NumberFormatEvidence::by_numbers() const {
  const std::uint32_t point = dot_decimal_ + comma_thousands_;
  const std::uint32_t groups = 2 * dot_thousands_ + comma_decimal_;
  if (dot_thousands_ > 0 && groups > 3 * point) return kDotGroups;
  if (point > 0 && point > 3 * groups && dot_thousands_ == 0 && (dot_decimal_ >= kSure || comma_thousands_ > 0))
    return kPoint;
  if (dot_currencies_ > 0 && comma_currencies_ == 0) return kDotGroups;
  if (comma_currencies_ > 0 && dot_currencies_ == 0) return kPoint;
  return std::nullopt;
}

/// Then the language.
NumberFormat NumberFormatEvidence::decide() const {
  if (const auto format = by_numbers()) return *format;
  if (dot_words_ > 2 * comma_words_ && dot_words_ >= 3) return kDotGroups;
  if (comma_decimal_ > 0 && dot_decimal_ == 0 && comma_thousands_ == 0)
    return {NumberFormat::Dot::unknown, NumberFormat::Comma::decimal};
  const std::uint32_t groups = 2 * dot_thousands_ + comma_decimal_;
  if (comma_words_ > 2 * dot_words_ && comma_words_ >= 3 && groups == 0) return kPoint;
  return {};
}

}  // namespace qd::ingest
