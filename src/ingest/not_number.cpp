#include <algorithm>

#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr Entry<NotNumber> kNotNumberRows[] = {
    {"free|included|incl|inc|gratis|volunteer|volunteers|in house|inhouse|no cost", NotNumber::zero},
    {"no charge|no fee|nil|zero|complimentary|waived|pro bono|kostenlos|kostenfrei", NotNumber::zero},
    {"inklusive|inkl|inbegriffen|enthalten|gratuit|gratuite|inclus|incluse|compris", NotNumber::zero},
    {"gratuito|gratuita|incluido|incluida|incluído|sin costo|sin coste|incluso", NotNumber::zero},
    {"inclusa|grátis|inbegrepen|inkluderet|inkluderat|inkludert|darmowe|darmowy", NotNumber::zero},
    {"bezpłatnie|bezpłatne|za darmo|wliczone|w cenie|zdarma|бесплатно|бесплатный", NotNumber::zero},
    {"включено|включён|входит|безкоштовно|безкоштовний|входить", NotNumber::zero},
    {"tbd|tba|tbc|todo|to be determined|to be decided|to be defined", NotNumber::unknown},
    {"to be confirmed|custom|varies|variable|vary|quote|quoted|on request", NotNumber::unknown},
    {"contact us|contact sales|get quote|ask|depends|unknown|not known|not set", NotNumber::unknown},
    {"not tracked|not available|not yet|unset|unclear|undecided|pending|negotiable", NotNumber::unknown},
    {"na|n a|xx|xxx|no data|offen|unbekannt|auf anfrage|variabel|noch offen|k a", NotNumber::unknown},
    {"sur devis|à définir|a definir|inconnu|à déterminer|por definir|a consultar", NotNumber::unknown},
    {"pendiente|desconocido|según cotización|da definire|su richiesta|variabile", NotNumber::unknown},
    {"sconosciuto|sob consulta|variável|onbekend|nog te bepalen|op aanvraag|nvt", NotNumber::unknown},
    {"ukendt|afventer|okänt|ukjent|efter aftale|do ustalenia|nieznane|nieznany", NotNumber::unknown},
    {"по договоренности|по договорённости|по запросу|неизвестно|уточняется", NotNumber::unknown},
    {"уточнить|договорная|за домовленістю|невідомо|уточнюється", NotNumber::unknown},
};
constexpr auto kNotNumbers = word_table<kNotNumberRows>();

constexpr Entry<NotNumber> kIdeographNotNumberRows[] = {
    {"無料|免费|免費|무료|込み|込|含む|包含|含|포함|无偿|無償", NotNumber::zero},
    {"议价|議價|面议|待定|待议|未定|未知|不明|未确定|要相談|応相談|要問合せ|要見積|お問い合わせ|別途|미정|협의|별도|"
     "문의|定制|按需",
     NotNumber::unknown},
};
constexpr auto kIdeographNotNumbers = word_table<kIdeographNotNumberRows>();

constexpr Entry<bool> kFollowerRows[] = {
    {"tier|plan|forever|for|of|with|in|by|pricing|price|quote|until|on|per|at|today|now|labor", true},
    {"labour|time", true},
};
constexpr auto kFollowers = word_table<kFollowerRows>();

/// Signs that say by themselves that a value is not known: "?", "—", "…".
std::optional<NotNumberMatch> match_signs(std::string_view text, std::size_t at) {
  const bool nothing = at == text.size();
  bool any = false;
  for (Glyph g = glyph(text, at); g.length != 0; g = glyph(text, at)) {
    const bool empty_sign = g.c == '?' || g.c == '-' || g.c == kEnDash || g.c == kEmDash || g.c == U'…' || g.c == '.' ||
                            g.c == '_' || g.c == '$' || g.c == U'€' || g.c == U'£' || is_space(g.c) || g.c == U'・' ||
                            g.c == U'–' || g.c == '/';
    if (!empty_sign) return std::nullopt;
    any = any || (g.c != '$' && g.c != U'€' && g.c != U'£');
    at += g.length;
  }
  return any || nothing ? std::optional(NotNumberMatch{NotNumber::unknown, text.size()}) : std::nullopt;
}

}  // namespace

std::optional<NotNumberMatch> match_not_number(std::string_view text, std::size_t at) {
  if (const auto signs = match_signs(text, at)) return signs;
  // Whatever decoration stands before the word: "✅ Free", "(included)", "$TBD".
  for (Glyph g = glyph(text, at); g.length != 0 && !is_letter(g.c) && !is_ideograph(g.c); g = glyph(text, at)) {
    if (is_digit(g.c)) return std::nullopt;
    at += g.length;
  }
  if (is_ideograph(glyph(text, at).c)) {
    const auto found = kIdeographNotNumbers.longest_prefix(text, at);
    if (found.value == nullptr) return std::nullopt;
    return NotNumberMatch{*found.value, at + found.length};
  }
  const std::string_view three = text.substr(std::min(at, text.size()), 3);
  if (three == "n/a" || three == "N/A" || three == "k/A") return NotNumberMatch{NotNumber::unknown, at + 3};
  if (!kNotNumbers.may_start(text, at)) return std::nullopt;
  const Phrase phrase(text, at);
  const auto found = kNotNumbers.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  return NotNumberMatch{*found.value, phrase.end(found.words)};
}

bool goes_with_not_number(std::string_view text, std::size_t at) {
  const Phrase phrase(text, at, 1);
  return phrase.words() == 1 && kFollowers.find(phrase.first(1)) != nullptr;
}

}  // namespace qd::ingest
