#include "ingest/cadence.hpp"

#include "ingest/amount.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

using enum Cadence;

constexpr Entry<Cadence> kNounRows[] = {
    // English
    {"d|day|days", day},
    {"w|wk|week|wks", week},
    {"m|mo|mos|mon|mth|mnth|month|months|calendar month", month},
    {"q|qtr|quarter", quarter},
    {"y|yr|yrs|year|years|annum|fiscal year", year},
    {"once|one time", once},
    // German, Dutch
    {"tag|dag", day},
    {"woche", week},
    {"monat|mt|maand|mnd", month},
    {"quartal|kwartaal", quarter},
    {"jahr|jaar", year},
    // French
    {"jour|jours", day},
    {"semaine", week},
    {"mois", month},
    {"trimestre", quarter},
    {"an|année|annee|ans", year},
    // Spanish, Italian, Portuguese
    {"día|dia|giorno", day},
    {"semana|settimana", week},
    {"mes|meses|mese|mês", month},
    {"año|ano|anno", year},
    // Danish, Norwegian, Swedish
    {"uge|uke|vecka|ugen|veckan", week},
    {"md|mdr|mnd.|måned|måneden|mån|månad|månaden", month},
    {"kvartal", quarter},
    {"år|året", year},
    {"dagen", day},
    // Polish, Czech
    {"dzień|den", day},
    {"tydzień|tyg|týden", week},
    {"mies|miesiąc|miesiącu|měsíc", month},
    {"kwartał|čtvrtletí", quarter},
    {"rok", year},
    // Russian, Ukrainian
    {"день|сутки|сут|добу", day},
    {"нед|неделю|неделя|тиждень", week},
    {"мес|месяц|міс|місяць", month},
    {"квартал|кв", quarter},
    {"год|г|рік", year},
};
constexpr auto kNouns = word_table<kNounRows>();

constexpr Entry<Cadence> kTimeIdeographRows[] = {
    {"日|天|일", day},
    {"週間|週|周|주", week},
    {"月|ヶ月|ヵ月|か月|カ月|个月|個月|월|개월", month},
    {"四半期|季度|季|분기", quarter},
    {"年|년|연", year},
    {"次|回", once},
};
constexpr auto kTimeIdeographs = word_table<kTimeIdeographRows>();

constexpr Rhythm every(Cadence per, std::int64_t times = 1) { return {per, times}; }

constexpr Entry<Rhythm> kAdverbRows[] = {
    // English
    {"daily", every(day)},
    {"weekly", every(week)},
    {"monthly|mrr|recurring monthly|billed monthly|paid monthly", every(month)},
    {"quarterly", every(quarter)},
    {"annual|annually|yearly|annualized|annualised|pa|arr|billed annually|billed yearly", every(year)},
    {"paid annually|paid yearly", every(year)},
    {"biweekly|bi weekly|fortnightly|every two weeks", every(year, 26)},
    {"semi monthly|semimonthly|twice a month|twice monthly", every(year, 24)},
    {"semi annual|semi annually|semiannual|semiannually|half yearly|twice a year", every(year, 2)},
    {"twice yearly", every(year, 2)},
    {"one time|onetime|one off|once|once off|once only|lump|lump sum|upfront|up front", every(once)},
    {"non recurring|nonrecurring|flat one time", every(once)},
    // German, Dutch
    {"täglich|dagelijks", every(day)},
    {"wöchentlich|wekelijks", every(week)},
    {"monatlich|mtl|monatliche|monatlicher|maandelijks|maandelijkse", every(month)},
    {"quartalsweise|vierteljährlich", every(quarter)},
    {"jährlich|jährliche|jährl|jaarlijks|jaarlijkse", every(year)},
    {"einmalig|einmalige|eenmalig|eenmalige", every(once)},
    // French
    {"quotidien", every(day)},
    {"hebdomadaire", every(week)},
    {"mensuel|mensuelle|mensuels|mensuelles", every(month)},
    {"trimestriel|trimestrielle", every(quarter)},
    {"annuel|annuelle|annuels|annuelles", every(year)},
    {"ponctuel|une fois", every(once)},
    // Spanish, Italian, Portuguese
    {"diario|giornaliero|diário", every(day)},
    {"semanal|settimanale", every(week)},
    {"mensual|mensuales|mensualmente|mensile|mensili|mensal|mensais", every(month)},
    {"trimestral|trimestrale", every(quarter)},
    {"anual|anuales|anualmente|annuo|annua|annui|annuale|annuali|anuais", every(year)},
    {"única vez|pago único|una vez|una tantum|pagamento único", every(once)},
    // Danish, Norwegian, Swedish
    {"dagligt|daglig", every(day)},
    {"ugentligt|ugentlig|ukentlig|veckovis", every(week)},
    {"månedligt|månedlig|månedlige|månatlig|månadsvis", every(month)},
    {"kvartalsvis", every(quarter)},
    {"årligt|årlig|årlige|årligen", every(year)},
    {"engangs|éngangs|engangsbeløb|engång|engångs", every(once)},
    // Polish
    {"dziennie", every(day)},
    {"tygodniowo", every(week)},
    {"miesięcznie|miesięczny|miesięczne", every(month)},
    {"kwartalnie", every(quarter)},
    {"rocznie|roczny", every(year)},
    {"jednorazowo|jednorazowy", every(once)},
    // Russian, Ukrainian
    {"ежедневно|щодня", every(day)},
    {"еженедельно|щотижня", every(week)},
    {"ежемесячно|ежемесячный|ежемесячные|ежемесячная|щомісяця|щомісячно|щомісячні", every(month)},
    {"щомісячний", every(month)},
    {"ежеквартально|щокварталу", every(quarter)},
    {"ежегодно|годовой|годовых|щороку|щорічно|річний", every(year)},
    {"разово|разовый|разовые|единоразово|единовременно|единовременный|одноразово", every(once)},
    {"одноразовий|одноразові", every(once)},
};
constexpr auto kAdverbs = word_table<kAdverbRows>();

// Only behind an amount: elsewhere they mean something else ("Unique visitors", "9 pm").
constexpr Entry<Rhythm> kAfterAmountRows[] = {
    {"credit|credits|unique", every(once)},
    {"pm|pcm", every(month)},
    {"pw", every(week)},
    {"pq", every(quarter)},
};
constexpr auto kAfterAmount = word_table<kAfterAmountRows>();

constexpr Entry<Rhythm> kIdeographAdverbRows[] = {
    {"毎日|日額|每天|每日|매일", every(day)},
    {"毎週|週額|每周|매주", every(week)},
    {"月額|毎月|月々|月次|月間|每月|月费|每个月|매월|매달|월간", every(month)},
    {"四半期毎|每季度", every(quarter)},
    {"年額|年間|毎年|年次|每年|年费|매년|연간", every(year)},
    {"一回|一括|一時金|初期費用|初回|单次|一次性|일회성", every(once)},
};
constexpr auto kIdeographAdverbs = word_table<kIdeographAdverbRows>();

/// What stands between an amount and a noun of time. With `units`, any other noun may follow too: "per user".
struct Preposition {
  bool units = false;
};
constexpr Entry<Preposition> kPrepositionRows[] = {
    {"per|pro|par|por|pr|je|za|за", {true}},
    {"each|every|a|an|im|al|ao|à l|il|om|i|na|w|ve|в|на|p", {}},
};
constexpr auto kPrepositions = word_table<kPrepositionRows>();

constexpr Entry<Cadence> kGluedPrepositionRows[] = {
    {"all'anno|l'an|à l'année", year},
};
constexpr auto kGluedPrepositions = word_table<kGluedPrepositionRows>();

/// A word of a unit: letters, hyphens and digits as in "1M tokens", "dog", "square-foot".
std::size_t skip_unit_word(std::string_view text, std::size_t at) {
  for (Glyph g = glyph(text, at); is_letter(g.c) || is_ideograph(g.c) || g.c == '-' || g.c == '\''; g = glyph(text, at))
    at += g.length;
  return at;
}

/// The unit at `at`, "lead", "1M tokens", "1,000 emails": where it ends, or `at`.
std::size_t skip_unit(std::string_view text, std::size_t at) {
  if (!is_digit(glyph(text, at).c)) return skip_unit_word(text, at);
  std::size_t end = at;
  for (Glyph g = glyph(text, end); is_digit(g.c) || g.c == ',' || g.c == '.'; g = glyph(text, end)) end += g.length;
  end = skip_unit_word(text, end);  // "1M"
  const std::size_t word = skip_spaces(text, end);
  const std::size_t word_end = skip_unit_word(text, word);
  return word_end > word ? word_end : end;
}

void append_unit(std::string& out, std::string_view lead, std::string_view unit) {
  if (!out.empty() && lead != "/") out += ' ';
  out += lead;
  out += unit;
}

/// "/mo", "/user", "/1M tokens" at the slash.
bool scan_slash(std::string_view text, std::size_t& at, Rate& rate) {
  std::size_t here = skip_spaces(text, at + 1);
  if (const auto noun = match_time_noun(text, here)) {
    if (rate.rhythm.per != unstated) return false;
    rate.rhythm = {*noun};
    at = here;
    return true;
  }
  if (const auto adverb = match_adverb(text, here)) {
    if (rate.rhythm.per != unstated) return false;
    rate.rhythm = *adverb;
    at = here;
    return true;
  }
  const std::size_t end = skip_unit(text, here);
  if (end == here) return false;
  append_unit(rate.per_unit, "/", text.substr(here, end - here));
  at = end;
  return true;
}

/// "per month", "a week", "per user" at a word.
bool scan_preposition(std::string_view text, std::size_t& at, Rate& rate) {
  if (!kPrepositions.may_start(text, at) && !kGluedPrepositions.may_start(text, at)) return false;
  const Phrase phrase(text, at, 3);
  if (phrase.words() == 0) return false;
  const auto glued = kGluedPrepositions.longest(phrase);
  if (glued.value != nullptr && rate.rhythm.per == unstated) {
    rate.rhythm = {*glued.value};
    at = phrase.end(glued.words);
    return true;
  }
  const Preposition* preposition = kPrepositions.find(phrase.word(1));
  if (preposition == nullptr) return false;
  std::size_t here = phrase.end(1);
  if (glyph(text, here).c == '.') ++here;
  here = skip_spaces(text, here);
  if (here == phrase.end(1)) return false;
  std::size_t noun_end = here;
  const auto noun = match_time_noun(text, noun_end);
  if (noun && (preposition->units || noun_end > here + 1)) {  // "a d" is no day
    if (rate.rhythm.per != unstated) return false;
    rate.rhythm = {*noun};
    at = noun_end;
    return true;
  }
  if (!preposition->units) return false;
  const std::size_t end = skip_unit(text, here);
  if (end == here) return false;
  append_unit(rate.per_unit, phrase.word(1), "");
  append_unit(rate.per_unit, "", text.substr(here, end - here));
  at = end;
  return true;
}

bool scan_short_word(std::string_view text, std::size_t& at, Rate& rate) {
  const Phrase phrase(text, at, 1);
  if (phrase.words() == 0) return false;
  const std::string_view word = phrase.first(1);
  if (const Rhythm* rhythm = kAfterAmount.find(word); rhythm != nullptr && rate.rhythm.per == unstated) {
    rate.rhythm = *rhythm;
    at = phrase.end(1);
    return true;
  }
  if (!rate.per_unit.empty()) return false;
  if (word != "each" && word != "apiece" && word != "ea" && word != "pp") return false;
  rate.per_unit = word == "pp" ? "per person" : "each";
  at = phrase.end(1);
  return true;
}

/// "(monthly)", "(per year)", "(one-time)": nothing else may stand inside.
bool scan_parenthesis(std::string_view text, std::size_t& at, Rate& rate) {
  if (rate.rhythm.per != unstated) return false;
  const std::size_t inside = skip_spaces(text, at + 1);
  std::size_t here = inside;
  Rate inner;
  if (const auto adverb = match_adverb(text, here)) {
    inner.rhythm = *adverb;
  } else if (glyph(text, here).c == '/' ? !scan_slash(text, here, inner) : !scan_preposition(text, here, inner)) {
    return false;
  }
  if (inner.rhythm.per == unstated) return false;
  here = skip_spaces(text, here);
  if (glyph(text, here).c != ')') return false;
  rate.rhythm = inner.rhythm;
  at = here + 1;
  return true;
}

bool scan_rate_step(std::string_view text, std::size_t& at, Rate& rate) {
  std::size_t here = skip_spaces(text, at);
  const Glyph g = glyph(text, here);
  bool found = false;
  if (g.c == '/') {
    found = scan_slash(text, here, rate);
  } else if (g.c == '(') {
    found = scan_parenthesis(text, here, rate);
  } else if (g.c == ',') {
    here = skip_spaces(text, here + 1);
    const auto adverb = rate.rhythm.per == unstated ? match_adverb(text, here) : std::nullopt;
    if (adverb) rate.rhythm = *adverb, found = true;
  } else if (g.c == 'p' && glyph(text, here + 1).c == '/') {  // "p/m"
    found = scan_slash(text, ++here, rate);
  } else if (is_letter(g.c) || is_ideograph(g.c)) {
    const auto adverb = rate.rhythm.per == unstated ? match_adverb(text, here) : std::nullopt;
    if (adverb) rate.rhythm = *adverb;
    found = adverb || scan_preposition(text, here, rate) || scan_short_word(text, here, rate);
  }
  if (found) at = here;
  return found;
}

}  // namespace

std::optional<Cadence> match_time_noun(std::string_view text, std::size_t& at) {
  const Glyph g = glyph(text, at);
  if (is_ideograph(g.c)) {
    const auto found = kTimeIdeographs.longest_prefix(text, at);
    if (found.value == nullptr) return std::nullopt;
    at += found.length;
    return *found.value;
  }
  if (!is_letter(g.c)) return std::nullopt;
  if (!kNouns.may_start(text, at)) return std::nullopt;
  const Phrase phrase(text, at, 2);
  const auto found = kNouns.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  at = phrase.end(found.words);
  return *found.value;
}

std::optional<Rhythm> match_adverb(std::string_view text, std::size_t& at) {
  const Glyph g = glyph(text, at);
  if (is_ideograph(g.c)) {
    const auto found = kIdeographAdverbs.longest_prefix(text, at);
    if (found.value == nullptr) return std::nullopt;
    at += found.length;
    return *found.value;
  }
  if (!is_letter(g.c)) return std::nullopt;
  if (!kAdverbs.may_start(text, at)) return std::nullopt;
  const Phrase phrase(text, at, 3);
  const auto found = kAdverbs.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  at = phrase.end(found.words);
  if (glyph(text, at).c == '.' && found.words == 1 && phrase.first(1).size() <= 5) ++at;  // "p.a.", "mtl."
  return *found.value;
}

Rate scan_rate(std::string_view text, std::size_t at) {
  Rate rate;
  constexpr int kMostParts = 4;  // "/dog/night per month"
  for (int part = 0; part < kMostParts && scan_rate_step(text, at, rate); ++part) {
  }
  rate.end = at;
  return rate;
}

std::optional<Cadence> read_cadence(std::string_view text) {
  std::size_t whole = skip_spaces(text, 0);
  if (const auto noun = match_time_noun(text, whole)) {
    if (whole > 1 && skip_spaces(text, whole) == text.size()) return noun;
  }
  std::optional<Rhythm> found;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph g = glyph(text, at);
    Rate rate;
    std::size_t end = at;
    const auto adverb = match_adverb(text, end);
    if (adverb)
      rate.rhythm = *adverb;
    else if (g.c == '/')
      (void)scan_slash(text, end, rate);
    else if (is_letter(g.c))
      (void)scan_preposition(text, end, rate);
    if (rate.rhythm.per != unstated) {
      if (found && *found != rate.rhythm) return std::nullopt;
      found = rate.rhythm;
      at = end;
      continue;
    }
    const std::size_t word = skip_unit_word(text, at);
    at = is_letter(g.c) && word > at ? word : at + g.length;
  }
  if (!found || found->times != 1) return std::nullopt;
  return found->per;
}

}  // namespace qd::ingest
