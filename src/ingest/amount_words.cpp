#include "ingest/amount_words.hpp"

#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr auto kLeads = word_table<Lead>({
    // about
    {"about", Lead::approximate},
    {"around", Lead::approximate},
    {"roughly", Lead::approximate},
    {"approx", Lead::approximate},
    {"approximately", Lead::approximate},
    {"circa", Lead::approximate},
    {"ca", Lead::approximate},
    {"est", Lead::approximate},
    {"estimated", Lead::approximate},
    {"estimate", Lead::approximate},
    {"some", Lead::approximate},
    {"nearly", Lead::approximate},
    {"almost", Lead::approximate},
    {"rund", Lead::approximate},
    {"etwa", Lead::approximate},
    {"ungefähr", Lead::approximate},
    {"zirka", Lead::approximate},
    {"env", Lead::approximate},
    {"environ", Lead::approximate},
    {"unos", Lead::approximate},
    {"aprox", Lead::approximate},
    {"alrededor de", Lead::approximate},
    {"aproximadamente", Lead::approximate},
    {"circa", Lead::approximate},
    {"cerca de", Lead::approximate},
    {"ongeveer", Lead::approximate},
    {"cirka", Lead::approximate},
    {"omkring", Lead::approximate},
    {"ungefär", Lead::approximate},
    {"około", Lead::approximate},
    {"ok", Lead::approximate},
    {"około", Lead::approximate},
    {"около", Lead::approximate},
    {"примерно", Lead::approximate},
    {"прибл", Lead::approximate},
    {"ок", Lead::approximate},
    {"близько", Lead::approximate},
    {"приблизно", Lead::approximate},
    {"orientativo", Lead::approximate},
    // at least
    {"from", Lead::at_least},
    {"at least", Lead::at_least},
    {"min", Lead::at_least},
    {"minimum", Lead::at_least},
    {"over", Lead::at_least},
    {"more than", Lead::at_least},
    {"above", Lead::at_least},
    {"starting at", Lead::at_least},
    {"starting from", Lead::at_least},
    {"starts at", Lead::at_least},
    {"ab", Lead::at_least},
    {"über", Lead::at_least},
    {"mindestens", Lead::at_least},
    {"mind", Lead::at_least},
    {"à partir de", Lead::at_least},
    {"au moins", Lead::at_least},
    {"plus de", Lead::at_least},
    {"desde", Lead::at_least},
    {"más de", Lead::at_least},
    {"al menos", Lead::at_least},
    {"mínimo", Lead::at_least},
    {"almeno", Lead::at_least},
    {"più di", Lead::at_least},
    {"a partire da", Lead::at_least},
    {"a partir de", Lead::at_least},
    {"pelo menos", Lead::at_least},
    {"vanaf", Lead::at_least},
    {"minstens", Lead::at_least},
    {"fra", Lead::at_least},
    {"mindst", Lead::at_least},
    {"från", Lead::at_least},
    {"minst", Lead::at_least},
    {"od", Lead::at_least},
    {"co najmniej", Lead::at_least},
    {"ponad", Lead::at_least},
    {"от", Lead::at_least},
    {"более", Lead::at_least},
    {"не менее", Lead::at_least},
    {"свыше", Lead::at_least},
    {"від", Lead::at_least},
    {"понад", Lead::at_least},
    {"не менше", Lead::at_least},
    // at most
    {"up to", Lead::at_most},
    {"at most", Lead::at_most},
    {"max", Lead::at_most},
    {"maximum", Lead::at_most},
    {"under", Lead::at_most},
    {"less than", Lead::at_most},
    {"below", Lead::at_most},
    {"no more than", Lead::at_most},
    {"bis zu", Lead::at_most},
    {"bis", Lead::at_most},
    {"maximal", Lead::at_most},
    {"unter", Lead::at_most},
    {"höchstens", Lead::at_most},
    {"jusqu'à", Lead::at_most},
    {"moins de", Lead::at_most},
    {"au plus", Lead::at_most},
    {"hasta", Lead::at_most},
    {"menos de", Lead::at_most},
    {"máximo", Lead::at_most},
    {"fino a", Lead::at_most},
    {"meno di", Lead::at_most},
    {"até", Lead::at_most},
    {"tot", Lead::at_most},
    {"maximaal", Lead::at_most},
    {"op til", Lead::at_most},
    {"under", Lead::at_most},
    {"højst", Lead::at_most},
    {"upp till", Lead::at_most},
    {"do", Lead::at_most},
    {"maks", Lead::at_most},
    {"до", Lead::at_most},
    {"менее", Lead::at_most},
    {"не более", Lead::at_most},
    {"менше", Lead::at_most},
    {"не більше", Lead::at_most},
    // between
    {"between", Lead::between},
    {"zwischen", Lead::between},
    {"entre", Lead::between},
    {"tra", Lead::between},
    {"mellem", Lead::between},
    {"mellan", Lead::between},
    {"między", Lead::between},
    {"tussen", Lead::between},
    // basis
    {"was", Lead::historical},
    {"previously", Lead::historical},
    {"formerly", Lead::historical},
    {"war", Lead::historical},
    {"antes", Lead::historical},
    {"avant", Lead::historical},
    {"было", Lead::historical},
    {"target", Lead::target},
    {"goal", Lead::target},
    {"ziel", Lead::target},
    {"objetivo", Lead::target},
    {"objectif", Lead::target},
    {"obiettivo", Lead::target},
    {"meta", Lead::target},
    {"цель", Lead::target},
    {"мета", Lead::target},
    {"cel", Lead::target},
    {"mål", Lead::target},
    {"doel", Lead::target},
    {"planned", Lead::planned},
    {"projected", Lead::planned},
    {"forecast", Lead::planned},
    {"expected", Lead::planned},
    {"geplant", Lead::planned},
    {"prévu", Lead::planned},
    {"previsto", Lead::planned},
    {"план", Lead::planned},
    {"budget", Lead::budget},
    {"budgeted", Lead::budget},
});

constexpr auto kTails = word_table<Lead>({
    {"approx", Lead::approximate},   {"approximately", Lead::approximate},
    {"est", Lead::approximate},      {"estimated", Lead::approximate},
    {"estimate", Lead::approximate}, {"ish", Lead::approximate},
    {"or so", Lead::approximate},    {"geschätzt", Lead::approximate},
    {"estimé", Lead::approximate},   {"estimado", Lead::approximate},
    {"stimato", Lead::approximate},  {"примерно", Lead::approximate},
    {"or more", Lead::at_least},     {"and up", Lead::at_least},
    {"and above", Lead::at_least},   {"minimum", Lead::at_least},
    {"min", Lead::at_least},         {"plus", Lead::at_least},
    {"or less", Lead::at_most},      {"max", Lead::at_most},
    {"maximum", Lead::at_most},      {"or under", Lead::at_most},
    {"target", Lead::target},        {"goal", Lead::target},
    {"objetivo", Lead::target},      {"objectif", Lead::target},
    {"obiettivo", Lead::target},     {"цель", Lead::target},
    {"planned", Lead::planned},      {"projected", Lead::planned},
    {"forecast", Lead::planned},     {"expected", Lead::planned},
    {"geplant", Lead::planned},      {"prévu", Lead::planned},
    {"previsto", Lead::planned},     {"budget", Lead::budget},
    {"budgeted", Lead::budget},
});

constexpr auto kIdeographLeads = word_table<Lead>({
    {"約", Lead::approximate},     {"约", Lead::approximate}, {"大约", Lead::approximate}, {"大約", Lead::approximate},
    {"およそ", Lead::approximate}, {"약", Lead::approximate}, {"최소", Lead::at_least},    {"最低", Lead::at_least},
    {"至少", Lead::at_least},      {"最大", Lead::at_most},   {"最多", Lead::at_most},     {"최대", Lead::at_most},
    {"目標", Lead::target},        {"目标", Lead::target},    {"목표", Lead::target},      {"予定", Lead::planned},
    {"计划", Lead::planned},       {"予算", Lead::budget},    {"预算", Lead::budget},
});

constexpr auto kIdeographTails = word_table<Lead>({
    {"程度", Lead::approximate},   {"前後", Lead::approximate}, {"ほど", Lead::approximate},
    {"くらい", Lead::approximate}, {"左右", Lead::approximate}, {"정도", Lead::approximate},
    {"내외", Lead::approximate},   {"以上", Lead::at_least},    {"〜", Lead::at_least},
    {"이상", Lead::at_least},      {"から", Lead::at_least},    {"起", Lead::at_least},
    {"以下", Lead::at_most},       {"以内", Lead::at_most},     {"未満", Lead::at_most},
    {"まで", Lead::at_most},       {"이하", Lead::at_most},     {"미만", Lead::at_most},
    {"目標", Lead::target},        {"目标", Lead::target},
});

constexpr std::int64_t kThousand = 1'000, kMillion = 1'000'000, kBillion = 1'000'000'000, kLakh = 100'000,
                       kCrore = 10'000'000, kTrillion = 1'000'000'000'000;

struct Factor {
  std::int64_t factor;
  bool only_money = false;  ///< "m" is also metres and minutes
};
// "mil" is a thousand in Spanish and Portuguese and a million in English, so it is in neither.
constexpr auto kFactors = word_table<Factor>({
    {"k", {kThousand}},       {"thousand", {kThousand}},  {"thousands", {kThousand}}, {"tsd", {kThousand, true}},
    {"tausend", {kThousand}}, {"tys", {kThousand}},       {"tusen", {kThousand}},     {"tusind", {kThousand}},
    {"mille", {kThousand}},   {"duizend", {kThousand}},   {"тыс", {kThousand}},       {"тысяч", {kThousand}},
    {"тис", {kThousand}},     {"тисяч", {kThousand}},     {"m", {kMillion, true}},    {"mm", {kMillion, true}},
    {"mn", {kMillion, true}}, {"mln", {kMillion}},        {"mio", {kMillion}},        {"million", {kMillion}},
    {"millions", {kMillion}}, {"millionen", {kMillion}},  {"millones", {kMillion}},   {"millón", {kMillion}},
    {"milhões", {kMillion}},  {"milhão", {kMillion}},     {"milioni", {kMillion}},    {"milione", {kMillion}},
    {"miljoen", {kMillion}},  {"millioner", {kMillion}},  {"miljoner", {kMillion}},   {"mill", {kMillion, true}},
    {"milionów", {kMillion}}, {"млн", {kMillion}},        {"миллионов", {kMillion}},  {"мільйонів", {kMillion}},
    {"b", {kBillion, true}},  {"bn", {kBillion, true}},   {"billion", {kBillion}},    {"billions", {kBillion}},
    {"mrd", {kBillion}},      {"milliarden", {kBillion}}, {"milliard", {kBillion}},   {"milliards", {kBillion}},
    {"mld", {kBillion}},      {"miliardi", {kBillion}},   {"miljard", {kBillion}},    {"mia", {kBillion, true}},
    {"млрд", {kBillion}},     {"tn", {kTrillion, true}},  {"trillion", {kTrillion}},  {"lakh", {kLakh}},
    {"lakhs", {kLakh}},       {"lac", {kLakh}},           {"lacs", {kLakh}},          {"crore", {kCrore}},
    {"crores", {kCrore}},     {"cr", {kCrore, true}},     {"l", {kLakh, true}},
});

constexpr auto kIdeographFactors = word_table<std::int64_t>({
    {"千", kThousand},
    {"万", 10'000},
    {"萬", 10'000},
    {"億", 100'000'000},
    {"亿", 100'000'000},
    {"兆", kTrillion},
    {"百万", kMillion},
    {"千万", kCrore},
    {"千元", kThousand},
    {"천", kThousand},
    {"만", 10'000},
    {"억", 100'000'000},
    {"백만", kMillion},
    {"천만", kCrore},
});

constexpr auto kRangeWords = word_table<bool>({{"to", true},
                                               {"bis", true},
                                               {"до", true},
                                               {"a", true},
                                               {"à", true},
                                               {"al", true},
                                               {"até", true},
                                               {"til", true},
                                               {"till", true},
                                               {"tot", true},
                                               {"do", true},
                                               {"through", true},
                                               {"thru", true}});
constexpr auto kAnds = word_table<bool>({{"and", true},
                                         {"und", true},
                                         {"et", true},
                                         {"y", true},
                                         {"e", true},
                                         {"og", true},
                                         {"och", true},
                                         {"i", true},
                                         {"en", true}});

constexpr auto kPrepositions = word_table<bool>({{"from", true},
                                                 {"ab", true},
                                                 {"desde", true},
                                                 {"vanaf", true},
                                                 {"fra", true},
                                                 {"från", true},
                                                 {"od", true},
                                                 {"от", true},
                                                 {"від", true},
                                                 {"over", true}});

std::optional<LeadMatch> match_sign(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  const std::size_t next = at + g.length;
  switch (g.c) {
    case U'~':
    case U'≈':
    case U'≃':
    case U'∼':
    case U'±':
      return LeadMatch{Lead::approximate, true, false, next};
    case U'>':
      return LeadMatch{Lead::at_least, true, false, glyph(text, next).c == '=' ? next + 1 : next};
    case U'≥':
      return LeadMatch{Lead::at_least, true, false, next};
    case U'<':
      return LeadMatch{Lead::at_most, true, false, glyph(text, next).c == '=' ? next + 1 : next};
    case U'≤':
      return LeadMatch{Lead::at_most, true, false, next};
    default:
      return std::nullopt;
  }
}

template <std::size_t N>
std::optional<LeadMatch> match_phrase(const WordTable<Lead, N>& table, std::string_view text, std::size_t at) {
  const Phrase phrase(text, at, 3);
  const auto found = table.longest(phrase);
  if (found.value == nullptr) return std::nullopt;
  std::size_t end = phrase.end(found.words);
  if (glyph(text, end).c == '.') ++end;  // "approx."
  const bool weak = found.words == 1 && kPrepositions.find(phrase.first(1)) != nullptr;
  return LeadMatch{*found.value, false, weak, end};
}

template <std::size_t N>
std::optional<std::size_t> match_word(const WordTable<bool, N>& table, std::string_view text, std::size_t at) {
  const Phrase phrase(text, at, 1);
  if (phrase.words() == 0 || table.find(phrase.first(1)) == nullptr) return std::nullopt;
  return phrase.end(1);
}

}  // namespace

std::optional<LeadMatch> match_lead(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  if (is_letter(g.c)) return match_phrase(kLeads, text, at);
  if (is_ideograph(g.c)) {
    const auto found = kIdeographLeads.longest_prefix(text, at);
    if (found.value != nullptr) return LeadMatch{*found.value, false, false, at + found.length};
    return std::nullopt;
  }
  return match_sign(text, at);
}

std::optional<LeadMatch> match_tail(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  if (is_letter(g.c)) {
    const Phrase phrase(text, at, 3);
    if (phrase.words() == 3 && phrase.first(3) == "and up to") return std::nullopt;
    return match_phrase(kTails, text, at);
  }
  if (!is_ideograph(g.c)) return std::nullopt;
  const auto found = kIdeographTails.longest_prefix(text, at);
  if (found.value == nullptr) return std::nullopt;
  return LeadMatch{*found.value, false, false, at + found.length};
}

std::optional<Multiplier> match_multiplier(std::string_view text, std::size_t at, bool money) {
  const Glyph g = glyph(text, at);
  const std::size_t word = skip_spaces(text, at);
  const Glyph first = glyph(text, word);
  if (is_ideograph(first.c)) {
    const auto found = kIdeographFactors.longest_prefix(text, word);
    if (found.value == nullptr) return std::nullopt;
    return Multiplier{*found.value, word + found.length};
  }
  if (!is_letter(first.c)) return std::nullopt;
  const Phrase phrase(text, word, 1);
  if (phrase.words() == 0) return std::nullopt;
  const Factor* factor = kFactors.find(phrase.first(1));
  if (factor == nullptr || is_digit(glyph(text, phrase.end(1)).c)) return std::nullopt;
  const bool adjacent = word == at;
  // "9M users" is said, "9m" is metres and "9 M" may be minutes; "12 k" without a currency is nothing either.
  const bool adjacent_capital = adjacent && g.c >= 'A' && g.c <= 'Z' && phrase.first(1) != "l";
  if (factor->only_money && !money && !adjacent_capital) return std::nullopt;
  if (phrase.first(1) == "k" && !adjacent && !money) return std::nullopt;
  std::size_t end = phrase.end(1);
  if (glyph(text, end).c == '.' && !is_ascii_letter(first.c))
    ++end;  // "млн.", "тыс."
  else if (glyph(text, end).c == '.' && phrase.first(1).size() == 3)
    ++end;  // "Mio.", "Mrd."
  return Multiplier{factor->factor, end};
}

std::optional<std::size_t> match_range_word(std::string_view text, std::size_t at) {
  return match_word(kRangeWords, text, at);
}

std::optional<std::size_t> match_and(std::string_view text, std::size_t at) { return match_word(kAnds, text, at); }

}  // namespace qd::ingest
