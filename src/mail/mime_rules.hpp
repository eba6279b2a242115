// What a message may not be, before a byte of it is written.
#pragma once

#include <span>

#include "base/result.hpp"
#include "mail/mime.hpp"

namespace qd::mail {

/// The refusals that compose() promises.
[[nodiscard]] Result<void> check(const Message& message);

/// Those of them that are about readers and further headers.
[[nodiscard]] Result<void> check_readers(std::span<const Address> to);
[[nodiscard]] Result<void> check_headers(const Headers& headers);

}  // namespace qd::mail
