// When each file of a workspace was last committed, from one walk over the history of the repository that holds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "sources/git/repository.hpp"

namespace qd::sources {

struct Commit {
  std::string id;  ///< 40 hexadecimal digits
  Instant when;    ///< of the author, as `git log` shows it
};

/// The state of a file in the newest commit, and which commit brought it.
struct CommittedFile {
  ObjectId blob{};           ///< tells whether the file changed since
  std::uint32_t commit = 0;  ///< index into History::commits
};

struct History {
  std::string head;                                      ///< id of the newest commit
  std::vector<Commit> commits;                           ///< those that some file points at
  std::unordered_map<std::string, CommittedFile> files;  ///< by path relative to the workspace
  bool complete = true;  ///< false: the walk ended at kLongestWalk, and older files are missing
};

inline constexpr std::size_t kLongestWalk = 50'000;  ///< commits

/// `paths` are relative to `workspace`; those that are not in the newest commit are not in the answer. Nothing when the
/// workspace lies in no repository, or in one without a commit. Fails when git refuses to read it.
[[nodiscard]] Result<std::optional<History>> read_history(const std::filesystem::path& workspace,
                                                          std::span<const std::string> paths);

}  // namespace qd::sources
