// .quarterdeck/aliases.json: which alias each exact name has, so that F-1 stays F-1 from run to run.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"
#include "gate/gate.hpp"

namespace qd::store {

/// "function/nightly-report" → "F-1"
using AliasEntries = std::map<std::string, std::string, std::less<>>;

/// Empty when there is no file yet. A file that cannot be read is an error: starting anew would give old aliases to
/// other names.
[[nodiscard]] Result<AliasEntries> read_aliases(const std::filesystem::path& workspace);
[[nodiscard]] Result<void> write_aliases(const std::filesystem::path& workspace, const AliasEntries& entries,
                                         const gate::Gate& gate);

}  // namespace qd::store
