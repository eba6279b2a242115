#include <algorithm>

#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr auto kNotNumbers = word_table<NotNumber>({
    {"free", NotNumber::zero},
    {"included", NotNumber::zero},
    {"incl", NotNumber::zero},
    {"inc", NotNumber::zero},
    {"gratis", NotNumber::zero},
    {"volunteer", NotNumber::zero},
    {"volunteers", NotNumber::zero},
    {"in house", NotNumber::zero},
    {"inhouse", NotNumber::zero},
    {"no cost", NotNumber::zero},
    {"no charge", NotNumber::zero},
    {"no fee", NotNumber::zero},
    {"nil", NotNumber::zero},
    {"zero", NotNumber::zero},
    {"complimentary", NotNumber::zero},
    {"waived", NotNumber::zero},
    {"pro bono", NotNumber::zero},
    {"kostenlos", NotNumber::zero},
    {"kostenfrei", NotNumber::zero},
    {"inklusive", NotNumber::zero},
    {"inkl", NotNumber::zero},
    {"inbegriffen", NotNumber::zero},
    {"enthalten", NotNumber::zero},
    {"gratuit", NotNumber::zero},
    {"gratuite", NotNumber::zero},
    {"inclus", NotNumber::zero},
    {"incluse", NotNumber::zero},
    {"compris", NotNumber::zero},
    {"gratuito", NotNumber::zero},
    {"gratuita", NotNumber::zero},
    {"incluido", NotNumber::zero},
    {"incluida", NotNumber::zero},
    {"incluído", NotNumber::zero},
    {"sin costo", NotNumber::zero},
    {"sin coste", NotNumber::zero},
    {"incluso", NotNumber::zero},
    {"inclusa", NotNumber::zero},
    {"grátis", NotNumber::zero},
    {"inbegrepen", NotNumber::zero},
    {"inkluderet", NotNumber::zero},
    {"inkluderat", NotNumber::zero},
    {"inkludert", NotNumber::zero},
    {"darmowe", NotNumber::zero},
    {"darmowy", NotNumber::zero},
    {"bezpłatnie", NotNumber::zero},
    {"bezpłatne", NotNumber::zero},
    {"za darmo", NotNumber::zero},
    {"wliczone", NotNumber::zero},
    {"w cenie", NotNumber::zero},
    {"zdarma", NotNumber::zero},
    {"бесплатно", NotNumber::zero},
    {"бесплатный", NotNumber::zero},
    {"включено", NotNumber::zero},
    {"включён", NotNumber::zero},
    {"входит", NotNumber::zero},
    {"безкоштовно", NotNumber::zero},
    {"безкоштовний", NotNumber::zero},
    {"входить", NotNumber::zero},

    {"tbd", NotNumber::unknown},
    {"tba", NotNumber::unknown},
    {"tbc", NotNumber::unknown},
    {"todo", NotNumber::unknown},
    {"to be determined", NotNumber::unknown},
    {"to be decided", NotNumber::unknown},
    {"to be defined", NotNumber::unknown},
    {"to be confirmed", NotNumber::unknown},
    {"custom", NotNumber::unknown},
    {"varies", NotNumber::unknown},
    {"variable", NotNumber::unknown},
    {"vary", NotNumber::unknown},
    {"quote", NotNumber::unknown},
    {"quoted", NotNumber::unknown},
    {"on request", NotNumber::unknown},
    {"contact us", NotNumber::unknown},
    {"contact sales", NotNumber::unknown},
    {"get quote", NotNumber::unknown},
    {"ask", NotNumber::unknown},
    {"depends", NotNumber::unknown},
    {"unknown", NotNumber::unknown},
    {"not known", NotNumber::unknown},
    {"not set", NotNumber::unknown},
    {"not tracked", NotNumber::unknown},
    {"not available", NotNumber::unknown},
    {"not yet", NotNumber::unknown},
    {"unset", NotNumber::unknown},
    {"unclear", NotNumber::unknown},
    {"undecided", NotNumber::unknown},
    {"pending", NotNumber::unknown},
    {"negotiable", NotNumber::unknown},
    {"na", NotNumber::unknown},
    {"n a", NotNumber::unknown},
    {"xx", NotNumber::unknown},
    {"xxx", NotNumber::unknown},
    {"no data", NotNumber::unknown},
    {"offen", NotNumber::unknown},
    {"unbekannt", NotNumber::unknown},
    {"auf anfrage", NotNumber::unknown},
    {"variabel", NotNumber::unknown},
    {"noch offen", NotNumber::unknown},
    {"k a", NotNumber::unknown},
    {"sur devis", NotNumber::unknown},
    {"à définir", NotNumber::unknown},
    {"a definir", NotNumber::unknown},
    {"inconnu", NotNumber::unknown},
    {"à déterminer", NotNumber::unknown},
    {"por definir", NotNumber::unknown},
    {"a consultar", NotNumber::unknown},
    {"pendiente", NotNumber::unknown},
    {"desconocido", NotNumber::unknown},
    {"según cotización", NotNumber::unknown},
    {"da definire", NotNumber::unknown},
    {"su richiesta", NotNumber::unknown},
    {"variabile", NotNumber::unknown},
    {"sconosciuto", NotNumber::unknown},
    {"sob consulta", NotNumber::unknown},
    {"variável", NotNumber::unknown},
    {"onbekend", NotNumber::unknown},
    {"nog te bepalen", NotNumber::unknown},
    {"op aanvraag", NotNumber::unknown},
    {"nvt", NotNumber::unknown},
    {"ukendt", NotNumber::unknown},
    {"afventer", NotNumber::unknown},
    {"okänt", NotNumber::unknown},
    {"ukjent", NotNumber::unknown},
    {"efter aftale", NotNumber::unknown},
    {"do ustalenia", NotNumber::unknown},
    {"nieznane", NotNumber::unknown},
    {"nieznany", NotNumber::unknown},
    {"по договоренности", NotNumber::unknown},
    {"по договорённости", NotNumber::unknown},
    {"по запросу", NotNumber::unknown},
    {"неизвестно", NotNumber::unknown},
    {"уточняется", NotNumber::unknown},
    {"уточнить", NotNumber::unknown},
    {"договорная", NotNumber::unknown},
    {"за домовленістю", NotNumber::unknown},
    {"невідомо", NotNumber::unknown},
    {"уточнюється", NotNumber::unknown},
});

constexpr auto kIdeographNotNumbers = word_table<NotNumber>({
    {"無料", NotNumber::zero},      {"免费", NotNumber::zero},
    {"免費", NotNumber::zero},      {"무료", NotNumber::zero},
    {"込み", NotNumber::zero},      {"込", NotNumber::zero},
    {"含む", NotNumber::zero},      {"包含", NotNumber::zero},
    {"含", NotNumber::zero},        {"포함", NotNumber::zero},
    {"无偿", NotNumber::zero},      {"無償", NotNumber::zero},
    {"议价", NotNumber::unknown},   {"議價", NotNumber::unknown},
    {"面议", NotNumber::unknown},   {"待定", NotNumber::unknown},
    {"待议", NotNumber::unknown},   {"未定", NotNumber::unknown},
    {"未知", NotNumber::unknown},   {"不明", NotNumber::unknown},
    {"未确定", NotNumber::unknown}, {"要相談", NotNumber::unknown},
    {"応相談", NotNumber::unknown}, {"要問合せ", NotNumber::unknown},
    {"要見積", NotNumber::unknown}, {"お問い合わせ", NotNumber::unknown},
    {"別途", NotNumber::unknown},   {"미정", NotNumber::unknown},
    {"협의", NotNumber::unknown},   {"별도", NotNumber::unknown},
    {"문의", NotNumber::unknown},   {"定制", NotNumber::unknown},
    {"按需", NotNumber::unknown},
});

constexpr auto kFollowers = word_table<bool>({
    {"tier", true},  {"plan", true},  {"forever", true}, {"for", true},     {"of", true},
    {"with", true},  {"in", true},    {"by", true},      {"pricing", true}, {"price", true},
    {"quote", true}, {"until", true}, {"on", true},      {"per", true},     {"at", true},
    {"today", true}, {"now", true},   {"labor", true},   {"labour", true},  {"time", true},
});

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
