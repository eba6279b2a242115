// The id of an action that documents state. It is made of the entity (of "unassigned" also the project) and the plain
// words alone, so it stays as long as the words do, whatever else is written around them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/fact_store.hpp"

namespace qd::assess {

/// Variants of the id "jada-publish-sailo-listing". Where that does not tell the words apart (they are long, or have
/// signs or accents), five characters made of all of them stand behind it: "jada-learn-c-1x7q0".
struct ActionName {
  static constexpr std::uint32_t kMarked = 1u << 31;  ///< with these five characters in any case
  /// Of n > 1: the nth item of its document with the same words, "jada-renew-insurance-fleet-2". It is named by the
  /// project too, because the second one of another document is another thing.
  static constexpr std::uint32_t kCount = kMarked - 1;
};

/// Appends the id of an item. `words` are the plain words of its title.
void append_action_id(std::string& out, const model::FactStore& facts, const model::Fact& item, std::string_view words,
                      std::uint32_t variant);
[[nodiscard]] std::string action_id(const model::FactStore& facts, const model::Fact& item, std::uint32_t variant);

}  // namespace qd::assess
