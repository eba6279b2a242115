#include "app/doctor.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "app/role_files.hpp"
#include "gate/gate.hpp"
#include "sources/git/repository.hpp"

namespace qd::app {

namespace {

using sources::FileRole;
using sources::FoundFile;

constexpr std::size_t kShownDiagnostics = 20;
constexpr mode_t kOthers = 077;

Health health_of(Severity severity) {
  switch (severity) {
    case Severity::note:
      return Health::ok;
    case Severity::warning:
      return Health::warn;
    case Severity::error:
      return Health::fail;
  }
  return Health::fail;
}

std::string place_of(const Diagnostic& diagnostic) {
  if (diagnostic.at.line == 0) return diagnostic.file;
  return fmt::format("{}:{}", diagnostic.file, diagnostic.at.line);
}

/// Warnings and errors as rows, under the group that their code belongs to.
void add_diagnostics(std::string_view group, const Diagnostics& diagnostics, DoctorChecks& out) {
  std::size_t shown = 0, more = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::note) continue;
    if (shown++ >= kShownDiagnostics) {
      ++more;
      continue;
    }
    const bool settings = diagnostic.code.starts_with("env-");
    out.add({.id = fmt::format("{}.{}", settings ? "settings" : group, diagnostic.code),
             .health = health_of(diagnostic.severity),
             .what = diagnostic.message,
             .where = place_of(diagnostic),
             .fix = diagnostic.hint.empty() ? "see `quarterdeck check`" : diagnostic.hint});
  }
  if (more > 0)
    out.add({.id = fmt::format("{}.more", group),
             .health = Health::warn,
             .what = fmt::format("{} more things were not understood", more),
             .where = {},
             .fix = "`quarterdeck check --all` lists them"});
}

std::size_t count(const Workspace& workspace, FileRole role) {
  return static_cast<std::size_t>(std::ranges::count(workspace.files, role, &FoundFile::role));
}

const FoundFile* find(const Workspace& workspace, FileRole role) {
  const auto found = std::ranges::find(workspace.files, role, &FoundFile::role);
  return found == workspace.files.end() ? nullptr : &*found;
}

bool holds_secrets(const Workspace& workspace) {
  return std::ranges::any_of(workspace.settings.secrets,
                             [](const NamedSecret& secret) { return gate::is_guarded(secret.key, secret.value); });
}

void examine_files(const Workspace& workspace, DoctorChecks& out) {
  if (find(workspace, FileRole::configuration) != nullptr) {
    out.ok("workspace.configuration", fmt::format("{} is read", "quarterdeck.toml"), "quarterdeck.toml");
  } else {
    out.ok("workspace.configuration", "there is no quarterdeck.toml, so everything is as it comes", {});
  }
  if (workspace.config.timezone == "UTC") {
    out.add({.id = "workspace.timezone",
             .health = Health::warn,
             .what = "days and schedules are counted in UTC",
             .where = "quarterdeck.toml",
             .fix = "write timezone = \"America/Los_Angeles\", or where you live, under [portfolio]"});
  } else {
    out.ok("workspace.timezone", fmt::format("days are counted in {}", workspace.config.timezone), "quarterdeck.toml");
  }
  const std::size_t handoffs = count(workspace, FileRole::handoff);
  if (handoffs > 0) {
    out.ok("workspace.handoffs", fmt::format("{} hand-off files", handoffs), "agent_handoffs/projects");
  } else {
    out.add({.id = "workspace.handoffs",
             .health = Health::warn,
             .what = "there is no hand-off file, so reports have nothing to say",
             .where = "agent_handoffs/projects",
             .fix = "put one Markdown file for each project there; `quarterdeck init` shows how"});
  }
}

/// The env file may hold secrets: who else can read it?
void examine_env_file(const Workspace& workspace, const sources::Repository* repository, DoctorChecks& out) {
  const FoundFile* const env = find(workspace, FileRole::environment);
  if (env == nullptr) return out.ok("workspace.env", "there is no env file; settings come from the environment");
  struct stat status{};
  const std::filesystem::path path = workspace.root / env->real();
  if (stat(path.c_str(), &status) == 0 && (status.st_mode & kOthers) != 0 && holds_secrets(workspace)) {
    out.add({.id = "workspace.env_mode",
             .health = Health::warn,
             .what = fmt::format("other users of this machine may read {}, which holds secrets", env->path),
             .where = env->path,
             .fix = fmt::format("chmod 600 {}", env->path)});
  } else {
    out.ok("workspace.env_mode", fmt::format("{} is read", env->path), env->path);
  }
  if (repository == nullptr || !holds_secrets(workspace)) return;
  const auto head = repository->head();
  if (!head || !repository->workspace(*head).exists()) return;
  if (repository->workspace(*head).find(env->path)) {
    out.add({.id = "workspace.env_committed",
             .health = Health::warn,
             .what = fmt::format("{} is committed to git, with what looks like secrets in it", env->path),
             .where = env->path,
             .fix = fmt::format("git rm --cached {0}, add {0} to .gitignore, and replace what was in it", env->path)});
  }
}

void examine_roles(const Session& session, DoctorChecks& out) {
  Diagnostics diagnostics;
  const auto roles = load_roles(session, report::kFullVariant, diagnostics);
  add_diagnostics("workspace", diagnostics, out);
  if (!roles) {
    out.add({.id = "workspace.roles",
             .health = Health::fail,
             .what = roles.error().what,
             .where = "roles/",
             .fix = "put the folder roles/ right"});
  } else if (diagnostics.empty()) {
    out.ok("workspace.roles", fmt::format("{} roles, {} of them templates of this workspace", roles->all().size(),
                                          count(session.workspace, FileRole::role_template)));
  }
}

}  // namespace

std::string_view to_string(Health health) {
  constexpr std::array<std::string_view, 4> kWords = {"ok", "warn", "fail", "unknown"};
  return kWords[static_cast<std::size_t>(health)];
}

void DoctorChecks::ok(std::string id, std::string what, std::string where) {
  rows_.push_back({.id = std::move(id), .what = std::move(what), .where = std::move(where), .fix = {}});
}

void examine_workspace(const Session& session, DoctorChecks& out) {
  const Workspace& workspace = session.workspace;
  out.ok("workspace.folder", fmt::format("the workspace is {}", workspace.root.lexically_normal().string()));
  examine_files(workspace, out);
  add_diagnostics("workspace", workspace.diagnostics, out);
  add_diagnostics("workspace", session.diagnostics, out);
  if (session.diagnostics.empty())
    out.ok("workspace.definitions",
           fmt::format("{} figures and {} checks are defined", session.definitions.kpis().size(),
                       session.definitions.checks().size()));
  examine_roles(session, out);

  auto repository = sources::Repository::open(workspace.root);
  if (!repository) {
    out.add({.id = "workspace.git",
             .health = Health::fail,
             .what = repository.error().what,
             .where = ".git",
             .fix = "if another user owns the folder: git config --global --add safe.directory FOLDER"});
  } else if (!*repository) {
    out.add({.id = "workspace.git",
             .health = Health::warn,
             .what = "the workspace is in no git repository, so undated files are dated by when they were saved",
             .where = {},
             .fix = "git init, and commit the hand-offs"});
  } else if (!(*repository)->head()) {
    out.add({.id = "workspace.git",
             .health = Health::warn,
             .what = "the git repository has no commit yet",
             .where = ".git",
             .fix = "commit the hand-offs"});
  } else {
    out.ok("workspace.git", "the git repository is readable", ".git");
  }
  examine_env_file(workspace, repository && *repository ? &**repository : nullptr, out);
}

}  // namespace qd::app
