// Finds out whether a mail server lets us in, without sending anything: connect, TLS, AUTH, NOOP, QUIT.
#pragma once

#include <chrono>

#include "ports/smtp_client.hpp"

namespace qd::net {

/// `ticket` of the answer is 0. Status 2xx: let in. Else the stage tells what failed: connect (TLS too) or sign_in.
[[nodiscard]] ports::SmtpDone probe_smtp(const ports::SmtpServer& server,
                                         std::chrono::seconds longest = std::chrono::seconds(15));

}  // namespace qd::net
