#include "app/role_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/embedded.hpp"

namespace qd::app {

Result<report::Roles> load_roles(const Session& session, std::string_view variant, Diagnostics& diagnostics) {
  const auto own = read_texts(session.workspace, sources::FileRole::role_template, diagnostics);
  std::vector<report::RoleFile> files;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with("roles/")) files.push_back({std::string(file.path), file.bytes});
  }
  for (const WorkspaceText& text : own) files.push_back({text.path, text.bytes});
  const std::vector<std::string> variants = report::Roles::variants(files);
  if (std::ranges::find(variants, variant) == variants.end())
    return fail(ErrorKind::invalid,
                fmt::format("there is no variant {}; these are: {}. A variant of your own is a folder roles/{}/",
                            variant, fmt::join(variants, ", "), variant));
  return report::Roles::load(files, session.definitions, diagnostics, variant);
}

}  // namespace qd::app
