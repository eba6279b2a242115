#include "sources/git/repository.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace qd::sources {

namespace {

template <class T, void (*kFree)(T*)>
struct Freer {
  void operator()(T* object) const { kFree(object); }
};
template <class T, void (*kFree)(T*)>
using Owned = std::unique_ptr<T, Freer<T, kFree>>;

using OpenRepository = Owned<git_repository, git_repository_free>;
using OpenCommit = Owned<git_commit, git_commit_free>;
using OpenEntry = Owned<git_tree_entry, git_tree_entry_free>;
using OpenDatabase = Owned<git_odb, git_odb_free>;
using OpenObject = Owned<git_odb_object, git_odb_object_free>;

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

ObjectId id_of(const git_oid& oid) {
  ObjectId out;
  std::memcpy(out.data(), oid.id, out.size());
  return out;
}

git_oid oid_of(const ObjectId& id) {
  git_oid out;
  std::memcpy(out.id, id.data(), id.size());
  return out;
}

TreeEntry entry_of(const git_tree_entry* entry) {
  TreeEntry out{.name = git_tree_entry_name(entry), .id = id_of(*git_tree_entry_id(entry))};
  switch (git_tree_entry_filemode(entry)) {
    case GIT_FILEMODE_TREE:
      out.kind = EntryKind::folder;
      break;
    case GIT_FILEMODE_LINK:
      out.kind = EntryKind::link;
      break;
    case GIT_FILEMODE_COMMIT:
      out.kind = EntryKind::submodule;
      break;
    default:
      out.kind = EntryKind::file;
  }
  return out;
}

Error refused_opening(const std::filesystem::path& workspace) {
  const std::string said = last_error();
  const bool format = said.contains("extension") || said.contains("objectformat") || said.contains("version");
  return {ErrorKind::denied,
          fmt::format("git refuses to read the repository of {}: {}; {}", workspace.string(), said,
                      format ? "its format (SHA-256 objects, for one) is newer than the library that reads it"
                             : "run git config --global --add safe.directory with its folder if you trust it")};
}

}  // namespace

std::string to_hex(const ObjectId& id) {
  std::string out;
  out.reserve(2 * id.size());
  for (const std::uint8_t byte : id) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

Error git_refusal(std::string_view doing) {
  return {ErrorKind::io, fmt::format("git history cannot be read ({}): {}", doing, last_error())};
}

void Tree::Free::operator()(git_tree* tree) const { git_tree_free(tree); }

std::size_t Tree::size() const { return tree_ ? git_tree_entrycount(tree_.get()) : 0; }

TreeEntry Tree::operator[](std::size_t i) const { return entry_of(git_tree_entry_byindex(tree_.get(), i)); }

std::optional<TreeEntry> Tree::find(const std::string& name) const {
  const git_tree_entry* entry = tree_ ? git_tree_entry_byname(tree_.get(), name.c_str()) : nullptr;
  return entry == nullptr ? std::nullopt : std::optional(entry_of(entry));
}

struct Repository::State {
  Library library;  // outlives what it made
  OpenRepository repository;
  OpenDatabase database;
  std::string prefix;  // of the workspace in the repository, no '/' at either end
};

Repository::Repository(std::unique_ptr<State> state) : state_(std::move(state)) {}
Repository::Repository(Repository&&) noexcept = default;
Repository& Repository::operator=(Repository&&) noexcept = default;
Repository::~Repository() = default;

Result<std::optional<Repository>> Repository::open(const std::filesystem::path& workspace) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(workspace, error);
  if (error) return fail(ErrorKind::io, fmt::format("cannot resolve {}: {}", workspace.string(), error.message()));
  auto state = std::make_unique<State>();
  git_repository* raw = nullptr;
  const int opened = git_repository_open_ext(&raw, real.c_str(), 0, nullptr);
  state->repository.reset(raw);
  if (opened == GIT_ENOTFOUND && git_error_last() != nullptr && !last_error().contains("safe.directory"))
    return std::nullopt;
  if (opened != 0) return std::unexpected(refused_opening(workspace));
  const char* root = git_repository_workdir(raw);
  if (root == nullptr) return std::nullopt;
  const std::filesystem::path top = std::filesystem::canonical(root, error);
  if (error) return std::nullopt;
  if (real != top) state->prefix = real.lexically_relative(top).generic_string();
  state->database = made<OpenDatabase>(git_repository_odb, raw);
  if (!state->database) return std::unexpected(git_refusal("its objects"));
  return Repository(std::move(state));
}

std::optional<ObjectId> Repository::head() const {
  git_oid head;
  if (git_reference_name_to_id(&head, state_->repository.get(), "HEAD") != 0) return std::nullopt;
  return id_of(head);
}

std::optional<CommitObject> Repository::commit(const ObjectId& id) const {
  const git_oid oid = oid_of(id);
  const auto commit = made<OpenCommit>(git_commit_lookup, state_->repository.get(), &oid);
  if (!commit) return std::nullopt;
  CommitObject out{.id = id,
                   .authored = {git_commit_author(commit.get())->when.time},
                   .committed = {git_commit_time(commit.get())},
                   .parents = {}};
  for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i)
    out.parents.push_back(id_of(*git_commit_parent_id(commit.get(), i)));
  return out;
}

Tree Repository::workspace(const ObjectId& commit) const {
  const git_oid oid = oid_of(commit);
  const auto found = made<OpenCommit>(git_commit_lookup, state_->repository.get(), &oid);
  if (!found) return {};
  Tree root;
  git_tree* raw = nullptr;
  if (git_commit_tree(&raw, found.get()) == 0) root.tree_.reset(raw);
  if (!root.exists() || state_->prefix.empty()) return root;
  const auto entry = made<OpenEntry>(git_tree_entry_bypath, root.tree_.get(), state_->prefix.c_str());
  if (!entry || git_tree_entry_type(entry.get()) != GIT_OBJECT_TREE) return {};
  return tree(id_of(*git_tree_entry_id(entry.get())));
}

Tree Repository::tree(const ObjectId& id) const {
  const git_oid oid = oid_of(id);
  Tree out;
  git_tree* raw = nullptr;
  if (git_tree_lookup(&raw, state_->repository.get(), &oid) == 0) out.tree_.reset(raw);
  return out;
}

Result<std::string> Repository::blob(const ObjectId& id, std::size_t most) const {
  const git_oid oid = oid_of(id);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, state_->database.get(), &oid) != 0)
    return std::unexpected(git_refusal("a file"));
  if (type != GIT_OBJECT_BLOB || size > most)
    return fail(ErrorKind::invalid, fmt::format("{} is no file of at most {} bytes", to_hex(id), most));
  const auto object = made<OpenObject>(git_odb_read, state_->database.get(), &oid);
  if (!object) return std::unexpected(git_refusal("a file"));
  return std::string(static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get()));
}

}  // namespace qd::sources
