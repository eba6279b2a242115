#include "app/doctor_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "app/aws_access.hpp"
#include "app/doctor.hpp"
#include "app/doctor_services.hpp"
#include "app/real_clock.hpp"
#include "base/json_writer.hpp"
#include "render/columns.hpp"
#include "render/printable.hpp"

namespace qd::app {

namespace {

constexpr std::size_t kWidth = 100;
constexpr std::string_view kIndent = "           ";

/// A text that the gate would stop, such as a URL with a password in it, must not take the other rows with it.
void withhold_secrets(const gate::Gate& gate, DoctorChecks& checks) {
  for (DoctorCheck& check : checks.rows()) {
    for (std::string* text : {&check.what, &check.where, &check.fix}) {
      if (!gate.pass(*text, gate::Form::log, "doctor")) *text = "(withheld, because it holds a secret)";
    }
  }
}

std::string coloured(Health health, bool colours) {
  const std::string word = fmt::format("{:<8}", to_string(health));
  if (!colours || health == Health::ok) return word;
  return fmt::format("\033[{}m{}\033[0m", health == Health::fail ? "31" : "33", word);
}

std::string as_text(const DoctorChecks& checks, bool colours) {
  std::string out;
  std::string_view group;
  std::size_t counts[4] = {};
  for (const DoctorCheck& check : checks.rows()) {
    ++counts[static_cast<std::size_t>(check.health)];
    if (check.group() != group) {
      if (!group.empty()) out += '\n';
      group = check.group();
      out += fmt::format("{}\n", group);
    }
    std::string line = check.what;
    if (!check.where.empty()) line += fmt::format(" [{}]", check.where);
    if (!check.fix.empty()) line += fmt::format("\nfix: {}", check.fix);
    bool first = true;
    for (const std::string& part : render::wrapped(line, kWidth - kIndent.size())) {
      out += first ? fmt::format("  {} {}\n", coloured(check.health, colours), render::printable(part))
                   : fmt::format("{}{}\n", kIndent, render::printable(part));
      first = false;
    }
  }
  out += fmt::format("\n{} ok, {} to look at, {} wrong, {} not known\n", counts[0], counts[1], counts[2], counts[3]);
  return out;
}

std::string as_json(const DoctorChecks& checks) {
  std::string out;
  JsonWriter json(out, true);
  json.begin_array();
  for (const DoctorCheck& check : checks.rows()) {
    json.begin_object()
        .member("id", check.id)
        .member("group", check.group())
        .member("outcome", to_string(check.health))
        .member("what", check.what)
        .member("where", check.where)
        .member("fix", check.fix)
        .end_object();
  }
  json.end_array();
  return out + "\n";
}

Exit exit_of(const DoctorChecks& checks) {
  const auto rows = checks.rows();
  if (std::ranges::any_of(rows, [](const DoctorCheck& check) { return check.health == Health::fail; }))
    return Exit::problems_found;
  return std::ranges::any_of(rows, &DoctorCheck::unreachable) ? Exit::environment_refused : Exit::done;
}

}  // namespace

Exit doctor_command(const Session& session, const CommonOptions& common, const DoctorOptions& options,
                    Console& console) {
  RealClock clock;
  DoctorChecks checks;
  examine_workspace(session, checks);
  examine_settings(session, checks);
  examine_delivery(session, clock.now(), checks);
  if (options.offline) {
    checks.ok("aws.offline", "neither AWS nor a mail server was asked (--offline)");
  } else {
    examine_aws(session, clock, checks);
    examine_smtp(session, checks);
  }
  withhold_secrets(session.gate, checks);
  console.out(common.format == "json" ? as_json(checks) : as_text(checks, console.colours()));
  return exit_of(checks);
}

}  // namespace qd::app
