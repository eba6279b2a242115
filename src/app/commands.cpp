#include "app/commands.hpp"

#include <sys/stat.h>

#include "app/init_command.hpp"
#include "app/session.hpp"

namespace qd::app {

void umask_private() { umask(077); }

namespace {

/// Opens the session that all commands but `init` work on.
template <class Command>
Exit with_session(const CommonOptions& common, Instant now, Console& console, Command command) {
  const auto session = open_session(common, now, console);
  if (!session) {
    console.error(session.error().what);
    return exit_of(session.error());
  }
  const Exit exit = command(**session);
  const bool written = console.flush();
  const bool refused = console.refused();
  console.set_gate(nullptr);
  if (refused) return Exit::gate_refused;
  return written ? exit : Exit::environment_refused;
}

}  // namespace

}  // namespace qd::app
