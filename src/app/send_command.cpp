#include "app/send_command.hpp"

#include <fmt/format.h>

#include "app/deliver.hpp"

namespace qd::app {

namespace {

Result<store::ArchivedRun> find_run(const store::RunArchive& archive, const std::string& name) {
  const auto runs = archive.list();
  if (!runs) return std::unexpected(runs.error());
  if (runs->empty()) return fail(ErrorKind::not_found, "there is no run to send yet; `quarterdeck run` makes one");
  if (name.empty()) {
    const auto latest = archive.latest();
    if (latest) return *latest;
    return runs->back();
  }
  std::vector<std::string_view> alike;
  for (const store::ArchivedRun& run : *runs) {
    if (run.name == name) return run;
    if (run.name.starts_with(name) || run.name.ends_with(name)) alike.push_back(run.name);
  }
  if (alike.size() == 1) {
    for (const store::ArchivedRun& run : *runs) {
      if (run.name == alike.front()) return run;
    }
  }
  if (alike.size() > 1)
    return fail(ErrorKind::invalid, fmt::format("{} may be any of {}", name, fmt::join(alike, ", ")));
  return fail(ErrorKind::not_found, fmt::format("there is no run {}; the latest is {}", name, runs->back().name));
}

}  // namespace

Exit send_command(const Session& session, const CommonOptions& common, const SendOptions& options, Console& console) {
  const auto give_up = [&console](const Error& error) {
    console.error(error.what);
    return exit_of(error);
  };
  const store::RunArchive archive(session.workspace.root);
  const auto run = find_run(archive, options.run);
  if (!run) return give_up(run.error());
  const auto mails = read_mails(session, *run, options.roles);
  if (!mails) return give_up(mails.error());
  const auto result = deliver(session, options.delivery, *run, *mails, console);
  if (!result) return give_up(result.error());
  console.out(common.format == "json" ? result->json + "\n" : result->text);
  return result->exit;
}

}  // namespace qd::app
