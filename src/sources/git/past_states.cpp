#include "sources/git/past_states.hpp"

#include <tuple>
#include <utility>

#include "sources/files/file_reader.hpp"
#include "sources/git/commit_search.hpp"
#include "sources/git/history.hpp"
#include "sources/git/past_listing.hpp"

namespace qd::sources {

namespace {

/// The commits that the moments show, oldest first as they are; nothing before the history begins. Of commits with
/// clocks that disagree the one nearer to the newest counts, for it holds what the others brought.
std::vector<std::optional<CommitObject>> commits_at(const Repository& repository, const ObjectId& head,
                                                    std::span<const Instant> moments, bool& cut_off) {
  std::vector<std::optional<CommitObject>> out(moments.size());
  std::size_t left = moments.size();
  auto commit = repository.commit(head);
  for (std::size_t walked = 0; commit && left > 0 && walked < kLongestWalk; ++walked) {
    for (; left > 0 && commit->committed <= moments[left - 1]; --left) out[left - 1] = commit;
    if (left == 0 || commit->parents.empty()) break;
    auto parent = repository.commit(commit->parents.front());
    cut_off = cut_off || !parent;
    commit = std::move(parent);
  }
  return out;
}

/// Says of each file by whom it was brought. What is the same as in the state before was brought then, unless a commit
/// in between brought it again.
class Dating {
 public:
  explicit Dating(const Repository& repository) : search_(repository, kLongestWalk) {}

  void date(const CommitObject& commit, std::vector<PastFile>& files) {
    SoughtFiles sought;
    for (const PastFile& file : files) sought.emplace(file.file.real(), file.blob);
    std::unordered_map<std::string, Known> found;
    found.reserve(sought.size());
    // Where the search gave up, the commit itself stands in, as it does for what a shallow clone cut off.
    std::ignore = search_.search(commit.id, before_, sought, [&](const std::string& path, const CommitObject& by) {
      found.emplace(path, Known{{}, by.authored});
    });
    for (PastFile& file : files) {
      Known& now = found.try_emplace(file.file.real(), Known{{}, commit.authored}).first->second;
      const auto was = known_.find(file.file.real());
      const bool not_found = sought.contains(file.file.real());
      if (not_found && was != known_.end() && was->second.blob == file.blob) now.when = was->second.when;
      now.blob = file.blob;
      file.committed = now.when;
    }
    known_ = std::move(found);
    before_ = commit.id;
  }

 private:
  struct Known {
    ObjectId blob{};
    Instant when;
  };
  CommitSearch search_;
  std::optional<ObjectId> before_;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace

Result<std::optional<PastStates>> PastStates::read(const std::filesystem::path& workspace,
                                                   std::span<const Instant> moments) {
  auto repository = Repository::open(workspace);
  if (!repository) return std::unexpected(repository.error());
  if (!*repository) return std::nullopt;
  const auto head = (*repository)->head();
  if (!head) return std::nullopt;
  if (!(*repository)->commit(*head)) return std::unexpected(git_refusal("its newest commit"));
  PastStates out(std::move(**repository));
  const auto commits = commits_at(out.repository_, *head, moments, out.cut_off_);
  Dating dating(out.repository_);
  std::optional<ObjectId> last;
  for (const auto& commit : commits) {
    if (commit && last == commit->id) {
      out.states_.push_back(out.states_.back());
      continue;
    }
    auto files = commit ? list_files(out.repository_, commit->id) : std::nullopt;
    last = commit ? std::optional(commit->id) : std::nullopt;
    if (!files) {
      out.states_.push_back(nullptr);
      continue;
    }
    dating.date(*commit, *files);
    out.states_.push_back(std::make_shared<const PastState>(to_hex(commit->id), std::move(*files)));
  }
  return out;
}

Result<std::string> PastStates::bytes(const ObjectId& blob) const { return repository_.blob(blob, kLargestFile); }

}  // namespace qd::sources
