// A workspace becomes facts: hand-offs, books and inventories, read by several threads, the same for any number of
// them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/workspace.hpp"
#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "ingest/vocabulary.hpp"
#include "model/fact_store.hpp"
#include "sources/git/history.hpp"

namespace qd::app {

/// One file that was read, for the manifest of a run.
struct InputFile {
  std::string_view path;  ///< of Workspace::files
  std::uint64_t size = 0;
  std::array<std::uint8_t, 32> sha256{};
  std::string commit;  ///< the last one that changed it; empty when there is none, or the file changed since
};

/// The workspace must outlive it.
struct Reading {
  model::FactStore facts;
  Diagnostics diagnostics;        ///< of the workspace and of every file, in the order of file and line
  std::vector<InputFile> inputs;  ///< those that could be read, sorted by path
  std::string head;  ///< newest commit of the repository that holds the workspace; empty when there is none
  std::optional<sources::History> git;  ///< of that repository
  std::vector<bool> assigned_late;  ///< by hand-off that was read: whether only all of them told its entity or project
};

struct ReadOptions {
  unsigned threads = 0;  ///< 0: as many as the machine has, at most 8
  /// Called now and then with files done and files in all, from one thread at a time but not always the same one.
  std::function<void(std::size_t, std::size_t)> progress;
};

/// Content never makes it fail; a file that cannot be read gives a diagnostic.
[[nodiscard]] Reading read_workspace(const Workspace& workspace, const ingest::Vocabulary& vocabulary,
                                     const ReadOptions& options = {});

/// By file, line and column; what stands at the same place keeps its order.
void sort_by_place(Diagnostics& diagnostics);

}  // namespace qd::app
