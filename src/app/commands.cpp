#include "app/commands.hpp"

#include <sys/stat.h>

#include "app/assess_command.hpp"
#include "app/check_command.hpp"
#include "app/deliveries_command.hpp"
#include "app/doctor_command.hpp"
#include "app/events_command.hpp"
#include "app/explain_command.hpp"
#include "app/facts_command.hpp"
#include "app/init_command.hpp"
#include "app/run_command.hpp"
#include "app/send_command.hpp"
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

/// One row a command; init is apart because there is no workspace yet.
struct Dispatch {
  const Session& session;
  const CommonOptions& common;
  Console& console;

  Exit operator()(const InitOptions&) const { broken_promise("init needs no session"); }
  Exit operator()(const CheckOptions& options) const { return check_command(session, common, options, console); }
  Exit operator()(const FactsOptions& options) const { return facts_command(session, common, options, console); }
  Exit operator()(const AssessOptions& options) const { return assess_command(session, common, options, console); }
  Exit operator()(const ExplainOptions& options) const { return explain_command(session, common, options, console); }
  Exit operator()(const RunOptions& options) const { return run_command(session, common, options, console); }
  Exit operator()(const SendOptions& options) const { return send_command(session, common, options, console); }
  Exit operator()(const DeliveriesOptions& options) const {
    return deliveries_command(session, common, options, console);
  }
  Exit operator()(const EventsOptions& options) const { return events_command(session, common, options, console); }
  Exit operator()(const DoctorOptions& options) const { return doctor_command(session, common, options, console); }
};

}  // namespace

Exit run_command_line(const CommandLine& line, Instant now, Console& console) {
  console.set_log_json(line.common.log_json);
  if (const auto* const options = std::get_if<InitOptions>(&line.command))
    return init_command(line.common, *options, Date{static_cast<std::int32_t>(now.seconds / 86400)}, console);
  return with_session(line.common, now, console, [&](const Session& session) {
    return std::visit(Dispatch{session, line.common, console}, line.command);
  });
}

}  // namespace qd::app
