#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr std::int64_t kDayOfWork = 480;
constexpr TimeSpan kSecond{"second", 1, 86'400, 0}, kMinute{"minute", 1, 1'440, 1}, kHour{"hour", 1, 24, 60},
    kDay{"day", 1, 1, kDayOfWork}, kWeek{"week", 7, 1, 5 * kDayOfWork}, kMonth{"month", 365, 12, 20 * kDayOfWork},
    kYear{"year", 365, 1, 240 * kDayOfWork};

constexpr Entry<TimeSpan> kTimeSpanRows[] = {
    {"s|sec|secs|second|seconds", kSecond},
    {"min|mins|minute|minutes|minuten|minutos|minuti|minut|минут|мин|хвилин|хв", kMinute},
    {"h|hr|hrs|hour|hours|std|stunde|stunden|heure|heures|hora|horas|ora|ore|uur|uren|time", kHour},
    {"timer|timmar|godz|godzin|godziny|час|часа|часов|ч|годин|години|година|год.", kHour},
    {"d|day|days|business days|working days|business day|working day|man days|person days|tag", kDay},
    {"tage|tagen|jour|jours|día|días|dia|dias|giorno|giorni|dag|dagen|dage|dager|dagar|dni|dzień", kDay},
    {"день|дня|дней|дн|дні|днів", kDay},
    {"w|wk|wks|week|weeks|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane", kWeek},
    {"weken|uge|uger|uker|veckor|tygodni|tygodnie|недель|недели|неделя|нед|тижні|тижнів", kWeek},
    {"mo|mos|month|months|monat|monate|monaten|mois|mes|meses|mese|mesi|maanden|måneder", kMonth},
    {"månader|miesięcy|miesiące|месяц|месяца|месяцев|мес|місяці|місяців", kMonth},
    {"y|yr|yrs|year|years|jahr|jahre|jahren|ans|années|años|anos|anni|jaar|år|lat|lata|год|года", kYear},
    {"лет|роки|років", kYear},
};
constexpr auto kTimeSpans = word_table<kTimeSpanRows>();

constexpr Entry<TimeSpan> kIdeographTimeSpanRows[] = {
    {"分|分钟|분", kMinute},
    {"時間|小时|小時|시간", kHour},
    {"日|日間|天|営業日|工作日|일", kDay},
    {"週間|周|주", kWeek},
    {"ヶ月|か月|カ月|个月|個月|개월", kMonth},
    {"年|년", kYear},
};
constexpr auto kIdeographTimeSpans = word_table<kIdeographTimeSpanRows>();

}  // namespace

std::optional<TimeSpan> match_time_span(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  if (is_ideograph(g.c)) {
    const auto found = kIdeographTimeSpans.longest_prefix(text, at);
    if (found.value == nullptr) return std::nullopt;
    TimeSpan span = *found.value;
    span.end = at + found.length;
    return span;
  }
  if (!is_letter(g.c)) return std::nullopt;
  if (!kTimeSpans.may_start(text, at)) return std::nullopt;
  const Phrase phrase(text, at, 2);
  const auto found = kTimeSpans.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  if (phrase.end(found.words) == at + 1 && g.c < 'a') return std::nullopt;  // "3D", "2H"
  TimeSpan span = *found.value;
  span.end = phrase.end(found.words);
  return span;
}

}  // namespace qd::ingest
