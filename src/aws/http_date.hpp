// The Date header of HTTP: the one thing that tells how far off our clock is.
#pragma once

#include <optional>
#include <string_view>

#include "base/moment.hpp"

namespace qd::aws {

/// "Tue, 24 Nov 2026 15:10:34 GMT"; the two forms that RFC 9110 calls obsolete are not read.
[[nodiscard]] std::optional<Moment> parse_http_date(std::string_view text);

}  // namespace qd::aws
