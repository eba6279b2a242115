#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr Entry<bool> kFunctionWordRows[] = {
    {"a|about|after|ago|all|am|an|and|are|as|at|be|because|before|but|by|can|did|do|does|for", true},
    {"from|had|has|have|if|in|into|is|it|its|less|means|more|no|not|of|on|only|or|out|over|per", true},
    {"plus|pm|since|so|than|that|the|then|this|through|times|to|under|until|up|via|was|were|when", true},
    {"which|while|will|with|would|x|vs|est|total|each|utc|st|nd|rd|th|und|oder|der|die|das|für", true},
    {"von|pro|bis|et|ou|de|du|la|le|les|par|pour|y|el|los|por|e|di|il|og|i|и|в|на|за|из|та|з|від", true},
    {"до|jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept", true},
    {"september|oct|october|nov|november|dec|december|januar|februar|märz|mai|juni|juli|oktober", true},
    {"dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|janvier|février|mars|avril|juin", true},
    {"juillet|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря", true},
};
constexpr auto kFunctionWords = word_table<kFunctionWordRows>();

constexpr Entry<bool> kNumberedNounRows[] = {
    {"week|month|day|year|quarter|phase|step|tier|version|option|scenario|level|site|deal|sprint", true},
    {"section|line|lines|page|room|suite|port|node|stage|round|wave|item|issue|ticket|task", true},
    {"chapter|part|no|nr|number|project|client|batch|release|python|rule|http|error|code|slip", true},
    {"unit|apt|woche|monat|jahr|tag|semaine|mois|semana|mes|año|fase|étape|неделя|месяц|этап", true},
    {"фаза|волна|rev|v|q|fy|kw", true},
};
constexpr auto kNumberedNouns = word_table<kNumberedNounRows>();

}  // namespace

bool is_function_word(std::string_view folded) { return kFunctionWords.find(folded) != nullptr; }
bool is_numbered_noun(std::string_view folded) { return kNumberedNouns.find(folded) != nullptr; }

}  // namespace qd::ingest
