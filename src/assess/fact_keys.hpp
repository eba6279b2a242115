// Facts that speak of the same thing have the same key: a hash over what identifies it, made without allocating,
// because it is taken of every fact of a predicate.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "model/fact_store.hpp"

namespace qd::assess {

class FactKeys {
 public:
  explicit FactKeys(const model::FactStore& facts) : facts_(facts) {}

  /// Over entity, predicate, noun, unit, cadence, currency and the words of the attributes named.
  [[nodiscard]] std::uint64_t of(const model::Fact& fact, std::initializer_list<model::AttributeKey> attributes);
  /// Over the letters and digits of the text, whatever their case and the signs between.
  [[nodiscard]] std::uint64_t words(model::Symbol text);

 private:
  const model::FactStore& facts_;
  std::vector<std::uint64_t> words_;  // by symbol; 0 is not yet computed
};

}  // namespace qd::assess
