// The same bytes as a reader would decode them: a secret that is percent-encoded or split over lines is still there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qd::gate {

struct View {
  std::string_view name;  ///< "URL encoding"
  /// The decoded bytes; nothing when there was nothing to decode. Never fails: what is malformed stays as it is.
  std::optional<std::string> (*decode)(std::string_view bytes);
  /// Differs from another view only by blanks: of no use for patterns that hold none.
  bool puts_blanks = false;
};

[[nodiscard]] std::span<const View> views();

}  // namespace qd::gate
