// The hand-offs of a workspace, read by several threads in pieces and put together in the order of the files.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "app/reading.hpp"
#include "ingest/handoff.hpp"
#include "sources/git/history.hpp"
#include "store/digest.hpp"

namespace qd::app {

struct PipelineInput {
  const std::filesystem::path& root;
  std::span<const sources::FoundFile> files;  ///< hand-offs only, sorted by path
  const ingest::HandoffContext& context;
  const sources::History* history = nullptr;  ///< may be null
  Zone zone;
  unsigned threads = 1;
  std::function<void(std::size_t done, std::size_t of)> progress;  ///< may be empty
};

/// `inputs` has one place for each file; that of one that could not be read keeps an empty path. The same result for
/// any number of threads.
void read_handoffs(const PipelineInput& input, model::FactTable& table, std::span<InputFile> inputs,
                   Diagnostics& diagnostics);

/// What the manifest says of a file; its commit only when `bytes` are what git has.
[[nodiscard]] InputFile input_file(const sources::FoundFile& file, std::string_view bytes,
                                   const sources::History* history, store::Digester& digester);

[[nodiscard]] Diagnostic unreadable_file(const std::string& path, const Error& error);

}  // namespace qd::app
