#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr auto kFunctionWords = word_table<bool>({
    {"a", true},         {"about", true},    {"after", true},    {"ago", true},     {"all", true},
    {"am", true},        {"an", true},       {"and", true},      {"are", true},     {"as", true},
    {"at", true},        {"be", true},       {"because", true},  {"before", true},  {"but", true},
    {"by", true},        {"can", true},      {"did", true},      {"do", true},      {"does", true},
    {"for", true},       {"from", true},     {"had", true},      {"has", true},     {"have", true},
    {"if", true},        {"in", true},       {"into", true},     {"is", true},      {"it", true},
    {"its", true},       {"less", true},     {"means", true},    {"more", true},    {"no", true},
    {"not", true},       {"of", true},       {"on", true},       {"only", true},    {"or", true},
    {"out", true},       {"over", true},     {"per", true},      {"plus", true},    {"pm", true},
    {"since", true},     {"so", true},       {"than", true},     {"that", true},    {"the", true},
    {"then", true},      {"this", true},     {"through", true},  {"times", true},   {"to", true},
    {"under", true},     {"until", true},    {"up", true},       {"via", true},     {"was", true},
    {"were", true},      {"when", true},     {"which", true},    {"while", true},   {"will", true},
    {"with", true},      {"would", true},    {"x", true},        {"vs", true},      {"est", true},
    {"total", true},     {"each", true},     {"utc", true},      {"st", true},      {"nd", true},
    {"rd", true},        {"th", true},       {"und", true},      {"oder", true},    {"der", true},
    {"die", true},       {"das", true},      {"für", true},      {"von", true},     {"pro", true},
    {"bis", true},       {"et", true},       {"ou", true},       {"de", true},      {"du", true},
    {"la", true},        {"le", true},       {"les", true},      {"par", true},     {"pour", true},
    {"y", true},         {"el", true},       {"los", true},      {"por", true},     {"e", true},
    {"di", true},        {"il", true},       {"og", true},       {"i", true},       {"и", true},
    {"в", true},         {"на", true},       {"за", true},       {"из", true},      {"та", true},
    {"з", true},         {"від", true},      {"до", true},       {"jan", true},     {"january", true},
    {"feb", true},       {"february", true}, {"mar", true},      {"march", true},   {"apr", true},
    {"april", true},     {"may", true},      {"jun", true},      {"june", true},    {"jul", true},
    {"july", true},      {"aug", true},      {"august", true},   {"sep", true},     {"sept", true},
    {"september", true}, {"oct", true},      {"october", true},  {"nov", true},     {"november", true},
    {"dec", true},       {"december", true}, {"januar", true},   {"februar", true}, {"märz", true},
    {"mai", true},       {"juni", true},     {"juli", true},     {"oktober", true}, {"dezember", true},
    {"enero", true},     {"febrero", true},  {"marzo", true},    {"abril", true},   {"mayo", true},
    {"junio", true},     {"julio", true},    {"agosto", true},   {"janvier", true}, {"février", true},
    {"mars", true},      {"avril", true},    {"juin", true},     {"juillet", true}, {"января", true},
    {"февраля", true},   {"марта", true},    {"апреля", true},   {"мая", true},     {"июня", true},
    {"июля", true},      {"августа", true},  {"сентября", true}, {"октября", true}, {"ноября", true},
    {"декабря", true},
});

constexpr auto kNumberedNouns = word_table<bool>({
    {"week", true},    {"month", true}, {"day", true},     {"year", true},    {"quarter", true},  {"phase", true},
    {"step", true},    {"tier", true},  {"version", true}, {"option", true},  {"scenario", true}, {"level", true},
    {"site", true},    {"deal", true},  {"sprint", true},  {"section", true}, {"line", true},     {"lines", true},
    {"page", true},    {"room", true},  {"suite", true},   {"port", true},    {"node", true},     {"stage", true},
    {"round", true},   {"wave", true},  {"item", true},    {"issue", true},   {"ticket", true},   {"task", true},
    {"chapter", true}, {"part", true},  {"no", true},      {"nr", true},      {"number", true},   {"project", true},
    {"client", true},  {"batch", true}, {"release", true}, {"python", true},  {"rule", true},     {"http", true},
    {"error", true},   {"code", true},  {"slip", true},    {"unit", true},    {"apt", true},      {"woche", true},
    {"monat", true},   {"jahr", true},  {"tag", true},     {"semaine", true}, {"mois", true},     {"semana", true},
    {"mes", true},     {"año", true},   {"fase", true},    {"étape", true},   {"неделя", true},   {"месяц", true},
    {"этап", true},    {"фаза", true},  {"волна", true},   {"rev", true},     {"v", true},        {"q", true},
    {"fy", true},      {"kw", true},
});

}  // namespace

bool is_function_word(std::string_view folded) { return kFunctionWords.find(folded) != nullptr; }
bool is_numbered_noun(std::string_view folded) { return kNumberedNouns.find(folded) != nullptr; }

}  // namespace qd::ingest
