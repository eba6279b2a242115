// Finds known phrases among the words of a text, in one pass and without allocation.
//
// A phrase is one or more words; a word that ends in '*' stands for every word that begins so ("expens*").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/words.hpp"

namespace qd::ingest {

/// A phrase of the index found in a text: words [first, first + count).
struct Hit {
  std::uint32_t tag = 0;  ///< what the phrase was added with
  std::uint16_t first = 0;
  std::uint16_t count = 0;
};

class PhraseIndex {
 public:
  /// Nothing happens when the phrase holds no word.
  void add(std::string_view phrase, std::uint32_t tag);
  /// To be called once, after the last `add`.
  void build();
  /// Appends to `hits`, in the order of their first word.
  void find(const Words& words, std::vector<Hit>& hits) const;
  /// Appends the phrases whose first word is the first of `words`, whatever follows there.
  void find_openings(const Words& words, std::vector<Hit>& hits) const;

 private:
  struct Token {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    bool prefix = false;
  };
  struct Phrase {
    std::uint32_t first_token = 0;
    std::uint32_t tokens = 0;
    std::uint32_t tag = 0;
    std::uint32_t next = 0;  // of the phrases with the same first token; 0 ends the chain, so phrase 0 is none
  };
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t phrase = 0;
  };

  [[nodiscard]] std::string_view text(const Token& token) const {
    return std::string_view(text_).substr(token.begin, token.size);
  }
  [[nodiscard]] std::uint32_t first_phrase(std::uint64_t hash) const;
  [[nodiscard]] bool rest_matches(const Phrase& phrase, const Words& words, std::size_t at) const;
  template <class Found>
  void for_each_hash(std::string_view word, Found found) const;
  void collect(std::uint64_t hash, const Words& words, std::size_t at, std::vector<Hit>& hits) const;

  std::string text_;
  std::vector<Token> tokens_;
  std::vector<Phrase> phrases_ = {Phrase{}};
  std::vector<Slot> slots_;         // open addressing; the size is a power of two
  std::uint64_t prefix_sizes_ = 0;  // bit n: a first word of n bytes that ends in '*' exists
};

}  // namespace qd::ingest
