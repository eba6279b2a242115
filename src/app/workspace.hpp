// The folder that the user points at: its settings, and which files it holds. Its facts: app/reading.hpp.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/workspace_config.hpp"
#include "app/workspace_settings.hpp"
#include "app/workspace_zone.hpp"
#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "sources/files/discovery.hpp"

namespace qd::app {

struct Workspace {
  std::filesystem::path root;
  WorkspaceConfig config;
  Zone zone;
  Settings settings;
  std::vector<sources::FoundFile> files;  ///< sorted by path
  Diagnostics diagnostics;                ///< of everything above
  /// Why nothing may be sent, each with its place: one bad address among ten is a mistake about who shall read.
  std::vector<std::string> address_errors = {};
};

/// Fails when `root` is no folder that can be read, or holds no agent_handoffs/projects; the error says what to do.
[[nodiscard]] Result<Workspace> open_workspace(const std::filesystem::path& root, ProcessEnvironment process);

struct WorkspaceText {
  std::string path;  ///< "definitions/kpis.toml"
  std::string bytes;
};

/// The workspace's own definitions or role templates, sorted by path. Files that cannot be read give a diagnostic.
[[nodiscard]] std::vector<WorkspaceText> read_texts(const Workspace& workspace, sources::FileRole role,
                                                    Diagnostics& diagnostics);

}  // namespace qd::app
