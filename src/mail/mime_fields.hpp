// Pieces of what compose() does, for those who change a message that it made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mime.hpp"

namespace qd::mail {

/// To and further fields exactly as compose() writes them: folded, encoded, each ending in CRLF. All are checked.
[[nodiscard]] std::string header_fields(const std::vector<Address>& to, const Headers& headers);

/// What compose() was given. Line ends of the bodies may have become CRLF. Nothing for what is no such message.
[[nodiscard]] std::optional<Message> read_composed(std::string_view message);

}  // namespace qd::mail
