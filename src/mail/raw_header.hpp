// One header field of a message as it stands there.
#pragma once

#include <string>
#include <string_view>

namespace qd::mail {

/// The value of the first field of that name (in any case), unfolded, not decoded; empty when there is none.
[[nodiscard]] std::string raw_header(std::string_view message, std::string_view name);

}  // namespace qd::mail
