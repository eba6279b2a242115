// The forms of a secret that are looked for: as it is, in Base64 wherever it stands in the encoded bytes, in
// hexadecimal.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "gate/gate.hpp"

namespace qd::gate {

struct Pattern {
  Secret text;
  std::size_t secret = 0;  ///< its number in the list that was given
  std::string_view form;   ///< "plain text", "Base64", "hexadecimal"
};

/// Patterns of the secrets that is_guarded() names.
[[nodiscard]] std::vector<Pattern> patterns_of(std::span<const KnownSecret> secrets);

}  // namespace qd::gate
