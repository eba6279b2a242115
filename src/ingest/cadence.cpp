#include "ingest/cadence.hpp"

#include "ingest/amount.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

using enum Cadence;

constexpr auto kNouns = word_table<Cadence>({
    // English
    {"d", day},
    {"day", day},
    {"days", day},
    {"w", week},
    {"wk", week},
    {"week", week},
    {"wks", week},
    {"m", month},
    {"mo", month},
    {"mos", month},
    {"mon", month},
    {"mth", month},
    {"mnth", month},
    {"month", month},
    {"months", month},
    {"q", quarter},
    {"qtr", quarter},
    {"quarter", quarter},
    {"y", year},
    {"yr", year},
    {"yrs", year},
    {"year", year},
    {"years", year},
    {"annum", year},
    {"calendar month", month},
    {"fiscal year", year},
    {"once", once},
    {"one time", once},
    // German, Dutch
    {"tag", day},
    {"woche", week},
    {"monat", month},
    {"mt", month},
    {"quartal", quarter},
    {"jahr", year},
    {"dag", day},
    {"maand", month},
    {"mnd", month},
    {"kwartaal", quarter},
    {"jaar", year},
    // French
    {"jour", day},
    {"jours", day},
    {"semaine", week},
    {"mois", month},
    {"trimestre", quarter},
    {"an", year},
    {"année", year},
    {"annee", year},
    {"ans", year},
    // Spanish, Italian, Portuguese
    {"día", day},
    {"dia", day},
    {"semana", week},
    {"mes", month},
    {"meses", month},
    {"año", year},
    {"ano", year},
    {"giorno", day},
    {"settimana", week},
    {"mese", month},
    {"anno", year},
    {"mês", month},
    // Danish, Norwegian, Swedish
    {"uge", week},
    {"uke", week},
    {"vecka", week},
    {"md", month},
    {"mdr", month},
    {"mnd.", month},
    {"måned", month},
    {"måneden", month},
    {"mån", month},
    {"månad", month},
    {"månaden", month},
    {"kvartal", quarter},
    {"år", year},
    {"året", year},
    {"dagen", day},
    {"ugen", week},
    {"veckan", week},
    // Polish, Czech
    {"dzień", day},
    {"tydzień", week},
    {"tyg", week},
    {"mies", month},
    {"miesiąc", month},
    {"miesiącu", month},
    {"kwartał", quarter},
    {"rok", year},
    {"den", day},
    {"týden", week},
    {"měsíc", month},
    {"čtvrtletí", quarter},
    // Russian, Ukrainian
    {"день", day},
    {"сутки", day},
    {"сут", day},
    {"нед", week},
    {"неделю", week},
    {"неделя", week},
    {"мес", month},
    {"месяц", month},
    {"квартал", quarter},
    {"кв", quarter},
    {"год", year},
    {"г", year},
    {"тиждень", week},
    {"міс", month},
    {"місяць", month},
    {"рік", year},
    {"добу", day},
});

constexpr auto kTimeIdeographs = word_table<Cadence>({
    {"日", day},     {"天", day},     {"週間", week},      {"週", week},      {"周", week},
    {"月", month},   {"ヶ月", month}, {"ヵ月", month},     {"か月", month},   {"カ月", month},
    {"个月", month}, {"個月", month}, {"四半期", quarter}, {"季度", quarter}, {"季", quarter},
    {"年", year},    {"次", once},    {"回", once},        {"일", day},       {"주", week},
    {"월", month},   {"개월", month}, {"분기", quarter},   {"년", year},      {"연", year},
});

constexpr Rhythm every(Cadence per, std::int64_t times = 1) { return {per, times}; }

constexpr auto kAdverbs = word_table<Rhythm>({
    // English
    {"daily", every(day)},
    {"weekly", every(week)},
    {"monthly", every(month)},
    {"quarterly", every(quarter)},
    {"annual", every(year)},
    {"annually", every(year)},
    {"yearly", every(year)},
    {"annualized", every(year)},
    {"annualised", every(year)},
    {"biweekly", every(year, 26)},
    {"bi weekly", every(year, 26)},
    {"fortnightly", every(year, 26)},
    {"every two weeks", every(year, 26)},
    {"semi monthly", every(year, 24)},
    {"semimonthly", every(year, 24)},
    {"twice a month", every(year, 24)},
    {"twice monthly", every(year, 24)},
    {"semi annual", every(year, 2)},
    {"semi annually", every(year, 2)},
    {"semiannual", every(year, 2)},
    {"semiannually", every(year, 2)},
    {"half yearly", every(year, 2)},
    {"twice a year", every(year, 2)},
    {"twice yearly", every(year, 2)},
    {"pa", every(year)},
    {"arr", every(year)},
    {"mrr", every(month)},
    {"recurring monthly", every(month)},
    {"billed monthly", every(month)},
    {"billed annually", every(year)},
    {"billed yearly", every(year)},
    {"paid monthly", every(month)},
    {"paid annually", every(year)},
    {"paid yearly", every(year)},
    {"one time", every(once)},
    {"onetime", every(once)},
    {"one off", every(once)},
    {"once", every(once)},
    {"once off", every(once)},
    {"once only", every(once)},
    {"lump", every(once)},
    {"lump sum", every(once)},
    {"upfront", every(once)},
    {"up front", every(once)},
    {"non recurring", every(once)},
    {"nonrecurring", every(once)},
    {"flat one time", every(once)},
    // German, Dutch
    {"täglich", every(day)},
    {"wöchentlich", every(week)},
    {"monatlich", every(month)},
    {"mtl", every(month)},
    {"monatliche", every(month)},
    {"monatlicher", every(month)},
    {"quartalsweise", every(quarter)},
    {"vierteljährlich", every(quarter)},
    {"jährlich", every(year)},
    {"jährliche", every(year)},
    {"jährl", every(year)},
    {"einmalig", every(once)},
    {"einmalige", every(once)},
    {"dagelijks", every(day)},
    {"wekelijks", every(week)},
    {"maandelijks", every(month)},
    {"maandelijkse", every(month)},
    {"jaarlijks", every(year)},
    {"jaarlijkse", every(year)},
    {"eenmalig", every(once)},
    {"eenmalige", every(once)},
    // French
    {"quotidien", every(day)},
    {"hebdomadaire", every(week)},
    {"mensuel", every(month)},
    {"mensuelle", every(month)},
    {"mensuels", every(month)},
    {"mensuelles", every(month)},
    {"trimestriel", every(quarter)},
    {"trimestrielle", every(quarter)},
    {"annuel", every(year)},
    {"annuelle", every(year)},
    {"annuels", every(year)},
    {"annuelles", every(year)},
    {"ponctuel", every(once)},
    {"une fois", every(once)},
    // Spanish, Italian, Portuguese
    {"diario", every(day)},
    {"semanal", every(week)},
    {"mensual", every(month)},
    {"mensuales", every(month)},
    {"mensualmente", every(month)},
    {"trimestral", every(quarter)},
    {"anual", every(year)},
    {"anuales", every(year)},
    {"anualmente", every(year)},
    {"única vez", every(once)},
    {"pago único", every(once)},
    {"una vez", every(once)},
    {"giornaliero", every(day)},
    {"settimanale", every(week)},
    {"mensile", every(month)},
    {"mensili", every(month)},
    {"trimestrale", every(quarter)},
    {"annuo", every(year)},
    {"annua", every(year)},
    {"annui", every(year)},
    {"annuale", every(year)},
    {"annuali", every(year)},
    {"una tantum", every(once)},
    {"diário", every(day)},
    {"mensal", every(month)},
    {"mensais", every(month)},
    {"anuais", every(year)},
    {"pagamento único", every(once)},
    // Danish, Norwegian, Swedish
    {"dagligt", every(day)},
    {"daglig", every(day)},
    {"ugentligt", every(week)},
    {"ugentlig", every(week)},
    {"ukentlig", every(week)},
    {"månedligt", every(month)},
    {"månedlig", every(month)},
    {"månedlige", every(month)},
    {"kvartalsvis", every(quarter)},
    {"årligt", every(year)},
    {"årlig", every(year)},
    {"årlige", every(year)},
    {"engangs", every(once)},
    {"éngangs", every(once)},
    {"engangsbeløb", every(once)},
    {"veckovis", every(week)},
    {"månatlig", every(month)},
    {"månadsvis", every(month)},
    {"årligen", every(year)},
    {"engång", every(once)},
    {"engångs", every(once)},
    // Polish
    {"dziennie", every(day)},
    {"tygodniowo", every(week)},
    {"miesięcznie", every(month)},
    {"miesięczny", every(month)},
    {"miesięczne", every(month)},
    {"kwartalnie", every(quarter)},
    {"rocznie", every(year)},
    {"roczny", every(year)},
    {"jednorazowo", every(once)},
    {"jednorazowy", every(once)},
    // Russian, Ukrainian
    {"ежедневно", every(day)},
    {"еженедельно", every(week)},
    {"ежемесячно", every(month)},
    {"ежемесячный", every(month)},
    {"ежемесячные", every(month)},
    {"ежемесячная", every(month)},
    {"ежеквартально", every(quarter)},
    {"ежегодно", every(year)},
    {"годовой", every(year)},
    {"годовых", every(year)},
    {"разово", every(once)},
    {"разовый", every(once)},
    {"разовые", every(once)},
    {"единоразово", every(once)},
    {"единовременно", every(once)},
    {"единовременный", every(once)},
    {"щодня", every(day)},
    {"щотижня", every(week)},
    {"щомісяця", every(month)},
    {"щомісячно", every(month)},
    {"щомісячні", every(month)},
    {"щомісячний", every(month)},
    {"щокварталу", every(quarter)},
    {"щороку", every(year)},
    {"щорічно", every(year)},
    {"річний", every(year)},
    {"одноразово", every(once)},
    {"одноразовий", every(once)},
    {"одноразові", every(once)},
});

// Only behind an amount: elsewhere they mean something else ("Unique visitors", "9 pm").
constexpr auto kAfterAmount = word_table<Rhythm>({
    {"credit", every(once)},
    {"credits", every(once)},
    {"unique", every(once)},
    {"pm", every(month)},
    {"pcm", every(month)},
    {"pw", every(week)},
    {"pq", every(quarter)},
});

constexpr auto kIdeographAdverbs = word_table<Rhythm>({
    {"毎日", every(day)},    {"日額", every(day)},         {"毎週", every(week)},      {"週額", every(week)},
    {"月額", every(month)},  {"毎月", every(month)},       {"月々", every(month)},     {"月次", every(month)},
    {"月間", every(month)},  {"四半期毎", every(quarter)}, {"年額", every(year)},      {"年間", every(year)},
    {"毎年", every(year)},   {"年次", every(year)},        {"一回", every(once)},      {"一括", every(once)},
    {"一時金", every(once)}, {"初期費用", every(once)},    {"初回", every(once)},      {"单次", every(once)},
    {"每天", every(day)},    {"每日", every(day)},         {"每周", every(week)},      {"每月", every(month)},
    {"月费", every(month)},  {"每个月", every(month)},     {"每季度", every(quarter)}, {"每年", every(year)},
    {"年费", every(year)},   {"一次性", every(once)},      {"매일", every(day)},       {"매주", every(week)},
    {"매월", every(month)},  {"매달", every(month)},       {"월간", every(month)},     {"매년", every(year)},
    {"연간", every(year)},   {"일회성", every(once)},
});

/// What stands between an amount and a noun of time. With `units`, any other noun may follow too: "per user".
struct Preposition {
  bool units = false;
};
constexpr auto kPrepositions = word_table<Preposition>({
    {"per", {true}}, {"pro", {true}}, {"par", {true}}, {"por", {true}}, {"pr", {true}}, {"je", {true}}, {"za", {true}},
    {"each", {}},    {"every", {}},   {"a", {}},       {"an", {}},      {"im", {}},     {"al", {}},     {"ao", {}},
    {"à l", {}},     {"il", {}},      {"om", {}},      {"i", {}},       {"na", {}},     {"w", {}},      {"ve", {}},
    {"в", {}},       {"на", {}},      {"за", {true}},  {"p", {}},
});

constexpr auto kGluedPrepositions = word_table<Cadence>({{"all'anno", year}, {"l'an", year}, {"à l'année", year}});

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
