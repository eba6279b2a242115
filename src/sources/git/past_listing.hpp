// Which files of a commit's tree a checkout would give to read: what discover() finds on disk, found in the tree.
#pragma once

#include <vector>

#include "sources/git/past_states.hpp"
#include "sources/git/repository.hpp"

namespace qd::sources {

/// Hand-offs, books and inventories of the workspace's folder, sorted by path; `committed` is left open. Links are
/// followed inside the workspace, and each file is listed once. Nothing without a hand-off folder,
/// and where the repository does not hold all folders.
[[nodiscard]] std::optional<std::vector<PastFile>> list_files(const Repository& repository, const ObjectId& commit);

}  // namespace qd::sources
