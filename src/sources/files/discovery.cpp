#include "sources/files/discovery.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace qd::sources {

namespace {

using FileKey = std::pair<dev_t, ino_t>;

bool ends_with_ignoring_case(std::string_view name, std::string_view ending) {
  if (name.size() <= ending.size()) return false;
  name.remove_prefix(name.size() - ending.size());
  return std::ranges::equal(name, ending, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool is_markdown(std::string_view name) {
  return ends_with_ignoring_case(name, ".md") || ends_with_ignoring_case(name, ".markdown");
}

/// One folder of the layout: which files count in it.
struct Rule {
  std::string_view folder;
  FileRole role;
  bool deep;  ///< sub-folders too
  bool (*wants)(std::string_view name);
};

constexpr Rule kRules[] = {
    {"agent_handoffs/projects", FileRole::handoff, true, is_markdown},
    {"books", FileRole::books, true, [](std::string_view name) { return ends_with_ignoring_case(name, ".csv"); }},
    {"definitions", FileRole::definition, false, [](std::string_view name) { return name.ends_with(".toml"); }},
    {"inventory", FileRole::inventory, false,
     [](std::string_view name) { return ends_with_ignoring_case(name, ".json"); }},
    {"roles", FileRole::role_template, true, [](std::string_view name) { return name.ends_with(".md"); }},
};

struct SingleFile {
  std::string_view name;
  FileRole role;
};
constexpr SingleFile kSingleFiles[] = {{"quarterdeck.toml", FileRole::configuration},
                                       {"repos.env", FileRole::environment}};

std::string_view kind_name(mode_t mode) {
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  if (S_ISDIR(mode)) return "a folder";
  return "not a regular file";
}

mode_t mode_of(unsigned char type) { return DTTOIF(type); }

struct CloseFolder {
  void operator()(DIR* stream) const { closedir(stream); }
};

/// Walks one workspace. Folders wait in a list instead of on the stack, links until all real folders are known, so that
/// a file that can be reached both ways has its own path.
class Walk {
 public:
  Walk(int root, std::string real_root) : root_(root), real_root_(std::move(real_root)) {}

  Discovery run() {
    for (const SingleFile& file : kSingleFiles) look_at_single(file);
    for (const Rule& rule : kRules) look_at_folder(rule);
    while (!folders_.empty() || next_link_ < links_.size()) {
      if (!folders_.empty()) {
        const Folder folder = std::move(folders_.back());
        folders_.pop_back();
        list(folder);
      } else {
        sort_new_links();
        const Link link = links_[next_link_++];
        follow(link);
      }
    }
    drop_repetitions();
    std::ranges::sort(found_.files, {}, &FoundFile::path);
    std::ranges::stable_sort(found_.diagnostics, {}, &Diagnostic::file);
    return std::move(found_);
  }

 private:
  struct Folder {
    std::string path;
    std::string real;
    const Rule* rule;
  };
  struct Link {
    std::string path;
    const Rule* rule;  ///< null: one of kSingleFiles
    FileRole role;
  };

  void say(Severity severity, std::string_view code, std::string_view path, std::string message, std::string hint) {
    found_.diagnostics.push_back({.severity = severity,
                                  .code = code,
                                  .message = std::move(message),
                                  .file = std::string(path),
                                  .hint = std::move(hint)});
  }

  void say_unreadable(std::string_view path, int error) {
    say(Severity::error, "folder-unreadable", path,
        fmt::format("the folder cannot be listed: {}", std::generic_category().message(error)),
        "give yourself permission to read it, or move it out of the workspace");
  }

  void look_at_single(const SingleFile& file) {
    struct stat status{};
    const std::string path(file.name);
    if (fstatat(root_, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    consider(path, path, status.st_mode, status.st_ino, nullptr, file.role);
  }

  void look_at_folder(const Rule& rule) {
    struct stat status{};
    const std::string path(rule.folder);
    // A part of the path may be a link too, so what counts is where it ends.
    const std::optional<std::string> real = resolve(path);
    if (!real) {
      if (fstatat(root_, path.c_str(), &status, 0) == 0) say_outside(path);
      return;
    }
    if (fstatat(root_, real->c_str(), &status, 0) != 0 || !S_ISDIR(status.st_mode)) return;
    if (rule.role == FileRole::handoff) found_.has_handoffs_folder = true;
    if (visited_.emplace(status.st_dev, status.st_ino).second) folders_.push_back({path, *real, &rule});
  }

  void say_outside(std::string_view path) {
    say(Severity::warning, "link-outside", path, "the link leads out of the workspace and is not followed",
        "move what it points at into the workspace, or copy it");
  }

  /// Where a path lies after all links, relative to the workspace; nothing when that is outside or does not exist.
  std::optional<std::string> resolve(const std::string& path) {
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath((std::filesystem::path(real_root_) / path).c_str(), nullptr), &std::free);
    if (real == nullptr) return std::nullopt;
    const std::string_view whole = real.get();
    if (whole == real_root_) return std::string(".");
    const std::string prefix = real_root_ == "/" ? "/" : real_root_ + "/";
    if (!whole.starts_with(prefix)) return std::nullopt;
    return std::string(whole.substr(prefix.size()));
  }

  void list(const Folder& folder) {
    const int handle = openat(root_, folder.real.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (handle < 0) return say_unreadable(folder.path, errno);
    const std::unique_ptr<DIR, CloseFolder> stream(fdopendir(handle));
    if (stream == nullptr) {
      const int error = errno;
      close(handle);
      return say_unreadable(folder.path, error);
    }
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(stream.get());
      if (entry == nullptr) break;
      const std::string_view name = entry->d_name;
      if (name.starts_with('.')) continue;  // ".", ".." and what is hidden
      mode_t mode = mode_of(entry->d_type);
      if (entry->d_type == DT_UNKNOWN) {
        struct stat status{};
        if (fstatat(handle, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
        mode = status.st_mode;
      }
      if (!S_ISDIR(mode) && !S_ISLNK(mode) && !folder.rule->wants(name)) continue;
      consider(fmt::format("{}/{}", folder.path, name), fmt::format("{}/{}", folder.real, name), mode, entry->d_ino,
               folder.rule, folder.rule->role);
    }
    if (errno != 0) say_unreadable(folder.path, errno);
  }

  void consider(std::string path, std::string real, mode_t mode, ino_t inode, const Rule* rule, FileRole role) {
    if (S_ISREG(mode)) {
      inodes_.push_back(inode);
      if (real == path) real.clear();
      found_.files.push_back({std::move(path), std::move(real), role});
    } else if (S_ISLNK(mode)) {
      links_.push_back({std::move(path), rule, role});
    } else if (S_ISDIR(mode) && rule != nullptr) {
      if (!rule->deep) return;
      struct stat status{};
      if (fstatat(root_, real.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return say_unreadable(path, errno);
      if (visited_.emplace(status.st_dev, status.st_ino).second)
        folders_.push_back({std::move(path), std::move(real), rule});
    } else {
      say(Severity::warning, "file-not-regular", path, fmt::format("this is {} and is not read", kind_name(mode)),
          "put a regular file in its place, or remove it");
    }
  }

  void sort_new_links() {
    std::ranges::sort(links_.begin() + static_cast<std::ptrdiff_t>(next_link_), links_.end(), {}, &Link::path);
  }

  void follow(const Link& link) {
    struct stat status{};
    if (fstatat(root_, link.path.c_str(), &status, 0) != 0) {
      const bool loop = errno == ELOOP;
      return say(Severity::warning, loop ? "link-loop" : "link-broken", link.path,
                 loop ? "the link leads back to itself and is not followed" : "the link leads nowhere",
                 "remove it, or let it point at a file of the workspace");
    }
    const bool folder = S_ISDIR(status.st_mode);
    if (!folder && link.rule != nullptr && !link.rule->wants(file_name(link.path))) return;
    if (folder && (link.rule == nullptr || !link.rule->deep)) return;
    const std::optional<std::string> real = resolve(link.path);
    if (!real) return say_outside(link.path);
    if (!folder) return consider(link.path, *real, status.st_mode, status.st_ino, link.rule, link.role);
    if (!visited_.emplace(status.st_dev, status.st_ino).second || holds(*real, link.path)) {
      return say(Severity::warning, "link-loop", link.path,
                 fmt::format("the link leads to {}, which is read already", *real == "." ? "the workspace" : *real),
                 "remove it: each file is read once");
    }
    folders_.push_back({link.path, *real, link.rule});
  }

  /// A folder above the link would be walked into for ever, or bring in the whole workspace.
  static bool holds(std::string_view folder, std::string_view path) {
    return folder == "." || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
  }

  static std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

  /// Links and hard links give one file several paths. Equal inode numbers are only a hint, because a workspace may
  /// span file systems, so those few files are asked for their device.
  void drop_repetitions() {
    std::vector<std::uint32_t> order(found_.files.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto before = [this](std::uint32_t a, std::uint32_t b) {
      const auto rank = [this](std::uint32_t i) {
        const FoundFile& file = found_.files[i];
        return std::tuple(inodes_[i], !file.target.empty(), std::string_view(file.path));
      };
      return rank(a) < rank(b);
    };
    std::ranges::sort(order, before);
    std::vector<bool> repeated(order.size());
    bool any = false;
    for (std::size_t begin = 0; begin < order.size();) {
      std::size_t end = begin + 1;
      while (end < order.size() && inodes_[order[end]] == inodes_[order[begin]]) ++end;
      for (std::size_t i = begin + 1; i < end; ++i) {
        for (std::size_t first = begin; first < i && !repeated[order[i]]; ++first) {
          if (repeated[order[first]] || !same_file(order[first], order[i])) continue;
          repeated[order[i]] = any = true;
          say(Severity::note, "file-read-once", found_.files[order[i]].path,
              fmt::format("this is the same file as {}, and is read once", found_.files[order[first]].path), "");
        }
      }
      begin = end;
    }
    if (!any) return;
    std::vector<FoundFile> kept;
    for (std::size_t i = 0; i < repeated.size(); ++i) {
      if (!repeated[i]) kept.push_back(std::move(found_.files[i]));
    }
    found_.files = std::move(kept);
  }

  bool same_file(std::uint32_t a, std::uint32_t b) {
    struct stat one{};
    struct stat other{};
    return fstatat(root_, found_.files[a].real().c_str(), &one, AT_SYMLINK_NOFOLLOW) == 0 &&
           fstatat(root_, found_.files[b].real().c_str(), &other, AT_SYMLINK_NOFOLLOW) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
  }

  int root_;
  std::string real_root_;
  std::vector<Folder> folders_;
  std::vector<Link> links_;
  std::size_t next_link_ = 0;
  std::set<FileKey> visited_;
  std::vector<ino_t> inodes_;  // of found_.files
  Discovery found_;
};

}  // namespace

std::optional<FileRole> role_of(std::string_view path) {
  for (const SingleFile& file : kSingleFiles) {
    if (path == file.name) return file.role;
  }
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || path.contains("/.")) return std::nullopt;
  for (const Rule& rule : kRules) {
    const bool inside = path.starts_with(rule.folder) && path.size() > rule.folder.size() &&
                        path[rule.folder.size()] == '/' && (rule.deep || slash == rule.folder.size());
    if (inside && rule.wants(path.substr(slash + 1))) return rule.role;
  }
  return std::nullopt;
}

bool may_hold_files(std::string_view folder) {
  if (folder.starts_with('.') || folder.contains("/.")) return false;
  return std::ranges::any_of(kRules, [folder](const Rule& rule) {
    const auto below = [](std::string_view path, std::string_view of) {
      return path.starts_with(of) && path.size() > of.size() && path[of.size()] == '/';
    };
    return folder == rule.folder || below(rule.folder, folder) || (rule.deep && below(folder, rule.folder));
  });
}

Result<Discovery> discover(const std::filesystem::path& root) {
  const int handle = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) {
    const int error = errno;
    const ErrorKind kind = error == ENOENT ? ErrorKind::not_found : error == EACCES ? ErrorKind::denied : ErrorKind::io;
    return fail(kind, fmt::format("cannot read the workspace {}: {}; give the folder with -w", root.string(),
                                  std::generic_category().message(error)));
  }
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(root.c_str(), nullptr), &std::free);
  Discovery found;
  if (real != nullptr) found = Walk(handle, real.get()).run();
  close(handle);
  if (real == nullptr) return fail(ErrorKind::io, fmt::format("cannot resolve the workspace {}", root.string()));
  return found;
}

}  // namespace qd::sources
