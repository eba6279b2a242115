#include "sources/git/past_listing.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sources/git/tree_walk.hpp"

namespace qd::sources {

namespace {

constexpr std::string_view kHandoffs = "agent_handoffs/projects";
constexpr int kMostLinks = 40;  // as the kernel has it
constexpr std::size_t kLongestTarget = 4096;

class Listing {
 public:
  Listing(const Repository& repository, const ObjectId& commit) : repository_(repository), commit_(commit) {}

  std::optional<std::vector<PastFile>> run() {
    list_folder(repository_.workspace(commit_), "", "");
    // Links wait until all real files are known, so that a file that can be reached both ways has its own path.
    std::size_t sorted = 0;
    for (std::size_t next = 0; next < links_.size(); ++next) {
      if (sorted != links_.size())
        std::ranges::sort(links_.begin() + static_cast<std::ptrdiff_t>(next), links_.end(), {}, &Link::path);
      sorted = links_.size();
      const Link link = links_[next];
      follow(link);
    }
    if (!has_handoffs_ || !whole_) return std::nullopt;
    std::ranges::sort(files_, {}, [](const PastFile& file) -> const std::string& { return file.file.path; });
    return std::move(files_);
  }

 private:
  struct Link {
    std::string path;  // as shown
    std::string real;  // where the link itself lies
  };
  struct Place {
    std::string path;
    std::optional<TreeEntry> entry;  // nothing for the workspace's folder itself
  };

  /// `shown` and `real` are paths of the folder with a final '/', or empty.
  void list_folder(Tree tree, const std::string& shown, const std::string& real) {
    const auto shown_path = [&](const std::string& path) { return shown + path.substr(real.size()); };
    const bool whole = walk_tree(
        repository_, std::move(tree), real,
        [&](const std::string& path) {
          const std::string as_shown = shown_path(path);
          if (!may_hold_files(as_shown) || !folders_.insert(path).second) return false;
          if (as_shown.starts_with(kHandoffs)) has_handoffs_ = true;
          return true;
        },
        [&](std::string path, const TreeEntry& entry) {
          std::string as_shown = shown_path(path);
          const auto role = role_of(as_shown);
          if (entry.kind == EntryKind::link) {
            if (role || may_hold_files(as_shown)) links_.push_back({std::move(as_shown), std::move(path)});
          } else if (role) {
            add(std::move(as_shown), std::move(path), *role, entry.id);
          }
        });
    whole_ = whole_ && whole;
  }

  void add(std::string shown, std::string real, FileRole role, const ObjectId& blob) {
    if (role != FileRole::handoff && role != FileRole::books && role != FileRole::inventory) return;
    if (!seen_.insert(real).second) return;
    if (real == shown) real.clear();
    files_.push_back({.file = {std::move(shown), std::move(real), role}, .blob = blob, .committed = {}});
  }

  void follow(const Link& link) {
    const auto place = resolve(link.real);
    if (!place || !place->entry) return;
    if (place->entry->kind == EntryKind::file) {
      if (const auto role = role_of(link.path)) add(link.path, place->path, *role, place->entry->id);
      return;
    }
    const std::string below = place->path + "/";
    const bool holds_itself = link.path.starts_with(below);
    if (holds_itself || !may_hold_files(link.path) || !folders_.insert(place->path).second) return;
    if (link.path.starts_with(kHandoffs)) has_handoffs_ = true;
    list_folder(repository_.tree(place->entry->id), link.path + "/", below);
  }

  /// Where a path ends after all links, relative to the workspace; nothing when that is outside or nowhere.
  std::optional<Place> resolve(const std::string& path) {
    std::vector<std::string> rest;  // still to be walked, the next part last
    push_parts(path, rest);
    std::vector<std::string> walked;
    std::vector<Tree> trees;
    trees.push_back(repository_.workspace(commit_));
    Place out;
    int links = 0;
    while (!rest.empty()) {
      const std::string part = std::move(rest.back());
      rest.pop_back();
      if (part == ".." && walked.empty()) return std::nullopt;
      if (part == "..") {
        walked.pop_back();
        if (trees.size() > walked.size() + 1) trees.pop_back();
        out.entry.reset();
        continue;
      }
      if (trees.size() <= walked.size()) return std::nullopt;  // below a file
      const auto entry = trees.back().find(part);
      if (!entry || entry->kind == EntryKind::submodule) return std::nullopt;
      if (entry->kind == EntryKind::link) {
        const auto target = repository_.blob(entry->id, kLongestTarget);
        if (!target || target->starts_with('/') || ++links > kMostLinks) return std::nullopt;
        push_parts(*target, rest);
        continue;
      }
      walked.push_back(part);
      out.entry = entry;
      if (entry->kind == EntryKind::folder) trees.push_back(repository_.tree(entry->id));
    }
    for (const std::string& part : walked) out.path += (out.path.empty() ? "" : "/") + part;
    return out;
  }

  static void push_parts(std::string_view path, std::vector<std::string>& rest) {
    const std::size_t first = rest.size();
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      const std::string_view part = path.substr(at, end - at);
      if (!part.empty() && part != ".") rest.emplace_back(part);
      at = end + 1;
    }
    std::reverse(rest.begin() + static_cast<std::ptrdiff_t>(first), rest.end());
  }

  const Repository& repository_;
  const ObjectId& commit_;
  std::vector<PastFile> files_;
  std::vector<Link> links_;
  std::set<std::string> folders_;  // real paths of those entered
  std::set<std::string> seen_;     // real paths of files
  bool has_handoffs_ = false;
  bool whole_ = true;
};

}  // namespace

std::optional<std::vector<PastFile>> list_files(const Repository& repository, const ObjectId& commit) {
  return Listing(repository, commit).run();
}

}  // namespace qd::sources
