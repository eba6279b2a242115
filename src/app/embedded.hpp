// The files that are built into the binary: definitions, roles, style sheet.
#pragma once

#include <span>
#include <string_view>

namespace qd::app {

struct EmbeddedFile {
  std::string_view path;  ///< "definitions/kpis.toml"
  std::string_view bytes;
};

/// Sorted by path. Defined in a file that the build generates.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace qd::app
