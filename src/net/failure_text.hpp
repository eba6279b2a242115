// Why a connection did not come about, or broke, in words for the person who has to mend it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace qd::net {

/// What libcurl knows about a transfer that failed.
struct Breakdown {
  int code = 0;             ///< CURLcode
  long os_error = 0;        ///< errno of connect(), 0 when there is none
  std::string_view detail;  ///< libcurl's own words
};

/// One line without a full stop. `peer` is "host" or "host:port".
[[nodiscard]] std::string explain(const Breakdown& breakdown, std::string_view peer);

/// Whether TLS is not offered, the peer not to be trusted or the file of authorities not to be read: the next try fares
/// alike. A handshake that merely broke off is none of these.
[[nodiscard]] bool is_about_trust(const Breakdown& breakdown);

/// "30 s", "250 ms"
[[nodiscard]] std::string duration_text(std::chrono::milliseconds span);

}  // namespace qd::net
