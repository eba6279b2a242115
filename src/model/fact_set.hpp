// A set of facts of one store, a bit for each place in the store's order. What a figure rests on stands close together
// there (one predicate, one entity), so a set of a million facts takes 250 KB and joins another in microseconds.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "model/fact_store.hpp"

namespace qd::model {

/// The store must outlive what its sets are asked for. The order of a set is the store's: predicate, entity, subject,
/// row.
class FactSet {
 public:
  class Iterator;
  using value_type = FactIndex;
  using const_iterator = Iterator;
  using iterator = Iterator;

  FactSet() = default;
  explicit FactSet(const FactStore& facts) : order_(facts.order().data()) {}
  /// `facts` as FactStore::facts gives them.
  FactSet(const FactStore& store, std::span<const FactIndex> facts);

  /// Places must be added in ascending order.
  void add(std::uint32_t place) {
    const std::uint32_t at = place / 64;
    if (words_.empty() || words_.back().at != at) words_.push_back({at, 0});
    words_.back().bits |= std::uint64_t{1} << (place % 64);
    ++size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

  void unite(const FactSet& other);
  [[nodiscard]] FactSet without(const FactSet& other) const;
  [[nodiscard]] bool meets(const FactSet& other) const;
  [[nodiscard]] bool within(const FactSet& other) const;
  /// What stands in [begin, end) of the store's order.
  [[nodiscard]] FactSet part(std::uint32_t begin, std::uint32_t end) const;

  /// The `most` that come first in the order of the store.
  [[nodiscard]] FactSet first(std::size_t most) const;
  /// The `most` that come first in the order of files, in that order.
  [[nodiscard]] std::vector<FactIndex> first_in_files(std::size_t most = SIZE_MAX) const;

  /// Calls `visit(place, index, fact)` for each. Asks memory ahead, since the rows lie apart.
  template <class Visit>
  void walk(const FactStore& facts, const Visit& visit) const;

  bool operator==(const FactSet& other) const { return words_ == other.words_; }

 private:
  struct Word {
    std::uint32_t at = 0;  ///< place / 64
    std::uint64_t bits = 0;

    bool operator==(const Word&) const = default;
  };
  [[nodiscard]] std::size_t first_word(const std::vector<Word>& others) const;
  void push(std::uint32_t at, std::uint64_t bits) {
    if (bits == 0) return;
    words_.push_back({at, bits});
    size_ += static_cast<std::size_t>(std::popcount(bits));
  }

  const FactIndex* order_ = nullptr;
  std::vector<Word> words_;
  std::size_t size_ = 0;
};

class FactSet::Iterator {
 public:
  using value_type = FactIndex;
  using difference_type = std::ptrdiff_t;
  using pointer = const FactIndex*;
  using reference = FactIndex;
  using iterator_category = std::forward_iterator_tag;

  Iterator() = default;
  Iterator(const FactIndex* order, const Word* word, const Word* end)
      : order_(order), word_(word), end_(end), rest_(word == end ? 0 : word->bits) {}

  [[nodiscard]] std::uint32_t place() const {
    return word_->at * 64 + static_cast<std::uint32_t>(std::countr_zero(rest_));
  }
  [[nodiscard]] FactIndex operator*() const { return order_[place()]; }
  Iterator& operator++() {
    rest_ &= rest_ - 1;
    if (rest_ == 0 && ++word_ != end_) rest_ = word_->bits;
    return *this;
  }
  Iterator operator++(int) {
    Iterator old = *this;
    ++*this;
    return old;
  }
  bool operator==(const Iterator& other) const { return word_ == other.word_ && rest_ == other.rest_; }

 private:
  const FactIndex* order_ = nullptr;
  const Word* word_ = nullptr;
  const Word* end_ = nullptr;
  std::uint64_t rest_ = 0;  // bits of *word_ not yet visited
};

inline FactSet::Iterator FactSet::begin() const { return {order_, words_.data(), words_.data() + words_.size()}; }
inline FactSet::Iterator FactSet::end() const {
  return {order_, words_.data() + words_.size(), words_.data() + words_.size()};
}

template <class Visit>
void FactSet::walk(const FactStore& facts, const Visit& visit) const {
  const auto ask = [&](const Word& word) {
    for (std::uint64_t rest = word.bits; rest != 0; rest &= rest - 1) {
      const auto* row = reinterpret_cast<const char*>(
          &facts[order_[word.at * 64 + static_cast<std::uint32_t>(std::countr_zero(rest))]]);
      __builtin_prefetch(row);
      __builtin_prefetch(row + sizeof(Fact) - 1);
    }
  };
  if (!words_.empty()) ask(words_.front());
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if (w + 1 < words_.size()) ask(words_[w + 1]);
    for (std::uint64_t rest = words_[w].bits; rest != 0; rest &= rest - 1) {
      const std::uint32_t place = words_[w].at * 64 + static_cast<std::uint32_t>(std::countr_zero(rest));
      visit(place, order_[place], facts[order_[place]]);
    }
  }
}

}  // namespace qd::model
