// The git repository that holds a workspace, read only: commits, the workspace's folder in them, bytes of files. The
// only place that knows libgit2. For one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

struct git_tree;

namespace qd::sources {

/// SHA-1 of an object: of a file that of "blob <size>\0" and its bytes.
using ObjectId = std::array<std::uint8_t, 20>;
[[nodiscard]] std::string to_hex(const ObjectId& id);

struct CommitObject {
  ObjectId id{};
  Instant authored;   ///< as `git log` shows it
  Instant committed;  ///< when it came into the history
  std::vector<ObjectId> parents;
};

enum class EntryKind : std::uint8_t { folder, file, link, submodule };

struct TreeEntry {
  std::string_view name;  ///< lives as long as the tree
  ObjectId id{};
  EntryKind kind = EntryKind::file;
};

/// A folder in a commit; may be none at all.
class Tree {
 public:
  [[nodiscard]] bool exists() const { return tree_ != nullptr; }
  [[nodiscard]] std::size_t size() const;  ///< 0 of none
  [[nodiscard]] TreeEntry operator[](std::size_t i) const;
  [[nodiscard]] std::optional<TreeEntry> find(const std::string& name) const;

 private:
  friend class Repository;
  struct Free {
    void operator()(git_tree* tree) const;
  };
  std::unique_ptr<git_tree, Free> tree_;
};

class Repository {
 public:
  /// Nothing when the workspace lies in no repository, or in one without files of its own (a bare one). Fails when git
  /// refuses to read it.
  [[nodiscard]] static Result<std::optional<Repository>> open(const std::filesystem::path& workspace);
  Repository(Repository&&) noexcept;
  Repository& operator=(Repository&&) noexcept;
  ~Repository();

  /// Nothing before the first commit.
  [[nodiscard]] std::optional<ObjectId> head() const;
  /// Nothing when the repository does not hold it: a shallow clone ends before it.
  [[nodiscard]] std::optional<CommitObject> commit(const ObjectId& id) const;
  /// The workspace's folder in a commit; none when the commit does not hold it.
  [[nodiscard]] Tree workspace(const ObjectId& commit) const;
  [[nodiscard]] Tree tree(const ObjectId& id) const;
  /// The bytes of a file. Fails when it is not there or larger than `most`.
  [[nodiscard]] Result<std::string> blob(const ObjectId& id, std::size_t most) const;

 private:
  struct State;
  explicit Repository(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What git said last, for an error of ours.
[[nodiscard]] Error git_refusal(std::string_view doing);

}  // namespace qd::sources
