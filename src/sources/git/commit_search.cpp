#include "sources/git/commit_search.hpp"

#include <cstring>
#include <utility>
#include <vector>

namespace qd::sources {

namespace {

struct IdHash {
  std::size_t operator()(const ObjectId& id) const {
    std::size_t out = 0;
    std::memcpy(&out, id.data(), sizeof out);
    return out;
  }
};

struct Mark {
  bool hidden = false;
  bool visited = false;
};

}  // namespace

bool CommitSearch::search(const ObjectId& newest, const std::optional<ObjectId>& hidden, SoughtFiles& sought,
                          const Found& found) {
  tops_.clear();
  for (const auto& [path, blob] : sought) tops_.insert(path.substr(0, path.find('/')));
  std::priority_queue<Waiting> queue;
  std::unordered_map<ObjectId, Mark, IdHash> marks;
  std::size_t open = 0;  // of those in the queue, how many are not hidden
  std::size_t turns = 0;
  const auto meet = [&](const ObjectId& id, bool hide) {
    const auto [mark, fresh] = marks.try_emplace(id, Mark{.hidden = hide});
    if (!fresh) {
      if (hide && !mark->second.hidden && !mark->second.visited) --open;
      mark->second.hidden = mark->second.hidden || hide;
      return;
    }
    auto commit = repository_.commit(id);
    if (!commit) {
      cut_off_ = true;
      return;
    }
    open += hide ? 0 : 1;
    queue.push({commit->committed, turns++, std::move(*commit)});
  };
  meet(newest, false);
  if (hidden) meet(*hidden, true);
  while (!sought.empty() && open > 0) {
    const CommitObject commit = queue.top().commit;
    queue.pop();
    Mark& mark = marks.find(commit.id)->second;
    mark.visited = true;
    const bool hide = mark.hidden;
    if (!hide) {
      --open;
      if (left_ == 0) return false;
      --left_;
      visit(commit, sought, found);
    }
    for (const ObjectId& parent : commit.parents) meet(parent, hide);
  }
  return true;
}

/// Calls `changed` for each file of `now` that `before` does not hold in the same state.
template <class Changed>
void CommitSearch::for_each_change(Tree now, Tree before, const Changed& changed) {
  std::vector<Pair> todo;
  todo.push_back({std::move(now), std::move(before), ""});
  while (!todo.empty()) {
    const Pair pair = std::move(todo.back());
    todo.pop_back();
    for (std::size_t i = 0; i < pair.now.size(); ++i) {
      const TreeEntry entry = pair.now[i];
      const std::string name(entry.name);
      if (pair.path.empty() && !tops_.contains(name)) continue;
      const auto old = pair.before.find(name);
      if (old && old->id == entry.id) continue;
      if (entry.kind == EntryKind::folder) {
        const bool was_folder = old && old->kind == EntryKind::folder;
        todo.push_back(
            {repository_.tree(entry.id), was_folder ? repository_.tree(old->id) : Tree(), pair.path + name + "/"});
      } else if (entry.kind != EntryKind::submodule) {
        changed(pair.path + name, entry.id);
      }
    }
  }
}

void CommitSearch::visit(const CommitObject& commit, SoughtFiles& sought, const Found& found) {
  std::vector<ObjectId> parents;  // those that are there
  for (const ObjectId& parent : commit.parents) {
    if (repository_.commit(parent)) parents.push_back(parent);
  }
  Tree before = parents.empty() ? Tree() : repository_.workspace(parents.front());
  for_each_change(repository_.workspace(commit.id), std::move(before),
                  [&](const std::string& path, const ObjectId& blob) {
                    const auto one = sought.find(path);
                    if (one == sought.end() || one->second != blob) return;
                    for (std::size_t i = 1; i < parents.size(); ++i) {
                      if (holds(parents[i], path, blob)) return;
                    }
                    found(path, commit);
                    sought.erase(one);
                  });
}

bool CommitSearch::holds(const ObjectId& commit, const std::string& path, const ObjectId& blob) const {
  Tree tree = repository_.workspace(commit);
  std::size_t at = 0;
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', at)) {
    const auto folder = tree.find(path.substr(at, slash - at));
    if (!folder || folder->kind != EntryKind::folder) return false;
    tree = repository_.tree(folder->id);
    at = slash + 1;
  }
  const auto entry = tree.find(path.substr(at));
  return entry && entry->id == blob;
}

}  // namespace qd::sources
