// A plain mail to the operator, through the transport of the workspace but past its ledger: what it says is in a file
// as well, so it may be lost.
#pragma once

#include "app/notices.hpp"
#include "app/session.hpp"
#include "ports/clock.hpp"

namespace qd::app {

/// Empty where no operator is configured, or nothing leaves this machine. Both must outlive it.
[[nodiscard]] MailOperator operator_mail(const Session& session, ports::Clock& clock);

}  // namespace qd::app
