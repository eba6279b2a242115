// Every file below a folder of a commit, without recursion.
#pragma once

#include <functional>
#include <string>

#include "sources/git/repository.hpp"

namespace qd::sources {

/// What is below `top`: `found` gets each file and link with its path, which begins with `prefix` ("" or "docs/");
/// folders are entered where `enter` says so of their path. Submodules are passed over. False when the repository does
/// not hold one of the folders.
[[nodiscard]] bool walk_tree(const Repository& repository, Tree top, const std::string& prefix,
                             const std::function<bool(const std::string& path)>& enter,
                             const std::function<void(std::string path, const TreeEntry& entry)>& found);

}  // namespace qd::sources
