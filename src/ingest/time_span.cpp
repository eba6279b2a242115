#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr std::int64_t kDayOfWork = 480;
constexpr TimeSpan kSecond{"second", 1, 86'400, 0}, kMinute{"minute", 1, 1'440, 1}, kHour{"hour", 1, 24, 60},
    kDay{"day", 1, 1, kDayOfWork}, kWeek{"week", 7, 1, 5 * kDayOfWork}, kMonth{"month", 365, 12, 20 * kDayOfWork},
    kYear{"year", 365, 1, 240 * kDayOfWork};

constexpr auto kTimeSpans = word_table<TimeSpan>({
    {"s", kSecond},         {"sec", kSecond},       {"secs", kSecond},     {"second", kSecond},
    {"seconds", kSecond},   {"min", kMinute},       {"mins", kMinute},     {"minute", kMinute},
    {"minutes", kMinute},   {"h", kHour},           {"hr", kHour},         {"hrs", kHour},
    {"hour", kHour},        {"hours", kHour},       {"d", kDay},           {"day", kDay},
    {"days", kDay},         {"w", kWeek},           {"wk", kWeek},         {"wks", kWeek},
    {"week", kWeek},        {"weeks", kWeek},       {"mo", kMonth},        {"mos", kMonth},
    {"month", kMonth},      {"months", kMonth},     {"y", kYear},          {"yr", kYear},
    {"yrs", kYear},         {"year", kYear},        {"years", kYear},      {"business days", kDay},
    {"working days", kDay}, {"business day", kDay}, {"working day", kDay}, {"man days", kDay},
    {"person days", kDay},  {"minuten", kMinute},   {"std", kHour},        {"stunde", kHour},
    {"stunden", kHour},     {"tag", kDay},          {"tage", kDay},        {"tagen", kDay},
    {"woche", kWeek},       {"wochen", kWeek},      {"monat", kMonth},     {"monate", kMonth},
    {"monaten", kMonth},    {"jahr", kYear},        {"jahre", kYear},      {"jahren", kYear},
    {"heure", kHour},       {"heures", kHour},      {"jour", kDay},        {"jours", kDay},
    {"semaine", kWeek},     {"semaines", kWeek},    {"mois", kMonth},      {"ans", kYear},
    {"années", kYear},      {"minutos", kMinute},   {"hora", kHour},       {"horas", kHour},
    {"día", kDay},          {"días", kDay},         {"dia", kDay},         {"dias", kDay},
    {"semana", kWeek},      {"semanas", kWeek},     {"mes", kMonth},       {"meses", kMonth},
    {"años", kYear},        {"anos", kYear},        {"minuti", kMinute},   {"ora", kHour},
    {"ore", kHour},         {"giorno", kDay},       {"giorni", kDay},      {"settimana", kWeek},
    {"settimane", kWeek},   {"mese", kMonth},       {"mesi", kMonth},      {"anni", kYear},
    {"uur", kHour},         {"uren", kHour},        {"dag", kDay},         {"dagen", kDay},
    {"weken", kWeek},       {"maanden", kMonth},    {"jaar", kYear},       {"time", kHour},
    {"timer", kHour},       {"dage", kDay},         {"dager", kDay},       {"dagar", kDay},
    {"timmar", kHour},      {"uge", kWeek},         {"uger", kWeek},       {"uker", kWeek},
    {"veckor", kWeek},      {"måneder", kMonth},    {"månader", kMonth},   {"år", kYear},
    {"minut", kMinute},     {"godz", kHour},        {"godzin", kHour},     {"godziny", kHour},
    {"dni", kDay},          {"dzień", kDay},        {"tygodni", kWeek},    {"tygodnie", kWeek},
    {"miesięcy", kMonth},   {"miesiące", kMonth},   {"lat", kYear},        {"lata", kYear},
    {"минут", kMinute},     {"мин", kMinute},       {"час", kHour},        {"часа", kHour},
    {"часов", kHour},       {"ч", kHour},           {"день", kDay},        {"дня", kDay},
    {"дней", kDay},         {"дн", kDay},           {"недель", kWeek},     {"недели", kWeek},
    {"неделя", kWeek},      {"нед", kWeek},         {"месяц", kMonth},     {"месяца", kMonth},
    {"месяцев", kMonth},    {"мес", kMonth},        {"год", kYear},        {"года", kYear},
    {"лет", kYear},         {"хвилин", kMinute},    {"хв", kMinute},       {"годин", kHour},
    {"години", kHour},      {"година", kHour},      {"год.", kHour},       {"дні", kDay},
    {"днів", kDay},         {"тижні", kWeek},       {"тижнів", kWeek},     {"місяці", kMonth},
    {"місяців", kMonth},    {"роки", kYear},        {"років", kYear},
});

constexpr auto kIdeographTimeSpans = word_table<TimeSpan>({
    {"分", kMinute},  {"分钟", kMinute}, {"時間", kHour},  {"小时", kHour},  {"小時", kHour},  {"日", kDay},
    {"日間", kDay},   {"天", kDay},      {"営業日", kDay}, {"工作日", kDay}, {"週間", kWeek},  {"周", kWeek},
    {"ヶ月", kMonth}, {"か月", kMonth},  {"カ月", kMonth}, {"个月", kMonth}, {"個月", kMonth}, {"年", kYear},
    {"분", kMinute},  {"시간", kHour},   {"일", kDay},     {"주", kWeek},    {"개월", kMonth}, {"년", kYear},
});

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
  const Phrase phrase(text, at, 2);
  const auto found = kTimeSpans.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  if (phrase.end(found.words) == at + 1 && g.c < 'a') return std::nullopt;  // "3D", "2H"
  TimeSpan span = *found.value;
  span.end = phrase.end(found.words);
  return span;
}

}  // namespace qd::ingest
