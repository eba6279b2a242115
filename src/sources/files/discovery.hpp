// Which files of a workspace are read, and as what. Looks at names and kinds only; opens no file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"

namespace qd::sources {

enum class FileRole : std::uint8_t { configuration, environment, definition, role_template, inventory, books, handoff };

struct FoundFile {
  std::string path;    ///< as shown: relative to the workspace, with '/'
  std::string target;  ///< behind a link: where the file itself lies, relative to the workspace; else empty
  FileRole role = FileRole::handoff;

  [[nodiscard]] const std::string& real() const { return target.empty() ? path : target; }
};

struct Discovery {
  std::vector<FoundFile> files;      ///< sorted by path, bytewise; each real file once
  Diagnostics diagnostics;           ///< links, pipes, folders that cannot be listed …; sorted by path
  bool has_handoffs_folder = false;  ///< agent_handoffs/projects is a folder
};

/// What a file of that path is read as; nothing when it is not read. Looks at the path only.
[[nodiscard]] std::optional<FileRole> role_of(std::string_view path);
/// Whether a folder of that path can hold files that are read.
[[nodiscard]] bool may_hold_files(std::string_view folder);

/// Reads the folder lists of the workspace. Links are followed inside the workspace only; what is hidden is skipped.
/// Fails only when `root` itself cannot be read.
[[nodiscard]] Result<Discovery> discover(const std::filesystem::path& root);

}  // namespace qd::sources
