#include "sources/git/tree_walk.hpp"

#include <utility>
#include <vector>

namespace qd::sources {

bool walk_tree(const Repository& repository, Tree top, const std::string& prefix,
               const std::function<bool(const std::string& path)>& enter,
               const std::function<void(std::string path, const TreeEntry& entry)>& found) {
  struct Folder {
    Tree tree;
    std::string path;  // with a final '/' unless empty
  };
  std::vector<Folder> todo;
  todo.push_back({std::move(top), prefix});
  bool whole = true;
  while (!todo.empty()) {
    const Folder folder = std::move(todo.back());
    todo.pop_back();
    whole = whole && folder.tree.exists();
    for (std::size_t i = 0; i < folder.tree.size(); ++i) {
      const TreeEntry entry = folder.tree[i];
      std::string path = folder.path + std::string(entry.name);
      if (entry.kind == EntryKind::folder) {
        if (enter(path)) todo.push_back({repository.tree(entry.id), path + "/"});
      } else if (entry.kind != EntryKind::submodule) {
        found(std::move(path), entry);
      }
    }
  }
  return whole;
}

}  // namespace qd::sources
