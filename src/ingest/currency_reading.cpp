#include <algorithm>

#include "ingest/amount_words.hpp"
#include "ingest/currency.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

// Codes of currencies that share a sign, in the order of CurrencyEvidence::codes_.
constexpr auto kShared = std::to_array<std::string_view>({"ARS", "AUD", "BBD", "BZD", "CAD", "CLP", "CNY", "COP",
                                                          "CUP", "DKK", "DOP", "FJD", "HKD", "ISK", "JMD", "JPY",
                                                          "MXN", "NOK", "NZD", "SEK", "SGD", "TTD", "TWD", "UYU"});

enum class Tongue : std::uint8_t { danish, swedish, norwegian };
constexpr Entry<Tongue> kTongueRows[] = {
    {"og|af|moms|ikke|beløb|måned|uge", Tongue::danish},
    {"och|inte|för|månad|kronor|är", Tongue::swedish},
    {"uke|noen|beløpet|beløp|mva|måneden", Tongue::norwegian},
};
constexpr auto kTongues = word_table<kTongueRows>();

bool is_kana(char32_t c) { return c >= 0x3041 && c <= 0x30FF; }
bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

}  // namespace

void CurrencyEvidence::add(std::string_view text) {
  static_assert(kShared.size() == kCodes);
  for (std::size_t at = 0; at < text.size();) {
    if (kFolded[static_cast<unsigned char>(text[at])] == 0) {
      ++at;
      continue;
    }
    const Glyph g = glyph(text, at);
    if (!is_letter(g.c)) {
      if (is_kana(g.c)) ++kana_;
      if (is_han(g.c)) ++han_;
      at += g.length;
      continue;
    }
    const std::size_t begin = at;
    at = skip_letters(text, at);
    const std::string_view word = text.substr(begin, at - begin);
    if (word.size() == 3 && word[0] <= 'Z') {
      const auto code = std::ranges::lower_bound(kShared, word);
      if (code != kShared.end() && *code == word) ++codes_[static_cast<std::size_t>(code - kShared.begin())];
    }
    if (word.size() < 2 || word.size() > 9) continue;
    if (!kTongues.may_start(text, begin)) continue;
    const Phrase phrase(text, begin, 1);
    const Tongue* tongue = phrase.words() == 1 ? kTongues.find(phrase.first(1)) : nullptr;
    if (tongue == nullptr) continue;
    (*tongue == Tongue::danish ? danish_ : *tongue == Tongue::swedish ? swedish_ : norwegian_) += 1;
  }
}

CurrencySigns CurrencyEvidence::decide(Currency stated) const {
  CurrencySigns signs = signs_for(stated);
  const auto most_named = [&](auto belongs) {
    Currency best;
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < kCodes; ++i) {
      if (codes_[i] > count && belongs(Currency(kShared[i]))) best = Currency(kShared[i]), count = codes_[i];
    }
    return best;
  };
  if (!is_dollar(stated)) {
    if (const Currency named = most_named(is_dollar); named.stated()) signs.dollar = named;
  }
  if (!is_peso(stated)) {
    if (const Currency named = most_named(is_peso); named.stated()) signs.peso = named;
  }
  if (!is_crown(stated)) {
    signs.crown = most_named(is_crown);
    if (!signs.crown.stated()) {
      if (swedish_ > danish_ + norwegian_)
        signs.crown = Currency("SEK");
      else if (norwegian_ > 0 && swedish_ == 0)
        signs.crown = Currency("NOK");
      else if (danish_ > swedish_)
        signs.crown = Currency("DKK");
    }
  }
  const Currency yen = most_named([](Currency c) { return c == Currency("CNY") || c == Currency("JPY"); });
  if (yen.stated())
    signs.yen = yen;
  else if (stated != Currency("CNY") && stated != Currency("JPY") && han_ > 0)
    signs.yen = kana_ == 0 ? Currency("CNY") : Currency("JPY");
  return signs;
}

std::optional<Currency> read_currency(std::string_view text, const CurrencySigns& signs) {
  std::optional<CurrencyMark> best;
  std::size_t first = skip_spaces(text, 0);
  for (std::size_t at = first; at < text.size();) {
    const Glyph g = glyph(text, at);
    const bool inside_word = is_letter(g.c) && is_letter(glyph_before(text, at).c);
    const auto mark = inside_word ? std::nullopt : match_currency(text, at);
    if (mark) {
      const bool whole = at == first && skip_spaces(text, mark->end) == text.size();
      // An exact mark says more than a shared sign, and a doubtful one counts only when nothing else is there.
      const bool exact = mark->family == CurrencyFamily::exact;
      if ((!mark->doubtful || whole) && (!best || (best->family != CurrencyFamily::exact && exact))) best = mark;
      at = std::max(mark->end, at + g.length);
      continue;
    }
    at = is_letter(g.c) ? skip_letters(text, at) : at + g.length;
  }
  if (!best) return std::nullopt;
  return resolve(*best, signs);
}

std::optional<Currency> read_currency(std::string_view text, Currency dollar) {
  return read_currency(text, signs_for(dollar));
}

std::int64_t read_multiplier(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Glyph g = glyph(text, at);
    if (is_ideograph(g.c)) {
      // 万円, 千元: a factor only right before a currency.
      const auto factor = match_multiplier(text, at, true);
      if (factor && match_currency(text, factor->end)) return factor->factor;
      at += g.length;
      continue;
    }
    if (!is_letter(g.c)) {
      if (g.c == '\'' && text.substr(at + 1, 3) == "000") return 1'000;
      at += g.length;
      continue;
    }
    const auto mark = match_currency(text, at);
    if (mark && mark->multiplier != 1) return mark->multiplier;
    const Phrase phrase(text, at, 1);
    if (phrase.words() == 0) {  // longer than any word that means something
      at = skip_letters(text, at);
      continue;
    }
    const Glyph before = glyph_before(text, at);
    // "KES M", "$K", "(M)": one letter is a factor only beside a currency or alone in brackets.
    const bool alone = phrase.first(1).size() == 1;
    const std::size_t end = phrase.end(1);
    const bool bracketed = before.c == '(' && glyph(text, end).c == ')';
    std::size_t left = at;
    while (left > 0 && text[left - 1] == ' ') --left;
    const bool after_mark = (left >= 1 && match_currency(text, left - 1).value_or(CurrencyMark{}).end == left) ||
                            (left >= 2 && match_currency(text, left - 2).value_or(CurrencyMark{}).end == left) ||
                            (left >= 3 && match_currency(text, left - 3).value_or(CurrencyMark{}).end == left);
    if (!alone || bracketed || after_mark || match_currency(text, skip_spaces(text, end))) {
      const auto factor = match_multiplier(text, at, true);
      if (factor && (phrase.first(1) != "cr" || bracketed || after_mark)) return factor->factor;
    }
    at = end;
  }
  return 1;
}

}  // namespace qd::ingest
