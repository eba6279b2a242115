// Which items of documents ask for the same thing: those of one entity whose titles have the same plain words.
// Where nobody knows whose they are, those of one project.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/fact_store.hpp"

namespace qd::assess {

/// Remembers the words that it has seen, because the documents of a group say them again and again.
class ActionKeys {
 public:
  explicit ActionKeys(const model::FactStore& facts);
  ~ActionKeys();

  /// Equal for what is the same; 0 for what has no words.
  [[nodiscard]] std::uint64_t of(const model::Fact& item);
  /// The plain words of an item; good until the next call.
  [[nodiscard]] std::string_view words(const model::Fact& item);

 private:
  struct Hashes;

  const model::FactStore& facts_;
  model::Symbol unassigned_;
  std::unique_ptr<Hashes> hashes_;            // of the plain words, by the symbol of the text
  model::Symbol text_ = model::Symbol::none;  // whose words are in words_
  std::string words_;
};

}  // namespace qd::assess
