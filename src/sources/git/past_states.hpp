// The files of a workspace as they were at past moments, from the history of the repository that holds it.
//
// A moment shows the tree of the newest commit along first parents that was not committed after it. What a checkout of
// that commit would give to read is listed, links included; nothing is checked out.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "sources/files/discovery.hpp"
#include "sources/git/repository.hpp"

namespace qd::sources {

struct PastFile {
  FoundFile file;
  ObjectId blob{};
  Instant committed;  ///< by whom it was brought, as `git log` shows it
};

struct PastState {
  std::string commit;           ///< 40 hexadecimal digits
  std::vector<PastFile> files;  ///< sorted by path; hand-offs, books and inventories only
};

class PastStates {
 public:
  /// `moments` oldest first. Nothing when the workspace lies in no repository, or in one without a commit. Fails when
  /// git refuses to read it.
  [[nodiscard]] static Result<std::optional<PastStates>> read(const std::filesystem::path& workspace,
                                                              std::span<const Instant> moments);

  /// One for each moment, shared by those that no commit separates; null before the history begins and where the commit
  /// holds no hand-off folder.
  [[nodiscard]] std::span<const std::shared_ptr<const PastState>> states() const { return states_; }
  /// A shallow clone: the repository does not hold what came before.
  [[nodiscard]] bool cut_off() const { return cut_off_; }
  /// Fails when the file is larger than what would be read from disk.
  [[nodiscard]] Result<std::string> bytes(const ObjectId& blob) const;

 private:
  explicit PastStates(Repository repository) : repository_(std::move(repository)) {}

  Repository repository_;
  std::vector<std::shared_ptr<const PastState>> states_;
  bool cut_off_ = false;
};

}  // namespace qd::sources
