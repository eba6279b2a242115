#include "app/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/secret.hpp"
#include "sources/files/file_reader.hpp"

namespace qd::app {

namespace {

using sources::FileRole;
using sources::FoundFile;

/// The files of that role with their bytes; what cannot be read is said.
std::vector<WorkspaceText> read_role(const std::filesystem::path& root, const std::vector<FoundFile>& files,
                                     FileRole role, Diagnostics& diagnostics) {
  std::vector<WorkspaceText> out;
  auto reader = sources::FileReader::open(root);
  for (const FoundFile& file : files) {
    if (file.role != role || !reader) continue;
    const auto content = reader->read(file.real());
    if (content) {
      out.push_back({file.path, std::string(content->bytes)});
    } else {
      diagnostics.push_back({.severity = Severity::error,
                             .code = "file-unreadable",
                             .message = content.error().what,
                             .file = file.path,
                             .at = {},
                             .line = {},
                             .hint = "the run goes on without it"});
    }
  }
  return out;
}

Error no_handoffs(const std::filesystem::path& root) {
  return {
      ErrorKind::not_found,
      fmt::format("{} holds no agent_handoffs/projects, the folder of the hand-off files; give another workspace with "
                  "-w, or start one with `quarterdeck init {}`",
                  root.string(), root.string())};
}

}  // namespace

Result<Workspace> open_workspace(const std::filesystem::path& root, ProcessEnvironment process) {
  auto found = sources::discover(root);
  if (!found) return std::unexpected(std::move(found.error()));
  if (!found->has_handoffs_folder) return std::unexpected(no_handoffs(root));
  Diagnostics diagnostics = std::move(found->diagnostics);

  WorkspaceConfig config;
  for (const WorkspaceText& file : read_role(root, found->files, FileRole::configuration, diagnostics))
    config = parse_workspace_config(file.bytes, file.path, diagnostics);
  const auto zone = Zone::find(config.timezone);
  if (!zone) return std::unexpected(zone.error());

  auto env = read_role(root, found->files, FileRole::environment, diagnostics);
  if (env.empty()) env.push_back({"repos.env", ""});
  const Secret env_text(std::move(env.front().bytes));  // overwritten when done with
  Settings settings = parse_settings(env_text.reveal(), env.front().path, process, diagnostics);
  std::vector<std::string> address_errors = config.sending_errors;
  address_errors.insert(address_errors.end(), settings.sending_errors.begin(), settings.sending_errors.end());
  return Workspace{.root = root,
                   .config = std::move(config),
                   .zone = *zone,
                   .settings = std::move(settings),
                   .files = std::move(found->files),
                   .diagnostics = std::move(diagnostics),
                   .address_errors = std::move(address_errors)};
}

std::vector<WorkspaceText> read_texts(const Workspace& workspace, FileRole role, Diagnostics& diagnostics) {
  return read_role(workspace.root, workspace.files, role, diagnostics);
}

}  // namespace qd::app
