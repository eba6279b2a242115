#include "sources/git/history.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace qd::sources {

namespace {

template <class T, void (*kFree)(T*)>
struct Freer {
  void operator()(T* object) const { kFree(object); }
};
template <class T, void (*kFree)(T*)>
using Owned = std::unique_ptr<T, Freer<T, kFree>>;

using Repository = Owned<git_repository, git_repository_free>;
using Walk = Owned<git_revwalk, git_revwalk_free>;
using CommitObject = Owned<git_commit, git_commit_free>;
using Tree = Owned<git_tree, git_tree_free>;
using TreeEntry = Owned<git_tree_entry, git_tree_entry_free>;

/// Calls a libgit2 function whose first argument gives the object; null when it fails.
template <class Owner, class Function, class... Arguments>
Owner made(Function function, Arguments... arguments) {
  typename Owner::pointer raw = nullptr;
  return function(&raw, arguments...) == 0 ? Owner(raw) : Owner();
}

std::string last_error() {
  const git_error* error = git_error_last();
  return error == nullptr ? "unknown error" : error->message;
}

/// libgit2 counts its users.
struct Library {
  Library() { git_libgit2_init(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() { git_libgit2_shutdown(); }
};

std::string hex(const git_oid* id) {
  std::string out(GIT_OID_HEXSZ, '0');
  git_oid_fmt(out.data(), id);
  return out;
}

bool is_folder(const git_tree_entry* entry) { return git_tree_entry_type(entry) == GIT_OBJECT_TREE; }

class HistoryWalk {
 public:
  HistoryWalk(git_repository* repository, std::string prefix, std::span<const std::string> paths)
      : repository_(repository), prefix_(std::move(prefix)) {
    for (const std::string& path : paths) {
      wanted_.insert(path);
      tops_.insert(path.substr(0, path.find('/')));
    }
  }

  Result<std::optional<History>> run() {
    git_oid head;
    if (git_reference_name_to_id(&head, repository_, "HEAD") != 0) return std::nullopt;  // no commit yet
    out_.head = hex(&head);
    const auto walk = made<Walk>(git_revwalk_new, repository_);
    if (!walk || git_revwalk_push(walk.get(), &head) != 0) return refused();
    git_revwalk_sorting(walk.get(), GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);

    const auto newest = made<CommitObject>(git_commit_lookup, repository_, &head);
    if (!newest) return refused();
    list_newest(subtree(newest.get()).get());
    git_oid id;
    std::size_t walked = 0;
    while (!sought_.empty() && git_revwalk_next(&id, walk.get()) == 0) {
      if (++walked > kLongestWalk) {
        out_.complete = false;
        break;
      }
      if (!visit(id)) return refused();
    }
    for (const auto& [path, blob] : sought_) out_.files.erase(path);
    return std::move(out_);
  }

 private:
  /// Two versions of a folder; an absent one is null.
  struct Pair {
    Tree now;
    Tree before;
    std::string path;  ///< relative to the workspace, with a final '/' unless empty
  };

  static std::unexpected<Error> refused() {
    return fail(ErrorKind::io, fmt::format("git history cannot be read: {}", last_error()));
  }

  /// The workspace's folder in a commit; null when the commit does not hold it.
  Tree subtree(const git_commit* commit) {
    Tree root = made<Tree>(git_commit_tree, commit);
    if (!root || prefix_.empty()) return root;
    const auto entry = made<TreeEntry>(git_tree_entry_bypath, root.get(), prefix_.c_str());
    return entry && is_folder(entry.get()) ? folder(entry.get()) : Tree();
  }

  Tree folder(const git_tree_entry* entry) {
    return made<Tree>(git_tree_lookup, repository_, git_tree_entry_id(entry));
  }

  bool of_interest(const std::string& path, std::string_view name) const {
    return !path.empty() || tops_.contains(std::string(name));
  }

  void list_newest(const git_tree* tree) {
    for_each_change(tree, nullptr, [this](const std::string& path, const git_oid& blob) {
      if (!wanted_.contains(path)) return;
      CommittedFile& file = out_.files[path];
      std::memcpy(file.blob.data(), blob.id, file.blob.size());
      sought_.insert_or_assign(path, blob);
    });
  }

  /// Calls `found` for each file of `now` that `before` does not hold in the same state.
  template <class Found>
  void for_each_change(const git_tree* now, const git_tree* before, Found found) {
    std::vector<Pair> todo;
    const auto compare = [&](const git_tree* a, const git_tree* b, const std::string& path) {
      for (std::size_t i = 0; a != nullptr && i < git_tree_entrycount(a); ++i) {
        const git_tree_entry* entry = git_tree_entry_byindex(a, i);
        const char* name = git_tree_entry_name(entry);
        if (!of_interest(path, name)) continue;
        const git_tree_entry* old = b == nullptr ? nullptr : git_tree_entry_byname(b, name);
        if (old != nullptr && git_oid_equal(git_tree_entry_id(entry), git_tree_entry_id(old))) continue;
        if (is_folder(entry)) {
          todo.push_back({folder(entry), old != nullptr && is_folder(old) ? folder(old) : Tree(), path + name + "/"});
        } else if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
          found(path + name, *git_tree_entry_id(entry));
        }
      }
    };
    compare(now, before, "");
    while (!todo.empty()) {
      const Pair pair = std::move(todo.back());
      todo.pop_back();
      compare(pair.now.get(), pair.before.get(), pair.path);
    }
  }

  /// A commit brought a file's present state when none of its parents had it.
  bool visit(const git_oid& id) {
    const auto commit = made<CommitObject>(git_commit_lookup, repository_, &id);
    if (!commit) return false;
    std::vector<Tree> parents;
    for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) {
      const auto parent = made<CommitObject>(git_commit_parent, commit.get(), i);
      if (!parent) continue;  // a shallow clone ends here: what is older counts as brought by this commit
      parents.push_back(subtree(parent.get()));
    }
    const Tree now = subtree(commit.get());
    std::optional<std::uint32_t> number;
    for_each_change(now.get(), parents.empty() ? nullptr : parents.front().get(),
                    [&](const std::string& path, const git_oid& blob) {
                      const auto sought = sought_.find(path);
                      if (sought == sought_.end() || !git_oid_equal(&sought->second, &blob)) return;
                      for (std::size_t i = 1; i < parents.size(); ++i) {
                        if (holds(parents[i].get(), path, blob)) return;
                      }
                      if (!number) number = add_commit(commit.get(), id);
                      out_.files[path].commit = *number;
                      sought_.erase(sought);
                    });
    return true;
  }

  std::uint32_t add_commit(const git_commit* commit, const git_oid& id) {
    out_.commits.push_back({hex(&id), {git_commit_author(commit)->when.time}});
    return static_cast<std::uint32_t>(out_.commits.size() - 1);
  }

  static bool holds(const git_tree* tree, const std::string& path, const git_oid& blob) {
    if (tree == nullptr) return false;
    const auto entry = made<TreeEntry>(git_tree_entry_bypath, tree, path.c_str());
    return entry && git_oid_equal(git_tree_entry_id(entry.get()), &blob);
  }

  git_repository* repository_;
  std::string prefix_;  // of the workspace in the repository, no '/' at either end
  std::unordered_set<std::string> wanted_;
  std::unordered_set<std::string> tops_;  // first parts of what is wanted
  std::unordered_map<std::string, git_oid> sought_;
  History out_;
};

}  // namespace

Result<std::optional<History>> read_history(const std::filesystem::path& workspace,
                                            std::span<const std::string> paths) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(workspace, error);
  if (error) return fail(ErrorKind::io, fmt::format("cannot resolve {}: {}", workspace.string(), error.message()));
  const Library library;
  git_repository* raw = nullptr;
  const int opened = git_repository_open_ext(&raw, real.c_str(), 0, nullptr);
  if (opened == GIT_ENOTFOUND && git_error_last() != nullptr &&
      !std::string_view(git_error_last()->message).contains("safe.directory"))
    return std::nullopt;
  if (opened != 0) {
    return fail(ErrorKind::denied,
                fmt::format("git refuses to read the repository of {}: {}; run git config --global --add "
                            "safe.directory with its folder if you trust it",
                            workspace.string(), last_error()));
  }
  const Repository repository(raw);
  const char* root = git_repository_workdir(raw);
  if (root == nullptr) return std::nullopt;  // a bare one has no files of ours
  const std::filesystem::path top = std::filesystem::canonical(root, error);
  if (error) return std::nullopt;
  std::string prefix = real == top ? std::string() : real.lexically_relative(top).generic_string();
  return HistoryWalk(raw, std::move(prefix), paths).run();
}

}  // namespace qd::sources
