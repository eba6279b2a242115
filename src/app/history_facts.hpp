// The facts of past states of a workspace, each version of a file read once.
//
// Files are as they were then; entities, vocabulary and currency are those that the workspace declares today.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/reading.hpp"
#include "app/session.hpp"
#include "ingest/handoff.hpp"
#include "model/fact_store.hpp"
#include "sources/git/past_states.hpp"

namespace qd::app {

class HistoryFacts {
 public:
  /// What the present reading has read already is taken from there. All must outlive this.
  HistoryFacts(const Session& session, const Reading& reading, const sources::PastStates& past);

  /// How many versions of hand-offs the states hold that nobody has read yet.
  [[nodiscard]] std::size_t unread(std::span<const sources::PastState* const> states) const;
  /// Reads them. To be called once before `of`.
  void read(std::span<const sources::PastState* const> states);

  /// The facts of a state that was read; nothing when the repository lacks one of its files, for the others would give
  /// figures that never were. May be called by several threads.
  [[nodiscard]] std::optional<model::FactStore> of(const sources::PastState& state);

 private:
  struct Place {
    /// A document of the present reading or of `pool_`; too large to be one; or the repository lacks it.
    enum class Where : std::uint8_t { present, pool, nowhere, lost } where = Where::lost;
    model::FileId file{};
  };

  [[nodiscard]] std::string key_of(const sources::PastFile& file) const;
  void add_present();
  void read_version(const sources::PastFile& file, ingest::HandoffReader& reader);
  /// False when the repository lacks the file.
  [[nodiscard]] bool add_machine_file(const sources::PastFile& file, const std::vector<model::Entity>& entities,
                                      model::FactTable& table);

  const Session& session_;
  const Reading& reading_;
  const sources::PastStates& past_;
  model::FactTable pool_;                            // the hand-offs that were read here
  std::unordered_map<std::string, Place> versions_;  // by path, content and day of commit

  std::mutex mutex_;  // guards what follows, and the repository
  std::map<std::string, std::shared_ptr<const model::FactTable>> machine_files_;  // likewise, and by entities
};

}  // namespace qd::app
