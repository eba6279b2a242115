#include "ingest/calendar_words.hpp"

#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr Entry<int> kMonthRows[] = {
    // English, and what other languages share with it
    {"jan|january", 1},
    {"feb|february", 2},
    {"mar|march", 3},
    {"apr|april", 4},
    {"may", 5},
    {"jun|june", 6},
    {"jul|july", 7},
    {"aug|august", 8},
    {"sep|sept|september", 9},
    {"oct|october", 10},
    {"nov|november", 11},
    {"dec|december", 12},
    // German, Dutch, Danish, Norwegian, Swedish
    {"januar|jänner|januari", 1},
    {"februar|februari", 2},
    {"märz|mär|mrz|maart|mrt|marts|mars", 3},
    {"mai|mei|maj", 5},
    {"juni", 6},
    {"juli", 7},
    {"augustus|augusti", 8},
    {"oktober|okt", 10},
    {"dezember|dez|desember|des", 12},
    // French
    {"janvier|janv", 1},
    {"février|fevrier|févr|fév", 2},
    {"avril|avr", 4},
    {"juin", 6},
    {"juillet|juil", 7},
    {"août|aout", 8},
    {"septembre", 9},
    {"octobre", 10},
    {"novembre", 11},
    {"décembre|decembre|déc", 12},
    // Spanish, Italian, Portuguese
    {"enero|ene|gennaio|gen|janeiro", 1},
    {"febrero|febbraio|fevereiro|fev", 2},
    {"marzo|março", 3},
    {"abril|abr|aprile", 4},
    {"mayo|maggio|mag|maio", 5},
    {"junio|giugno|giu|junho", 6},
    {"julio|luglio|lug|julho", 7},
    {"agosto|ago", 8},
    {"septiembre|setiembre|settembre|setembro", 9},
    {"octubre|ottobre|ott|outubro", 10},
    {"noviembre|novembro", 11},
    {"diciembre|dic|dicembre|dezembro", 12},
    // Polish: name, genitive
    {"styczeń|stycznia", 1},
    {"luty|lutego", 2},
    {"marzec|marca", 3},
    {"kwiecień|kwietnia", 4},
    {"maja", 5},
    {"czerwiec|czerwca", 6},
    {"lipiec|lipca", 7},
    {"sierpień|sierpnia", 8},
    {"wrzesień|września", 9},
    {"październik|października", 10},
    {"listopad|listopada", 11},
    {"grudzień|grudnia", 12},
    // Russian, Ukrainian: name, genitive, short
    {"январь|января|янв|січень|січня", 1},
    {"февраль|февраля|фев|лютий|лютого", 2},
    {"март|марта|березень|березня", 3},
    {"апрель|апреля|апр|квітень|квітня", 4},
    {"май|мая|травень|травня", 5},
    {"июнь|июня|июн|червень|червня", 6},
    {"июль|июля|июл|липень|липня", 7},
    {"август|августа|авг|серпень|серпня", 8},
    {"сентябрь|сентября|сен|сент|вересень|вересня", 9},
    {"октябрь|октября|окт|жовтень|жовтня", 10},
    {"ноябрь|ноября|ноя|листопада", 11},
    {"декабрь|декабря|дек|грудень|грудня", 12},
};
constexpr auto kMonths = word_table<kMonthRows>();

constexpr Entry<bool> kCommonWordRows[] = {
    {"may|march|mar|des|ago|gen|mag|ott|lug|giu", true},
};
constexpr auto kCommonWords = word_table<kCommonWordRows>();

using Length = Period::Length;
constexpr Entry<Length> kStretcheRows[] = {
    {"d|day|tag|jour|día|dia|giorno|dag|dzień|день", Length::day},
    {"w|wk|week|weeks|woche|kw|semaine|semana|settimana|uge|uke|vecka|tydzień|неделя", Length::week},
    {"тиждень", Length::week},
    {"m|mo|month|months|monat|mois|mes|mese|mês|maand|måned|månad|miesiąc|месяц|місяць", Length::month},
    {"q|qtr|quarter|quartal|trimestre|kvartal|kwartaal|kwartał|квартал|кв", Length::quarter},
    {"h|half|halbjahr|semestre|полугодие|півріччя", Length::half},
    {"y|yr|year|years|fy|cy|fiscal year|jahr|année|annee|an|año|anno|ano|jaar|år|rok|год", Length::year},
    {"рік|г", Length::year},
};
constexpr auto kStretches = word_table<kStretcheRows>();

constexpr Entry<Length> kIdeographStretcheRows[] = {
    {"日目", Length::day},
    {"週目|週間目|周|週|주차|주", Length::week},
    {"ヶ月目|か月目|カ月目|ヵ月目|个月|個月|月|개월차|월|개월", Length::month},
    {"四半期|季度|분기", Length::quarter},
    {"年目|年度|年|년차|년|년도", Length::year},
};
constexpr auto kIdeographStretches = word_table<kIdeographStretcheRows>();

}  // namespace

bool may_start_month(std::string_view text, std::size_t at) { return kMonths.may_start(text, at); }

std::optional<MonthName> match_month(std::string_view text, std::size_t at) {
  const Glyph first = glyph(text, at);
  if (!is_letter(first.c)) return std::nullopt;
  if (!kMonths.may_start(text, at)) return std::nullopt;
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
  if (!kStretches.may_start(text, at)) return std::nullopt;
  const Phrase phrase(text, at, 2);
  const auto found = kStretches.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  std::size_t end = phrase.end(found.words);
  if (glyph(text, end).c == '.') ++end;
  return StretchName{*found.value, end};
}

}  // namespace qd::ingest
