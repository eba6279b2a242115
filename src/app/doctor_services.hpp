// What doctor learns by asking: AWS and the mail server. Nothing is sent, and nothing is taken from a queue.
#pragma once

#include "app/doctor.hpp"
#include "app/session.hpp"
#include "ports/clock.hpp"

namespace qd::app {

/// Credentials, identity, account, quota, sender, configuration set, event destinations, suppression list, queue, clock
/// skew, and which permissions are missing. Asks nothing when neither the transport nor a queue needs AWS.
void examine_aws(const Session& session, ports::Clock& clock, DoctorChecks& out);

/// Connects, starts TLS, signs in. Asks nothing when the transport is another.
void examine_smtp(const Session& session, DoctorChecks& out);

}  // namespace qd::app
