#include <algorithm>
#include <array>
#include <string>

#include "base/utf8.hpp"
#include "ingest/amount_scan.hpp"
#include "ingest/amount_words.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr Entry<std::string_view> kIrregularRows[] = {
    {"people", "person"},
    {"children", "child"},
    {"men", "man"},
    {"women", "woman"},
    {"movies", "movie"},
    {"cookies", "cookie"},
    {"ties", "tie"},
    {"buses|bus", "bus"},
    {"statuses", "status"},
    {"bonuses", "bonus"},
    {"series", "series"},
    {"species", "species"},
    {"news", "news"},
    {"pages", "page"},
    {"analyses", "analysis"},
    {"quizzes", "quiz"},
    {"pax", "pax"},
    {"ios", "ios"},
    {"feet", "foot"},
    {"leaves", "leaf"},
    {"shelves", "shelf"},
    {"knives", "knife"},
    {"lives", "life"},
    {"halves", "half"},
    {"yes", "yes"},
    {"gas", "gas"},
    {"https", "https"},
    {"aws", "aws"},
    {"css", "css"},
    {"sms", "sms"},
    {"gps", "gps"},
    {"dns", "dns"},
    {"pos", "pos"},
    {"fixes", "fix"},
    {"indexes|indices", "index"},
    {"vertices", "vertex"},
    {"heroes", "hero"},
    {"tomatoes", "tomato"},
    {"photos", "photo"},
    {"caches", "cache"},
    {"niches", "niche"},
    {"axes", "axis"},
};
constexpr auto kIrregular = word_table<kIrregularRows>();

// Counters of Chinese, Japanese and Korean, and nouns of other languages that need no plural to be counts.
constexpr Entry<bool> kCounterRows[] = {
    {"人|名|件|个|個|社|台|本|枚|席|組|位|家|次|回|명|건|개|대|회", true},
};
constexpr auto kCounters = word_table<kCounterRows>();

constexpr Entry<bool> kCountNounRows[] = {
    {"pax|people|pcs|pc|qty|guests|шт|чел|человек|stk|stück|st|personen|unit|user|seat|person", true},
    {"customer|booking|kunden|клиентов|клиента|клиент|лид|лидов", true},
};
constexpr auto kCountNouns = word_table<kCountNounRows>();

bool is_plural(std::string_view word) {
  if (word == "people" || word == "children" || word == "men" || word == "women") return true;
  if (word.size() < 3 || word.back() != 's') return false;
  const char before = word[word.size() - 2];
  return before != 's' && before != 'u' && before != 'i' && kIrregular.find(word) == nullptr;
}

std::size_t ideograph_run(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 8;  // characters; longer is a sentence
  std::size_t count = 0;
  for (Glyph g = glyph(text, at); is_ideograph(g.c) && count < kLongest; g = glyph(text, at), ++count) at += g.length;
  return at;
}

/// A word that is no word: a version, a code, part of an identifier ("3 H100", "2 tests_ok").
bool runs_on(std::string_view text, std::size_t end) {
  const Glyph g = glyph(text, end);
  return is_digit(g.c) || g.c == '_' || g.c == '@' || g.c == '=' || (g.c == '.' && is_letter(glyph(text, end + 1).c));
}

}  // namespace

std::string singular(std::string_view noun) {
  std::string word;
  word.reserve(noun.size());
  while (!noun.empty()) {
    const utf8::Decoded one = utf8::decode_one(noun);
    utf8::append(word, lower(one.character));
    noun.remove_prefix(one.length);
  }
  if (const std::string_view* known = kIrregular.find(word)) return std::string(*known);
  const bool ascii = std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const auto ends = [&](std::string_view tail) { return word.size() > tail.size() + 1 && word.ends_with(tail); };
  if (!ascii || !ends("s") || ends("ss") || ends("us") || ends("is")) return word;
  if (ends("ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, "y");
  } else if (ends("xes") || ends("ches") || ends("shes") || ends("sses") || ends("zzes")) {
    word.resize(word.size() - 2);
  } else {
    word.pop_back();
  }
  return word;
}

std::optional<std::size_t> scan_counted(std::string_view text, std::size_t at, bool strict, std::string& of) {
  const Glyph g = glyph(text, at);
  if (is_ideograph(g.c)) {
    const auto counter = kCounters.longest_prefix(text, at);
    if (strict && counter.value == nullptr) return std::nullopt;
    const std::size_t end = counter.value != nullptr ? at + counter.length : ideograph_run(text, at);
    of = text.substr(at, end - at);
    return end;
  }
  const Phrase phrase(text, at);
  std::size_t usable = 0;
  std::size_t chosen = 0;
  for (std::size_t n = 1; n <= phrase.words() && n <= 3; ++n) {
    const std::string_view word = phrase.word(n);
    if (is_function_word(word) || runs_on(text, phrase.end(n))) break;
    usable = n;
    if (chosen == 0 && (is_plural(word) || kCountNouns.find(word) != nullptr)) chosen = n;
  }
  if (usable == 0 || (strict && chosen == 0)) return std::nullopt;
  if (chosen == 0) chosen = 1;
  const std::string_view word = phrase.word(chosen);
  if (utf8::length(word) < 2) return std::nullopt;
  of = singular(word);
  return phrase.end(chosen);
}

}  // namespace qd::ingest
