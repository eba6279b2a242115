#include "model/fact_set.hpp"

#include <algorithm>

namespace qd::model {

FactSet::FactSet(const FactStore& store, std::span<const FactIndex> facts) : FactSet(store) {
  if (facts.empty()) return;
  const auto begin = static_cast<std::uint32_t>(facts.data() - order_);
  const auto end = static_cast<std::uint32_t>(begin + facts.size());
  for (std::uint32_t at = begin / 64; at <= (end - 1) / 64; ++at) {
    std::uint64_t bits = ~std::uint64_t{0};
    if (at == begin / 64) bits &= ~std::uint64_t{0} << (begin % 64);
    if (at == (end - 1) / 64) bits &= ~std::uint64_t{0} >> (63 - (end - 1) % 64);
    push(at, bits);
  }
}

void FactSet::unite(const FactSet& other) {
  if (other.empty()) return;
  if (empty()) {
    *this = other;
    return;
  }
  std::vector<Word> mine = std::move(words_);
  words_.clear();
  size_ = 0;
  std::size_t a = 0, b = 0;
  while (a < mine.size() || b < other.words_.size()) {
    if (b == other.words_.size() || (a < mine.size() && mine[a].at < other.words_[b].at)) {
      push(mine[a].at, mine[a].bits), ++a;
    } else if (a == mine.size() || other.words_[b].at < mine[a].at) {
      push(other.words_[b].at, other.words_[b].bits), ++b;
    } else {
      push(mine[a].at, mine[a].bits | other.words_[b].bits), ++a, ++b;
    }
  }
}

/// Where the words of another set begin among these.
std::size_t FactSet::first_word(const std::vector<Word>& others) const {
  if (others.empty()) return words_.size();
  return static_cast<std::size_t>(std::ranges::lower_bound(words_, others.front().at, {}, &Word::at) - words_.begin());
}

FactSet FactSet::without(const FactSet& other) const {
  FactSet out;
  out.order_ = order_;
  std::size_t b = other.first_word(words_);
  for (const Word& word : words_) {
    while (b < other.words_.size() && other.words_[b].at < word.at) ++b;
    const bool both = b < other.words_.size() && other.words_[b].at == word.at;
    out.push(word.at, both ? word.bits & ~other.words_[b].bits : word.bits);
  }
  return out;
}

bool FactSet::meets(const FactSet& other) const {
  std::size_t b = other.first_word(words_);
  for (const Word& word : words_) {
    while (b < other.words_.size() && other.words_[b].at < word.at) ++b;
    if (b == other.words_.size()) return false;
    if (other.words_[b].at == word.at && (other.words_[b].bits & word.bits) != 0) return true;
  }
  return false;
}

bool FactSet::within(const FactSet& other) const {
  std::size_t b = other.first_word(words_);
  for (const Word& word : words_) {
    while (b < other.words_.size() && other.words_[b].at < word.at) ++b;
    const bool both = b < other.words_.size() && other.words_[b].at == word.at;
    if ((both ? word.bits & ~other.words_[b].bits : word.bits) != 0) return false;
  }
  return true;
}

FactSet FactSet::part(std::uint32_t begin, std::uint32_t end) const {
  FactSet out;
  out.order_ = order_;
  if (begin >= end) return out;
  const std::uint32_t last = (end - 1) / 64;
  for (auto word = std::ranges::lower_bound(words_, begin / 64, {}, &Word::at);
       word != words_.end() && word->at <= last; ++word) {
    std::uint64_t bits = word->bits;
    if (word->at == begin / 64) bits &= ~std::uint64_t{0} << (begin % 64);
    if (word->at == last) bits &= ~std::uint64_t{0} >> (63 - (end - 1) % 64);
    out.push(word->at, bits);
  }
  return out;
}

FactSet FactSet::first(std::size_t most) const {
  FactSet out;
  out.order_ = order_;
  for (auto at = begin(); at != end() && out.size() < most; ++at) out.add(at.place());
  return out;
}

std::vector<FactIndex> FactSet::first_in_files(std::size_t most) const {
  std::vector<FactIndex> out;
  // Keeps twice as many as are wanted and throws the later half away when it is full: linear, and small for few.
  const std::size_t room = most < size_ / 2 ? most * 2 : size_;
  out.reserve(room);
  FactIndex last{UINT32_MAX};  // nothing behind it is wanted any more
  for (const FactIndex i : *this) {
    if (i > last) continue;
    if (out.size() == room && most > 0) {
      std::ranges::nth_element(out, out.begin() + static_cast<std::ptrdiff_t>(most - 1));
      out.resize(most);
      last = out.back();
    }
    if (most > 0) out.push_back(i);
  }
  std::ranges::sort(out);
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace qd::model
