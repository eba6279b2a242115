#include "ingest/phrase_index.hpp"

#include <algorithm>

namespace qd::ingest {

namespace {

constexpr std::uint64_t kSeed = 0xCBF29CE484222325ull;

std::uint64_t step(std::uint64_t hash, char c) { return (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull; }

/// The same letters as a whole word and as a beginning are two different keys.
std::uint64_t finish(std::uint64_t hash, bool prefix) {
  hash ^= prefix ? 0x9E3779B97F4A7C15ull : 0;
  hash ^= hash >> 32;
  return hash == 0 ? 1 : hash;
}

std::uint64_t hash_of(std::string_view text, bool prefix) {
  std::uint64_t hash = kSeed;
  for (const char c : text) hash = step(hash, c);
  return finish(hash, prefix);
}

}  // namespace

void PhraseIndex::add(std::string_view phrase, std::uint32_t tag) {
  Words words;
  words.split(phrase);
  if (words.empty()) return;
  const auto first_token = static_cast<std::uint32_t>(tokens_.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words.text(i);
    const bool prefix = words[i].source_end < phrase.size() && phrase[words[i].source_end] == '*';
    tokens_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(word.size()), prefix});
    text_ += word;
  }
  phrases_.push_back({first_token, static_cast<std::uint32_t>(words.size()), tag, 0});
}

void PhraseIndex::build() {
  std::size_t size = 16;
  while (size < phrases_.size() * 2) size *= 2;
  slots_.assign(size, {});
  prefix_sizes_ = 0;
  for (std::uint32_t i = 1; i < phrases_.size(); ++i) {
    const Token& first = tokens_[phrases_[i].first_token];
    const std::uint64_t hash = hash_of(text(first), first.prefix);
    if (first.prefix) prefix_sizes_ |= std::uint64_t{1} << std::min<std::uint32_t>(first.size, 63);
    std::size_t at = hash & (size - 1);
    while (slots_[at].hash != 0 && slots_[at].hash != hash) at = (at + 1) & (size - 1);
    phrases_[i].next = slots_[at].phrase;
    slots_[at] = {hash, i};
  }
}

std::uint32_t PhraseIndex::first_phrase(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (slots_[at].hash == hash) return slots_[at].phrase;
    if (slots_[at].hash == 0) return 0;
  }
}

bool PhraseIndex::rest_matches(const Phrase& phrase, const Words& words, std::size_t at) const {
  if (at + phrase.tokens > words.size()) return false;
  for (std::uint32_t i = 0; i < phrase.tokens; ++i) {
    const Token& token = tokens_[phrase.first_token + i];
    const std::string_view word = words.text(at + i);
    if (token.prefix ? !word.starts_with(text(token)) : word != text(token)) return false;
  }
  return true;
}

void PhraseIndex::collect(std::uint64_t hash, const Words& words, std::size_t at, std::vector<Hit>& hits) const {
  for (std::uint32_t i = first_phrase(hash); i != 0; i = phrases_[i].next) {
    if (rest_matches(phrases_[i], words, at))
      hits.push_back({phrases_[i].tag, static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(phrases_[i].tokens)});
  }
}

/// The keys under which phrases stand that may begin with the word.
template <class Found>
void PhraseIndex::for_each_hash(std::string_view word, Found found) const {
  std::uint64_t hash = kSeed;
  for (std::size_t n = 0; n < word.size(); ++n) {
    hash = step(hash, word[n]);
    if (n + 1 < 63 && (prefix_sizes_ >> (n + 1) & 1) != 0) found(finish(hash, true));
  }
  found(finish(hash, false));
}

void PhraseIndex::find(const Words& words, std::vector<Hit>& hits) const {
  if (slots_.empty()) return;
  for (std::size_t at = 0; at < words.size(); ++at)
    for_each_hash(words.text(at), [&](std::uint64_t hash) { collect(hash, words, at, hits); });
}

void PhraseIndex::find_openings(const Words& words, std::vector<Hit>& hits) const {
  if (slots_.empty() || words.empty()) return;
  for_each_hash(words.text(0), [&](std::uint64_t hash) {
    for (std::uint32_t i = first_phrase(hash); i != 0; i = phrases_[i].next) hits.push_back({phrases_[i].tag, 0, 1});
  });
}

}  // namespace qd::ingest
