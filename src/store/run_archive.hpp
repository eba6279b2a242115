// The runs of a workspace on disk: .quarterdeck/runs/<as-of>-<id>/, each whole or not there, and which came before.
//
// The name begins with the moment that the run is about, so the folder list alone says which run precedes another. The
// id is made of the run's content: the same inputs at the same as-of give the same folder, however often they are run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gate/gate.hpp"
#include "store/digest.hpp"

namespace qd::store {

struct RunFile {
  std::string name;  ///< "ceo.html"; no folder
  gate::Outgoing content;
};

struct RunInput {
  std::string_view path;  ///< relative to the workspace
  std::uint64_t size = 0;
  Sha256 sha256{};
  std::string_view commit;        ///< empty when there is none
  std::optional<Date> as_of;      ///< of a document
  std::string_view as_of_source;  ///< "document", "commit", "modified"
};

/// What the manifest says beside the outputs. Nothing of the real clock, so that it is the same for the same run.
struct RunManifest {
  Instant as_of;
  Date today;  ///< the day of as_of in the portfolio's zone
  std::string portfolio;
  std::string head;         ///< commit of the workspace's repository; empty when there is none
  std::string variant;      ///< of the templates; empty: the full one
  std::string predecessor;  ///< name of the run that changes compare with; empty when there is none
  std::vector<RunInput> inputs;
};

struct ArchivedRun {
  std::string name;  ///< of the folder
  Instant as_of;
};

class RunArchive {
 public:
  explicit RunArchive(const std::filesystem::path& workspace);

  /// Writes the files and manifest.json, and points `latest` at them. After a failure there is no half a run. When the
  /// same run is there already, it stays as it is.
  [[nodiscard]] Result<ArchivedRun> add(const RunManifest& manifest, std::span<const RunFile> files,
                                        const gate::Gate& gate);

  /// All runs, oldest as-of first; of several with one as-of the one archived last comes last.
  [[nodiscard]] Result<std::vector<ArchivedRun>> list() const;
  /// The newest run whose as-of is earlier than `as_of`.
  [[nodiscard]] Result<std::optional<ArchivedRun>> predecessor(Instant as_of) const;
  /// The run that `latest` points at; nothing when it points nowhere.
  [[nodiscard]] std::optional<ArchivedRun> latest() const;
  [[nodiscard]] Result<std::string> read(const ArchivedRun& run, std::string_view file) const;
  /// Names of its files that end so, sorted.
  [[nodiscard]] Result<std::vector<std::string>> files(const ArchivedRun& run, std::string_view ending) const;
  [[nodiscard]] std::filesystem::path folder(const ArchivedRun& run) const { return runs_ / run.name; }

 private:
  [[nodiscard]] Result<void> point_latest_at(const std::string& name);

  std::filesystem::path state_;  // .quarterdeck
  std::filesystem::path runs_;
};

/// Writes the files into `folder` as they are, replacing those of the same name and nothing else.
[[nodiscard]] Result<void> write_flat(const std::filesystem::path& folder, std::span<const RunFile> files);

}  // namespace qd::store
