#include "ingest/amount_words.hpp"

#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr Entry<Lead> kLeadRows[] = {
    // about
    {"about|around|roughly|approx|approximately|circa|ca|est|estimated|estimate", Lead::approximate},
    {"some|nearly|almost|rund|etwa|ungefähr|zirka|env|environ|unos|aprox", Lead::approximate},
    {"alrededor de|aproximadamente|cerca de|ongeveer|cirka|omkring|ungefär|około|ok", Lead::approximate},
    {"около|примерно|прибл|ок|близько|приблизно|orientativo", Lead::approximate},
    // at least
    {"from|at least|min|minimum|over|more than|above|starting at|starting from", Lead::at_least},
    {"starts at|ab|über|mindestens|mind|à partir de|au moins|plus de|desde|más de", Lead::at_least},
    {"al menos|mínimo|almeno|più di|a partire da|a partir de|pelo menos|vanaf|minstens", Lead::at_least},
    {"fra|mindst|från|minst|od|co najmniej|ponad|от|более|не менее|свыше|від|понад", Lead::at_least},
    {"не менше", Lead::at_least},
    // at most
    {"up to|at most|max|maximum|under|less than|below|no more than|bis zu|bis|maximal", Lead::at_most},
    {"unter|höchstens|jusqu'à|moins de|au plus|hasta|menos de|máximo|fino a|meno di|até", Lead::at_most},
    {"tot|maximaal|op til|højst|upp till|do|maks|до|менее|не более|менше|не більше", Lead::at_most},
    // between
    {"between|zwischen|entre|tra|mellem|mellan|między|tussen", Lead::between},
    // basis
    {"was|previously|formerly|war|antes|avant|было", Lead::historical},
    {"target|goal|ziel|objetivo|objectif|obiettivo|meta|цель|мета|cel|mål|doel", Lead::target},
    {"planned|projected|forecast|expected|geplant|prévu|previsto|план", Lead::planned},
    {"budget|budgeted", Lead::budget},
};
constexpr auto kLeads = word_table<kLeadRows>();

constexpr Entry<Lead> kTailRows[] = {
    {"approx|approximately|est|estimated|estimate|ish|or so|geschätzt|estimé", Lead::approximate},
    {"estimado|stimato|примерно", Lead::approximate},
    {"or more|and up|and above|minimum|min|plus", Lead::at_least},
    {"or less|max|maximum|or under", Lead::at_most},
    {"target|goal|objetivo|objectif|obiettivo|цель", Lead::target},
    {"planned|projected|forecast|expected|geplant|prévu|previsto", Lead::planned},
    {"budget|budgeted", Lead::budget},
};
constexpr auto kTails = word_table<kTailRows>();

constexpr Entry<Lead> kIdeographLeadRows[] = {
    {"約|约|大约|大約|およそ|약", Lead::approximate},
    {"최소|最低|至少", Lead::at_least},
    {"最大|最多|최대", Lead::at_most},
    {"目標|目标|목표", Lead::target},
    {"予定|计划", Lead::planned},
    {"予算|预算", Lead::budget},
};
constexpr auto kIdeographLeads = word_table<kIdeographLeadRows>();

constexpr Entry<Lead> kIdeographTailRows[] = {
    {"程度|前後|ほど|くらい|左右|정도|내외", Lead::approximate},
    {"以上|〜|이상|から|起", Lead::at_least},
    {"以下|以内|未満|まで|이하|미만", Lead::at_most},
    {"目標|目标", Lead::target},
};
constexpr auto kIdeographTails = word_table<kIdeographTailRows>();

constexpr std::int64_t kThousand = 1'000, kMillion = 1'000'000, kBillion = 1'000'000'000, kLakh = 100'000,
                       kCrore = 10'000'000, kTrillion = 1'000'000'000'000;

struct Factor {
  std::int64_t factor;
  bool only_money = false;  ///< "m" is also metres and minutes
};
// "mil" is a thousand in Spanish and Portuguese and a million in English, so it is in neither.
constexpr Entry<Factor> kFactorRows[] = {
    {"k|thousand|thousands|tausend|tys|tusen|tusind|mille|duizend|тыс|тысяч|тис|тисяч", {kThousand}},
    {"tsd", {kThousand, true}},
    {"m|mm|mn|mill", {kMillion, true}},
    {"mln|mio|million|millions|millionen|millones|millón|milhões|milhão|milioni|milione", {kMillion}},
    {"miljoen|millioner|miljoner|milionów|млн|миллионов|мільйонів", {kMillion}},
    {"b|bn|mia", {kBillion, true}},
    {"billion|billions|mrd|milliarden|milliard|milliards|mld|miliardi|miljard|млрд", {kBillion}},
    {"tn", {kTrillion, true}},
    {"trillion", {kTrillion}},
    {"lakh|lakhs|lac|lacs", {kLakh}},
    {"crore|crores", {kCrore}},
    {"cr", {kCrore, true}},
    {"l", {kLakh, true}},
};
constexpr auto kFactors = word_table<kFactorRows>();

constexpr Entry<std::int64_t> kIdeographFactorRows[] = {
    {"千|千元|천", kThousand}, {"万|萬|만", 10'000},    {"億|亿|억", 100'000'000},
    {"兆", kTrillion},         {"百万|백만", kMillion}, {"千万|천만", kCrore},
};
constexpr auto kIdeographFactors = word_table<kIdeographFactorRows>();

constexpr Entry<bool> kRangeWordRows[] = {
    {"to|bis|до|a|à|al|até|til|till|tot|do|through|thru", true},
};
constexpr auto kRangeWords = word_table<kRangeWordRows>();
constexpr Entry<bool> kAndRows[] = {
    {"and|und|et|y|e|og|och|i|en", true},
};
constexpr auto kAnds = word_table<kAndRows>();

constexpr Entry<bool> kPrepositionRows[] = {
    {"from|ab|desde|vanaf|fra|från|od|от|від|over", true},
};
constexpr auto kPrepositions = word_table<kPrepositionRows>();

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
  if (!table.may_start(text, at)) return std::nullopt;
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
  if (!table.may_start(text, at)) return std::nullopt;
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
    if (!kTails.may_start(text, at)) return std::nullopt;
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
  if (!kFactors.may_start(text, word)) return std::nullopt;
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
