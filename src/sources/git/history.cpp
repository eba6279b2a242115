#include "sources/git/history.hpp"

#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "sources/git/commit_search.hpp"
#include "sources/git/tree_walk.hpp"

namespace qd::sources {

namespace {

/// The states of the wanted files in a commit.
SoughtFiles states_in(const Repository& repository, const ObjectId& commit, std::span<const std::string> paths) {
  std::unordered_set<std::string_view> wanted;
  std::unordered_set<std::string_view> tops;  // first parts
  for (const std::string& path : paths) {
    wanted.insert(path);
    tops.insert(std::string_view(path).substr(0, path.find('/')));
  }
  SoughtFiles out;
  // What is not held has no date; that is all.
  std::ignore = walk_tree(
      repository, repository.workspace(commit), "",
      [&tops](const std::string& path) { return path.contains('/') || tops.contains(path); },
      [&](std::string path, const TreeEntry& entry) {
        if (wanted.contains(path)) out.emplace(std::move(path), entry.id);
      });
  return out;
}

}  // namespace

Result<std::optional<History>> read_history(const std::filesystem::path& workspace,
                                            std::span<const std::string> paths) {
  const auto repository = Repository::open(workspace);
  if (!repository) return std::unexpected(repository.error());
  if (!*repository) return std::nullopt;
  const auto head = (*repository)->head();
  if (!head) return std::nullopt;
  if (!(*repository)->commit(*head)) return std::unexpected(git_refusal("its newest commit"));

  History out;
  out.head = to_hex(*head);
  SoughtFiles sought = states_in(**repository, *head, paths);
  out.files.reserve(sought.size());
  std::unordered_map<std::string, std::uint32_t> numbers;  // of commits, by id
  CommitSearch search(**repository, kLongestWalk);
  const SoughtFiles states = sought;
  out.complete = search.search(*head, std::nullopt, sought, [&](const std::string& path, const CommitObject& commit) {
    const auto [number, fresh] = numbers.try_emplace(to_hex(commit.id), static_cast<std::uint32_t>(out.commits.size()));
    if (fresh) out.commits.push_back({number->first, commit.authored});
    out.files[path] = {.blob = states.at(path), .commit = number->second};
  });
  return out;
}

}  // namespace qd::sources
