// What a message may not be, before a byte of it is written.
#pragma once

#include "base/result.hpp"
#include "mail/mime.hpp"

namespace qd::mail {

/// The refusals that compose() promises.
[[nodiscard]] Result<void> check(const Message& message);

}  // namespace qd::mail
