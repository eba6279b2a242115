// Which commit brought a file's state, by a walk back from a commit. A commit brought it when none of its parents had
// it, as `git log -- FILE` says.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "sources/git/repository.hpp"

namespace qd::sources {

/// What is looked for: the state of files by path relative to the workspace.
using SoughtFiles = std::unordered_map<std::string, ObjectId>;

class CommitSearch {
 public:
  using Found = std::function<void(const std::string& path, const CommitObject& commit)>;

  /// Visits at most `most` commits in all its searches.
  CommitSearch(const Repository& repository, std::size_t most) : repository_(repository), left_(most) {}

  /// Looks at what `newest` reaches and `hidden` does not, newest commits first. What it finds leaves `sought`. Where
  /// the repository is cut off, the last commit that is there counts as the one that brought what is older. False when
  /// it gave up.
  [[nodiscard]] bool search(const ObjectId& newest, const std::optional<ObjectId>& hidden, SoughtFiles& sought,
                            const Found& found);

  /// Whether a search came to a commit whose parents the repository does not hold.
  [[nodiscard]] bool cut_off() const { return cut_off_; }

 private:
  struct Waiting {
    Instant committed;
    std::size_t turn;  // among equals the one met first comes first
    CommitObject commit;

    bool operator<(const Waiting& other) const {
      return committed != other.committed ? committed < other.committed : turn > other.turn;
    }
  };
  struct Pair {
    Tree now;
    Tree before;
    std::string path;  // relative to the workspace, with a final '/' unless empty
  };

  void visit(const CommitObject& commit, SoughtFiles& sought, const Found& found);
  template <class Changed>
  void for_each_change(Tree now, Tree before, const Changed& changed);
  [[nodiscard]] bool holds(const ObjectId& commit, const std::string& path, const ObjectId& blob) const;

  const Repository& repository_;
  std::size_t left_;
  std::unordered_set<std::string> tops_;  // first parts of what is sought
  bool cut_off_ = false;
};

}  // namespace qd::sources
