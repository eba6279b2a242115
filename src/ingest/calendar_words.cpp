#include "ingest/calendar_words.hpp"

#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr auto kMonths = word_table<int>({
    // English, and what other languages share with it
    {"jan", 1},
    {"january", 1},
    {"feb", 2},
    {"february", 2},
    {"mar", 3},
    {"march", 3},
    {"apr", 4},
    {"april", 4},
    {"may", 5},
    {"jun", 6},
    {"june", 6},
    {"jul", 7},
    {"july", 7},
    {"aug", 8},
    {"august", 8},
    {"sep", 9},
    {"sept", 9},
    {"september", 9},
    {"oct", 10},
    {"october", 10},
    {"nov", 11},
    {"november", 11},
    {"dec", 12},
    {"december", 12},
    // German, Dutch, Danish, Norwegian, Swedish
    {"januar", 1},
    {"jänner", 1},
    {"januari", 1},
    {"februar", 2},
    {"februari", 2},
    {"märz", 3},
    {"mär", 3},
    {"mrz", 3},
    {"maart", 3},
    {"mrt", 3},
    {"marts", 3},
    {"mars", 3},
    {"mai", 5},
    {"mei", 5},
    {"maj", 5},
    {"juni", 6},
    {"juli", 7},
    {"augustus", 8},
    {"augusti", 8},
    {"oktober", 10},
    {"okt", 10},
    {"dezember", 12},
    {"dez", 12},
    {"desember", 12},
    {"des", 12},
    // French
    {"janvier", 1},
    {"janv", 1},
    {"février", 2},
    {"fevrier", 2},
    {"févr", 2},
    {"fév", 2},
    {"avril", 4},
    {"avr", 4},
    {"juin", 6},
    {"juillet", 7},
    {"juil", 7},
    {"août", 8},
    {"aout", 8},
    {"septembre", 9},
    {"octobre", 10},
    {"novembre", 11},
    {"décembre", 12},
    {"decembre", 12},
    {"déc", 12},
    // Spanish, Italian, Portuguese
    {"enero", 1},
    {"ene", 1},
    {"febrero", 2},
    {"marzo", 3},
    {"abril", 4},
    {"abr", 4},
    {"mayo", 5},
    {"junio", 6},
    {"julio", 7},
    {"agosto", 8},
    {"ago", 8},
    {"septiembre", 9},
    {"setiembre", 9},
    {"octubre", 10},
    {"noviembre", 11},
    {"diciembre", 12},
    {"dic", 12},
    {"gennaio", 1},
    {"gen", 1},
    {"febbraio", 2},
    {"aprile", 4},
    {"maggio", 5},
    {"mag", 5},
    {"giugno", 6},
    {"giu", 6},
    {"luglio", 7},
    {"lug", 7},
    {"settembre", 9},
    {"ottobre", 10},
    {"ott", 10},
    {"dicembre", 12},
    {"janeiro", 1},
    {"fevereiro", 2},
    {"fev", 2},
    {"março", 3},
    {"maio", 5},
    {"junho", 6},
    {"julho", 7},
    {"setembro", 9},
    {"outubro", 10},
    {"novembro", 11},
    {"dezembro", 12},
    // Polish: name, genitive
    {"styczeń", 1},
    {"stycznia", 1},
    {"luty", 2},
    {"lutego", 2},
    {"marzec", 3},
    {"marca", 3},
    {"kwiecień", 4},
    {"kwietnia", 4},
    {"maja", 5},
    {"czerwiec", 6},
    {"czerwca", 6},
    {"lipiec", 7},
    {"lipca", 7},
    {"sierpień", 8},
    {"sierpnia", 8},
    {"wrzesień", 9},
    {"września", 9},
    {"październik", 10},
    {"października", 10},
    {"listopad", 11},
    {"listopada", 11},
    {"grudzień", 12},
    {"grudnia", 12},
    // Russian, Ukrainian: name, genitive, short
    {"январь", 1},
    {"января", 1},
    {"янв", 1},
    {"февраль", 2},
    {"февраля", 2},
    {"фев", 2},
    {"март", 3},
    {"марта", 3},
    {"апрель", 4},
    {"апреля", 4},
    {"апр", 4},
    {"май", 5},
    {"мая", 5},
    {"июнь", 6},
    {"июня", 6},
    {"июн", 6},
    {"июль", 7},
    {"июля", 7},
    {"июл", 7},
    {"август", 8},
    {"августа", 8},
    {"авг", 8},
    {"сентябрь", 9},
    {"сентября", 9},
    {"сен", 9},
    {"сент", 9},
    {"октябрь", 10},
    {"октября", 10},
    {"окт", 10},
    {"ноябрь", 11},
    {"ноября", 11},
    {"ноя", 11},
    {"декабрь", 12},
    {"декабря", 12},
    {"дек", 12},
    {"січень", 1},
    {"січня", 1},
    {"лютий", 2},
    {"лютого", 2},
    {"березень", 3},
    {"березня", 3},
    {"квітень", 4},
    {"квітня", 4},
    {"травень", 5},
    {"травня", 5},
    {"червень", 6},
    {"червня", 6},
    {"липень", 7},
    {"липня", 7},
    {"серпень", 8},
    {"серпня", 8},
    {"вересень", 9},
    {"вересня", 9},
    {"жовтень", 10},
    {"жовтня", 10},
    {"листопада", 11},
    {"грудень", 12},
    {"грудня", 12},
});

constexpr auto kCommonWords = word_table<bool>({{"may", true},
                                                {"march", true},
                                                {"mar", true},
                                                {"des", true},
                                                {"ago", true},
                                                {"gen", true},
                                                {"mag", true},
                                                {"ott", true},
                                                {"lug", true},
                                                {"giu", true}});

using Length = Period::Length;
constexpr auto kStretches = word_table<Length>({
    {"d", Length::day},           {"day", Length::day},          {"tag", Length::day},
    {"jour", Length::day},        {"día", Length::day},          {"dia", Length::day},
    {"giorno", Length::day},      {"dag", Length::day},          {"dzień", Length::day},
    {"день", Length::day},        {"w", Length::week},           {"wk", Length::week},
    {"week", Length::week},       {"weeks", Length::week},       {"woche", Length::week},
    {"kw", Length::week},         {"semaine", Length::week},     {"semana", Length::week},
    {"settimana", Length::week},  {"uge", Length::week},         {"uke", Length::week},
    {"vecka", Length::week},      {"tydzień", Length::week},     {"неделя", Length::week},
    {"тиждень", Length::week},    {"m", Length::month},          {"mo", Length::month},
    {"month", Length::month},     {"months", Length::month},     {"monat", Length::month},
    {"mois", Length::month},      {"mes", Length::month},        {"mese", Length::month},
    {"mês", Length::month},       {"maand", Length::month},      {"måned", Length::month},
    {"månad", Length::month},     {"miesiąc", Length::month},    {"месяц", Length::month},
    {"місяць", Length::month},    {"q", Length::quarter},        {"qtr", Length::quarter},
    {"quarter", Length::quarter}, {"quartal", Length::quarter},  {"trimestre", Length::quarter},
    {"kvartal", Length::quarter}, {"kwartaal", Length::quarter}, {"kwartał", Length::quarter},
    {"квартал", Length::quarter}, {"кв", Length::quarter},       {"h", Length::half},
    {"half", Length::half},       {"halbjahr", Length::half},    {"semestre", Length::half},
    {"полугодие", Length::half},  {"півріччя", Length::half},    {"y", Length::year},
    {"yr", Length::year},         {"year", Length::year},        {"years", Length::year},
    {"fy", Length::year},         {"cy", Length::year},          {"fiscal year", Length::year},
    {"jahr", Length::year},       {"année", Length::year},       {"annee", Length::year},
    {"an", Length::year},         {"año", Length::year},         {"anno", Length::year},
    {"ano", Length::year},        {"jaar", Length::year},        {"år", Length::year},
    {"rok", Length::year},        {"год", Length::year},         {"рік", Length::year},
    {"г", Length::year},
});

constexpr auto kIdeographStretches = word_table<Length>({
    {"日目", Length::day},     {"週目", Length::week},    {"週間目", Length::week},  {"周", Length::week},
    {"週", Length::week},      {"ヶ月目", Length::month}, {"か月目", Length::month}, {"カ月目", Length::month},
    {"ヵ月目", Length::month}, {"个月", Length::month},   {"個月", Length::month},   {"月", Length::month},
    {"개월차", Length::month}, {"월", Length::month},     {"개월", Length::month},   {"四半期", Length::quarter},
    {"季度", Length::quarter}, {"분기", Length::quarter}, {"年目", Length::year},    {"年度", Length::year},
    {"年", Length::year},      {"년차", Length::year},    {"년", Length::year},      {"년도", Length::year},
    {"주차", Length::week},    {"주", Length::week},
});

}  // namespace

std::optional<MonthName> match_month(std::string_view text, std::size_t at) {
  const Glyph first = glyph(text, at);
  if (!is_letter(first.c)) return std::nullopt;
  const Phrase phrase(text, at, 1);
  if (phrase.words() == 0) return std::nullopt;
  const std::string_view word = phrase.first(1);
  const int* month = kMonths.find(word);
  if (month == nullptr) return std::nullopt;
  std::size_t end = phrase.end(1);
  if (glyph(text, end).c == '.') ++end;
  const bool capital = lower(first.c) != first.c;
  return MonthName{*month, !capital && kCommonWords.find(word) != nullptr, end};
}

std::optional<StretchName> match_stretch(std::string_view text, std::size_t at) {
  const Glyph first = glyph(text, at);
  if (is_ideograph(first.c)) {
    const auto found = kIdeographStretches.longest_prefix(text, at);
    if (found.value == nullptr) return std::nullopt;
    return StretchName{*found.value, at + found.length};
  }
  if (!is_letter(first.c)) return std::nullopt;
  const Phrase phrase(text, at, 2);
  const auto found = kStretches.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  std::size_t end = phrase.end(found.words);
  if (glyph(text, end).c == '.') ++end;
  return StretchName{*found.value, end};
}

}  // namespace qd::ingest
